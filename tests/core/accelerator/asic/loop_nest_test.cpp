// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The loop-nest evaluator against Timeloop's figures for three nests, and against a walk of the loops.

#include "core/accelerator/asic/loop_nest.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

namespace pairscape::asic {
namespace {

NestLayer layerOf(int r, int s, int p, int q, int c, int k, int stride = 1, bool depthwise = false) {
    return {{r, s, p, q, c, k}, stride, depthwise};
}

LoopNest nestOf(const char* registers, const char* spatial, const char* buffer, const char* dram) {
    return {parseLoops(registers).value(), parseLoops(spatial).value(), parseLoops(buffer).value(),
            parseLoops(dram).value()};
}

struct Expected {
    AccessCounts weights, inputs, outputs;
};

void expectLevel(const NestCost& cost, MemoryLevel level, const Expected& expected) {
    EXPECT_EQ(cost.at(level, Operand::Weights), expected.weights) << "level " << static_cast<int>(level);
    EXPECT_EQ(cost.at(level, Operand::Inputs), expected.inputs) << "level " << static_cast<int>(level);
    EXPECT_EQ(cost.at(level, Operand::Outputs), expected.outputs) << "level " << static_cast<int>(level);
}

// Figures of runs of Timeloop (2025-03) on a 16 x 16 array with 64-word register files and a 128-KiB buffer.
TEST(LoopNest, PointwiseOutputStationaryAsTimeloop) {
    const NestCost cost =
        evaluateNest(layerOf(1, 1, 112, 112, 16, 96), nestOf("C16", "K16 Q16", "K6 Q7 P7", "P16")).value();
    EXPECT_EQ(cost.cycles, 75264);
    EXPECT_EQ(cost.pes, 256);
    expectLevel(cost, MemoryLevel::RegisterFile, {{75264, 75264, 0}, {75264, 12544, 0}, {70560, 0, 75264}});
    expectLevel(cost, MemoryLevel::GlobalBuffer, {{1204224, 1536, 0}, {200704, 200704, 0}, {0, 0, 1204224}});
    expectLevel(cost, MemoryLevel::Dram, {{1536, 0, 0}, {200704, 0, 0}, {0, 0, 1204224}});
}

TEST(LoopNest, ConvolutionWeightStationaryAsTimeloop) {
    const NestCost cost =
        evaluateNest(layerOf(3, 3, 56, 56, 64, 64), nestOf("R3 S3", "K16 C16", "P56 Q14 C4 K2", "Q4 K2"))
            .value();
    EXPECT_EQ(cost.cycles, 451584);
    expectLevel(cost, MemoryLevel::RegisterFile,
                {{451584, 576, 0}, {451584, 155904, 0}, {439040, 37632, 451584}});
    expectLevel(cost, MemoryLevel::GlobalBuffer,
                {{147456, 36864, 0}, {2494464, 430592, 0}, {602112, 0, 802816}});
    expectLevel(cost, MemoryLevel::Dram, {{36864, 0, 0}, {430592, 0, 0}, {0, 0, 200704}});
}

TEST(LoopNest, DepthwiseWithStrideAsTimeloop) {
    const NestCost cost =
        evaluateNest(layerOf(3, 3, 56, 56, 96, 1, 2, true), nestOf("R3 S3", "C16 Q14", "P14 Q4", "P4 C6"))
            .value();
    EXPECT_EQ(cost.cycles, 12096);
    expectLevel(cost, MemoryLevel::RegisterFile, {{12096, 54, 0}, {12096, 8352, 0}, {10752, 0, 12096}});
    expectLevel(cost, MemoryLevel::GlobalBuffer, {{864, 864, 0}, {1870848, 1225824, 0}, {0, 0, 301056}});
    expectLevel(cost, MemoryLevel::Dram, {{864, 0, 0}, {1225824, 0, 0}, {0, 0, 301056}});
}

/// Timeloop's energies of the same runs: 0.25 pJ a MAC and 0.49, 3.7 and 100 pJ a word. It spreads them over
/// its own components, so the last digit differs.
TEST(LoopNest, EnergyAsTimeloop) {
    const NestEnergy unit{0.25, {0.49, 3.7, 100}};
    const auto micro = [&](const NestLayer& layer, const LoopNest& nest) {
        return nestEnergyPj(evaluateNest(layer, nest).value(), unit) * 1e-6;
    };
    EXPECT_NEAR(micro(layerOf(1, 1, 112, 112, 16, 96), nestOf("C16", "K16 Q16", "K6 Q7 P7", "P16")), 203.97,
                0.3);
    EXPECT_NEAR(micro(layerOf(3, 3, 56, 56, 64, 64), nestOf("R3 S3", "K16 C16", "P56 Q14 C4 K2", "Q4 K2")),
                361.29, 2.0);
    EXPECT_NEAR(micro(layerOf(3, 3, 56, 56, 96, 1, 2, true), nestOf("R3 S3", "C16 Q14", "P14 Q4", "P4 C6")),
                172.12, 0.3);
}

TEST(LoopNest, FactorsMustMakeTheLayer) {
    const auto result = evaluateNest(layerOf(1, 1, 4, 4, 8, 8), nestOf("C8", "K4", "P4 Q4", ""));
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().message, "The nest's factors of K make 4 but the layer has 8; make them agree.");
}

TEST(LoopNest, TextRoundTrips) {
    const auto loops = parseLoops("K6 Q7 P7");
    ASSERT_TRUE(loops);
    EXPECT_EQ(loopsText(*loops), "K6 Q7 P7");
    EXPECT_FALSE(parseLoops("K0"));
    EXPECT_FALSE(parseLoops("X3"));
    EXPECT_FALSE(parseLoops("K-1"));
    EXPECT_FALSE(parseLoops("K"));
}

/// A walk of the loops above a tile, step by step. It knows where the tile lies, not how often: what a step
/// brings in is the words of the new tile that were not in the old one, where only the innermost loop that
/// moves it moved.
struct Walk {
    std::int64_t fetched = 0;
};

struct Box {
    std::array<std::int64_t, 3> low{}, size{1, 1, 1};
    bool operator==(const Box&) const = default;
    std::int64_t words() const { return size[0] * size[1] * size[2]; }
};

std::int64_t overlap(const Box& a, const Box& b) {
    std::int64_t words = 1;
    for (std::size_t axis = 0; axis < 3; ++axis)
        words *= std::max<std::int64_t>(0, std::min(a.low[axis] + a.size[axis], b.low[axis] + b.size[axis]) -
                                               std::max(a.low[axis], b.low[axis]));
    return words;
}

Walk walkInputs(const NestLayer& layer, const std::vector<std::vector<Loop>>& inside, std::size_t tileLists,
                const std::vector<Loop>& above) {
    std::array<std::int64_t, loopDimCount> tile, span;
    tile.fill(1);
    span.fill(1);
    for (std::size_t i = 0; i < inside.size(); ++i)
        for (const Loop& loop : inside[i]) {
            if (i < tileLists)
                tile[static_cast<std::size_t>(loop.dim)] *= loop.count;
            span[static_cast<std::size_t>(loop.dim)] *= loop.count;
        }
    std::vector<std::array<std::int64_t, loopDimCount>> strides;
    auto reach = span;
    std::int64_t steps = 1;
    for (const Loop& loop : above) {
        strides.push_back(reach);
        reach[static_cast<std::size_t>(loop.dim)] *= loop.count;
        steps *= loop.count;
    }
    const auto boxAt = [&](std::int64_t step) {
        std::array<std::int64_t, loopDimCount> origin{};
        for (std::size_t i = 0; i < above.size(); ++i) {
            const auto dim = static_cast<std::size_t>(above[i].dim);
            origin[dim] += step % above[i].count * strides[i][dim];
            step /= above[i].count;
        }
        Box box;
        box.low = {origin[2] * layer.stride + origin[0], origin[3] * layer.stride + origin[1], origin[4]};
        box.size = {(tile[2] - 1) * layer.stride + tile[0], (tile[3] - 1) * layer.stride + tile[1], tile[4]};
        return box;
    };
    // The innermost loop that moves inputs; a step that carries beyond it is no sliding window.
    std::int64_t period = 1, inner = 1;
    for (const Loop& loop : above) {
        inner = period;
        period *= loop.count;
        if (loop.dim != LoopDim::K && loop.count > 1)
            break;
    }
    Walk walk;
    Box held = boxAt(0);
    walk.fetched = held.words();
    bool moving = false;
    for (const Loop& loop : above)
        moving = moving || (loop.dim != LoopDim::K && loop.count > 1);
    for (std::int64_t step = 1; moving && step < steps; ++step) {
        if (step % inner != 0)
            continue; // only loops that do not concern inputs moved
        const Box next = boxAt(step);
        const bool sliding = step % period != 0;
        walk.fetched += next.words() - (sliding ? overlap(held, next) : 0);
        held = next;
    }
    return walk;
}

/// A random layer and nest: each dimension is a product of small factors dealt out to the four lists.
struct RandomCase {
    NestLayer layer;
    LoopNest nest;
};

RandomCase arbitraryCase() {
    RandomCase random;
    random.layer.stride = *rc::gen::inRange(1, 4);
    random.layer.depthwise = *rc::gen::arbitrary<bool>();
    std::array<std::vector<Loop>*, 4> lists = {&random.nest.registerFile, &random.nest.spatial,
                                               &random.nest.globalBuffer, &random.nest.dram};
    for (int d = 0; d < loopDimCount; ++d) {
        const auto dim = static_cast<LoopDim>(d);
        if (dim == LoopDim::K && random.layer.depthwise)
            continue;
        for (auto* list : lists) {
            const int count = *rc::gen::element(1, 1, 2, 3);
            random.layer[dim] *= count;
            list->push_back({dim, count});
        }
    }
    for (auto* list : lists)
        for (std::size_t i = list->size(); i > 1; --i)
            std::swap((*list)[i - 1],
                      (*list)[static_cast<std::size_t>(*rc::gen::inRange(0, static_cast<int>(i)))]);
    return random;
}

RC_GTEST_PROP(LoopNest, InputTrafficEqualsAWalkOfTheLoops, ()) {
    const RandomCase random = arbitraryCase();
    const NestCost cost = evaluateNest(random.layer, random.nest).value();
    auto above = random.nest.globalBuffer;
    above.insert(above.end(), random.nest.dram.begin(), random.nest.dram.end());
    const Walk pe = walkInputs(random.layer, {random.nest.registerFile, random.nest.spatial}, 1, above);
    RC_ASSERT(cost.at(MemoryLevel::RegisterFile, Operand::Inputs).fills == pe.fetched);
    const Walk buffer =
        walkInputs(random.layer, {random.nest.registerFile, random.nest.spatial, random.nest.globalBuffer}, 3,
                   random.nest.dram);
    RC_ASSERT(cost.at(MemoryLevel::GlobalBuffer, Operand::Inputs).fills == buffer.fetched);
}

RC_GTEST_PROP(LoopNest, NeverBelowWhatMustMove, ()) {
    const RandomCase random = arbitraryCase();
    const NestLayer& layer = random.layer;
    const NestCost cost = evaluateNest(layer, random.nest).value();
    RC_ASSERT(cost.cycles * cost.pes == layer.macs());
    const std::int64_t perChannel = std::int64_t{layer[LoopDim::R]} * layer[LoopDim::S] * layer[LoopDim::C];
    RC_ASSERT(cost.at(MemoryLevel::Dram, Operand::Weights).reads >= perChannel * layer[LoopDim::K]);
    const std::int64_t outputs = std::int64_t{layer[LoopDim::P]} * layer[LoopDim::Q] * layer[LoopDim::K] *
                                 (layer.depthwise ? layer[LoopDim::C] : 1);
    const AccessCounts dram = cost.at(MemoryLevel::Dram, Operand::Outputs);
    RC_ASSERT(dram.updates - dram.reads == outputs);
    // Every partial sum but a sum's first is read before it is added to.
    const AccessCounts registers = cost.at(MemoryLevel::RegisterFile, Operand::Outputs);
    RC_ASSERT(registers.reads >= 0 && registers.fills >= 0);
    RC_ASSERT(cost.at(MemoryLevel::GlobalBuffer, Operand::Outputs).updates >= dram.updates);
}

} // namespace
} // namespace pairscape::asic
