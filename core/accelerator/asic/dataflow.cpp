// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/accelerator/asic/dataflow.h"

#include <algorithm>

namespace pairscape::asic {

namespace {

using Count = std::int64_t;
using Split = std::array<int, slotCount>; ///< how often a dimension's loop runs in each slot

constexpr std::uint8_t bit(Slot slot) {
    return static_cast<std::uint8_t>(1U << static_cast<unsigned>(slot));
}
constexpr std::uint8_t inRegisters = bit(Slot::RegisterFile), inArray = bit(Slot::Spatial),
                       inBuffer = bit(Slot::GlobalBuffer), inDram = bit(Slot::Dram);

/// Every way to write `extent` as a product over the allowed slots; those with most PEs first.
std::vector<Split> splitsOf(int extent, std::uint8_t slots) {
    std::vector<Split> splits;
    Split current{1, 1, 1, 1};
    const auto fill = [&](auto&& self, std::size_t slot, int rest) -> void {
        if (slot == slotCount) {
            if (rest == 1)
                splits.push_back(current);
            return;
        }
        for (int factor = 1; factor <= rest; ++factor) {
            if (rest % factor != 0 || (factor > 1 && (slots >> slot & 1U) == 0))
                continue;
            current[slot] = factor;
            self(self, slot + 1, rest / factor);
        }
        current[slot] = 1;
    };
    fill(fill, 0, extent);
    std::stable_sort(splits.begin(), splits.end(), [](const Split& a, const Split& b) {
        return a[static_cast<std::size_t>(Slot::Spatial)] > b[static_cast<std::size_t>(Slot::Spatial)];
    });
    return splits;
}

/// Walks a family and keeps what is best for each size of buffer.
class FamilyWalk {
  public:
    FamilyWalk(const AsicTemplate& asic, OperatorType op, const NestLayer& layer, Count pes,
               Dataflow dataflow, HardwareObjective objective, std::stop_token stop, Count besideWords)
        : asic_(asic), op_(op), layer_(layer), pes_(pes), dataflow_(dataflow), rule_(ruleOf(dataflow)),
          objective_(objective), stop_(std::move(stop)), besideWords_(besideWords) {
        for (std::size_t d = 0; d < loopDimCount; ++d)
            splits_[d] = splitsOf(layer.extent[d], rule_.slots[d]);
        leastEnergy_ = leastEnergy();
    }

    std::vector<AsicMapping> run() {
        choose(0);
        return std::move(front_);
    }

  private:
    // Large dimensions last: the small ones then prune for all of them.
    static constexpr std::array<LoopDim, loopDimCount> order = {LoopDim::R, LoopDim::S, LoopDim::P,
                                                                LoopDim::Q, LoopDim::C, LoopDim::K};

    Count extent(LoopDim dim, Slot to) const {
        Count product = 1;
        for (std::size_t slot = 0; slot <= static_cast<std::size_t>(to); ++slot)
            product *= chosen_[static_cast<std::size_t>(dim)][slot];
        return product;
    }
    Count spatial() const {
        Count product = 1;
        for (const Split& split : chosen_)
            product *= split[static_cast<std::size_t>(Slot::Spatial)];
        return product;
    }
    Count window(LoopDim outputs, LoopDim kernel, Slot to) const {
        return (extent(outputs, to) - 1) * layer_.stride + extent(kernel, to);
    }
    Count weightWords(Slot to) const {
        return extent(LoopDim::R, to) * extent(LoopDim::S, to) * extent(LoopDim::C, to) *
               extent(LoopDim::K, to);
    }
    Count inputWords(Slot to) const {
        return window(LoopDim::P, LoopDim::R, to) * window(LoopDim::Q, LoopDim::S, to) *
               extent(LoopDim::C, to);
    }
    Count outputWords(Slot to) const {
        return extent(LoopDim::P, to) * extent(LoopDim::Q, to) * extent(LoopDim::K, to) *
               (layer_.depthwise ? extent(LoopDim::C, to) : 1);
    }
    Count heldWords() const {
        return weightWords(Slot::GlobalBuffer) + inputWords(Slot::GlobalBuffer) +
               outputWords(Slot::GlobalBuffer);
    }

    /// Everything here only grows with further choices, so a branch that is too large stays too large.
    bool tooLarge() const {
        return spatial() > pes_ || weightWords(Slot::RegisterFile) > asic_.weightRegisterWords ||
               inputWords(Slot::RegisterFile) > asic_.inputRegisterWords ||
               outputWords(Slot::RegisterFile) > asic_.psumRegisterWords ||
               heldWords() > asic_.globalBufferWords;
    }

    /// pJ that no member can save: operations, registers read and written for them, each word moved once.
    double leastEnergy() const {
        const AsicPe& pe = asic_.of(op_);
        const auto macs = static_cast<double>(layer_.macs());
        const double perMac = (pe.weightBits + pe.activationBits + asic_.psumBits) / 16.0;
        const double weights = static_cast<double>(Count{layer_[LoopDim::R]} * layer_[LoopDim::S] *
                                                   layer_[LoopDim::C] * layer_[LoopDim::K]) *
                               pe.weightBits / 16;
        const double outputs =
            static_cast<double>(Count{layer_[LoopDim::P]} * layer_[LoopDim::Q] * layer_[LoopDim::K] *
                                (layer_.depthwise ? layer_[LoopDim::C] : 1)) *
            std::min(pe.activationBits, asic_.psumBits) / 16;
        return macs * (pe.energyPj + perMac * asic_.registerPj) +
               (weights + outputs) * (asic_.dramPj + asic_.bufferPj);
    }

    using MappingKey = std::pair<double, double>;
    MappingKey keyOf(double energyPj, Count cycles) const {
        return mappingKey(energyPj, static_cast<double>(cycles), objective_);
    }
    MappingKey keyOf(const AsicLayerCost& cost) const { return keyOf(cost.energyPj, cost.cycles); }

    bool dominated(Count held, const MappingKey& key) const {
        // The front ascends in words and descends in the key: the last one that needs no more is the best of
        // them.
        const auto after =
            std::upper_bound(front_.begin(), front_.end(), held, [](Count words, const AsicMapping& one) {
                return words < one.cost.bufferWords;
            });
        return after != front_.begin() && keyOf(std::prev(after)->cost) <= key;
    }

    void choose(std::size_t depth) {
        if (stop_.stop_requested())
            return;
        if (depth == order.size())
            return consider();
        const auto dim = static_cast<std::size_t>(order[depth]);
        for (const Split& split : splits_[dim]) {
            chosen_[dim] = split;
            if (!tooLarge())
                choose(depth + 1);
        }
        chosen_[dim] = {1, 1, 1, 1};
    }

    void consider() {
        const Count held = heldWords();
        const Count cycles = layer_.macs() / spatial();
        if (dominated(held, keyOf(leastEnergy_, cycles)))
            return;
        const LoopNest nest = nestOfChoice();
        const AsicLayerCost cost = asicLayerCost(asic_, op_, layer_, nest, besideWords_).value();
        if (dominated(held, keyOf(cost)))
            return;
        std::erase_if(front_, [&](const AsicMapping& one) {
            return one.cost.bufferWords >= cost.bufferWords && keyOf(one.cost) >= keyOf(cost);
        });
        const auto at =
            std::upper_bound(front_.begin(), front_.end(), held, [](Count words, const AsicMapping& one) {
                return words < one.cost.bufferWords;
            });
        front_.insert(at, {dataflow_, nest, cost});
    }

    LoopNest nestOfChoice() const {
        LoopNest nest;
        const auto append = [&](std::vector<Loop>& loops, LoopDim dim, Slot slot) {
            const int count = chosen_[static_cast<std::size_t>(dim)][static_cast<std::size_t>(slot)];
            if (count > 1)
                loops.push_back({dim, count});
        };
        for (const LoopDim dim : order) {
            append(nest.registerFile, dim, Slot::RegisterFile);
            append(nest.spatial, dim, Slot::Spatial);
        }
        for (const LoopDim dim : rule_.bufferOrder)
            append(nest.globalBuffer, dim, Slot::GlobalBuffer);
        for (const LoopDim dim : rule_.dramOrder)
            append(nest.dram, dim, Slot::Dram);
        return nest;
    }

    const AsicTemplate& asic_;
    OperatorType op_;
    NestLayer layer_;
    Count pes_;
    Dataflow dataflow_;
    const DataflowRule& rule_;
    HardwareObjective objective_;
    std::stop_token stop_;
    Count besideWords_;
    std::array<std::vector<Split>, loopDimCount> splits_;
    std::array<Split, loopDimCount> chosen_{
        {{1, 1, 1, 1}, {1, 1, 1, 1}, {1, 1, 1, 1}, {1, 1, 1, 1}, {1, 1, 1, 1}, {1, 1, 1, 1}}};
    double leastEnergy_ = 0;
    std::vector<AsicMapping> front_;
};

} // namespace

std::string dataflowName(Dataflow dataflow) {
    static constexpr std::array<const char*, dataflowCount> names = {"RS", "IS", "WS", "OS"};
    return names[static_cast<std::size_t>(dataflow)];
}

const DataflowRule& ruleOf(Dataflow dataflow) {
    using enum LoopDim;
    // Slots of R, S, P, Q, C, K in this order.
    static const std::array<DataflowRule, dataflowCount> rules = {{
        // A row of weights stays in a PE while the whole row of inputs slides past; PEs of a column add up R
        // rows.
        {{inArray, inRegisters, inArray | inDram, inBuffer, inRegisters | inArray | inDram,
          inRegisters | inArray | inBuffer | inDram},
         {Q, K},
         {C, P, K}},
        // A window of inputs stays while the filters pass.
        {{inRegisters, inRegisters, inRegisters | inArray | inDram, inRegisters | inArray | inDram,
          inRegisters | inArray | inDram, inRegisters | inArray | inBuffer},
         {K},
         {C, Q, P}},
        // Weights stay, each kernel position in a PE of its own, while the map passes.
        {{inArray, inArray, inArray | inBuffer, inArray | inBuffer, inRegisters | inArray | inDram,
          inRegisters | inArray | inBuffer | inDram},
         {Q, P, K},
         {C, K}},
        // Partial sums stay until they are complete: all reduction runs inside.
        {{inRegisters, inRegisters, inRegisters | inArray | inDram, inRegisters | inArray | inDram,
          inRegisters | inArray | inBuffer, inRegisters | inArray | inBuffer | inDram},
         {C, K},
         {Q, P, K}},
    }};
    return rules[static_cast<std::size_t>(dataflow)];
}

std::pair<double, double> mappingKey(double energyPj, double cycles, HardwareObjective objective) {
    switch (objective) {
    case HardwareObjective::Fps:
    case HardwareObjective::Latency:
        return {cycles, energyPj};
    case HardwareObjective::Energy:
        return {energyPj, cycles};
    case HardwareObjective::Edp:
        break;
    }
    return {energyPj * cycles, 0};
}

std::vector<AsicMapping> bestMappings(const AsicTemplate& asic, OperatorType op, const NestLayer& layer,
                                      std::int64_t pes, Dataflow dataflow, HardwareObjective objective,
                                      std::stop_token stop, std::int64_t besideWords) {
    return FamilyWalk(asic, op, layer, pes, dataflow, objective, std::move(stop), besideWords).run();
}

} // namespace pairscape::asic
