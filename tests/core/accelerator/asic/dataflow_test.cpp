// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The ASIC template's costs and its mapper: against sums by hand and against plain enumeration.

#include "core/accelerator/asic/dataflow.h"
#include "core/base/resources.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>

namespace pairscape::asic {
namespace {

AsicTemplate nasaAsic() {
    return AsicTemplate::preset("nasa-asic").value();
}

TEST(AsicTemplate, PresetHasNasasFigures) {
    const AsicTemplate asic = nasaAsic();
    EXPECT_EQ(asic.peAreaBudget, 168);
    EXPECT_EQ(asic.clockMhz, 250);
    EXPECT_EQ(asic.inputRegisterWords, 48);
    EXPECT_EQ(asic.weightRegisterWords, 112);
    EXPECT_EQ(asic.psumRegisterWords, 16);
    EXPECT_NEAR(asic.of(OperatorType::Shift).area, 1 / 1.88, 1e-12);
    EXPECT_LT(asic.of(OperatorType::Shift).energyPj, asic.of(OperatorType::Conv).energyPj);
    EXPECT_EQ(AsicTemplate::presetNames(), std::vector<std::string>{"nasa-asic"});
    EXPECT_EQ(AsicTemplate::preset("nasa").error().message,
              "'nasa' is not an ASIC template; choose nasa-asic.");
}

TEST(AsicTemplate, ErrorsNameTheField) {
    const auto complaint = [](const char* pointer, const nlohmann::json& value) {
        auto document = nlohmann::json::parse(*embeddedResource("asic/nasa-asic.json"));
        document[nlohmann::json::json_pointer(pointer)] = value;
        return AsicTemplate::fromJson(document.dump(), "ASIC template 'mine'").error().message;
    };
    EXPECT_EQ(complaint("/pe_area_budget", 0),
              "ASIC template 'mine': field 'pe_area_budget' must be between 1 and 65536 but is 0.");
    EXPECT_EQ(complaint("/pe/shift/area", 0),
              "ASIC template 'mine': field 'pe.shift.area' must be between 0.001 and 1000 but is 0.");
    EXPECT_EQ(complaint("/energy_pj_per_16_bits/noc", 2),
              "ASIC template 'mine': field 'energy_pj_per_16_bits.noc' is not known; remove it.");
}

/// A 1x1 layer small enough to count by hand: 2 input channels in one PE's registers, 3 filters in 3 PEs, 4
/// pixels in turn. MACs 24.
TEST(AsicLayerCost, SumsByHand) {
    AsicTemplate asic = nasaAsic();
    const NestLayer layer{{1, 1, 1, 4, 2, 3}, 1, false};
    const LoopNest nest{parseLoops("C2").value(), parseLoops("K3").value(), parseLoops("Q4").value(), {}};
    const AsicLayerCost cost = asicLayerCost(asic, OperatorType::Adder, layer, nest).value();
    const double six = 6.0 / 16, sixteen = 1;
    // Registers of a PE. Weights: 8 reads, 2 fills. Inputs: 8 reads, 8 fills. Sums: 8 updates, 4 reads (the
    // second channel of each pixel).
    const double registers = 3 * ((8 + 2) * six + (8 + 8) * six + (8 + 4) * sixteen);
    // Over the array: weights 2 and inputs 8 to each PE, 4 sums from it.
    const double array = 3 * (2 * six + 8 * six + 4 * sixteen);
    // Buffer: weights 6 in and 6 out; inputs 8 in and 8 out (once for all PEs); sums 12 in. They leave
    // uncounted, as in the nest's conventions.
    const double buffer = (6 + 6) * six + (8 + 8) * six + 12 * sixteen;
    const double dram = (6 + 8 + 12) * six;
    EXPECT_NEAR(cost.energyPj, 24 * 0.044 + registers * 1 + array * 2 + buffer * 6 + dram * 200, 1e-9);
    EXPECT_NEAR(cost.dramBytes, 26 * 6 / 8.0, 1e-12);
    EXPECT_EQ(cost.computeCycles, 8);
    EXPECT_EQ(cost.pes, 3);
    EXPECT_EQ(cost.bufferWords, 6 + 8 + 12);
    EXPECT_EQ(cost.cycles, 8);
    asic.dramGigabytesPerSecond = 0.25; // 1 byte a cycle
    EXPECT_EQ(asicLayerCost(asic, OperatorType::Adder, layer, nest)->cycles, 20);
}

/// NASA-F's released mapper on this layer gives 3.613 ms (IS), 3.211 ms (WS) and 3.613 ms (OS); its RS, 4.817
/// ms, cannot use all PEs. Ours are at least as fast.
TEST(Dataflow, LatenciesOfNasasMapper) {
    const NestLayer layer{{3, 3, 56, 56, 64, 64}, 1, false};
    const auto milliseconds = [&](Dataflow dataflow) {
        const auto front = bestMappings(nasaAsic(), OperatorType::Conv, layer, 168, dataflow);
        return front.empty() ? 0.0 : static_cast<double>(front.back().cost.cycles) / 250e3;
    };
    EXPECT_NEAR(milliseconds(Dataflow::InputStationary), 3.613, 0.0005);
    EXPECT_NEAR(milliseconds(Dataflow::WeightStationary), 3.211, 0.0005);
    EXPECT_NEAR(milliseconds(Dataflow::OutputStationary), 3.613, 0.0005);
    EXPECT_NEAR(milliseconds(Dataflow::RowStationary), 115'605'504.0 / 168 / 250e3, 0.0005);
}

/// Every member of a family by counting through all factors of all slots.
template <class Visit>
void forEachMember(const NestLayer& layer, const DataflowRule& rule, Visit visit) {
    std::array<std::array<int, slotCount>, loopDimCount> factors{};
    const auto choose = [&](auto&& self, int position, int rest) -> void {
        const auto dim = static_cast<std::size_t>(position) / slotCount,
                   slot = static_cast<std::size_t>(position) % slotCount;
        if (dim == loopDimCount) {
            LoopNest nest;
            const auto put = [&](std::vector<Loop>& list, LoopDim which, Slot where) {
                list.push_back(
                    {which, factors[static_cast<std::size_t>(which)][static_cast<std::size_t>(where)]});
            };
            for (int d = 0; d < loopDimCount; ++d) {
                put(nest.registerFile, static_cast<LoopDim>(d), Slot::RegisterFile);
                put(nest.spatial, static_cast<LoopDim>(d), Slot::Spatial);
            }
            for (const LoopDim which : rule.bufferOrder)
                put(nest.globalBuffer, which, Slot::GlobalBuffer);
            for (const LoopDim which : rule.dramOrder)
                put(nest.dram, which, Slot::Dram);
            return visit(nest);
        }
        for (int factor = 1; factor <= rest; ++factor) {
            if (rest % factor != 0 || (factor > 1 && (rule.slots[dim] & (1 << slot)) == 0))
                continue;
            factors[dim][slot] = factor;
            const int left = rest / factor;
            if (slot + 1 < slotCount)
                self(self, position + 1, left);
            else if (left == 1)
                self(self, position + 1, dim + 1 < loopDimCount ? layer.extent[dim + 1] : 1);
        }
    };
    choose(choose, 0, layer.extent[0]);
}

RC_GTEST_PROP(Dataflow, FrontIsTheBestOfPlainEnumeration, ()) {
    AsicTemplate asic = nasaAsic();
    asic.globalBufferWords = *rc::gen::element(60, 200, 1000);
    asic.inputRegisterWords = *rc::gen::element(2, 12, 48);
    asic.weightRegisterWords = *rc::gen::element(4, 20, 112);
    asic.psumRegisterWords = *rc::gen::element(1, 4, 16);
    asic.dramGigabytesPerSecond = *rc::gen::element(0.5, 12.8);
    NestLayer layer;
    layer.depthwise = *rc::gen::arbitrary<bool>();
    layer.stride = *rc::gen::inRange(1, 3);
    layer[LoopDim::R] = layer[LoopDim::S] = *rc::gen::element(1, 3);
    layer[LoopDim::P] = layer[LoopDim::Q] = *rc::gen::element(1, 2, 4);
    layer[LoopDim::C] = *rc::gen::element(1, 3, 4, 6);
    layer[LoopDim::K] = layer.depthwise ? 1 : *rc::gen::element(1, 4, 6);
    const std::int64_t pes = *rc::gen::element(1, 5, 12, 40);
    const Dataflow dataflow =
        *rc::gen::elementOf(std::vector<Dataflow>(allDataflows.begin(), allDataflows.end()));
    const OperatorType op = *rc::gen::element(OperatorType::Conv, OperatorType::Shift, OperatorType::Adder);

    const HardwareObjective objective = *rc::gen::element(HardwareObjective::Fps, HardwareObjective::Latency,
                                                          HardwareObjective::Energy, HardwareObjective::Edp);
    // What an objective wants of a layer, written out here once more.
    const auto worth = [&](const AsicLayerCost& cost) {
        return objective == HardwareObjective::Energy ? cost.energyPj
               : objective == HardwareObjective::Edp  ? cost.edp()
                                                      : static_cast<double>(cost.cycles);
    };

    const auto front = bestMappings(asic, op, layer, pes, dataflow, objective);
    for (std::size_t i = 1; i < front.size(); ++i) {
        RC_ASSERT(front[i - 1].cost.bufferWords < front[i].cost.bufferWords);
        RC_ASSERT(worth(front[i - 1].cost) >= worth(front[i].cost));
    }
    bool any = false;
    forEachMember(layer, ruleOf(dataflow), [&](const LoopNest& nest) {
        const NestCost counts = evaluateNest(layer, nest).value();
        const auto words = [&](Operand operand) {
            return counts.tileWords[0][static_cast<std::size_t>(operand)];
        };
        if (counts.pes > pes || words(Operand::Weights) > asic.weightRegisterWords ||
            words(Operand::Inputs) > asic.inputRegisterWords ||
            words(Operand::Outputs) > asic.psumRegisterWords ||
            counts.held(MemoryLevel::GlobalBuffer) > asic.globalBufferWords)
            return;
        any = true;
        const AsicLayerCost cost = asicLayerCost(asic, op, layer, nest).value();
        // Somebody on the front needs no more buffer and is no worse.
        RC_ASSERT(std::any_of(front.begin(), front.end(), [&](const AsicMapping& one) {
            return one.cost.bufferWords <= cost.bufferWords && worth(one.cost) <= worth(cost);
        }));
    });
    RC_ASSERT(any == !front.empty());
    for (const AsicMapping& one : front) {
        const AsicLayerCost again = asicLayerCost(asic, op, layer, one.nest).value();
        RC_ASSERT(again.edp() == one.cost.edp());
        RC_ASSERT(again.pes <= pes);
        RC_ASSERT(again.cycles * again.pes >= layer.macs());
    }
}

TEST(Dataflow, OutputStationaryNeverSpills) {
    const NestLayer layer{{3, 3, 8, 8, 32, 48}, 1, false};
    for (const AsicMapping& one :
         bestMappings(nasaAsic(), OperatorType::Conv, layer, 100, Dataflow::OutputStationary)) {
        const NestCost counts = evaluateNest(layer, one.nest).value();
        EXPECT_EQ(counts.at(MemoryLevel::Dram, Operand::Outputs).reads, 0);
        EXPECT_EQ(counts.at(MemoryLevel::RegisterFile, Operand::Outputs).fills, 0);
    }
    for (const AsicMapping& one :
         bestMappings(nasaAsic(), OperatorType::Conv, layer, 100, Dataflow::InputStationary)) {
        const NestCost counts = evaluateNest(layer, one.nest).value();
        // Each PE fetches its windows once: the filters pass beneath them.
        LoopNest still = one.nest;
        std::erase_if(still.globalBuffer, [](const Loop& loop) { return loop.dim == LoopDim::K; });
        NestLayer fewer = layer;
        fewer[LoopDim::K] = 1;
        for (const Loop& loop : still.spatial)
            if (loop.dim == LoopDim::K)
                fewer[LoopDim::K] *= loop.count;
        for (const Loop& loop : still.registerFile)
            if (loop.dim == LoopDim::K)
                fewer[LoopDim::K] *= loop.count;
        EXPECT_EQ(evaluateNest(fewer, still)->at(MemoryLevel::RegisterFile, Operand::Inputs).fills,
                  counts.at(MemoryLevel::RegisterFile, Operand::Inputs).fills);
    }
}

} // namespace
} // namespace pairscape::asic
