// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/accelerator/asic/chunk_schedule.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <optional>
#include <tuple>

namespace pairscape::asic {

namespace {

using Count = std::int64_t;
constexpr Count never = std::numeric_limits<Count>::max();

/// The front's best mapping that needs no more than `words`.
const AsicMapping* bestWithin(const std::vector<AsicMapping>& front, Count words) {
    const auto after =
        std::upper_bound(front.begin(), front.end(), words,
                         [](Count limit, const AsicMapping& one) { return limit < one.cost.bufferWords; });
    return after == front.begin() ? nullptr : &*std::prev(after);
}

struct ChunkState {
    std::vector<std::size_t> layers; ///< of the network, in order
    std::size_t next = 0;
    Count free = 0; ///< when its current layer ends, or when it looks for room again
    Count held = 0; ///< words of its current layer
};

class Scheduler {
  public:
    Scheduler(const Network& network, Count bufferWords,
              const std::array<Dataflow, operatorTypeCount>& dataflows, const MappingFront& front)
        : network_(network), bufferWords_(bufferWords), dataflows_(dataflows), front_(front) {
        for (std::size_t i = 0; i < network.layers.size(); ++i)
            chunks_[indexOf(network.layers[i].op)].layers.push_back(i);
    }

    Result<std::vector<ScheduledLayer>> run() {
        for (const OperatorType op : {OperatorType::Shift, OperatorType::Adder, OperatorType::Conv})
            if (!chunks_[indexOf(op)].layers.empty())
                if (Status issued = issue(op); !issued)
                    return issued.error();
        while (true) {
            std::optional<OperatorType> first;
            for (const OperatorType op : allOperatorTypes) {
                const ChunkState& chunk = chunks_[indexOf(op)];
                if (chunk.next < chunk.layers.size() &&
                    (!first || chunk.free < chunks_[indexOf(*first)].free))
                    first = op;
            }
            if (!first)
                return std::move(scheduled_);
            if (Status issued = issue(*first); !issued)
                return issued.error();
        }
    }

  private:
    /// Starts a chunk's next layer, or lets the chunk wait until another one ends.
    Status issue(OperatorType op) {
        ChunkState& chunk = chunks_[indexOf(op)];
        const Count now = chunk.free;
        Count left = bufferWords_, nextEnd = never;
        for (const OperatorType other : allOperatorTypes) {
            const ChunkState& state = chunks_[indexOf(other)];
            if (other == op || state.free <= now || state.held == 0)
                continue;
            left -= state.held;
            nextEnd = std::min(nextEnd, state.free);
        }
        const std::size_t layer = chunk.layers[chunk.next];
        const AsicMapping* mapping = bestWithin(front_(layer, dataflows_[indexOf(op)]), left);
        if (mapping == nullptr && nextEnd == never)
            return Error{ErrorCode::Infeasible, "The layer '" + network_.layers[layer].name +
                                                    "' fits neither the registers nor the buffer under " +
                                                    dataflowName(dataflows_[indexOf(op)]) +
                                                    "; choose a larger template."};
        if (mapping == nullptr) {
            chunk.free = nextEnd;
            chunk.held = 0;
            return {};
        }
        scheduled_.push_back({layer, *mapping, now});
        chunk.held = mapping->cost.bufferWords;
        chunk.free = now + mapping->cost.cycles;
        ++chunk.next;
        return {};
    }

    const Network& network_;
    Count bufferWords_;
    const std::array<Dataflow, operatorTypeCount>& dataflows_;
    const MappingFront& front_;
    std::array<ChunkState, operatorTypeCount> chunks_;
    std::vector<ScheduledLayer> scheduled_;
};

/// Fronts by shape, operator and dataflow: a network has few different layers.
class FrontTable {
  public:
    FrontTable(const AsicTemplate& asic, const PesByOperator& pes, HardwareObjective objective,
               std::stop_token stop)
        : asic_(asic), pes_(pes), objective_(objective), stop_(std::move(stop)) {}

    const std::vector<AsicMapping>& front(const Layer& layer, Count besideWords, Dataflow dataflow) {
        const NestLayer nest = nestLayerOf(layer);
        const Key key(nest.extent, nest.stride, nest.depthwise, layer.op, besideWords, dataflow);
        auto at = fronts_.find(key);
        if (at == fronts_.end())
            at = fronts_
                     .emplace(key, bestMappings(asic_, layer.op, nest, pes_[indexOf(layer.op)], dataflow,
                                                objective_, stop_, besideWords))
                     .first;
        return at->second;
    }

    bool stopped() const { return stop_.stop_requested(); }

  private:
    using Key = std::tuple<std::array<int, loopDimCount>, int, bool, OperatorType, Count, Dataflow>;
    const AsicTemplate& asic_;
    const PesByOperator& pes_;
    HardwareObjective objective_;
    std::stop_token stop_;
    std::map<Key, std::vector<AsicMapping>> fronts_;
};

AsicDesign designOf(const AsicTemplate& asic, const Network& network, const PesByOperator& pes,
                    const std::array<Dataflow, operatorTypeCount>& dataflows,
                    std::vector<ScheduledLayer> layers) {
    AsicDesign design{pes, dataflows, std::move(layers), {}, 0, 0, 0, 0};
    // Sums in the network's order, so that they do not depend on who came first.
    std::sort(design.layers.begin(), design.layers.end(),
              [](const ScheduledLayer& a, const ScheduledLayer& b) { return a.layer < b.layer; });
    for (const ScheduledLayer& one : design.layers) {
        design.busyCycles[indexOf(network.layers[one.layer].op)] += one.mapping.cost.cycles;
        design.intervalCycles = std::max(design.intervalCycles, one.end());
        design.latencyCycles += one.mapping.cost.cycles;
        design.energyPj += one.mapping.cost.energyPj;
        design.dramBytes += one.mapping.cost.dramBytes;
    }
    design.intervalCycles = std::max(
        design.intervalCycles, static_cast<Count>(std::ceil(design.dramBytes / asic.dramBytesPerCycle())));
    return design;
}

/// Smaller is better.
std::pair<double, double> designKey(const AsicDesign& design, HardwareObjective objective) {
    const bool delay = objective == HardwareObjective::Latency || objective == HardwareObjective::Edp;
    return mappingKey(design.energyPj,
                      static_cast<double>(delay ? design.latencyCycles : design.intervalCycles), objective);
}

} // namespace

Result<PesByOperator> allocatePes(const AsicTemplate& asic, const OperationCounts& counts) {
    double weighted = 0;
    for (const OperatorType op : allOperatorTypes)
        weighted += static_cast<double>(counts.macs[indexOf(op)]) * asic.of(op).area;
    PesByOperator pes{};
    double left = asic.peAreaBudget;
    for (const OperatorType op : allOperatorTypes) {
        const auto macs = static_cast<double>(counts.macs[indexOf(op)]);
        if (macs == 0)
            continue;
        pes[indexOf(op)] =
            std::max<Count>(1, static_cast<Count>(std::floor(asic.peAreaBudget / weighted * macs)));
        left -= static_cast<double>(pes[indexOf(op)]) * asic.of(op).area;
    }
    // A chunk of few operations was given more than its share: the others give way, the largest first.
    while (left < -1e-9) {
        const auto largest = std::max_element(pes.begin(), pes.end());
        if (*largest <= 1)
            return Error{ErrorCode::Infeasible,
                         "The template's PE area holds no PE for each operator type of the "
                         "network; raise 'pe_area_budget'."};
        --*largest;
        left += asic.pe[static_cast<std::size_t>(largest - pes.begin())].area;
    }
    while (true) {
        std::optional<OperatorType> busiest;
        const auto load = [&](OperatorType op) {
            return static_cast<double>(counts.macs[indexOf(op)]) / static_cast<double>(pes[indexOf(op)]);
        };
        for (const OperatorType op : allOperatorTypes)
            if (pes[indexOf(op)] > 0 && asic.of(op).area <= left + 1e-9 &&
                (!busiest || load(op) > load(*busiest)))
                busiest = op;
        if (!busiest)
            return pes;
        ++pes[indexOf(*busiest)];
        left -= asic.of(*busiest).area;
    }
}

NestLayer nestLayerOf(const Layer& layer) {
    NestLayer nest;
    nest.stride = layer.stride;
    nest.depthwise = layer.depthwise();
    nest[LoopDim::R] = nest[LoopDim::S] = layer.kernel;
    nest[LoopDim::P] = layer.outHeight;
    nest[LoopDim::Q] = layer.outWidth;
    nest[LoopDim::C] = nest.depthwise ? layer.inChannels : layer.inChannels / layer.groups;
    nest[LoopDim::K] = nest.depthwise ? 1 : layer.outChannels;
    return nest;
}

std::int64_t besideWordsOf(const LayerShape& shape) {
    const Count pooledFrom = Count{shape.pool} * shape.pool - 1;
    const Count input = Count{shape.inRows} * shape.inColumns * shape.inChannels;
    const Count output = Count{shape.outRows} * shape.outColumns * shape.outChannels;
    return pooledFrom * input + shape.addend * output + (shape.scaled ? shape.inChannels : 0);
}

Result<std::vector<ScheduledLayer>> scheduleChunks(const Network& network, std::int64_t bufferWords,
                                                   const std::array<Dataflow, operatorTypeCount>& dataflows,
                                                   const MappingFront& front) {
    return Scheduler(network, bufferWords, dataflows, front).run();
}

Result<AsicDesign> bestAsicDesign(const AsicTemplate& asic, const Network& network,
                                  HardwareObjective objective, std::stop_token stop) {
    const OperationCounts counts = network.counts();
    const auto pes = allocatePes(asic, counts);
    if (!pes)
        return pes.error();
    const auto workload = workloadOf(network);
    if (!workload)
        return workload.error();
    FrontTable table(asic, *pes, objective, std::move(stop));
    const MappingFront front = [&](std::size_t layer, Dataflow dataflow) -> const std::vector<AsicMapping>& {
        return table.front(network.layers[layer], besideWordsOf(workload->shapes[layer]), dataflow);
    };
    const auto choices = [&](OperatorType op) {
        return (*pes)[indexOf(op)] > 0 ? std::vector<Dataflow>(allDataflows.begin(), allDataflows.end())
                                       : std::vector<Dataflow>{Dataflow::RowStationary};
    };
    std::optional<AsicDesign> best;
    std::optional<Error> obstacle;
    for (const Dataflow conv : choices(OperatorType::Conv))
        for (const Dataflow shift : choices(OperatorType::Shift))
            for (const Dataflow adder : choices(OperatorType::Adder)) {
                const std::array<Dataflow, operatorTypeCount> dataflows = {conv, shift, adder};
                auto layers = scheduleChunks(network, asic.globalBufferWords, dataflows, front);
                if (table.stopped())
                    return Error{ErrorCode::Stopped, "The search of an ASIC design was stopped."};
                if (!layers) {
                    obstacle = layers.error();
                    continue;
                }
                AsicDesign design = designOf(asic, network, *pes, dataflows, std::move(*layers));
                if (!best || designKey(design, objective) < designKey(*best, objective))
                    best = std::move(design);
            }
    if (!best)
        return *obstacle;
    return *best;
}

} // namespace pairscape::asic
