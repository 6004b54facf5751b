// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What docs/asic.md promises of the template and no walk or enumeration sees, because both sides of such a
// comparison would follow a wrong rule alike.

#include "core/accelerator/asic/chunk_schedule.h"
#include "core/accelerator/asic/dataflow.h"
#include "core/accelerator/asic/row_stationary.h"
#include "core/base/resources.h"
#include "core/space/search_space.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace pairscape::asic {
namespace {

AsicTemplate preset() {
    return AsicTemplate::preset("nasa-asic").value();
}

/// The cells of the first row of a Markdown table that begins with `first`.
std::vector<std::string> rowOf(const std::string& text, const std::string& first) {
    std::vector<std::string> cells;
    const auto at = text.find("| " + first + " |");
    if (at == std::string::npos)
        return cells;
    const std::string line = text.substr(at, text.find('\n', at) - at);
    for (std::size_t begin = 1; begin < line.size();) {
        const auto end = line.find('|', begin);
        cells.push_back(line.substr(begin + 1, end - begin - 2));
        begin = end + 1;
    }
    return cells;
}

TEST(DataflowRules, AreThoseOfTheTableInTheDocs) {
    const auto text = readTextFile(PAIRSCAPE_SOURCE_DIR "/docs/asic.md");
    ASSERT_TRUE(text.ok());
    for (const Dataflow dataflow : allDataflows) {
        const std::vector<std::string> cells = rowOf(*text, dataflowName(dataflow));
        ASSERT_EQ(cells.size(), 2U + loopDimCount) << dataflowName(dataflow);
        for (int dim = 0; dim < loopDimCount; ++dim) {
            const std::string& cell = cells[static_cast<std::size_t>(2 + dim)];
            std::uint8_t slots = 0;
            for (const auto& [word, slot] :
                 {std::pair("registers", Slot::RegisterFile), std::pair("array", Slot::Spatial),
                  std::pair("buffer", Slot::GlobalBuffer), std::pair("DRAM", Slot::Dram)})
                if (cell == "all four" || cell.find(word) != std::string::npos)
                    slots |= static_cast<std::uint8_t>(1 << static_cast<int>(slot));
            EXPECT_EQ(ruleOf(dataflow).slots[static_cast<std::size_t>(dim)], slots)
                << dataflowName(dataflow) << ' ' << "RSPQCK"[dim] << ": " << cell;
        }
    }
}

/// NASA's released code wants strictly less than there is; here all of it may be used.
TEST(Dataflow, LimitsMayBeReached) {
    const NestLayer layer{{1, 1, 4, 4, 8, 8}, 1, false};
    AsicTemplate asic = preset();
    asic.weightRegisterWords = asic.inputRegisterWords = asic.psumRegisterWords = 1;
    const auto pes = [&](std::int64_t count) {
        return bestMappings(asic, OperatorType::Conv, layer, count, Dataflow::WeightStationary);
    };
    EXPECT_FALSE(pes(1).empty()) << "a word of each in the registers";
    const std::vector<AsicMapping> front = pes(64);
    ASSERT_FALSE(front.empty());
    EXPECT_EQ(std::ranges::max(front, {}, [](const AsicMapping& one) { return one.cost.pes; }).cost.pes, 64);
    asic.globalBufferWords = static_cast<int>(front.front().cost.bufferWords); // the least that any needs
    ASSERT_EQ(pes(64).size(), 1U);
    EXPECT_EQ(pes(64).front().nest, front.front().nest);
    --asic.globalBufferWords;
    EXPECT_TRUE(pes(64).empty());
}

TEST(Dataflow, TiesOfTheObjectiveFallToTheOtherFigure) {
    EXPECT_LT(mappingKey(1, 10, HardwareObjective::Fps), mappingKey(2, 10, HardwareObjective::Fps));
    EXPECT_LT(mappingKey(9, 10, HardwareObjective::Latency), mappingKey(1, 11, HardwareObjective::Latency));
    EXPECT_LT(mappingKey(5, 1, HardwareObjective::Energy), mappingKey(5, 2, HardwareObjective::Energy));
    EXPECT_EQ(mappingKey(5, 4, HardwareObjective::Edp), mappingKey(2, 10, HardwareObjective::Edp));
}

TEST(NestOf, ALayerOfTheNetworkHasItsMacs) {
    Layer layer;
    layer.kernel = 3;
    layer.stride = 2;
    layer.inChannels = layer.outChannels = 12;
    layer.inHeight = layer.inWidth = 16;
    layer.outHeight = 8;
    layer.outWidth = 4;
    for (const int groups : {1, 3, 12}) {
        layer.groups = groups;
        const NestLayer nest = nestLayerOf(layer);
        EXPECT_EQ(nest.macs(), layer.macs()) << groups;
        EXPECT_EQ(nest.depthwise, groups == 12);
        EXPECT_EQ(nest[LoopDim::P], 8);
        EXPECT_EQ(nest[LoopDim::Q], 4);
    }
    const auto wrong =
        evaluateNest({{1, 1, 2, 2, 4, 3}, 1, true}, {{}, {}, {}, parseLoops("P2 Q2 C4 K3").value()});
    ASSERT_FALSE(wrong.ok());
    EXPECT_EQ(wrong.error().message, "A depthwise layer has no K loop; its channels are C.");
}

/// Three layers that want 6 of 12 words of the buffer: shift and adder begin, conv waits.
TEST(ScheduleChunks, ShiftThenAdderThenConvIssueFirst) {
    Network network;
    for (const OperatorType op : {OperatorType::Conv, OperatorType::Adder, OperatorType::Shift}) {
        Layer layer;
        layer.op = op;
        network.layers.push_back(layer);
    }
    std::vector<AsicMapping> one(1);
    one[0].cost.cycles = 100;
    one[0].cost.bufferWords = 6;
    const auto schedule = scheduleChunks(
        network, 12, {}, [&](std::size_t, Dataflow) -> const std::vector<AsicMapping>& { return one; });
    ASSERT_TRUE(schedule.ok()) << schedule.error().message;
    ASSERT_EQ(schedule->size(), 3U);
    EXPECT_EQ((*schedule)[0].layer, 2U);
    EXPECT_EQ((*schedule)[1].layer, 1U);
    EXPECT_EQ((*schedule)[2].layer, 0U);
    EXPECT_EQ((*schedule)[1].start, 0);
    EXPECT_EQ((*schedule)[2].start, 100);
}

/// Chunks that each wait for the DRAM as if it were theirs alone are together slower than that.
TEST(AsicDesign, TheIntervalHasRoomForAllTraffic) {
    const SearchSpace space = SearchSpace::preset("tiny").value();
    const Network network = space.expand(space.parse("stem8 8k3e1:CS 16k5e3:SA head32").value());
    AsicTemplate asic = preset();
    asic.dramGigabytesPerSecond = 0.01;
    const AsicDesign design = bestAsicDesign(asic, network, HardwareObjective::Fps, {}).value();
    const auto traffic = static_cast<std::int64_t>(std::ceil(design.dramBytes / asic.dramBytesPerCycle()));
    EXPECT_GT(traffic, std::ranges::max(design.busyCycles));
    EXPECT_GE(design.intervalCycles, traffic);
}

/// Maps in and out are coded by their own zeros.
TEST(RowStationary, EachMapHasItsZeros) {
    RowStationaryLayer layer;
    layer.input = 8;
    layer.padding = 1;
    layer.kernel = 3;
    layer.channels = 4;
    layer.filters = 6;
    layer.inputZeros = 0.75;
    const RowStationaryMapping map{6, 1, 8, 2, 2, 1, 1};
    const RowStationaryCost cost = rowStationaryCost({}, layer, map).value();
    EXPECT_DOUBLE_EQ(cost.inputBytes, 2.0 * 8 * 8 * 4 / 3);
    EXPECT_DOUBLE_EQ(cost.outputBytes, 2.0 * 8 * 8 * 6);
    layer.outputZeros = 0.625;
    EXPECT_DOUBLE_EQ(rowStationaryCost({}, layer, map).value().outputBytes, 2.0 * 8 * 8 * 6 / 2);
}

} // namespace
} // namespace pairscape::asic
