// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/accelerator/brute_force.h"

#include <algorithm>
#include <tuple>

namespace pairscape {

double operationPjOf(const Platform& platform, OperatorType op, bool unpacked) {
    const PeCost& pe = platform.peCost(op);
    return unpacked ? pe.alone->energyPj : pe.energyPj;
}

namespace {

struct Tried {
    Footprint needs;
    MappingCost cost;
    std::int64_t bufferBytes = 0;
};

std::vector<Tried> allMappings(const LayerShape& layer, const ArrayShape& array, DramRate rate, int batch) {
    std::vector<Tried> all;
    for (const PixelTile& tile : pixelTiles(layer, batch))
        for (const int out : channelTiles(layer.outChannels))
            for (const int in : layer.depthwise ? std::vector<int>{out} : channelTiles(layer.inChannels))
                for (const Stationary stationary :
                     {Stationary::Weights, Stationary::Inputs, Stationary::Outputs}) {
                    const Mapping mapping = {out, in, tile.rows, tile.columns, stationary};
                    Tried tried;
                    tried.needs =
                        footprint(layer, array, tilePixels(layer, batch, tile.rows, tile.columns), out, in);
                    tried.cost = mappingCost(layer, array, rate, batch, mapping);
                    tried.bufferBytes = bufferTraffic(layer, array, batch, mapping, tried.cost);
                    all.push_back(tried);
                }
    return all;
}

/// The best mapping for a rule within buffers, as docs/cost-model.md states the rules.
const Tried* bestOf(const std::vector<Tried>& mappings, int rule, const Chunk& buffers, DramRate rate) {
    const auto key = [&](const Tried& tried) {
        const std::int64_t cycles = tried.cost.cycles, bytes = tried.cost.dramBytes();
        const std::int64_t both = cycles * rate.bytesPer1024Cycles + bytes * 1024;
        return rule == 0   ? std::pair(cycles, bytes)
               : rule == 1 ? std::pair(both, cycles)
                           : std::pair(bytes, cycles);
    };
    const Tried* best = nullptr;
    for (const Tried& tried : mappings)
        if (tried.needs.input <= buffers.inputBufferBytes &&
            tried.needs.weight <= buffers.weightBufferBytes &&
            tried.needs.output <= buffers.outputBufferBytes && (!best || key(tried) < key(*best)))
            best = &tried;
    return best;
}

} // namespace

PlainSpace::PlainSpace(const Platform& platform, const Workload& workload, HardwareObjective objective)
    : platform_(platform), workload_(workload), objective_(objective) {
    for (std::size_t i = 0; i < workload.shapes.size(); ++i)
        macs_[indexOf(workload.ops[i])] += workload.shapes[i].macs();
    for (const OperatorType op : allOperatorTypes)
        if (macs_[indexOf(op)] > 0)
            ops_.push_back(op);
}

bool PlainSpace::fits(const Accelerator& accelerator) const {
    return place(accelerator, platform_).ok();
}

std::vector<PlainSpace::Design> PlainSpace::designs(OperatorType op, const Chunk& unrolls, int batch) const {
    const DramRate rate = DramRate::of(platform_);
    const ArrayShape array = arrayShape(unrolls, platform_.peCost(op));
    Accelerator alone;
    alone.chunks[indexOf(op)] = unrolls;
    Chunk& chunk = alone.chunks[indexOf(op)];
    chunk.inputBufferBytes = chunk.weightBufferBytes = chunk.outputBufferBytes = bufferSizes.front();
    if (!fits(alone))
        return {};
    std::vector<std::vector<Tried>> layers;
    for (std::size_t i = 0; i < workload_.shapes.size(); ++i)
        if (workload_.ops[i] == op)
            layers.push_back(allMappings(workload_.shapes[i], array, rate, batch));

    std::vector<Design> designs;
    for (const std::int64_t input : bufferSizes)
        for (const std::int64_t weight : bufferSizes)
            for (const std::int64_t output : bufferSizes) {
                chunk.inputBufferBytes = input;
                chunk.weightBufferBytes = weight;
                chunk.outputBufferBytes = output;
                if (!fits(alone))
                    break; // larger ones do not fit either
                for (int rule = 0; rule < 3; ++rule) {
                    Design design = {chunk, rule, {}};
                    design.totals.operationPj = operationPjOf(platform_, op, chunk.unpacked);
                    bool possible = true;
                    for (const std::vector<Tried>& mappings : layers) {
                        const Tried* best = bestOf(mappings, rule, chunk, rate);
                        possible = best != nullptr;
                        if (!possible)
                            break;
                        design.totals.cycles += best->cost.cycles;
                        design.totals.dramBytes += best->cost.dramBytes();
                        design.totals.bufferBytes += best->bufferBytes;
                    }
                    const bool repeated = rule > 0 && !designs.empty() && designs.back().chunk == chunk &&
                                          designs.back().totals == design.totals;
                    if (possible && !repeated)
                        designs.push_back(design);
                }
            }
    return designs;
}

double PlainSpace::objective(const std::array<Totals, operatorTypeCount>& totals, int batch) const {
    std::int64_t longest = 0, chain = 0, bytes = 0;
    double picojoule = 0;
    for (const OperatorType op : ops_) {
        const Totals& chunk = totals[indexOf(op)];
        longest = std::max(longest, chunk.cycles);
        chain += chunk.cycles;
        bytes += chunk.dramBytes;
        picojoule += static_cast<double>(macs_[indexOf(op)] * batch) * chunk.operationPj +
                     static_cast<double>(chunk.bufferBytes) * platform_.bufferPjPerByte +
                     static_cast<double>(chunk.dramBytes) * platform_.dramPjPerByte;
    }
    const double cycles =
        static_cast<double>(std::max(longest, DramRate::of(platform_).cycles(bytes))) / batch;
    const double energy =
        picojoule / batch + platform_.staticWatts * cycles / (platform_.clockMhz * 1e6) * 1e12;
    switch (objective_) {
    case HardwareObjective::Fps:
        return cycles;
    case HardwareObjective::Latency:
        return static_cast<double>(chain);
    case HardwareObjective::Energy:
        return energy;
    case HardwareObjective::Edp:
        return energy * static_cast<double>(chain);
    }
    return 0;
}

std::optional<double> bestByTryingAll(const PlainSpace& space, int maxBatch) {
    std::optional<double> best;
    for (const int batch : batches) {
        if (batch > maxBatch)
            break;
        std::array<std::vector<PlainSpace::Design>, operatorTypeCount> lists;
        for (const OperatorType op : space.ops())
            for (Chunk array : unrollChoices())
                for (const bool unpacked : {false, true}) {
                    array.unpacked = unpacked;
                    if (!unpacked || space.platform().peCost(op).alone)
                        for (const PlainSpace::Design& design : space.designs(op, array, batch))
                            lists[indexOf(op)].push_back(design);
                }
        Accelerator accelerator;
        accelerator.batch = batch;
        std::array<PlainSpace::Totals, operatorTypeCount> totals;
        const auto choose = [&](auto&& self, std::size_t n) -> void {
            if (n == space.ops().size()) {
                const double now = space.objective(totals, batch);
                if (!best || now < *best)
                    best = now;
                return;
            }
            const std::size_t op = indexOf(space.ops()[n]);
            const Chunk* last = nullptr;
            bool fits = false;
            for (const PlainSpace::Design& design : lists[op]) {
                if (!last || !(*last == design.chunk)) { // three rules in a row share a chunk
                    accelerator.chunks[op] = design.chunk;
                    fits = space.fits(accelerator);
                    last = &design.chunk;
                }
                if (!fits)
                    continue;
                totals[op] = design.totals;
                self(self, n + 1);
            }
            accelerator.chunks[op] = {};
        };
        choose(choose, 0);
    }
    return best;
}

} // namespace pairscape
