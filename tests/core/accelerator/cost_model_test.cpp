// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/accelerator/cost_model.h"

#include "core/accelerator/mapping_oracle.h"
#include "tests/core/accelerator/random_layers.h"

#include <gtest/gtest.h>

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

} // namespace
} // namespace pairscape
