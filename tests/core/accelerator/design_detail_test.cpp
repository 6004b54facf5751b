// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/accelerator/design_detail.h"

#include "core/accelerator/accelerator_search.h"
#include "core/accelerator/layer_shape.h"
#include "core/space/search_space.h"

#include <gtest/gtest.h>

namespace pairscape {
namespace {

class Detail : public testing::Test {
  protected:
    void SetUp() override {
        const SearchSpace space = *SearchSpace::load("nash-cifar100");
        RandomStream random({11});
        network = space.expand(space.sample(random));
        const auto found = AcceleratorSearch(platform, {}).best(network, {});
        ASSERT_TRUE(found.ok());
        design = *found;
    }

    Platform platform = *Platform::preset("kv260");
    Network network;
    AcceleratorDesign design;
};

TEST_F(Detail, AgreesWithTheDesignsFigures) {
    const auto detail = designDetail(network, platform, design.accelerator, design.cost);
    ASSERT_TRUE(detail.ok());
    ASSERT_EQ(detail->layers.size(), network.layers.size());
    EXPECT_EQ(detail->intervalCycles, design.cost.intervalCycles);
    EXPECT_EQ(detail->batchesInFlight * design.accelerator.batch, design.cost.imagesInFlight);
    for (std::size_t i = 0; i < detail->layers.size(); ++i) {
        const LayerDetail& layer = detail->layers[i];
        EXPECT_EQ(layer.cycles, design.cost.layers[i].cycles);
        EXPECT_LE(layer.attained, layer.roof * (1 + 1e-9)) << network.layers[i].name;
        for (const double occupied : layer.occupancy) {
            EXPECT_GT(occupied, 0);
            EXPECT_LE(occupied, 1) << network.layers[i].name;
        }
        for (std::size_t b = 0; b < layer.held.size(); ++b)
            EXPECT_DOUBLE_EQ(
                static_cast<double>(layer.held[b]),
                layer.occupancy[b] *
                    static_cast<double>(detail->buffers[indexOf(network.layers[i].op)][b].bytes));
        const TimeShares& shares = layer.shares;
        EXPECT_NEAR(static_cast<double>(shares.fill + shares.drain + shares.dram + shares.array),
                    static_cast<double>(layer.cycles), 5);
        EXPECT_EQ(boundOf(shares), design.cost.layers[i].bound);
        EXPECT_NEAR(layer.energyPj.total() / design.cost.layers[i].energyPj, 1, 1e-12);
        EXPECT_GE(layer.bufferBytes, design.cost.layers[i].dramBytes());
    }
    EXPECT_NEAR(detail->energyJoule.total() / design.cost.energyJoule, 1, 1e-12);
    EXPECT_EQ(detail->latencyAloneSeconds, design.cost.latencySeconds);
}

/// The same arrays with either form of the conv PE differ in nothing but the energy of conv's operations.
TEST_F(Detail, UnpackedPesNeedAnEnergyOfTheirOwn) {
    Platform own = *Platform::preset("zcu102");
    PeCost& conv = own.pe[indexOf(OperatorType::Conv)];
    conv.alone->energyPj = 0.25 * conv.energyPj;
    const AcceleratorSearch search(own, {});
    Accelerator accelerator = design.accelerator;
    for (Chunk& chunk : accelerator.chunks)
        chunk = {8, 8, 4, 64 << 10, 64 << 10, 32 << 10};
    const auto packed = search.cost(network, accelerator);
    accelerator.chunks[indexOf(OperatorType::Conv)].unpacked = true;
    const auto unpacked = search.cost(network, accelerator);
    ASSERT_TRUE(packed.ok() && unpacked.ok());
    double saved = 0; // pJ of an image
    for (std::size_t i = 0; i < network.layers.size(); ++i) {
        const bool isConv = network.layers[i].op == OperatorType::Conv;
        const double macs = static_cast<double>(network.layers[i].macs()) * accelerator.batch;
        const double less = isConv ? macs * 0.75 * conv.energyPj : 0;
        EXPECT_NEAR(packed->cost.layers[i].energyPj - unpacked->cost.layers[i].energyPj, less,
                    1e-9 * packed->cost.layers[i].energyPj);
        saved += less / accelerator.batch;
    }
    ASSERT_GT(saved, 0);
    EXPECT_EQ(packed->cost.intervalCycles, unpacked->cost.intervalCycles);
    EXPECT_NEAR((packed->cost.energyJoule - unpacked->cost.energyJoule) * 1e12 / saved, 1, 1e-6);
    const auto detail = designDetail(network, own, accelerator, unpacked->cost);
    ASSERT_TRUE(detail.ok());
    EXPECT_NEAR(detail->energyJoule.total() / unpacked->cost.energyJoule, 1, 1e-12);
    for (std::size_t i = 0; i < network.layers.size(); ++i)
        EXPECT_NEAR(detail->layers[i].energyPj.total() / unpacked->cost.layers[i].energyPj, 1, 1e-12) << i;
}

TEST_F(Detail, ABatchTakesLongerInTheSteadyState) {
    const auto detail = designDetail(network, platform, design.accelerator, design.cost);
    ASSERT_TRUE(detail.ok());
    std::int64_t chain = 0, first = detail->layers.front().start, last = 0;
    for (const LayerDetail& layer : detail->layers) {
        chain += layer.cycles;
        last = std::max(last, layer.interval * detail->intervalCycles + layer.start + layer.cycles);
    }
    EXPECT_EQ(detail->chainCycles, chain);
    EXPECT_EQ(detail->pipelineCycles, last - first);
    EXPECT_GT(detail->latencySteadySeconds, detail->latencyAloneSeconds);
    EXPECT_GE(detail->replay.latencySeconds, detail->latencySteadySeconds);
    // As many batches as are said to be in flight, and no more, are under way within that time.
    EXPECT_LE(detail->pipelineCycles, detail->batchesInFlight * detail->intervalCycles);
}

TEST_F(Detail, ReplayedLayersWaitForTheirSourcesToo) {
    const auto detail = designDetail(network, platform, design.accelerator, design.cost);
    const auto workload = workloadOf(network);
    ASSERT_TRUE(detail.ok() && workload.ok());
    const DesignReplay& replay = detail->replay;
    const auto begin = [&](int i) {
        return replay.layers[i].interval * replay.intervalCycles + replay.layers[i].start;
    };
    for (int i = 0; i < static_cast<int>(network.layers.size()); ++i)
        for (const int source :
             {workload->sources[i].input, workload->sources[i].gate, workload->sources[i].addend})
            if (source >= 0) {
                EXPECT_GE(begin(i), begin(source) + replay.layers[source].cycles) << network.layers[i].name;
            }
}

TEST_F(Detail, BuffersTakeTheBlocksThatTheChunksDo) {
    const auto detail = designDetail(network, platform, design.accelerator, design.cost);
    ASSERT_TRUE(detail.ok());
    for (const OperatorType op : allOperatorTypes) {
        int bram36 = 0, uram = 0;
        for (const BufferDetail& buffer : detail->buffers[indexOf(op)]) {
            EXPECT_EQ(buffer.bytes > 0, design.accelerator.chunks[indexOf(op)].present());
            EXPECT_TRUE(buffer.bram36 == 0 || buffer.uram == 0);
            bram36 += buffer.bram36;
            uram += buffer.uram;
        }
        EXPECT_EQ(bram36, design.cost.chunks[indexOf(op)].use.bram36);
        EXPECT_EQ(uram, design.cost.chunks[indexOf(op)].use.uram);
    }
}

TEST_F(Detail, NoChunkRunsTwoLayersAtOnceAndNoLayerStartsBeforeItsSources) {
    const auto detail = designDetail(network, platform, design.accelerator, design.cost);
    const auto workload = workloadOf(network);
    ASSERT_TRUE(detail.ok() && workload.ok());
    const auto begin = [&](int i) {
        return detail->layers[i].interval * detail->intervalCycles + detail->layers[i].start;
    };
    for (int i = 0; i < static_cast<int>(network.layers.size()); ++i) {
        const LayerDetail& layer = detail->layers[i];
        EXPECT_LE(layer.start + layer.cycles, detail->intervalCycles);
        for (const int source :
             {workload->sources[i].input, workload->sources[i].gate, workload->sources[i].addend})
            if (source >= 0) {
                EXPECT_GE(begin(i), begin(source) + detail->layers[source].cycles) << network.layers[i].name;
            }
        for (int j = 0; j < i; ++j)
            if (workload->ops[i] == workload->ops[j]) {
                const LayerDetail& other = detail->layers[j];
                EXPECT_TRUE(layer.start >= other.start + other.cycles ||
                            other.start >= layer.start + layer.cycles);
            }
    }
}

TEST_F(Detail, RefusesTheMappingsOfAnotherNetwork) {
    HardwareCost cost = design.cost;
    cost.layers.pop_back();
    EXPECT_EQ(designDetail(network, platform, design.accelerator, cost).error().code,
              ErrorCode::InvalidInput);
    cost = design.cost;
    cost.layers.front().mapping.tileOut = 100000;
    EXPECT_EQ(designDetail(network, platform, design.accelerator, cost).error().code,
              ErrorCode::InvalidInput);
    Platform smaller = platform;
    smaller.available.bram36 = smaller.available.uram = 1;
    EXPECT_EQ(designDetail(network, smaller, design.accelerator, design.cost).error().code,
              ErrorCode::InvalidInput);
}

} // namespace
} // namespace pairscape
