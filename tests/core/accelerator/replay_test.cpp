// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/accelerator/replay.h"

#include "core/accelerator/accelerator_search.h"
#include "core/accelerator/design_detail.h"
#include "core/space/search_space.h"
#include "tests/core/accelerator/random_layers.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <deque>
#include <numeric>

namespace pairscape {
namespace {

struct Line {
    std::vector<LayerRuns> layers;
    std::vector<OperatorType> ops;
    DramRate rate;
};

Line randomLine(RandomStream& random, int chunks) {
    Line line;
    line.rate.bytesPer1024Cycles = between(random, 1, 4000);
    const int layers = between(random, chunks, 8);
    const auto bytes = [&] { return random.chance(0.15) ? 0 : between(random, 0, 40); };
    for (int n = 0; n < layers; ++n) {
        LayerRuns layer = {bytes(), {}, bytes()};
        for (int run = between(random, 1, 6); run > 0; --run)
            layer.runs.push_back({random.chance(0.1) ? 0 : between(random, 0, 30), bytes()});
        line.layers.push_back(layer);
        line.ops.push_back(static_cast<OperatorType>(n < chunks ? n : between(random, 0, chunks - 1)));
    }
    return line;
}

/// The same, one unit of time (1 / rate of a cycle) after the other, with a queue of work for each chunk.
Replay steppedThrough(const Line& line) {
    const std::int64_t rate = line.rate.bytesPer1024Cycles;
    struct Piece {
        std::size_t layer;
        std::int64_t array, sixths;
        bool first, last;
    };
    std::array<std::deque<Piece>, operatorTypeCount> queues;
    for (std::size_t i = 0; i < line.layers.size(); ++i) {
        auto& queue = queues[indexOf(line.ops[i])];
        queue.push_back({i, 0, line.layers[i].fillBytes * 6 * 1024, true, false});
        for (const LayerRun& run : line.layers[i].runs)
            queue.push_back({i, run.arrayCycles * rate, run.dramBytes * 6 * 1024, false, false});
        queue.push_back({i, 0, line.layers[i].drainBytes * 6 * 1024, false, true});
    }
    Replay replay;
    replay.starts.assign(line.layers.size(), -1);
    replay.cycles.assign(line.layers.size(), 0);
    for (std::int64_t now = 0;; ++now) {
        std::int64_t asking = 0;
        bool working = false;
        for (auto& queue : queues) {
            while (!queue.empty()) {
                Piece& piece = queue.front();
                if (piece.first && replay.starts[piece.layer] < 0) {
                    if (now % rate != 0)
                        break;
                    replay.starts[piece.layer] = now / rate;
                }
                if (piece.array > 0 || piece.sixths > 0)
                    break;
                if (piece.last) {
                    const std::int64_t end = (now + rate - 1) / rate;
                    replay.cycles[piece.layer] = end - replay.starts[piece.layer];
                    replay.intervalCycles = std::max(replay.intervalCycles, end);
                }
                queue.pop_front();
            }
            working = working || !queue.empty();
            asking += !queue.empty() && replay.starts[queue.front().layer] >= 0 && queue.front().sixths > 0;
        }
        if (!working)
            return replay;
        for (auto& queue : queues)
            if (!queue.empty() && replay.starts[queue.front().layer] >= 0) {
                --queue.front().array;
                if (queue.front().sixths > 0)
                    queue.front().sixths -= 6 / asking;
            }
    }
}

TEST(Replay, EqualsOneStepAfterTheOther) {
    for (int n = 0; n < 400; ++n) {
        RandomStream random({1, stableHash("replay"), static_cast<std::uint64_t>(n)});
        const Line line = randomLine(random, between(random, 1, 3));
        const Replay played = replayInterval(line.layers, line.ops, line.rate);
        const Replay stepped = steppedThrough(line);
        ASSERT_EQ(played.intervalCycles, stepped.intervalCycles) << n;
        ASSERT_EQ(played.starts, stepped.starts) << n;
        ASSERT_EQ(played.cycles, stepped.cycles) << n;
    }
}

TEST(Replay, StaysBetweenItsBounds) {
    int longer = 0;
    for (int n = 0; n < 4000; ++n) {
        RandomStream random({2, stableHash("replay"), static_cast<std::uint64_t>(n)});
        const int chunks = between(random, 1, 3);
        const Line line = randomLine(random, chunks);
        std::array<std::int64_t, operatorTypeCount> alone{};
        std::int64_t bytes = 0;
        for (std::size_t i = 0; i < line.layers.size(); ++i) {
            alone[indexOf(line.ops[i])] += cyclesAlone(line.layers[i], line.rate);
            bytes += line.layers[i].fillBytes + line.layers[i].drainBytes;
            for (const LayerRun& run : line.layers[i].runs)
                bytes += run.dramBytes;
        }
        const std::int64_t busiest = *std::max_element(alone.begin(), alone.end());
        const std::int64_t serial = std::accumulate(alone.begin(), alone.end(), std::int64_t{0});
        const Replay played = replayInterval(line.layers, line.ops, line.rate);
        ASSERT_GE(played.intervalCycles, busiest) << n;
        ASSERT_GE(played.intervalCycles, line.rate.cycles(bytes)) << n;
        ASSERT_LE(played.intervalCycles, serial + static_cast<std::int64_t>(line.layers.size())) << n;
        if (chunks == 1) {
            ASSERT_EQ(played.intervalCycles, busiest) << n;
        }
        for (std::size_t i = 0; i < line.layers.size(); ++i)
            ASSERT_GE(played.cycles[i], cyclesAlone(line.layers[i], line.rate)) << n;
        longer += played.intervalCycles > std::max(busiest, line.rate.cycles(bytes)) ? 1 : 0;
    }
    EXPECT_GT(longer, 1000) << "contention is rare in these cases, so they test little";
}

TEST(Replay, TwoThatAskForAllGetHalfEach) {
    // 100 bytes each at 1 byte a cycle: both are done after 200 cycles, and the one of 50 after 100.
    const LayerRuns whole = {0, {{0, 100}}, 0}, half = {0, {{0, 50}}, 0};
    const DramRate rate = {1024};
    const std::vector<OperatorType> ops = {OperatorType::Conv, OperatorType::Adder};
    EXPECT_EQ(replayInterval({whole, whole}, ops, rate).cycles, (std::vector<std::int64_t>{200, 200}));
    EXPECT_EQ(replayInterval({whole, half}, ops, rate).cycles, (std::vector<std::int64_t>{150, 100}));
}

TEST(Replay, OfDesignsIsNeverAboveTheBoundAndIsItForOneChunk) {
    const SearchSpace space = *SearchSpace::load("nash-cifar100");
    for (const char* name : {"kv260", "zcu102", "ultra96"}) {
        const Platform platform = *Platform::preset(name);
        const AcceleratorSearch search(platform,
                                       {AcceleratorMethod::CoarseToFine, HardwareObjective::Fps, 16});
        for (int n = 0; n < 6; ++n) {
            RandomStream random({3, stableHash("replay"), static_cast<std::uint64_t>(n)});
            Architecture architecture = space.sample(random);
            const bool single = n % 3 == 0;
            if (single)
                for (StageGene& stage : architecture.stages)
                    for (BlockGene& block : stage.blocks)
                        block.op = OperatorType::Conv;
            const Network network = space.expand(architecture);
            const auto design = search.best(network, {});
            ASSERT_TRUE(design.ok());
            const auto detail = designDetail(network, platform, design->accelerator, design->cost);
            ASSERT_TRUE(detail.ok());
            const DesignReplay& replay = detail->replay;
            EXPECT_LE(replay.fps, design->cost.fps) << name << n;
            EXPECT_GE(replay.energyJoule, design->cost.energyJoule * (1 - 1e-9)) << name << n;
            EXPECT_LE(replay.intervalCycles,
                      detail->chainCycles + static_cast<std::int64_t>(network.layers.size()));
            if (single) {
                EXPECT_EQ(replay.fps, design->cost.fps) << name << n;
                EXPECT_EQ(replay.pipelineCycles, detail->pipelineCycles) << name << n;
            } else {
                EXPECT_LT(replay.fps, design->cost.fps) << name << n;
            }
            for (std::size_t i = 0; i < network.layers.size(); ++i) {
                EXPECT_GE(replay.layers[i].cycles, detail->layers[i].cycles);
                EXPECT_LE(replay.layers[i].start + replay.layers[i].cycles, replay.intervalCycles);
            }
        }
    }
}

} // namespace
} // namespace pairscape
