// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/accelerator/accelerator_search.h"

#include "core/accelerator/cost_model.h"
#include "core/accelerator/design_space.h"
#include "core/base/hash.h"
#include "core/space/search_space.h"

#include <gtest/gtest.h>

#include <thread>

namespace pairscape {
namespace {

Network sampled(const SearchSpace& space, std::uint64_t index) {
    RandomStream random({5, stableHash("accelerator search"), index});
    return space.expand(space.sample(random));
}

void expectEqual(const AcceleratorDesign& a, const AcceleratorDesign& b) {
    EXPECT_EQ(a.accelerator, b.accelerator);
    EXPECT_EQ(a.cost.intervalCycles, b.cost.intervalCycles);
    EXPECT_EQ(a.cost.fps, b.cost.fps);
    EXPECT_EQ(a.cost.latencySeconds, b.cost.latencySeconds);
    EXPECT_EQ(a.cost.energyJoule, b.cost.energyJoule);
    EXPECT_EQ(a.cost.use, b.cost.use);
    EXPECT_EQ(a.cost.inFlightBytes, b.cost.inFlightBytes);
    ASSERT_EQ(a.cost.layers.size(), b.cost.layers.size());
    for (std::size_t i = 0; i < a.cost.layers.size(); ++i) {
        EXPECT_EQ(a.cost.layers[i].mapping, b.cost.layers[i].mapping) << i;
        EXPECT_EQ(a.cost.layers[i].cycles, b.cost.layers[i].cycles) << i;
        EXPECT_EQ(a.cost.layers[i].energyPj, b.cost.layers[i].energyPj) << i;
    }
}

/// What must hold of every design, whoever found it.
void expectSound(const Network& network, const Platform& platform, const AcceleratorDesign& design) {
    const HardwareCost& cost = design.cost;
    const int batch = design.accelerator.batch;
    ASSERT_EQ(cost.layers.size(), network.layers.size());
    EXPECT_TRUE(cost.use.fitsIn(platform.budget()));
    std::int64_t bytes = 0, longest = 0, chain = 0;
    std::array<std::int64_t, operatorTypeCount> cycles{}, macs{};
    for (std::size_t i = 0; i < cost.layers.size(); ++i) {
        const Layer& layer = network.layers[i];
        const LayerCost& share = cost.layers[i];
        const Chunk& chunk = design.accelerator.chunks[indexOf(layer.op)];
        EXPECT_EQ(share.chunk, layer.op);
        EXPECT_GE(share.cycles * chunk.pes(), layer.macs() * batch) << layer.name;
        EXPECT_GE(share.cycles, share.computeCycles) << layer.name;
        EXPECT_GE(share.outputBytes, layer.outputElements() * batch) << layer.name;
        EXPECT_GE(share.weightBytes * 8, layer.weights() * platform.peCost(layer.op).weightBits)
            << layer.name;
        EXPECT_GT(share.utilisation, 0);
        EXPECT_LE(share.utilisation, 1);
        EXPECT_GT(share.energyPj, 0);
        cycles[indexOf(layer.op)] += share.cycles;
        macs[indexOf(layer.op)] += layer.macs();
        bytes += share.dramBytes();
        chain += share.cycles;
    }
    for (const OperatorType op : allOperatorTypes) {
        const ChunkCost& chunk = cost.chunks[indexOf(op)];
        EXPECT_EQ(chunk.cycles, cycles[indexOf(op)]);
        EXPECT_EQ(chunk.macs, macs[indexOf(op)]);
        EXPECT_EQ(chunk.pes > 0, macs[indexOf(op)] > 0);
        EXPECT_LE(chunk.busy, 1);
        longest = std::max(longest, chunk.cycles);
    }
    const double bytesPerCycle = platform.dramGigabytesPerSecond * 1e3 / platform.clockMhz;
    const double dram = static_cast<double>(bytes) / bytesPerCycle;
    EXPECT_GE(cost.intervalCycles, longest);
    EXPECT_GE(static_cast<double>(cost.intervalCycles), dram);
    EXPECT_LE(static_cast<double>(cost.intervalCycles),
              std::max<double>(static_cast<double>(longest), dram * 1.01 + 1));
    EXPECT_DOUBLE_EQ(cost.fps, batch * platform.clockMhz * 1e6 / static_cast<double>(cost.intervalCycles));
    EXPECT_DOUBLE_EQ(cost.latencySeconds, static_cast<double>(chain) / (platform.clockMhz * 1e6));
    EXPECT_DOUBLE_EQ(cost.throughputGops, 2e-9 * static_cast<double>(network.counts().total()) * cost.fps);
    EXPECT_EQ(cost.imagesInFlight % batch, 0);
    EXPECT_GE(cost.inFlightBytes, network.layers[0].outputElements() * batch);
    EXPECT_EQ(cost.use, cost.chunks[0].use + cost.chunks[1].use + cost.chunks[2].use);
}

class EachMethod : public testing::TestWithParam<AcceleratorMethod> {};

TEST_P(EachMethod, FindsSoundAcceleratorsOnEveryPlatform) {
    const SearchSpace space = *SearchSpace::load("nash-cifar100");
    for (const std::string& name : Platform::presetNames()) {
        const Platform platform = *Platform::preset(name);
        const AcceleratorSearch search(platform, {GetParam(), HardwareObjective::Fps, 16});
        for (std::uint64_t n = 0; n < 2; ++n) {
            const Network network = sampled(space, n);
            const auto design = search.best(network, {});
            ASSERT_TRUE(design.ok()) << name << ": " << design.error().message;
            expectSound(network, platform, *design);
        }
    }
}

TEST_P(EachMethod, IsAFunctionOfTheNetworkAlone) {
    const SearchSpace space = *SearchSpace::load("nash-cifar100");
    const Platform platform = *Platform::preset("ultra96");
    const AcceleratorSearchSettings settings = {GetParam(), HardwareObjective::Fps, 4};
    const AcceleratorSearch shared(platform, settings);
    constexpr std::size_t networks = 4;
    std::vector<std::optional<AcceleratorDesign>> together(networks);
    std::vector<std::thread> threads;
    for (std::size_t n = 0; n < networks; ++n)
        threads.emplace_back([&, n] {
            auto design = shared.best(sampled(space, n), {});
            if (design)
                together[n] = *std::move(design);
        });
    for (std::thread& thread : threads)
        thread.join();
    for (std::size_t n = 0; n < networks; ++n) {
        SCOPED_TRACE(n);
        const AcceleratorSearch fresh(platform, settings);
        const auto alone = fresh.best(sampled(space, n), {});
        const auto again = fresh.best(sampled(space, n), {}); // table warm
        ASSERT_TRUE(alone.ok() && again.ok() && together[n]);
        expectEqual(*alone, *together[n]);
        expectEqual(*alone, *again);
        EXPECT_GT(alone->evaluated, 0);
        EXPECT_EQ(again->evaluated, 0);
    }
}

TEST_P(EachMethod, AnswersAStop) {
    const SearchSpace space = *SearchSpace::load("nash-cifar100");
    const AcceleratorSearch search(*Platform::preset("zcu102"), {GetParam(), HardwareObjective::Fps, 16});
    std::stop_source source;
    source.request_stop();
    const auto design = search.best(sampled(space, 1), source.get_token());
    ASSERT_FALSE(design.ok());
    EXPECT_EQ(design.error().code, ErrorCode::Stopped);
}

TEST_P(EachMethod, SaysWhatATooSmallPlatformIsShortOf) {
    const SearchSpace space = *SearchSpace::load("tiny");
    const Network network = space.expand(*space.parse("stem8 8k3e1:CS 16k5e3:SA head32"));
    Platform platform = *Platform::preset("zc706");
    platform.available.bram36 = 7;
    const auto design =
        AcceleratorSearch(platform, {GetParam(), HardwareObjective::Fps, 16}).best(network, {});
    ASSERT_FALSE(design.ok());
    EXPECT_EQ(design.error().code, ErrorCode::Infeasible);
    EXPECT_NE(design.error().message.find("BRAM36"), std::string::npos) << design.error().message;
}

TEST_P(EachMethod, KeepsToTheBatchItMayUse) {
    const SearchSpace space = *SearchSpace::load("tiny");
    const Network network = sampled(space, 3);
    for (const int batch : {1, 2, 3}) {
        const auto design =
            AcceleratorSearch(*Platform::preset("ultra96"), {GetParam(), HardwareObjective::Fps, batch})
                .best(network, {});
        ASSERT_TRUE(design.ok());
        EXPECT_LE(design->accelerator.batch, batch);
    }
}

INSTANTIATE_TEST_SUITE_P(Methods, EachMethod,
                         testing::Values(AcceleratorMethod::Nasa, AcceleratorMethod::CoarseToFine,
                                         AcceleratorMethod::Exact),
                         [](const auto& tested) {
                             std::string name = acceleratorMethodName(tested.param);
                             std::erase(name, '-');
                             return name;
                         });

TEST(Cost, OfTheAcceleratorThatWasFoundIsWhatWasFound) {
    const SearchSpace space = *SearchSpace::load("nash-cifar100");
    const Platform platform = *Platform::preset("kv260");
    for (const auto objective : {HardwareObjective::Fps, HardwareObjective::Energy}) {
        const AcceleratorSearch search(platform, {AcceleratorMethod::CoarseToFine, objective, 8});
        const Network network = sampled(space, 7);
        const auto design = search.best(network, {});
        ASSERT_TRUE(design.ok());
        const auto cost = search.cost(network, design->accelerator);
        ASSERT_TRUE(cost.ok()) << cost.error().message;
        expectEqual(*design, *cost);
    }
}

/// The fewest cycles of a layer within these buffers, by trying every mapping of the space.
std::int64_t slowLeastCycles(const LayerShape& layer, const ArrayShape& array, DramRate rate, int batch,
                             const std::array<std::int64_t, 3>& bytes) {
    std::int64_t least = -1;
    for (const PixelTile& tile : pixelTiles(layer, batch))
        for (const int out : channelTiles(layer.outChannels))
            for (const int in : layer.depthwise ? std::vector<int>{out} : channelTiles(layer.inChannels))
                for (const Stationary stays :
                     {Stationary::Weights, Stationary::Inputs, Stationary::Outputs}) {
                    const PixelTiling pixels = tilePixels(layer, batch, tile.rows, tile.columns);
                    const Footprint held = footprint(layer, array, pixels, out, in);
                    if (held.input > bytes[0] || held.weight > bytes[1] || held.output > bytes[2])
                        continue;
                    const std::int64_t cycles =
                        mappingCost(layer, array, rate, batch, {out, in, tile.rows, tile.columns, stays})
                            .cycles;
                    least = least < 0 ? cycles : std::min(least, cycles);
                }
    return least;
}

TEST(Cost, OfBuffersOfAnySizeIsThatOfTheMappingsTheyHold) {
    const SearchSpace space = *SearchSpace::load("nash-cifar100");
    Platform platform = *Platform::preset("zcu102");
    const AcceleratorSearch search(platform, {AcceleratorMethod::Exact, HardwareObjective::Latency, 4});
    int between = 0;
    for (std::uint64_t n = 0; n < 6; ++n) {
        const Network network = sampled(space, 40 + n);
        const Workload workload = *workloadOf(network);
        RandomStream random({9, stableHash("any buffers"), n});
        const auto costOf = [&](const std::array<std::int64_t, 3>& bytes) {
            Accelerator accelerator;
            accelerator.batch = 4;
            for (Chunk& chunk : accelerator.chunks)
                chunk = {8, 4, 3, bytes[0], bytes[1], bytes[2]};
            const auto cost = search.cost(network, accelerator);
            EXPECT_TRUE(cost.ok()) << cost.error().message;
            return *cost;
        };
        // Between two sizes of the space, so that the smaller of them would be another accelerator.
        const std::array<std::int64_t, 3> bytes = {(16 << 10) + 1 + random.below((16 << 10) - 1),
                                                   (8 << 10) + 1 + random.below((8 << 10) - 1),
                                                   (8 << 10) + 1 + random.below((8 << 10) - 1)};
        const AcceleratorDesign design = costOf(bytes);
        std::int64_t cycles = 0, least = 0;
        for (std::size_t i = 0; i < network.layers.size(); ++i) {
            const Chunk& chunk = design.accelerator.chunks[indexOf(workload.ops[i])];
            cycles += design.cost.layers[i].cycles;
            least += slowLeastCycles(workload.shapes[i], arrayShape(chunk, platform.peCost(workload.ops[i])),
                                     DramRate::of(platform), 4, bytes);
        }
        EXPECT_EQ(cycles, least);
        const double below = costOf({16 << 10, 8 << 10, 8 << 10}).cost.latencySeconds;
        const double above = costOf({32 << 10, 16 << 10, 16 << 10}).cost.latencySeconds;
        EXPECT_LE(design.cost.latencySeconds, below);
        EXPECT_GE(design.cost.latencySeconds, above);
        between += design.cost.latencySeconds < below && design.cost.latencySeconds > above ? 1 : 0;
    }
    EXPECT_GT(between, 0);
}

TEST(Cost, RefusesWhatIsNoAccelerator) {
    const SearchSpace space = *SearchSpace::load("tiny");
    const Network network = space.expand(*space.parse("stem8 8k3e1:CS 16k5e3:SA head32"));
    const AcceleratorSearch search(*Platform::preset("zcu102"), {});
    const auto refused = [&](auto change, const char* word) {
        Accelerator accelerator;
        for (Chunk& chunk : accelerator.chunks)
            chunk = {4, 4, 2, 8192, 8192, 8192};
        change(accelerator.chunks[1]);
        const auto cost = search.cost(network, accelerator);
        ASSERT_FALSE(cost.ok()) << word;
        EXPECT_EQ(cost.error().code, ErrorCode::InvalidInput);
        EXPECT_NE(cost.error().message.find("shift"), std::string::npos) << cost.error().message;
        EXPECT_NE(cost.error().message.find(word), std::string::npos) << cost.error().message;
    };
    refused([](Chunk& chunk) { chunk.unrollIn = 0; }, "unrolls");
    refused([](Chunk& chunk) { chunk.unrollPixels = -3; }, "-3");
    refused([](Chunk& chunk) { chunk.unrollOut = 100000; }, "100000");
    refused([](Chunk& chunk) { chunk.unrollOut = chunk.unrollIn = chunk.unrollPixels = 4096; }, "PEs");
    refused([](Chunk& chunk) { chunk.inputBufferBytes = 0; }, "buffers");
    refused([](Chunk& chunk) { chunk.outputBufferBytes = std::int64_t{1} << 40; }, "bytes");
}

TEST(Cost, RefusesWhatCannotRunTheNetwork) {
    const SearchSpace space = *SearchSpace::load("tiny");
    const Network network = space.expand(*space.parse("stem8 8k3e1:CS 16k5e3:SA head32"));
    const AcceleratorSearch search(*Platform::preset("zcu102"), {});
    auto design = search.best(network, {});
    ASSERT_TRUE(design.ok());
    Accelerator accelerator = design->accelerator;
    accelerator.chunks[indexOf(OperatorType::Adder)] = {};
    auto cost = search.cost(network, accelerator);
    ASSERT_FALSE(cost.ok());
    EXPECT_NE(cost.error().message.find("adder"), std::string::npos) << cost.error().message;

    accelerator = design->accelerator;
    accelerator.chunks[0].weightBufferBytes = 16;
    cost = search.cost(network, accelerator);
    ASSERT_FALSE(cost.ok());
    EXPECT_NE(cost.error().message.find("buffers"), std::string::npos) << cost.error().message;

    accelerator = design->accelerator;
    accelerator.chunks[0].unrollOut = 4096;
    cost = search.cost(network, accelerator);
    ASSERT_FALSE(cost.ok());
    EXPECT_NE(cost.error().message.find("DSP"), std::string::npos) << cost.error().message;

    accelerator = design->accelerator;
    accelerator.batch = 17;
    EXPECT_EQ(search.cost(network, accelerator).error().code, ErrorCode::InvalidInput);
}

} // namespace
} // namespace pairscape
