// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/accelerator/search/buffer_growth.h"

#include "core/accelerator/design_space.h"

#include <algorithm>

namespace pairscape {

namespace {

/// Sizes added to the input, weight and output buffer in one step: one, two, or one each of a pair.
constexpr std::array<std::array<int, 3>, 9> steps = {
    {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {2, 0, 0}, {0, 2, 0}, {0, 0, 2}, {1, 1, 0}, {1, 0, 1}, {0, 1, 1}}};

/// Smallest buffers that hold, for each layer, its mapping of least memory. Empty when a layer has none at
/// all.
std::optional<BufferIndices> smallestBuffers(const ChunkFronts& fronts) {
    BufferIndices least;
    for (const auto& front : fronts) {
        const FrontMapping* small = nullptr;
        const auto bytes = [](const FrontMapping& mapping) {
            return bufferSizes[mapping.needs.input] + bufferSizes[mapping.needs.weight] +
                   bufferSizes[mapping.needs.output];
        };
        for (const FrontMapping& mapping : front->mappings())
            if (!small || bytes(mapping) < bytes(*small))
                small = &mapping;
        if (!small)
            return std::nullopt;
        least.input = std::max(least.input, small->needs.input);
        least.weight = std::max(least.weight, small->needs.weight);
        least.output = std::max(least.output, small->needs.output);
    }
    return least;
}

/// Totals of one chunk by buffers, each combination added up once.
class TotalsCache {
  public:
    TotalsCache() : known_(1 << 12) {}

    const RuleTotals& of(const SearchProblem& problem, OperatorType op, const Chunk& chunk,
                         const ChunkFronts& fronts, const BufferIndices& buffers) {
        auto& known = known_[buffers.input << 8 | buffers.weight << 4 | buffers.output];
        if (!known)
            known = problem.totals(op, chunk.unpacked, fronts, buffers);
        return *known;
    }

  private:
    std::vector<std::optional<RuleTotals>> known_;
};

void setBuffers(Chunk& chunk, const BufferIndices& buffers) {
    chunk.inputBufferBytes = bufferSizes[buffers.input];
    chunk.weightBufferBytes = bufferSizes[buffers.weight];
    chunk.outputBufferBytes = bufferSizes[buffers.output];
}

std::int64_t memoryOf(const Resources& use) {
    return use.bram36 + std::int64_t{8} * use.uram;
}

} // namespace

std::optional<ScoredAccelerator> growBuffers(SearchProblem& problem, const Accelerator& arrays,
                                             const std::array<int, operatorTypeCount>& stationary) {
    ScoredAccelerator grown;
    grown.accelerator = arrays;
    AllFronts fronts;
    std::array<BufferIndices, operatorTypeCount> buffers;
    std::array<RuleTotals, operatorTypeCount> totals;
    for (const OperatorType op : problem.presentOps()) {
        const std::size_t c = indexOf(op);
        fronts[c] = problem.fronts(op, arrays.chunks[c], arrays.batch, stationary[c]);
        if (problem.stopped())
            return std::nullopt;
        const auto least = smallestBuffers(fronts[c]);
        if (!least)
            return std::nullopt;
        buffers[c] = *least;
        setBuffers(grown.accelerator.chunks[c], *least);
        totals[c] = problem.totals(op, arrays.chunks[c].unpacked, fronts[c], *least);
    }
    auto placed = tryPlace(grown.accelerator, problem.platform());
    if (!placed || !problem.bestRules(totals, arrays.batch, grown.rules, grown.score))
        return std::nullopt;

    std::array<TotalsCache, operatorTypeCount> cache;
    struct Candidate {
        std::size_t chunk = 0;
        BufferIndices buffers;
        ChunkRules rules{};
        Score score, gain;
    };
    while (!problem.stopped()) {
        std::optional<Candidate> best;
        for (const OperatorType op : problem.presentOps())
            for (const auto& step : steps) {
                Candidate candidate;
                candidate.chunk = indexOf(op);
                candidate.buffers = buffers[candidate.chunk];
                candidate.buffers.input = static_cast<std::int8_t>(candidate.buffers.input + step[0]);
                candidate.buffers.weight = static_cast<std::int8_t>(candidate.buffers.weight + step[1]);
                candidate.buffers.output = static_cast<std::int8_t>(candidate.buffers.output + step[2]);
                if (std::max({candidate.buffers.input, candidate.buffers.weight, candidate.buffers.output}) >=
                    bufferSizeCount)
                    continue;
                auto changed = totals;
                changed[candidate.chunk] = cache[candidate.chunk].of(
                    problem, op, arrays.chunks[candidate.chunk], fronts[candidate.chunk], candidate.buffers);
                if (changed[candidate.chunk] == totals[candidate.chunk] ||
                    !problem.bestRules(changed, arrays.batch, candidate.rules, candidate.score) ||
                    !(candidate.score < grown.score))
                    continue;
                Accelerator larger = grown.accelerator;
                setBuffers(larger.chunks[candidate.chunk], candidate.buffers);
                const auto fits = tryPlace(larger, problem.platform());
                if (!fits)
                    continue;
                const double memory = static_cast<double>(
                    std::max<std::int64_t>(1, memoryOf(fits->total) - memoryOf(placed->total)));
                candidate.gain = {(grown.score.first - candidate.score.first) / memory,
                                  (grown.score.second - candidate.score.second) / memory};
                if (!best || best->gain < candidate.gain)
                    best = candidate;
            }
        if (!best)
            break;
        buffers[best->chunk] = best->buffers;
        totals[best->chunk] =
            cache[best->chunk].of(problem, static_cast<OperatorType>(best->chunk), arrays.chunks[best->chunk],
                                  fronts[best->chunk], best->buffers);
        setBuffers(grown.accelerator.chunks[best->chunk], best->buffers);
        grown.rules = best->rules;
        grown.score = best->score;
        placed = tryPlace(grown.accelerator, problem.platform());
    }
    if (problem.stopped())
        return std::nullopt;
    return grown;
}

} // namespace pairscape
