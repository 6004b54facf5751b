// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/accelerator/search/chunk_options.h"

#include <algorithm>
#include <limits>
#include <optional>

namespace pairscape {

namespace {

/// Sizes of each buffer at which some layer gains a mapping, from the smallest with which every layer has
/// one.
struct BufferGrid {
    std::array<std::vector<std::int8_t>, 3> sizes;
};

BufferGrid gridOf(const ChunkFronts& fronts) {
    std::array<std::array<bool, bufferSizeCount>, 3> seen{};
    std::array<std::int8_t, 3> least{};
    for (const auto& front : fronts) {
        std::array<std::int8_t, 3> smallest = {bufferSizeCount, bufferSizeCount, bufferSizeCount};
        for (const FrontMapping& mapping : front->mappings()) {
            const std::array<std::int8_t, 3> needs = {mapping.needs.input, mapping.needs.weight,
                                                      mapping.needs.output};
            for (std::size_t b = 0; b < 3; ++b) {
                seen[b][needs[b]] = true;
                smallest[b] = std::min(smallest[b], needs[b]);
            }
        }
        for (std::size_t b = 0; b < 3; ++b)
            least[b] = std::max(least[b], smallest[b]);
    }
    BufferGrid grid;
    for (std::size_t b = 0; b < 3; ++b)
        for (std::int8_t size = least[b]; size < bufferSizeCount; ++size)
            if (seen[b][size])
                grid.sizes[b].push_back(size);
    return grid;
}

/// The splits of three buffers between BRAM36 and URAM that no other split beats.
struct MemorySplits {
    std::array<Resources, 8> uses;
    int count = 0;
};

MemorySplits splitsOf(const ArrayChoice& choice, const BufferIndices& buffers, const Resources& leastOfOthers,
                      const Resources& budget) {
    MemorySplits splits;
    const std::array<std::int8_t, 3> at = {buffers.input, buffers.weight, buffers.output};
    for (int split = 0; split < (budget.uram > 0 ? 8 : 1); ++split) {
        Resources use;
        for (std::size_t b = 0; b < 3; ++b)
            (split >> b & 1 ? use.uram : use.bram36) +=
                split >> b & 1 ? choice.uram[b][at[b]] : choice.bram36[b][at[b]];
        if (!roomFor(choice.logic + use, leastOfOthers, budget))
            continue;
        bool beaten = false;
        for (int other = 0; other < splits.count && !beaten; ++other)
            beaten = splits.uses[other].fitsIn(use);
        if (!beaten)
            splits.uses[splits.count++] = use;
    }
    return splits;
}

} // namespace

namespace {

LeastOf nothingYet() {
    constexpr std::int64_t many = std::numeric_limits<std::int64_t>::max();
    constexpr int most = std::numeric_limits<int>::max();
    return {{many, many, many, std::numeric_limits<double>::infinity(), true}, {most, most, most, 0}};
}

void lower(LeastOf& least, const ChunkTotals& totals, const Resources& logic, int blocks) {
    least.totals.cycles = std::min(least.totals.cycles, totals.cycles);
    least.totals.dramBytes = std::min(least.totals.dramBytes, totals.dramBytes);
    least.totals.bufferBytes = std::min(least.totals.bufferBytes, totals.bufferBytes);
    least.totals.operationPj = std::min(least.totals.operationPj, totals.operationPj);
    least.use.dsp = std::min(least.use.dsp, logic.dsp);
    least.use.lut = std::min(least.use.lut, logic.lut);
    least.use.bram36 = std::min(least.use.bram36, blocks);
}

} // namespace

LeastOf leastOf(SearchProblem& problem, OperatorType op, int batch, const std::vector<std::int32_t>& arrays) {
    if (arrays.empty())
        return {};
    const std::vector<ChunkTotals>& totals = problem.leastTotals(op, batch);
    LeastOf least = nothingYet();
    for (const std::int32_t n : arrays)
        lower(least, totals[n], problem.arrays(op)[n].logic, problem.arrays(op)[n].leastBlocks);
    return least;
}

LeastOf leastOf(const std::vector<ChunkItem>& items) {
    if (items.empty())
        return {};
    LeastOf least = nothingYet();
    for (const ChunkItem& item : items)
        lower(least, item.totals, item.use, item.use.bram36 + item.use.uram);
    return least;
}

LeastWithin::LeastWithin(const std::vector<ChunkItem>& items, const Resources& budget)
    : lut_(budget.lut), blocks_(budget.bram36 + budget.uram), nothing_(nothingYet().totals) {
    nothing_.feasible = false;
    least_.assign(std::size_t{steps} * steps, nothing_);
    const auto take = [](ChunkTotals& into, const ChunkTotals& from) {
        into.cycles = std::min(into.cycles, from.cycles);
        into.dramBytes = std::min(into.dramBytes, from.dramBytes);
        into.bufferBytes = std::min(into.bufferBytes, from.bufferBytes);
        into.operationPj = std::min(into.operationPj, from.operationPj);
        into.feasible = into.feasible || from.feasible;
    };
    for (const ChunkItem& item : items)
        take(least_[cell(item.use.lut, lut_) * steps + cell(item.use.bram36 + item.use.uram, blocks_)],
             item.totals);
    for (int l = 0; l < steps; ++l)
        for (int b = 0; b < steps; ++b) {
            if (l > 0)
                take(least_[l * steps + b], least_[(l - 1) * steps + b]);
            if (b > 0)
                take(least_[l * steps + b], least_[l * steps + b - 1]);
        }
}

const ChunkTotals& LeastWithin::of(int lut, int blocks) const {
    return lut < 0 || blocks < 0
               ? nothing_
               : least_[cell(std::min(lut, lut_), lut_) * steps + cell(std::min(blocks, blocks_), blocks_)];
}

bool roomFor(const Resources& use, const Resources& leastOfOthers, const Resources& budget) {
    return use.dsp + leastOfOthers.dsp <= budget.dsp && use.lut + leastOfOthers.lut <= budget.lut &&
           use.bram36 <= budget.bram36 && use.uram <= budget.uram &&
           use.bram36 + use.uram + leastOfOthers.bram36 <= budget.bram36 + budget.uram;
}

void appendItems(SearchProblem& problem, OperatorType op, int batch, std::int32_t array,
                 const Resources& leastOfOthers, const std::array<ChunkTotals, operatorTypeCount>& others,
                 double limit, std::vector<ChunkItem>& items) {
    const ArrayChoice& choice = problem.arrays(op)[array];
    const auto fronts = problem.fronts(op, choice.chunk, batch);
    if (problem.stopped())
        return;
    auto totals = others;
    const auto boundOf = [&](const ChunkTotals& chunk) {
        totals[indexOf(op)] = chunk;
        return problem.score(totals, batch).first;
    };
    const BufferGrid grid = gridOf(fronts);
    const auto &inputs = grid.sizes[0], &weights = grid.sizes[1], &outputs = grid.sizes[2];
    if (inputs.empty() || weights.empty() || outputs.empty())
        return;
    std::vector<std::optional<RuleTotals>> known(inputs.size() * weights.size() * outputs.size());
    const auto at = [&](std::size_t i, std::size_t w, std::size_t o) -> const RuleTotals& {
        auto& here = known[(i * weights.size() + w) * outputs.size() + o];
        if (!here)
            here = problem.totals(op, choice.chunk.unpacked, fronts, {inputs[i], weights[w], outputs[o]});
        return *here;
    };
    // Larger buffers never have fewer good mappings: where even the largest of a row miss the limit, all do.
    const std::int64_t leastBufferBytes = problem.leastTotals(op, batch)[array].bufferBytes;
    const auto hopeless = [&](std::size_t i, std::size_t w, std::size_t o) {
        const RuleTotals& largest = at(i, w, o);
        const ChunkTotals& fastest = largest[static_cast<std::size_t>(MappingRule::Fastest)];
        const ChunkTotals& leanest = largest[static_cast<std::size_t>(MappingRule::Leanest)];
        return !fastest.feasible ||
               !(boundOf({fastest.cycles, leanest.dramBytes, leastBufferBytes, fastest.operationPj}) < limit);
    };
    const std::size_t lastW = weights.size() - 1, lastO = outputs.size() - 1;
    if (hopeless(inputs.size() - 1, lastW, lastO))
        return;
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        if (hopeless(i, lastW, lastO))
            continue;
        for (std::size_t w = 0; w < weights.size(); ++w) {
            if (hopeless(i, w, lastO))
                continue;
            for (std::size_t o = 0; o < outputs.size(); ++o) {
                const BufferIndices buffers = {inputs[i], weights[w], outputs[o]};
                const MemorySplits splits = splitsOf(choice, buffers, leastOfOthers, problem.budget());
                if (splits.count == 0)
                    break; // larger outputs take more
                const RuleTotals& here = at(i, w, o);
                for (std::size_t r = 0; r < mappingRuleCount; ++r) {
                    const ChunkTotals& total = here[r];
                    if (!total.feasible || (r > 0 && total == here[r - 1]) ||
                        (i > 0 && total == at(i - 1, w, o)[r]) || (w > 0 && total == at(i, w - 1, o)[r]) ||
                        (o > 0 && total == at(i, w, o - 1)[r]))
                        continue;
                    const double bound = boundOf(total);
                    if (!(bound < limit))
                        continue;
                    for (int split = 0; split < splits.count; ++split)
                        items.push_back({array, buffers, static_cast<MappingRule>(r), total,
                                         choice.logic + splits.uses[split], bound});
                }
            }
        }
    }
}

void keepPareto(std::vector<ChunkItem>& items, bool energyMatters) {
    std::stable_sort(items.begin(), items.end(), [](const ChunkItem& a, const ChunkItem& b) {
        return a.bound < b.bound || (a.bound == b.bound && a.totals.cycles < b.totals.cycles);
    });
    const auto beats = [&](const ChunkItem& a, const ChunkItem& b) {
        return a.totals.cycles <= b.totals.cycles && a.totals.dramBytes <= b.totals.dramBytes &&
               a.use.fitsIn(b.use) &&
               (!energyMatters || (a.totals.bufferBytes <= b.totals.bufferBytes &&
                                   a.totals.operationPj <= b.totals.operationPj));
    };
    std::size_t kept = 0;
    for (std::size_t n = 0; n < items.size(); ++n) {
        bool beaten = false;
        for (std::size_t k = 0; k < kept && !beaten; ++k)
            beaten = beats(items[k], items[n]);
        if (!beaten)
            items[kept++] = items[n];
    }
    items.resize(kept);
}

} // namespace pairscape
