// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/accelerator/cost_model.h"

#include "core/accelerator/mapping_oracle.h"
#include "tests/core/accelerator/random_layers.h"

#include <gtest/gtest.h>

#include <numeric>

namespace pairscape {
namespace {

constexpr int cases = 24000;

std::string describe(int index, const RandomCase& draw) {
    const LayerShape& l = draw.layer;
    return "case " + std::to_string(index) + ": out " + std::to_string(l.outChannels) + " in " +
           std::to_string(l.inChannels) + " map " + std::to_string(l.outRows) + "x" +
           std::to_string(l.outColumns) + " k" + std::to_string(l.kernel) + " s" + std::to_string(l.stride) +
           " p" + std::to_string(l.padding) + (l.depthwise ? " depthwise" : "") + " pool " +
           std::to_string(l.pool) + " addend " + std::to_string(l.addend) + " batch " +
           std::to_string(draw.batch) + ", array " + std::to_string(draw.array.out) + "x" +
           std::to_string(draw.array.in) + "x" + std::to_string(draw.array.pixels) + ", rate " +
           std::to_string(draw.rate.bytesPer1024Cycles) + ", " + mappingText(draw.mapping);
}

TEST(CostModel, EqualsTheWalkOverTiles) {
    for (int n = 0; n < cases; ++n) {
        RandomStream random({1, stableHash("cost model"), static_cast<std::uint64_t>(n)});
        const RandomCase draw = randomCase(random);
        ASSERT_TRUE(validMapping(draw.layer, draw.batch, draw.mapping)) << describe(n, draw);
        const MappingCost closed = mappingCost(draw.layer, draw.array, draw.rate, draw.batch, draw.mapping);
        const MappingWalk walk = walkMapping(draw.layer, draw.array, draw.rate, draw.batch, draw.mapping);
        ASSERT_EQ(walk.macs, draw.layer.macs() * draw.batch) << describe(n, draw);
        ASSERT_EQ(closed.inputBytes, walk.cost.inputBytes) << describe(n, draw);
        ASSERT_EQ(closed.weightBytes, walk.cost.weightBytes) << describe(n, draw);
        ASSERT_EQ(closed.outputBytes, walk.cost.outputBytes) << describe(n, draw);
        ASSERT_EQ(closed.computeCycles, walk.cost.computeCycles) << describe(n, draw);
        ASSERT_EQ(closed.cycles, walk.cost.cycles) << describe(n, draw);
        const LayerRuns runs = runsOf(draw.layer, draw.array, draw.batch, draw.mapping);
        ASSERT_EQ(runs, walk.runs) << describe(n, draw);
        ASSERT_EQ(cyclesAlone(runs, draw.rate), walk.cost.cycles) << describe(n, draw);
        ASSERT_EQ(bufferTraffic(draw.layer, draw.array, draw.batch, draw.mapping, closed), walk.bufferTraffic)
            << describe(n, draw);
        const Footprint held =
            footprint(draw.layer, draw.array,
                      tilePixels(draw.layer, draw.batch, draw.mapping.tileRows, draw.mapping.tileColumns),
                      draw.mapping.tileOut, draw.mapping.tileIn);
        ASSERT_EQ(held.input, walk.largest.input) << describe(n, draw);
        ASSERT_EQ(held.weight, walk.largest.weight) << describe(n, draw);
        ASSERT_EQ(held.output, walk.largest.output) << describe(n, draw);
    }
}

TEST(CostModel, NeverBeatsItsBounds) {
    for (int n = 0; n < cases; ++n) {
        RandomStream random({2, stableHash("cost model"), static_cast<std::uint64_t>(n)});
        const RandomCase draw = randomCase(random);
        const MappingCost cost = mappingCost(draw.layer, draw.array, draw.rate, draw.batch, draw.mapping);
        const std::int64_t pes = std::int64_t{draw.array.out} * draw.array.in * draw.array.pixels;
        const std::int64_t macs = draw.layer.macs() * draw.batch;
        ASSERT_GE(cost.computeCycles, (macs + pes - 1) / pes) << describe(n, draw);
        ASSERT_GE(cost.computeCycles, leastComputeCycles(draw.layer, draw.array, draw.batch))
            << describe(n, draw);
        ASSERT_GE(cost.dramBytes(), compulsoryBytes(draw.layer, draw.array, draw.batch)) << describe(n, draw);
        ASSERT_GE(cost.cycles, cost.computeCycles) << describe(n, draw);
        ASSERT_GE(cost.cycles, draw.rate.cycles(cost.dramBytes())) << describe(n, draw);
    }
}

/// Cycles with a DRAM that is never waited for.
std::int64_t cyclesWithoutDram(const RandomCase& draw) {
    return mappingCost(draw.layer, draw.array, {std::int64_t{1} << 30}, draw.batch, draw.mapping).cycles;
}

TEST(CostModel, WhatALayerWaitsForIsWhatItWouldGainBy) {
    std::array<int, boundCount> named{};
    for (int n = 0; n < cases; ++n) {
        RandomStream random({3, stableHash("cost model"), static_cast<std::uint64_t>(n)});
        const RandomCase draw = randomCase(random);
        TimeShares shares;
        const MappingCost cost =
            mappingCost(draw.layer, draw.array, draw.rate, draw.batch, draw.mapping, &shares);
        const auto waits = waitsOf(shares);
        ++named[static_cast<std::size_t>(boundOf(shares))];
        ASSERT_NEAR(static_cast<double>(std::accumulate(waits.begin(), waits.end(), std::int64_t{0})),
                    static_cast<double>(cost.cycles), 5)
            << describe(n, draw);
        for (const std::int64_t wait : waits)
            ASSERT_GE(wait, 0) << describe(n, draw);
        // A DRAM without end would save no more than what is said to wait for it, and nothing waits then.
        const std::int64_t dram = waits[static_cast<std::size_t>(Bound::Dram)];
        ASSERT_LE(cost.cycles - cyclesWithoutDram(draw), dram + 5) << describe(n, draw);
        if (boundOf(shares) == Bound::Dram) {
            ASSERT_LT(cyclesWithoutDram(draw), cost.cycles) << describe(n, draw);
        }
        // Nor would an array that fills at once save more than its ramps.
        ArrayShape steep = draw.array;
        steep.ramp = 0;
        const std::int64_t saved =
            cost.cycles - mappingCost(draw.layer, steep, draw.rate, draw.batch, draw.mapping).cycles;
        ASSERT_LE(saved, shares.ramp) << describe(n, draw);
        if (dram <= 0) {
            ASSERT_NEAR(static_cast<double>(saved),
                        static_cast<double>(waits[static_cast<std::size_t>(Bound::Fill)]), 5)
                << describe(n, draw);
        }
    }
    for (const int count : named)
        EXPECT_GT(count, 50) << "every name is given in such cases";
}

TEST(CostModel, FirstLoadsAndLastStoresAreWaitsForDram) {
    // One step: 64 KB of weights and inputs come in before a short computation, nothing runs beside.
    LayerShape layer;
    layer.outChannels = layer.inChannels = 256;
    layer.outRows = layer.outColumns = layer.inRows = layer.inColumns = 1;
    ArrayShape array;
    array.out = array.in = 32;
    TimeShares shares;
    const MappingCost cost =
        mappingCost(layer, array, {1024 * 16}, 1, {256, 256, 1, 1, Stationary::Outputs}, &shares);
    EXPECT_GT(shares.fill, cost.cycles / 2);
    EXPECT_EQ(boundOf(shares), Bound::Dram);
    // The same on a DRAM that is never waited for: nine cycles a pass, and the array fills once.
    mappingCost(layer, array, {std::int64_t{1} << 30}, 1, {256, 256, 1, 1, Stationary::Outputs}, &shares);
    EXPECT_EQ(boundOf(shares), Bound::Compute);
    // Steps of one cycle of work and its clearing: the array's pipeline is what they wait for.
    array.ramp = 8;
    mappingCost(layer, array, {std::int64_t{1} << 30}, 1, {32, 32, 1, 1, Stationary::Outputs}, &shares);
    EXPECT_EQ(boundOf(shares), Bound::Fill);
    // Sixteen sums for each output channel go through a port that takes one a cycle.
    layer.outRows = layer.outColumns = layer.inRows = layer.inColumns = 16;
    layer.inChannels = 32;
    array.pixels = 16;
    mappingCost(layer, array, {std::int64_t{1} << 30}, 1, {256, 32, 16, 16, Stationary::Outputs}, &shares);
    EXPECT_EQ(boundOf(shares), Bound::Buffer);
}

} // namespace
} // namespace pairscape
