// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/explorer/scatter_view.h"

#include "tests/ui/support/pointer.h"
#include "ui/plots/scatter_plot.h"

#include <gtest/gtest.h>

#include <QCheckBox>
#include <QPushButton>
#include <QSignalSpy>

#include <cmath>

namespace pairscape {
namespace {

using test::FakeStudy;

class ScatterTest : public testing::Test {
  protected:
    ScatterTest() : study(std::make_shared<FakeStudy>(120)), view(&session) {
        session.setStudy(study);
        test::showAt(view, {900, 600});
        plot().replot();
    }

    ScatterPlot& plot() { return *view.plot(); }
    /// A pairing that stands alone: no other within 30 pixels, so that a click there means it.
    PairingId lonely() {
        for (const PairingRecord& record : session.snapshot()->pairings) {
            const QPointF at = plot().pixelOf(record.id);
            const bool alone =
                std::none_of(session.snapshot()->pairings.begin(), session.snapshot()->pairings.end(),
                             [&](const PairingRecord& other) {
                                 const QPointF d = plot().pixelOf(other.id) - at;
                                 return other.id != record.id && std::hypot(d.x(), d.y()) < 30;
                             });
            if (record.feasible && alone && plot().axisRect()->rect().contains(at.toPoint()))
                return record.id;
        }
        return 0;
    }

    std::shared_ptr<FakeStudy> study;
    Session session;
    ScatterView view;
};

TEST_F(ScatterTest, AClickSelects) {
    const PairingId id = lonely();
    ASSERT_NE(id, 0);
    QTest::mouseClick(&plot(), Qt::LeftButton, {}, plot().pixelOf(id).toPoint());
    EXPECT_EQ(session.selected(), id);
}

TEST_F(ScatterTest, ThePointerPreviews) {
    const PairingId id = lonely();
    test::pointAt(plot(), plot().pixelOf(id));
    EXPECT_EQ(session.hovered(), id);
    EXPECT_EQ(session.selected(), 0);
    QEvent leave(QEvent::Leave);
    QCoreApplication::sendEvent(&plot(), &leave);
    EXPECT_EQ(session.hovered(), 0);
}

TEST_F(ScatterTest, ADoubleClickOpens) {
    const PairingId id = lonely();
    const QSignalSpy opened(&view, &ScatterView::opened);
    QTest::mouseDClick(&plot(), Qt::LeftButton, {}, plot().pixelOf(id).toPoint());
    ASSERT_EQ(opened.size(), 1);
    EXPECT_EQ(opened[0][0].value<PairingId>(), id);
    EXPECT_EQ(session.selected(), id);
}

TEST_F(ScatterTest, ArrowKeysGoAlongTheFront) {
    const std::vector<std::size_t> front = session.snapshot()->front;
    ASSERT_GE(front.size(), 3U);
    QTest::keyClick(&plot(), Qt::Key_Home);
    EXPECT_EQ(session.selected(), static_cast<PairingId>(front[0]) + 1);
    QTest::keyClick(&plot(), Qt::Key_Right);
    EXPECT_EQ(session.selected(), static_cast<PairingId>(front[1]) + 1);
    QTest::keyClick(&plot(), Qt::Key_Left);
    EXPECT_EQ(session.selected(), static_cast<PairingId>(front[0]) + 1);
    QTest::keyClick(&plot(), Qt::Key_End);
    EXPECT_EQ(session.selected(), static_cast<PairingId>(front.back()) + 1);
    QTest::keyClick(&plot(), Qt::Key_Escape);
    EXPECT_EQ(session.selected(), 0);
}

TEST_F(ScatterTest, DownGoesToALowerPairing) {
    QTest::keyClick(&plot(), Qt::Key_Home);
    const PairingId from = session.selected();
    QTest::keyClick(&plot(), Qt::Key_Down);
    ASSERT_NE(session.selected(), from);
    EXPECT_LT(session.snapshot()->find(session.selected())->accuracy,
              session.snapshot()->find(from)->accuracy);
}

TEST_F(ScatterTest, PPinsAndLetsGo) {
    session.select(7);
    QTest::keyClick(&plot(), Qt::Key_P);
    ASSERT_TRUE(QTest::qWaitFor([&] { return session.snapshot()->find(7)->pinned(); }));
    QTest::keyClick(&plot(), Qt::Key_P);
    ASSERT_TRUE(QTest::qWaitFor([&] { return !session.snapshot()->find(7)->pinned(); }));
}

TEST_F(ScatterTest, TheWheelZoomsAndRShowsAllAgain) {
    const QCPRange before = plot().yAxis->range();
    const QPointF centre = plot().axisRect()->rect().center();
    test::scroll(plot(), centre, 2);
    EXPECT_LT(plot().yAxis->range().size(), before.size());
    EXPECT_FALSE(plot().followsData());
    QTest::keyClick(&plot(), Qt::Key_R);
    EXPECT_TRUE(plot().followsData());
    EXPECT_DOUBLE_EQ(plot().yAxis->range().size(), before.size());
}

TEST_F(ScatterTest, ADragMovesThePicture) {
    const QCPRange before = plot().yAxis->range();
    const QPointF centre = plot().axisRect()->rect().center();
    test::drag(plot(), centre, centre + QPointF(40, 60));
    EXPECT_GT(plot().yAxis->range().center(), before.center());
    EXPECT_EQ(session.selected(), 0);
}

/// Shift and drag sets a range on both axes: exactly the pairings inside the band stay.
TEST_F(ScatterTest, ABandFilters) {
    const QRect area = plot().axisRect()->rect();
    const QRectF band(area.left() + area.width() * 0.3, area.top() + area.height() * 0.2, area.width() * 0.4,
                      area.height() * 0.5);
    test::drag(plot(), band.topLeft(), band.bottomRight(), Qt::ShiftModifier);
    ASSERT_TRUE(session.filter().active());
    std::size_t inside = 0;
    for (const PairingRecord& record : session.snapshot()->pairings) {
        const QPointF at = plot().pixelOf(record.id);
        const bool expected = record.feasible && band.contains(at);
        EXPECT_EQ(session.filter().accepts(record), expected) << record.id;
        inside += expected;
    }
    EXPECT_GT(inside, 0U);
    EXPECT_LT(inside, 120U);
    EXPECT_EQ(session.acceptedCount(), inside);
    EXPECT_TRUE(view.countText().contains(QStringLiteral("of 120 shown")));
    // What is dimmed comes back with one click.
    for (QPushButton* button : view.findChildren<QPushButton*>())
        if (button->isVisible())
            QTest::mouseClick(button, Qt::LeftButton);
    EXPECT_FALSE(session.filter().active());
}

TEST_F(ScatterTest, WhatIsDimmedIsNotPickedBeforeWhatIsShown) {
    PairingFilter none;
    none.ranges.insert(QStringLiteral("fps"), {-2, -1});
    const PairingId id = lonely();
    const QPoint at = plot().pixelOf(id).toPoint();
    session.setFilter(none);
    QTest::mouseClick(&plot(), Qt::LeftButton, {}, at + QPoint(9, 0)); // within reach only of what is shown
    EXPECT_EQ(session.selected(), 0);
    QTest::mouseClick(&plot(), Qt::LeftButton, {}, at);
    EXPECT_EQ(session.selected(), id);
}

TEST_F(ScatterTest, SelectionFromElsewhereIsFollowed) {
    session.select(11);
    EXPECT_TRUE(plot().accessibleDescription().contains(QStringLiteral("design 11")));
}

TEST_F(ScatterTest, PointsThatArriveAreInTheView) {
    study->grow(200);
    ASSERT_TRUE(QTest::qWaitFor([&] { return session.snapshot()->pairings.size() == 320; }));
    plot().replot();
    for (const PairingRecord& record : session.snapshot()->pairings)
        if (record.feasible) {
            EXPECT_TRUE(plot()
                            .axisRect()
                            ->rect()
                            .adjusted(-1, -1, 1, 1)
                            .contains(plot().pixelOf(record.id).toPoint()));
        }
    EXPECT_TRUE(view.countText().startsWith(QStringLiteral("320 pairings")));
}

TEST_F(ScatterTest, AxesCanBeAnyTwoFigures) {
    view.setAxes(QStringLiteral("lut"), QStringLiteral("energy"));
    EXPECT_EQ(view.xMetric(), QStringLiteral("lut"));
    EXPECT_TRUE(plot().xAxis->label().contains(QStringLiteral("LUT")));
    EXPECT_TRUE(plot().yAxis->label().contains(QStringLiteral("mJ/img")));
    view.setAxes(QStringLiteral("architecture"), QStringLiteral("no such"));
    EXPECT_EQ(view.yMetric(), QStringLiteral("energy"));
    view.setLogarithmic(false);
    EXPECT_EQ(plot().xAxis->scaleType(), QCPAxis::stLinear);
}

TEST_F(ScatterTest, TheAccuracyAxisSaysWhatItIs) {
    EXPECT_TRUE(plot().yAxis->label().contains(QStringLiteral("Zero-shot rank")));
    EXPECT_TRUE(plot().xAxis->label().contains(QStringLiteral("modelled")));
}

TEST_F(ScatterTest, TitlesShortenInASmallWindow) {
    for (const ThemeMode mode : {ThemeMode::Light, ThemeMode::Talk}) {
        view.applyTheme(Theme::make(mode));
        for (const char* x : {"fps", "edp"}) {
            view.setAxes(QString::fromLatin1(x), QStringLiteral("accuracy"));
            view.resize(420, 330);
            QCoreApplication::processEvents();
            plot().replot();
            const QFontMetricsF metrics(plot().xAxis->labelFont());
            const QRect area = plot().axisRect()->rect();
            EXPECT_LE(metrics.horizontalAdvance(plot().xAxis->label()), area.width());
            EXPECT_LE(metrics.horizontalAdvance(plot().yAxis->label()), area.height());
            EXPECT_TRUE(plot().xAxis->label().contains(
                mode == ThemeMode::Talk ? QString::fromLatin1(x).toUpper() : QStringLiteral("(")))
                << plot().xAxis->label().toStdString();
        }
    }
}

TEST_F(ScatterTest, NoCardsCoverATalk) {
    EXPECT_TRUE(plot().cardsShown());
    view.applyTheme(Theme::make(ThemeMode::Talk));
    EXPECT_FALSE(plot().cardsShown());
    QTest::keyClick(&plot(), Qt::Key_T);
    EXPECT_TRUE(plot().cardsShown());
}

} // namespace
} // namespace pairscape
