// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <vector>

namespace pairscape {
namespace {

// Known-answer vectors of the Random123 distribution (kat_vectors, philox4x32 10 rounds).
TEST(Philox, AgreesWithPublishedVectors) {
    EXPECT_EQ(philox4x32({0, 0, 0, 0}, {0, 0}),
              (std::array<std::uint32_t, 4>{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
    EXPECT_EQ(philox4x32({0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff}, {0xffffffff, 0xffffffff}),
              (std::array<std::uint32_t, 4>{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}));
    EXPECT_EQ(philox4x32({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}),
              (std::array<std::uint32_t, 4>{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}));
}

TEST(RandomStream, DependsOnEveryKeyAndTheirOrder) {
    std::set<std::uint64_t> first;
    first.insert(RandomStream({1, 2}).next64());
    first.insert(RandomStream({2, 1}).next64());
    first.insert(RandomStream({1, 2, 0}).next64());
    first.insert(RandomStream({1, 3}).next64());
    first.insert(RandomStream({1}).next64());
    EXPECT_EQ(first.size(), 5U);
    EXPECT_EQ(RandomStream({7, 8}).next64(), RandomStream({7, 8}).next64());
}

TEST(RandomStream, BelowIsUniform) {
    RandomStream random({42});
    constexpr int bins = 7, draws = 70000;
    std::vector<int> counts(bins);
    for (int i = 0; i < draws; ++i)
        ++counts[random.below(bins)];
    double chiSquare = 0;
    for (const int count : counts)
        chiSquare += std::pow(count - draws / bins, 2) / (draws / bins);
    EXPECT_LT(chiSquare, 22.5); // 99.9 % point at six degrees of freedom
}

TEST(RandomStream, NormalHasTheMomentsOfANormal) {
    std::vector<float> values(200001);
    RandomStream({5}).fillNormal(values);
    double mean = 0, square = 0, fourth = 0;
    for (const float v : values) {
        mean += v;
        square += double{v} * v;
        fourth += std::pow(double{v}, 4);
    }
    const auto n = static_cast<double>(values.size());
    EXPECT_NEAR(mean / n, 0, 0.01);
    EXPECT_NEAR(square / n, 1, 0.02);
    EXPECT_NEAR(fourth / n, 3, 0.15);
    EXPECT_TRUE(std::all_of(values.begin(), values.end(), [](float v) { return std::isfinite(v); }));
}

TEST(RandomStream, NormalPrefixDoesNotDependOnLength) {
    std::vector<float> little(3), much(101);
    RandomStream({9}).fillNormal(little);
    RandomStream({9}).fillNormal(much);
    EXPECT_TRUE(std::equal(little.begin(), little.end(), much.begin()));
}

} // namespace
} // namespace pairscape
