// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/accelerator/search/search_problem.h"

#include "core/accelerator/design_space.h"
#include "core/accelerator/energy.h"
#include "core/accelerator/schedule.h"

#include <algorithm>
#include <string>
#include <utility>

namespace pairscape {

namespace {

LayerCost layerCost(const Platform& platform, OperatorType op, const Chunk& chunk, std::int64_t macs,
                    const FrontMapping& chosen) {
    LayerCost layer;
    layer.chunk = op;
    layer.mapping = chosen.mapping;
    layer.cycles = chosen.cycles;
    layer.computeCycles = chosen.computeCycles;
    layer.inputBytes = chosen.inputBytes;
    layer.weightBytes = chosen.weightBytes;
    layer.outputBytes = chosen.dramBytes - chosen.inputBytes - chosen.weightBytes;
    layer.bound = chosen.bound;
    layer.utilisation =
        static_cast<double>(macs) / (static_cast<double>(chosen.cycles) * static_cast<double>(chunk.pes()));
    layer.energyPj = dynamicEnergyPj(platform, {macs, platform.peCost(op).form(chunk.unpacked).energyPj,
                                                chosen.bufferBytes, chosen.dramBytes});
    return layer;
}

} // namespace

SearchProblem::SearchProblem(const Platform& platform, const AcceleratorSearchSettings& settings,
                             const Workload& workload, const ArrayCatalog& arrays, LayerTable& table,
                             std::stop_token stop)
    : platform_(platform), settings_(settings), workload_(workload), arrays_(arrays), table_(table),
      stop_(std::move(stop)), budget_(platform.budget()), rate_(DramRate::of(platform)) {
    groupOf_.reserve(workload.shapes.size());
    for (std::size_t i = 0; i < workload.shapes.size(); ++i) {
        ChunkWork& work = works_[indexOf(workload.ops[i])];
        const LayerShape& shape = workload.shapes[i];
        const std::uint64_t hash = shape.hash();
        const auto same = std::find_if(work.groups.begin(), work.groups.end(), [&](const LayerGroup& group) {
            return group.hash == hash && group.shape == shape;
        });
        groupOf_.push_back(static_cast<int>(same - work.groups.begin()));
        if (same == work.groups.end()) {
            if (work.groups.empty())
                work.groups.reserve(workload.shapes.size());
            work.groups.push_back({shape, hash, static_cast<int>(i), 1});
        } else {
            ++same->count;
        }
        work.macs += shape.macs();
    }
    for (const OperatorType op : allOperatorTypes)
        if (works_[indexOf(op)].present())
            present_.push_back(op);
}

ChunkFronts SearchProblem::fronts(OperatorType op, const Chunk& chunk, int batch, int stationary) {
    const ArrayShape array = arrayShape(chunk, platform_.peCost(op));
    const std::vector<LayerGroup>& groups = work(op).groups;
    ChunkFronts fronts = table_.known({{}, array, batch, stationary}, groups);
    for (std::size_t g = 0; g < fronts.size(); ++g) {
        if (fronts[g])
            continue;
        if (stopped()) {
            fronts.resize(g);
            break;
        }
        fronts[g] = table_.front({groups[g].shape, array, batch, stationary}, evaluated_);
    }
    return fronts;
}

AllFronts SearchProblem::fronts(const Accelerator& accelerator,
                                const std::array<int, operatorTypeCount>& stationary) {
    AllFronts all;
    for (const OperatorType op : present_)
        if (accelerator.chunks[indexOf(op)].present())
            all[indexOf(op)] =
                fronts(op, accelerator.chunks[indexOf(op)], accelerator.batch, stationary[indexOf(op)]);
    return all;
}

AllFronts SearchProblem::frontsWithin(const Accelerator& accelerator) {
    AllFronts all;
    for (const OperatorType op : present_) {
        const Chunk& chunk = accelerator.chunks[indexOf(op)];
        if (!chunk.present())
            continue;
        if (listedBuffers(chunk)) {
            all[indexOf(op)] = fronts(op, chunk, accelerator.batch);
            continue;
        }
        const ArrayShape array = arrayShape(chunk, platform_.peCost(op));
        for (const LayerGroup& group : work(op).groups)
            all[indexOf(op)].push_back(std::make_shared<const MappingFront>(findFrontWithin(
                {group.shape, array, accelerator.batch, -1}, rate_,
                {chunk.inputBufferBytes, chunk.weightBufferBytes, chunk.outputBufferBytes}, evaluated_)));
    }
    return all;
}

RuleTotals SearchProblem::totals(OperatorType op, bool unpacked, const ChunkFronts& fronts,
                                 const BufferIndices& buffers) const {
    const std::vector<LayerGroup>& groups = work(op).groups;
    const double operationPj = platform_.peCost(op).form(unpacked).energyPj;
    RuleTotals totals;
    for (std::size_t r = 0; r < mappingRuleCount; ++r) {
        ChunkTotals& total = totals[r];
        total.operationPj = operationPj;
        for (std::size_t g = 0; g < groups.size(); ++g) {
            const FrontMapping* best =
                g < fronts.size() ? fronts[g]->best(static_cast<MappingRule>(r), buffers) : nullptr;
            if (!best) {
                total.feasible = false;
                break;
            }
            const auto times = std::int64_t{groups[g].count};
            total.cycles += times * best->cycles;
            total.dramBytes += times * best->dramBytes;
            total.bufferBytes += times * best->bufferBytes;
        }
    }
    return totals;
}

const std::vector<ChunkTotals>& SearchProblem::leastTotals(OperatorType op, int batch) {
    const auto place = std::find(batches.begin(), batches.end(), batch) - batches.begin();
    std::vector<ChunkTotals>& least = least_[indexOf(op)][static_cast<std::size_t>(place)];
    if (!least.empty() || arrays(op).empty())
        return least;
    least.resize(arrays(op).size());
    for (std::size_t n = 0; n < least.size(); ++n)
        least[n].operationPj = platform_.peCost(op).form(arrays(op)[n].chunk.unpacked).energyPj;
    for (const LayerGroup& group : work(op).groups) {
        const auto times = std::int64_t{group.count};
        const std::int64_t bytes = compulsoryBytes(group.shape, arrays(op).front().shape, batch);
        const std::int64_t dram = rate_.cycles(bytes);
        for (std::size_t n = 0; n < least.size(); ++n) {
            const ArrayShape& array = arrays(op)[n].shape;
            least[n].cycles += times * std::max(dram, leastComputeCycles(group.shape, array, batch));
            least[n].dramBytes += times * bytes;
            least[n].bufferBytes += times * (leastArrayTraffic(group.shape, array, batch) + bytes);
        }
    }
    return least;
}

Score SearchProblem::score(const std::array<ChunkTotals, operatorTypeCount>& totals, int batch) const {
    std::int64_t busiest = 0, chain = 0, bytes = 0;
    for (const OperatorType op : present_) {
        const ChunkTotals& total = totals[indexOf(op)];
        busiest = std::max(busiest, total.cycles);
        chain += total.cycles;
        bytes += total.dramBytes;
    }
    const double interval = static_cast<double>(std::max(busiest, rate_.cycles(bytes))) / batch;
    const double latency = static_cast<double>(chain);
    if (settings_.objective == HardwareObjective::Fps)
        return {interval, latency};
    if (settings_.objective == HardwareObjective::Latency)
        return {latency, interval};
    double energy = 0;
    for (const OperatorType op : present_) {
        const ChunkTotals& total = totals[indexOf(op)];
        energy += dynamicEnergyPj(
            platform_, {work(op).macs * batch, total.operationPj, total.bufferBytes, total.dramBytes});
    }
    energy = energy / batch + staticEnergyPj(platform_, interval);
    return {settings_.objective == HardwareObjective::Energy ? energy : energy * latency, interval};
}

bool SearchProblem::bestRules(const std::array<RuleTotals, operatorTypeCount>& totals, int batch,
                              ChunkRules& rules, Score& best) const {
    bool found = false;
    std::array<ChunkTotals, operatorTypeCount> chosen;
    ChunkRules tried = {};
    const auto choose = [&](auto&& self, std::size_t n) -> void {
        if (n == present_.size()) {
            const Score now = score(chosen, batch);
            if (!found || now < best) {
                found = true;
                best = now;
                rules = tried;
            }
            return;
        }
        const std::size_t op = indexOf(present_[n]);
        for (std::size_t r = 0; r < mappingRuleCount; ++r) {
            if (!totals[op][r].feasible || (r > 0 && totals[op][r] == totals[op][r - 1]))
                continue;
            chosen[op] = totals[op][r];
            tried[op] = static_cast<MappingRule>(r);
            self(self, n + 1);
        }
    };
    choose(choose, 0);
    return found;
}

Result<AcceleratorDesign> SearchProblem::design(const Accelerator& accelerator, const ChunkRules& rules,
                                                const AllFronts& fronts) const {
    const Result<Placement> placed = place(accelerator, platform_);
    if (!placed)
        return placed.error();
    AcceleratorDesign design;
    design.accelerator = accelerator;
    HardwareCost& cost = design.cost;
    cost.layers.resize(workload_.shapes.size());
    cost.use = placed->total;
    std::vector<std::int64_t> cycles(workload_.shapes.size());
    std::array<int, operatorTypeCount> activationBytes = {1, 1, 1};
    std::array<std::array<std::int64_t, 4>, operatorTypeCount> waits{}; // cycles of layers by their bound
    std::int64_t bytes = 0, macs = 0;
    double energy = 0;
    const int batch = accelerator.batch;
    for (const OperatorType op : present_) {
        const Chunk& chunk = accelerator.chunks[indexOf(op)];
        if (!chunk.present())
            return Error{ErrorCode::Infeasible, "The network has " + std::string(operatorTypeName(op)) +
                                                    " layers but the accelerator has no " +
                                                    std::string(operatorTypeName(op)) + " chunk; add one."};
        const ArrayShape array = arrayShape(chunk, platform_.peCost(op));
        const BufferIndices buffers = bufferIndices(chunk);
        const MappingRule rule = rules[indexOf(op)];
        activationBytes[indexOf(op)] = array.activationBytes;
        ChunkCost& share = cost.chunks[indexOf(op)];
        share.use = placed->chunks[indexOf(op)];
        share.pes = chunk.pes();
        share.macs = work(op).macs;
        std::int64_t bufferBytes = 0;
        const ChunkFronts& mappings = fronts[indexOf(op)];
        for (std::size_t g = 0; g < work(op).groups.size(); ++g) {
            const LayerGroup& group = work(op).groups[g];
            if (g >= mappings.size())
                return stoppedError(); // before they were all known
            const FrontMapping* best = mappings[g]->best(rule, buffers);
            if (!best)
                return Error{ErrorCode::Infeasible, "Layer " + std::to_string(group.first + 1) +
                                                        " of the network has no tile small enough for the " +
                                                        std::string(operatorTypeName(op)) +
                                                        " chunk's buffers; enlarge them."};
            const LayerCost layer = layerCost(platform_, op, chunk, group.shape.macs() * batch, *best);
            for (std::size_t i = group.first, left = group.count; left > 0; ++i)
                if (workload_.ops[i] == op && groupOf_[i] == static_cast<int>(g)) {
                    cost.layers[i] = layer;
                    cycles[i] = layer.cycles;
                    --left;
                }
            const auto times = std::int64_t{group.count};
            share.layers += static_cast<int>(times);
            share.cycles += times * layer.cycles;
            share.dramBytes += times * layer.dramBytes();
            bufferBytes += times * best->bufferBytes;
            waits[indexOf(op)][static_cast<std::size_t>(layer.bound)] += times * layer.cycles;
        }
        bytes += share.dramBytes;
        macs += share.macs;
        energy += dynamicEnergyPj(platform_,
                                  {share.macs * batch, platform_.peCost(op).form(chunk.unpacked).energyPj,
                                   bufferBytes, share.dramBytes});
        if (share.cycles > cost.chunks[indexOf(cost.bottleneck)].cycles || op == present_.front())
            cost.bottleneck = op;
    }

    const Schedule schedule = scheduleOf(workload_, cycles, bytes, rate_, batch, activationBytes);
    const double hertz = platform_.clockMhz * 1e6;
    const double interval = static_cast<double>(schedule.intervalCycles);
    cost.intervalCycles = schedule.intervalCycles;
    cost.fps = interval > 0 ? batch * hertz / interval : 0;
    cost.throughputGops = 2e-9 * static_cast<double>(macs) * cost.fps;
    cost.latencySeconds = static_cast<double>(schedule.chainCycles) / hertz;
    cost.energyJoule = 1e-12 * (energy / batch + staticEnergyPj(platform_, interval / batch));
    cost.powerWatts = cost.energyJoule * cost.fps;
    cost.imagesInFlight = schedule.batchesInFlight * batch;
    cost.inFlightBytes = schedule.inFlightBytes;
    for (ChunkCost& share : cost.chunks)
        share.busy = interval > 0 ? static_cast<double>(share.cycles) / interval : 0;
    const auto& reasons = waits[indexOf(cost.bottleneck)];
    cost.bound = schedule.dramCycles >= schedule.chunkCycles[indexOf(cost.bottleneck)]
                     ? Bound::Dram
                     : static_cast<Bound>(std::max_element(reasons.begin(), reasons.end()) - reasons.begin());
    design.evaluated = evaluated_;
    return design;
}

Error stoppedError() {
    return {ErrorCode::Stopped, "The accelerator search was stopped; start it again to have a result."};
}

Error nothingFits(const SearchProblem& problem) {
    // Try the smallest of everything, so that the message can say what is short.
    Accelerator smallest;
    for (const OperatorType op : problem.presentOps())
        smallest.chunks[indexOf(op)] = {
            1, 1, 1, bufferSizes.front(), bufferSizes.front(), bufferSizes.front()};
    const Result<Placement> placed = place(smallest, problem.platform());
    if (!placed) {
        std::string message = placed.error().message;
        if (message.starts_with("The accelerator does not fit"))
            message = "Not even the smallest accelerator for this network fits" +
                      message.substr(std::string("The accelerator does not fit").size());
        if (const auto tail = message.find("; choose"); tail != std::string::npos)
            message = message.substr(0, tail) +
                      "; choose a larger platform or a network with fewer operator types.";
        return {ErrorCode::Infeasible, message};
    }
    return {ErrorCode::Infeasible,
            "No buffers that fit platform '" + problem.platform().name +
                "' hold a tile of every layer; choose a platform with more BRAM36 or URAM."};
}

} // namespace pairscape
