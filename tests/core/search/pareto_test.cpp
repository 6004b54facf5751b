// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search/pareto_archive.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <set>
#include <vector>

namespace pairscape {
namespace {

using Points = std::vector<std::vector<double>>;

/// Points on a small grid, so that equal points and equal coordinates are common.
rc::Gen<Points> arbitraryPoints(std::size_t objectives, int values = 6) {
    return rc::gen::container<Points>(rc::gen::container<std::vector<double>>(
        objectives,
        rc::gen::map(rc::gen::inRange(0, values), [](int value) { return static_cast<double>(value); })));
}

/// Straight from the definition, written without looking at dominates().
bool beats(const std::vector<double>& a, const std::vector<double>& b) {
    std::size_t worse = 0;
    std::size_t better = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        worse += a[i] < b[i] ? 1 : 0;
        better += a[i] > b[i] ? 1 : 0;
    }
    return worse == 0 && better > 0;
}

/// Every pair compared; of equal points the first stays.
std::vector<std::size_t> slowFront(const Points& points) {
    std::vector<std::size_t> front;
    for (std::size_t i = 0; i < points.size(); ++i) {
        bool stays = true;
        for (std::size_t j = 0; j < points.size(); ++j)
            stays = stays && !beats(points[j], points[i]) && !(j < i && points[j] == points[i]);
        if (stays)
            front.push_back(i);
    }
    return front;
}

/// Counts the unit cells of the grid that a point dominates: exact for whole coordinates.
double slowHypervolume(const Points& points, const std::vector<double>& reference, int values) {
    std::vector<int> cell(reference.size());
    double volume = 0;
    for (std::size_t i = 0; i < cell.size(); ++i)
        cell[i] = static_cast<int>(reference[i]);
    while (true) {
        // The cell reaches from cell[i] to cell[i] + 1.
        volume += std::any_of(points.begin(), points.end(), [&](const std::vector<double>& point) {
            for (std::size_t i = 0; i < cell.size(); ++i)
                if (point[i] < cell[i] + 1)
                    return false;
            return true;
        });
        std::size_t i = 0;
        while (i < cell.size() && ++cell[i] > values)
            cell[i] = static_cast<int>(reference[i]), ++i;
        if (i == cell.size())
            return volume;
    }
}

TEST(Dominates, ByHand) {
    const auto check = [](std::vector<double> a, std::vector<double> b) { return dominates(a, b); };
    EXPECT_TRUE(check({2, 1}, {1, 1}));
    EXPECT_FALSE(check({1, 1}, {1, 1}));
    EXPECT_FALSE(check({2, 0}, {1, 1}));
    EXPECT_TRUE(check({1, 1, 1}, {1, 0, 1}));
}

RC_GTEST_PROP(Dominates, IsTheDefinition, ()) {
    const auto points = *rc::gen::container<Points>(
        2, rc::gen::container<std::vector<double>>(3, rc::gen::map(rc::gen::inRange(0, 3), [](int value) {
                                                       return static_cast<double>(value);
                                                   })));
    RC_ASSERT(dominates(points[0], points[1]) == beats(points[0], points[1]));
}

RC_GTEST_PROP(ParetoFront, EqualsComparingAllPairs, ()) {
    const auto points = *arbitraryPoints(*rc::gen::inRange<std::size_t>(1, 5));
    std::vector<std::size_t> front = paretoFront(points);
    for (std::size_t i = 1; i < front.size(); ++i)
        RC_ASSERT(points[front[i - 1]][0] <= points[front[i]][0]);
    std::sort(front.begin(), front.end());
    RC_ASSERT(front == slowFront(points));
}

RC_GTEST_PROP(ParetoArchive, HoldsTheFrontAfterEveryPoint, ()) {
    const auto points = *arbitraryPoints(*rc::gen::inRange<std::size_t>(1, 4));
    ParetoArchive archive;
    Points seen;
    for (const std::vector<double>& point : points) {
        const std::size_t id = seen.size();
        seen.push_back(point);
        const bool entered = archive.insert(id, point);
        std::set<std::size_t> members;
        for (const ParetoArchive::Member& member : archive.members()) {
            RC_ASSERT(member.objectives == seen[member.id]);
            members.insert(member.id);
        }
        const std::vector<std::size_t> front = slowFront(seen);
        RC_ASSERT(members == std::set<std::size_t>(front.begin(), front.end()));
        RC_ASSERT(entered == members.contains(id));
    }
}

RC_GTEST_PROP(Hypervolume, EqualsCountingCells, ()) {
    constexpr int values = 6;
    const auto objectives = *rc::gen::inRange<std::size_t>(1, 4);
    const auto points = *arbitraryPoints(objectives, values);
    const auto reference = *rc::gen::container<std::vector<double>>(
        objectives,
        rc::gen::map(rc::gen::inRange(0, 3), [](int value) { return static_cast<double>(value); }));
    RC_ASSERT(std::abs(hypervolume(points, reference) - slowHypervolume(points, reference, values)) < 1e-9);
}

TEST(Hypervolume, ByHand) {
    EXPECT_EQ(hypervolume({}, {0, 0}), 0);
    EXPECT_DOUBLE_EQ(hypervolume({{2, 1}, {1, 3}, {0.5, 0.5}}, {0, 0}), 2 * 1 + 1 * 3 - 1 * 1);
    EXPECT_DOUBLE_EQ(hypervolume({{2, 1}, {-1, 9}}, {0, 0}), 2); // one that is not above adds nothing
    EXPECT_DOUBLE_EQ(hypervolume({{-1, -1}}, {-3, -2}), 2);
}

} // namespace
} // namespace pairscape
