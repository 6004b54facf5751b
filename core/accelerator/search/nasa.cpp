// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// NASA's allocation (ICCAD 2022) on an FPGA: PEs in proportion to operation counts, so that the chunks take
// equally long at full use, and one dataflow for all layers of a chunk, the best of all combinations. NASA
// has one area budget; here the proportion grows until DSP or LUT end. Unrolls, buffers and batch are ours:
// it has none of them.
#include "core/accelerator/design_space.h"
#include "core/accelerator/search/buffer_growth.h"

#include <algorithm>
#include <cmath>

namespace pairscape {

namespace {

/// The unrolls that use most of `pes`; of these the ones whose buffers are least wide.
std::optional<Chunk> unrollsFor(std::int64_t pes, const PeCost& pe) {
    const Chunk* best = nullptr;
    const auto width = [&](const Chunk& chunk) {
        return chunk.unrollIn * chunk.unrollPixels * pe.activationBits +
               chunk.unrollOut * chunk.unrollIn * pe.weightBits + chunk.unrollOut * 32;
    };
    for (const Chunk& chunk : unrollChoices()) {
        if (chunk.pes() > pes)
            continue;
        if (!best || chunk.pes() > best->pes() || (chunk.pes() == best->pes() && width(chunk) < width(*best)))
            best = &chunk;
    }
    return best ? std::optional(*best) : std::nullopt;
}

/// Arrays with `share` PEs for each MAC-equivalent of the network; at least one PE for each chunk.
Accelerator arraysFor(const SearchProblem& problem, double share) {
    Accelerator accelerator;
    for (const OperatorType op : problem.presentOps()) {
        const double pes = std::max(1.0, std::floor(share * static_cast<double>(problem.work(op).macs)));
        accelerator.chunks[indexOf(op)] =
            *unrollsFor(static_cast<std::int64_t>(pes), problem.platform().peCost(op));
    }
    return accelerator;
}

bool logicFits(const SearchProblem& problem, const Accelerator& accelerator) {
    Resources use;
    for (const OperatorType op : problem.presentOps())
        use = use + logicOf(accelerator.chunks[indexOf(op)], problem.platform().peCost(op));
    return use.dsp <= problem.budget().dsp && use.lut <= problem.budget().lut;
}

/// A Stationary for each chunk, as the index that fronts take.
using Dataflows = std::array<int, operatorTypeCount>;

/// The combination of dataflows with the best score on an accelerator whose buffers are known.
Dataflows bestDataflows(SearchProblem& problem, const Accelerator& accelerator) {
    std::array<std::array<RuleTotals, 3>, operatorTypeCount> flows;
    for (const OperatorType op : problem.presentOps()) {
        const Chunk& chunk = accelerator.chunks[indexOf(op)];
        for (int stationary = 0; stationary < 3; ++stationary)
            flows[indexOf(op)][stationary] =
                problem.totals(op, chunk.unpacked, problem.fronts(op, chunk, accelerator.batch, stationary),
                               bufferIndices(chunk));
    }
    Dataflows best = {0, 0, 0};
    std::optional<Score> bestScore;
    for (int combination = 0; combination < 27; ++combination) {
        const Dataflows tried = {combination / 9, combination / 3 % 3, combination % 3};
        std::array<RuleTotals, operatorTypeCount> totals;
        bool repeated = false;
        for (const OperatorType op : allOperatorTypes)
            if (problem.work(op).present())
                totals[indexOf(op)] = flows[indexOf(op)][tried[indexOf(op)]];
            else
                repeated = repeated || tried[indexOf(op)] > 0;
        ChunkRules rules{};
        Score score;
        if (repeated || !problem.bestRules(totals, accelerator.batch, rules, score))
            continue;
        if (!bestScore || score < *bestScore) {
            bestScore = score;
            best = tried;
        }
    }
    return best;
}

} // namespace

Result<AcceleratorDesign> searchNasa(SearchProblem& problem) {
    // The largest share whose PEs fit, to a thousandth; smaller ones where its buffers do not fit.
    double low = 0, high = 1;
    for (int halving = 0; halving < 60; ++halving) {
        const double middle = 0.5 * (low + high);
        (logicFits(problem, arraysFor(problem, middle)) ? low : high) = middle;
    }
    std::optional<ScoredAccelerator> best;
    Dataflows bestFlows = {-1, -1, -1};
    for (double share = low; !best && share > 1e-12; share *= 0.75) {
        const Accelerator arrays = arraysFor(problem, share);
        for (const int batch : batches) {
            if (batch > problem.settings().maxBatch)
                break;
            Accelerator batched = arrays;
            batched.batch = batch;
            // Buffers for any dataflow, the best dataflow of each chunk on them, then buffers for those.
            const auto open = growBuffers(problem, batched);
            if (!open)
                continue;
            const Dataflows flows = bestDataflows(problem, open->accelerator);
            const auto grown = growBuffers(problem, batched, flows);
            if (grown && (!best || grown->score < best->score)) {
                best = grown;
                bestFlows = flows;
            }
        }
        if (problem.stopped())
            return stoppedError();
        if (std::all_of(problem.presentOps().begin(), problem.presentOps().end(),
                        [&](OperatorType op) { return arrays.chunks[indexOf(op)].pes() == 1; }))
            break;
    }
    if (!best)
        return nothingFits(problem);
    return problem.design(best->accelerator, best->rules, problem.fronts(best->accelerator, bestFlows));
}

} // namespace pairscape
