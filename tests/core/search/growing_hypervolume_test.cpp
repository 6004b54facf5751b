// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search/growing_hypervolume.h"

#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace pairscape {
namespace {

/// Three objectives whose coordinates are small whole numbers: accuracy up, DSP down, LUT down.
const std::vector<Objective> three = {
    {Quantity::Accuracy, true}, {Quantity::Dsp, false}, {Quantity::Lut, false}};

/// Counts unit cubes that some point covers.
int cubes(const std::vector<std::array<int, 3>>& points, int side) {
    int count = 0;
    for (int x = 0; x < side; ++x)
        for (int y = 0; y < side; ++y)
            for (int z = 0; z < side; ++z)
                count += std::ranges::any_of(points, [&](const std::array<int, 3>& p) {
                    return p[0] > x && side - p[1] > y && side - p[2] > z;
                });
    return count;
}

RC_GTEST_PROP(GrowingHypervolume, CountsTheCubesThatAreCovered, ()) {
    constexpr int side = 6;
    GrowingHypervolume volume(three, {0, side, side});
    std::vector<std::array<int, 3>> points;
    const int count = *rc::gen::inRange(0, 12);
    for (int i = 0; i < count; ++i) {
        const std::array<int, 3> point = {*rc::gen::inRange(-1, side + 1), *rc::gen::inRange(0, side + 2),
                                          *rc::gen::inRange(0, side + 2)};
        points.push_back(point);
        QuantityValues values;
        values[Quantity::Accuracy] = point[0];
        values[Quantity::Dsp] = point[1];
        values[Quantity::Lut] = point[2];
        volume.add(static_cast<std::size_t>(i), values);
        RC_ASSERT(std::abs(volume.value() - cubes(points, side)) < 1e-9);
    }
}

TEST(GrowingHypervolume, WhatLacksAFigureAddsNothing) {
    GrowingHypervolume volume(usualObjectives(), {0, 1});
    QuantityValues values;
    values[Quantity::Accuracy] = 1.5;
    EXPECT_FALSE(volume.add(1, values)); // no FPS
    values[Quantity::Fps] = 100;
    EXPECT_TRUE(volume.add(2, values));
    EXPECT_FALSE(volume.add(3, values)); // the same again
    EXPECT_DOUBLE_EQ(volume.value(), 3); // rank 1.5 times two decades
    ASSERT_EQ(volume.front().size(), 1U);
    EXPECT_EQ(volume.front()[0].id, 2U);
}

TEST(HypervolumePoint, IsWorseThanAnythingOfSpaceAndPlatform) {
    const SearchSpace space = *SearchSpace::preset("nash-cifar100");
    const Platform platform = *Platform::preset("kv260");
    const auto point = [&](const char* objective) {
        return usualHypervolumePoint({*parseObjective(objective)}, space, platform,
                                     *findRankMetric("nash"))[0];
    };
    EXPECT_EQ(point("accuracy:max"), 0);
    EXPECT_EQ(point("accuracy:min"), 2);
    EXPECT_EQ(usualHypervolumePoint({*parseObjective("accuracy:min")}, space, platform,
                                    *findRankMetric("pairscape")),
              std::vector<double>{3});
    EXPECT_EQ(point("fps:max"), 1);
    EXPECT_GT(point("dsp:min"), platform.available.dsp);
    EXPECT_GT(point("lut:min"), platform.available.lut);
    EXPECT_GT(point("bram:min"), platform.available.bram36);
    for (const OperatorType op : space.operators())
        EXPECT_GT(point("parameters:min"),
                  static_cast<double>(space.expand(space.largest(op)).counts().parameters));
}

} // namespace
} // namespace pairscape
