// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/point_index.h"

#include <gtest/gtest.h>

#include <rapidcheck.h>

#include <cmath>
#include <limits>

namespace pairscape {
namespace {

const QRectF area(10, 20, 200, 120);

std::vector<QPointF> arbitraryPoints() {
    const auto numbers = *rc::gen::container<std::vector<std::pair<int, int>>>(
        rc::gen::pair(rc::gen::inRange(-20, 240), rc::gen::inRange(-20, 170)));
    std::vector<QPointF> points;
    for (const auto& [x, y] : numbers)
        points.emplace_back(x, y);
    return points;
}

bool inside(const QPointF& p) {
    return p.x() >= area.left() && p.x() <= area.right() && p.y() >= area.top() && p.y() <= area.bottom();
}

double distance(const QPointF& a, const QPointF& b) {
    return std::hypot(a.x() - b.x(), a.y() - b.y());
}

TEST(PointIndex, FindsTheNearestAsLookingAtEachDoes) {
    EXPECT_TRUE(rc::check([] {
        const std::vector<QPointF> points = arbitraryPoints();
        PointIndex index;
        index.build(points, area, *rc::gen::element(3.0, 16.0, 50.0));
        const QPointF at(*rc::gen::inRange(-30, 250), *rc::gen::inRange(-30, 180));
        const double radius = *rc::gen::inRange(1, 60);
        const auto odd = [](std::size_t i) { return i % 2 == 1; };
        for (const bool onlyOdd : {false, true}) {
            std::optional<std::size_t> best;
            for (std::size_t i = 0; i < points.size(); ++i)
                if (inside(points[i]) && (!onlyOdd || odd(i)) && distance(points[i], at) <= radius &&
                    (!best || distance(points[i], at) < distance(points[*best], at)))
                    best = i;
            RC_ASSERT(index.nearest(at, radius, onlyOdd ? PointIndex::Accept(odd) : PointIndex::Accept()) ==
                      best);
        }
    }));
}

TEST(PointIndex, GoesTowardsTheSideOfTheKey) {
    PointIndex index;
    index.build({{100, 80}, {140, 82}, {60, 75}, {102, 40}, {98, 120}, {180, 80}}, area);
    const QPointF from(100, 80);
    EXPECT_EQ(index.towards(from, Direction::Right), 1U);
    EXPECT_EQ(index.towards(from, Direction::Left), 2U);
    EXPECT_EQ(index.towards(from, Direction::Up), 3U);
    EXPECT_EQ(index.towards(from, Direction::Down), 4U);
    EXPECT_EQ(index.towards(from, Direction::Right, [](std::size_t i) { return i != 1; }), 5U);
    EXPECT_EQ(index.towards({200, 80}, Direction::Right), std::nullopt);
}

TEST(PointIndex, NeverFindsWhatHasNoPlace) {
    PointIndex index;
    constexpr double nan = std::numeric_limits<double>::quiet_NaN();
    index.build({{nan, 50}, {50, nan}, {5, 50}}, area);
    EXPECT_EQ(index.nearest({50, 50}, 1000), std::nullopt);
    index.build({}, area);
    EXPECT_EQ(index.nearest({50, 50}, 1000), std::nullopt);
}

} // namespace
} // namespace pairscape
