// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search/selection.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <limits>
#include <map>
#include <numeric>
#include <set>
#include <string>
#include <vector>

namespace pairscape {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

Candidate candidate(const std::string& genome, std::vector<double> objectives) {
    Candidate result;
    result.genome = genome;
    result.objectives = std::move(objectives);
    return result;
}

/// Worked out with pencil and paper. Objective 1 ascending: points 0, 1, 2, 3 at 0, 1, 4, 10 (range 10);
/// objective 2 ascending: points 3, 2, 1, 0 at 0, 5, 8, 10 (range 10).
TEST(Crowding, ByHand) {
    const std::vector<std::vector<double>> points = {{0, 10}, {1, 8}, {4, 5}, {10, 0}};
    const std::vector<double> distances = crowdingDistances(points, {{0, 1, 2, 3}});
    EXPECT_EQ(distances[0], infinity);
    EXPECT_EQ(distances[3], infinity);
    EXPECT_DOUBLE_EQ(distances[1], (4.0 - 0.0) / 10 + (10.0 - 5.0) / 10); // 0.9
    EXPECT_DOUBLE_EQ(distances[2], (10.0 - 1.0) / 10 + (8.0 - 0.0) / 10); // 1.7
}

TEST(Crowding, EachFrontForItself) {
    const std::vector<std::vector<double>> points = {{0, 2}, {1, 1}, {2, 0}, {0, 0}};
    const std::vector<double> distances = crowdingDistances(points, {{0, 1, 2}, {3}});
    EXPECT_DOUBLE_EQ(distances[1], 2);
    EXPECT_EQ(distances[3], infinity); // alone: both ends
}

TEST(Crowding, PointsThatAreAllEqualHaveEndsAndNoWidth) {
    const std::vector<std::vector<double>> points = {{1, 1}, {1, 1}, {1, 1}};
    EXPECT_EQ(crowdingDistances(points, {{0, 1, 2}}), (std::vector<double>{infinity, 0, infinity}));
}

/// Ranks by peeling front after front, each found by comparing all pairs.
std::map<std::string, std::size_t> slowRanks(const std::vector<Candidate>& candidates) {
    std::map<std::string, std::size_t> ranks;
    std::vector<const Candidate*> left;
    for (const Candidate& one : candidates)
        if (one.feasible)
            left.push_back(&one);
    for (std::size_t rank = 0; !left.empty(); ++rank) {
        std::vector<const Candidate*> beaten;
        for (const Candidate* a : left) {
            const bool loses = std::any_of(left.begin(), left.end(), [&](const Candidate* b) {
                bool worse = false;
                bool better = false;
                for (std::size_t i = 0; i < a->objectives.size(); ++i) {
                    worse = worse || b->objectives[i] < a->objectives[i];
                    better = better || b->objectives[i] > a->objectives[i];
                }
                return better && !worse;
            });
            if (loses)
                beaten.push_back(a);
            else
                ranks[a->genome] = rank;
        }
        left = beaten;
    }
    return ranks;
}

RC_GTEST_PROP(ParentPool, KeepsTheBestByRankThenCrowdingThenAge, ()) {
    const auto objectives = *rc::gen::inRange<std::size_t>(1, 4);
    const auto values =
        *rc::gen::container<std::vector<std::vector<double>>>(rc::gen::container<std::vector<double>>(
            objectives,
            rc::gen::map(rc::gen::inRange(0, 5), [](int value) { return static_cast<double>(value); })));
    std::vector<Candidate> candidates;
    for (const std::vector<double>& value : values) {
        candidates.push_back(candidate("p" + std::to_string(candidates.size()), value));
        candidates.back().feasible = *rc::gen::inRange(0, 5) != 0;
    }
    const auto capacity = *rc::gen::inRange<std::size_t>(1, 20);
    ParentPool pool(capacity);
    pool.merge(candidates, 0);

    const std::map<std::string, std::size_t> ranks = slowRanks(candidates);
    RC_ASSERT(pool.size() == std::min(capacity, ranks.size()));
    std::set<std::string> kept;
    for (std::size_t i = 0; i < pool.parents().size(); ++i) {
        const ParentPool::Parent& parent = pool.parents()[i];
        kept.insert(parent.genome);
        RC_ASSERT(parent.rank == ranks.at(parent.genome));
        if (i == 0)
            continue;
        const ParentPool::Parent& better = pool.parents()[i - 1];
        RC_ASSERT(better.rank <= parent.rank);
        if (better.rank == parent.rank) {
            RC_ASSERT(better.crowding >= parent.crowding);
            if (better.crowding == parent.crowding)
                RC_ASSERT(better.index < parent.index);
        }
    }
    // Nobody who is left out has a better rank than somebody who is kept.
    if (!pool.parents().empty())
        for (const auto& [genome, rank] : ranks)
            RC_ASSERT(kept.contains(genome) || rank >= pool.parents().back().rank);
}

TEST(ParentPool, TournamentPrefersTheBetter) {
    std::vector<Candidate> line;
    for (int i = 0; i < 10; ++i)
        line.push_back(candidate(std::to_string(i), {static_cast<double>(i), static_cast<double>(i)}));
    ParentPool pool(10);
    pool.merge(line, 0);
    EXPECT_EQ(pool.parents().front().genome, "9");
    std::map<std::string, int> picks;
    RandomStream random{7};
    constexpr int draws = 20000;
    for (int i = 0; i < draws; ++i)
        ++picks[pool.pick(random)];
    // The front is one candidate, so there is nothing to choose there. The better of two drawn with
    // replacement: the one at place k of n wins with (2 (n - k) - 1) / n^2.
    ASSERT_EQ(pool.front().size(), 1U);
    for (int place = 0; place < 10; ++place) {
        const double expected = draws * (2.0 * (10 - place) - 1) / 100;
        EXPECT_NEAR(picks[std::to_string(9 - place)], expected, 5 * std::sqrt(expected)) << place;
    }
}

TEST(ParentPool, EveryOtherPickIsFromTheWholeFront) {
    // A front of 30 of which the pool keeps 2: all of it breeds, the ends most.
    std::vector<Candidate> line;
    for (int i = 0; i < 30; ++i)
        line.push_back(candidate(std::to_string(i), {static_cast<double>(i), static_cast<double>(30 - i)}));
    ParentPool pool(2);
    pool.merge(line, 0);
    ASSERT_EQ(pool.size(), 2U);
    ASSERT_EQ(pool.front().size(), 30U);
    std::map<std::string, int> picks;
    RandomStream random{11};
    constexpr int draws = 30000;
    for (int i = 0; i < draws; ++i)
        ++picks[pool.pick(random)];
    EXPECT_EQ(picks.size(), 30U);
    int inner = 0;
    for (int i = 1; i < 29; ++i)
        inner += picks[std::to_string(i)];
    // Places 3 to 30 of the front, in half of the picks: 1 - (1 - (28/30)^2).
    const double expected = draws * 0.5 * (28.0 / 30) * (28.0 / 30);
    EXPECT_NEAR(inner, expected, 5 * std::sqrt(expected));
}

/// Deb's rule, by hand: who keeps the constraints comes first, then who breaks them less.
TEST(ParentPool, ConstraintsComeBeforeObjectives) {
    const auto broken = [](const char* name, std::vector<double> objectives, double violation) {
        Candidate made = candidate(name, std::move(objectives));
        made.violation = violation;
        return made;
    };
    ParentPool pool(10);
    pool.merge({broken("far", {100, 100}, 2), broken("near", {1, 1}, 0.5), candidate("good", {0, 0}),
                candidate("better", {2, 2}), broken("near too", {50, 50}, 0.5)},
               0);
    std::vector<std::string> order;
    for (const ParentPool::Parent& parent : pool.parents())
        order.push_back(parent.genome);
    EXPECT_EQ(order, (std::vector<std::string>{"better", "good", "near", "near too", "far"}));
    ASSERT_EQ(pool.front().size(), 1U);
    EXPECT_EQ(pool.front()[0].genome, "better");
}

TEST(ParentPool, InfeasibleOnesNeverBreed) {
    Candidate bad = candidate("bad", {100, 100});
    bad.feasible = false;
    ParentPool pool(4);
    pool.merge({bad, candidate("good", {0, 0})}, 0);
    ASSERT_EQ(pool.size(), 1U);
    EXPECT_EQ(pool.parents()[0].genome, "good");
    EXPECT_EQ(pool.parents()[0].index, 1);
}

} // namespace
} // namespace pairscape
