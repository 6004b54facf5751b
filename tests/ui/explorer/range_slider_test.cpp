// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/explorer/range_slider.h"

#include "tests/ui/support/pointer.h"

#include <gtest/gtest.h>

#include <QSignalSpy>

namespace pairscape {
namespace {

class RangeSliderTest : public testing::Test {
  protected:
    RangeSliderTest() { test::showAt(slider, {215, 20}); }
    /// Where a share lies: the track begins and ends 7.5 pixels inside.
    QPointF at(double share) const { return {7.5 + share * 200, 10}; }

    RangeSlider slider;
    QSignalSpy moved{&slider, &RangeSlider::moved};
};

TEST_F(RangeSliderTest, DraggingMovesTheNearerHandle) {
    test::drag(slider, at(0), at(0.25));
    EXPECT_NEAR(slider.lower(), 0.25, 0.01);
    EXPECT_DOUBLE_EQ(slider.upper(), 1);
    test::drag(slider, at(1), at(0.6));
    EXPECT_NEAR(slider.upper(), 0.6, 0.01);
    EXPECT_NEAR(slider.lower(), 0.25, 0.01);
    EXPECT_GT(moved.size(), 0);
}

TEST_F(RangeSliderTest, HandlesDoNotPassEachOther) {
    slider.setShares(0.3, 0.5);
    test::drag(slider, at(0.3), at(0.9));
    EXPECT_DOUBLE_EQ(slider.lower(), 0.5);
    EXPECT_DOUBLE_EQ(slider.upper(), 0.5);
    // From on top of each other they part again, to either side.
    test::drag(slider, at(0.5) + QPointF(1, 0), at(0.8));
    EXPECT_NEAR(slider.upper(), 0.8, 0.01);
    EXPECT_DOUBLE_EQ(slider.lower(), 0.5);
}

TEST_F(RangeSliderTest, KeysMoveInSteps) {
    slider.setFocus();
    QTest::keyClick(&slider, Qt::Key_Right);
    EXPECT_NEAR(slider.lower(), 0.01, 1e-9);
    QTest::keyClick(&slider, Qt::Key_Right, Qt::ShiftModifier);
    EXPECT_NEAR(slider.lower(), 0.11, 1e-9);
    QTest::keyClick(&slider, Qt::Key_Space); // the other handle
    QTest::keyClick(&slider, Qt::Key_Left, Qt::ShiftModifier);
    EXPECT_NEAR(slider.upper(), 0.9, 1e-9);
    QTest::keyClick(&slider, Qt::Key_Home);
    QTest::keyClick(&slider, Qt::Key_End);
    EXPECT_DOUBLE_EQ(slider.lower(), 0);
    EXPECT_DOUBLE_EQ(slider.upper(), 1);
}

TEST_F(RangeSliderTest, SettingSharesSaysNothing) {
    slider.setShares(0.2, 0.7);
    EXPECT_EQ(moved.size(), 0);
    slider.setShares(-1, 7);
    EXPECT_DOUBLE_EQ(slider.lower(), 0);
    EXPECT_DOUBLE_EQ(slider.upper(), 1);
}

} // namespace
} // namespace pairscape
