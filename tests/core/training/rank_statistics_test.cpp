// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/rank_statistics.h"

#include "core/base/random.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <limits>
#include <numbers>

namespace pairscape {
namespace {

int sign(double a, double b) {
    return (a > b ? 1 : 0) - (a < b ? 1 : 0);
}

/// Kendall's tau-b pair by pair.
double slowKendall(const std::vector<double>& a, const std::vector<double>& b) {
    double sum = 0, untiedA = 0, untiedB = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        for (std::size_t j = 0; j < i; ++j) {
            sum += sign(a[i], a[j]) * sign(b[i], b[j]);
            untiedA += std::abs(sign(a[i], a[j]));
            untiedB += std::abs(sign(b[i], b[j]));
        }
    return untiedA > 0 && untiedB > 0 ? sum / std::sqrt(untiedA * untiedB) : 0;
}

/// A rank is one more than the values below, plus half of the equal others.
std::vector<double> slowRanks(const std::vector<double>& values) {
    std::vector<double> ranks;
    for (const double value : values) {
        double rank = 0.5;
        for (const double other : values)
            rank += other < value ? 1 : other == value ? 0.5 : 0;
        ranks.push_back(rank);
    }
    return ranks;
}

double pearson(const std::vector<double>& a, const std::vector<double>& b) {
    const auto n = static_cast<double>(a.size());
    double ma = 0, mb = 0, ab = 0, aa = 0, bb = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        ma += a[i] / n;
        mb += b[i] / n;
    }
    for (std::size_t i = 0; i < a.size(); ++i) {
        ab += (a[i] - ma) * (b[i] - mb);
        aa += (a[i] - ma) * (a[i] - ma);
        bb += (b[i] - mb) * (b[i] - mb);
    }
    return aa > 1e-12 && bb > 1e-12 ? ab / std::sqrt(aa * bb) : 0;
}

RC_GTEST_PROP(RankStatistics, AgreeWithSlowTwinsTiesAndInfinitiesIncluded, ()) {
    const int n = *rc::gen::inRange(2, 60);
    const int levels = *rc::gen::element(2, 5, 1000);
    std::vector<double> a, b;
    for (int i = 0; i < n; ++i) {
        a.push_back(*rc::gen::inRange(0, levels));
        b.push_back(*rc::gen::inRange(0, levels));
        if (a.back() == 0)
            a.back() = -std::numeric_limits<double>::infinity();
    }
    RC_ASSERT(std::abs(kendallTauB(a, b) - slowKendall(a, b)) < 1e-12);
    const auto x = slowRanks(a), y = slowRanks(b);
    RC_ASSERT(meanRanks(a) == x);
    RC_ASSERT(std::abs(spearmanRho(a, b) - pearson(x, y)) < 1e-12);
}

TEST(RankStatistics, MatchThePublishedExamplesOfScipy) {
    const std::vector<double> a = {12, 2, 1, 12, 2}, b = {1, 4, 7, 1, 0};
    EXPECT_NEAR(kendallTauB(a, b), -0.47140452079103173, 1e-15);
    const std::vector<double> c = {1, 2, 3, 4, 5}, d = {5, 6, 7, 8, 7};
    EXPECT_NEAR(spearmanRho(c, d), 0.82078268166812329, 1e-15);
}

TEST(RankStatistics, OneValueAllOverHasNoRank) {
    const std::vector<double> flat(5, 3.0), other = {1, 2, 3, 4, 5};
    EXPECT_EQ(kendallTauB(flat, other), 0);
    EXPECT_EQ(spearmanRho(other, flat), 0);
}

/// For normal pairs with correlation r, tau is 2/pi asin r: about 95 of 100 intervals must hold it.
TEST(Bootstrap, IntervalsHoldTheTruthAsOftenAsTheySay) {
    constexpr double r = 0.6;
    const double truth = 2 / std::numbers::pi * std::asin(r);
    int held = 0;
    for (std::uint64_t trial = 0; trial < 200; ++trial) {
        std::vector<float> noise(2 * 60);
        RandomStream({trial, 99}).fillNormal(noise);
        std::vector<double> a, b;
        for (std::size_t i = 0; i < 60; ++i) {
            a.push_back(static_cast<double>(noise[2 * i]));
            b.push_back(r * a.back() + std::sqrt(1 - r * r) * static_cast<double>(noise[2 * i + 1]));
        }
        const Interval interval = bootstrapInterval(a, b, kendallTauB, 200, trial);
        EXPECT_LE(interval.low, interval.high);
        held += interval.low <= truth && truth <= interval.high ? 1 : 0;
    }
    EXPECT_GE(held, 180);
    EXPECT_LE(held, 198);
}

TEST(Bootstrap, IsAFunctionOfItsSeed) {
    const std::vector<double> a = {1, 2, 3, 4, 5, 6, 7}, b = {2, 1, 4, 3, 7, 5, 6};
    const Interval one = bootstrapInterval(a, b, kendallTauB, 100, 1),
                   same = bootstrapInterval(a, b, kendallTauB, 100, 1);
    EXPECT_EQ(one.low, same.low);
    EXPECT_EQ(one.high, same.high);
    EXPECT_NEAR(one.value, slowKendall(a, b), 1e-12);
}

} // namespace
} // namespace pairscape
