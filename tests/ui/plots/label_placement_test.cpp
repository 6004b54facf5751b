// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/label_placement.h"

#include <gtest/gtest.h>

#include <rapidcheck.h>

namespace pairscape {
namespace {

const QRectF bounds(0, 0, 300, 200);

TEST(LabelPlacement, LabelsNeverCoverEachOtherNorLeaveThePicture) {
    EXPECT_TRUE(rc::check([] {
        std::vector<LabelRequest> requests;
        const int count = *rc::gen::inRange(0, 25);
        for (int i = 0; i < count; ++i)
            requests.push_back({QPointF(*rc::gen::inRange(0, 300), *rc::gen::inRange(0, 200)),
                                QSizeF(*rc::gen::inRange(10, 90), 14)});
        const std::vector<QRectF> places = placeLabels(requests, bounds, {});
        RC_ASSERT(places.size() == requests.size());
        for (std::size_t i = 0; i < places.size(); ++i) {
            if (places[i].isEmpty())
                continue;
            RC_ASSERT(bounds.contains(places[i]));
            RC_ASSERT(places[i].size() == requests[i].size);
            for (std::size_t j = 0; j < i; ++j)
                RC_ASSERT(places[j].isEmpty() || places[i].intersected(places[j]).isEmpty());
        }
    }));
}

TEST(LabelPlacement, ALoneLabelStandsRightOfItsAnchor) {
    const std::vector<QRectF> places = placeLabels({{QPointF(100, 100), QSizeF(50, 12), 6}}, bounds, {});
    ASSERT_EQ(places.size(), 1U);
    EXPECT_DOUBLE_EQ(places[0].left(), 106);
    EXPECT_DOUBLE_EQ(places[0].center().y(), 100);
}

TEST(LabelPlacement, ObstaclesAreAvoidedWhereThereIsRoom) {
    const QRectF obstacle(101, 80, 80, 40);
    const std::vector<QRectF> places =
        placeLabels({{QPointF(100, 100), QSizeF(50, 12), 6}}, bounds, {obstacle});
    ASSERT_FALSE(places[0].isEmpty());
    EXPECT_TRUE(places[0].intersected(obstacle).isEmpty());
}

} // namespace
} // namespace pairscape
