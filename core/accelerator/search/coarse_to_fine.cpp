// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Our reading of NASH's coarse-to-fine search. Coarse: for each batch, the split of DSP and LUT among the
// chunks and their unrolls, by roofline: every layer as fast as its array or its compulsory DRAM traffic
// allows. Fine: for the best few of them, buffers and with them the mappings of all layers.
#include "core/accelerator/design_space.h"
#include "core/accelerator/search/buffer_growth.h"

#include <algorithm>
#include <limits>

namespace pairscape {

namespace {

constexpr std::size_t finalistCount = 10; ///< splits that reach the fine stage, over all batches

/// One choice of unrolls for one chunk, by roofline.
struct CoarseChunk {
    Chunk chunk;
    ChunkTotals totals; ///< what no design with these unrolls can better
    Resources use; ///< bram36: memory blocks of either kind that the smallest buffers of these widths take
};

struct CoarseSplit {
    Accelerator accelerator;
    Score score; ///< of the chunks' totals
};

bool fits(const Resources& use, const Resources& budget) {
    return use.dsp <= budget.dsp && use.lut <= budget.lut && use.bram36 <= budget.bram36 + budget.uram;
}

/// Drops choices that another one beats in totals and every resource; leaves the rest fastest first.
std::vector<CoarseChunk> paretoOf(std::vector<CoarseChunk> choices, bool energyMatters) {
    std::stable_sort(choices.begin(), choices.end(), [](const CoarseChunk& a, const CoarseChunk& b) {
        return a.totals.cycles < b.totals.cycles;
    });
    std::vector<CoarseChunk> kept;
    for (const CoarseChunk& choice : choices)
        if (std::none_of(kept.begin(), kept.end(), [&](const CoarseChunk& other) {
                return other.totals.cycles <= choice.totals.cycles && other.use.fitsIn(choice.use) &&
                       (!energyMatters || (other.totals.bufferBytes <= choice.totals.bufferBytes &&
                                           other.totals.operationPj <= choice.totals.operationPj));
            }))
            kept.push_back(choice);
    return kept;
}

std::vector<CoarseChunk> coarseChoices(SearchProblem& problem, OperatorType op, int batch) {
    const std::vector<ChunkTotals>& least = problem.leastTotals(op, batch);
    std::vector<CoarseChunk> choices;
    for (std::size_t n = 0; n < least.size(); ++n) {
        const ArrayChoice& array = problem.arrays(op)[n];
        Resources use = array.logic;
        use.bram36 = array.leastBlocks;
        choices.push_back({array.chunk, least[n], use});
    }
    return paretoOf(std::move(choices), problem.energyMatters());
}

/// The best few splits for one batch.
class SplitSearch {
  public:
    SplitSearch(SearchProblem& problem, int batch, std::size_t keep)
        : problem_(problem), batch_(batch), keep_(keep) {
        for (const OperatorType op : problem.presentOps()) {
            choices_.push_back(coarseChoices(problem, op, batch));
            if (choices_.back().empty())
                continue;
            ChunkTotals& least = totals_[indexOf(op)];
            least = choices_.back().front().totals; // bytes are the same for all arrays
            least.cycles = least.bufferBytes = 0;
            for (const CoarseChunk& choice : choices_.back())
                least.operationPj = std::min(least.operationPj, choice.totals.operationPj);
        }
    }

    std::vector<CoarseSplit> search() {
        split_.accelerator.batch = batch_;
        choose(0, {});
        return std::move(best_);
    }

  private:
    void choose(std::size_t n, const Resources& used) {
        if (n == choices_.size()) {
            split_.score = problem_.score(totals_, batch_);
            const auto place = std::upper_bound(
                best_.begin(), best_.end(), split_,
                [](const CoarseSplit& a, const CoarseSplit& b) { return a.score < b.score; });
            if (place == best_.end() && best_.size() >= keep_)
                return;
            best_.insert(place, split_);
            if (best_.size() > keep_)
                best_.pop_back();
            return;
        }
        const std::size_t op = indexOf(problem_.presentOps()[n]);
        const ChunkTotals before = totals_[op];
        for (const CoarseChunk& choice : choices_[n]) {
            totals_[op] = choice.totals;
            if (best_.size() >= keep_ && !(problem_.score(totals_, batch_) < best_.back().score)) {
                if (problem_.energyMatters())
                    continue;
                break; // fastest first: the rest is no better
            }
            const Resources use = used + choice.use;
            if (!fits(use, problem_.budget()))
                continue;
            split_.accelerator.chunks[op] = choice.chunk;
            choose(n + 1, use);
            if (n + 1 == choices_.size() && !problem_.energyMatters())
                break; // slower ones of the last chunk add to the chain and to nothing else
        }
        totals_[op] = before;
    }

    SearchProblem& problem_;
    int batch_;
    std::size_t keep_;
    std::vector<std::vector<CoarseChunk>> choices_; ///< for each present operator type
    std::array<ChunkTotals, operatorTypeCount>
        totals_; ///< of the chunks chosen; bytes and operations of the others
    CoarseSplit split_;
    std::vector<CoarseSplit> best_;
};

} // namespace

std::optional<ScoredAccelerator> coarseToFineBest(SearchProblem& problem, std::size_t finalists) {
    std::vector<CoarseSplit> splits;
    for (const int batch : batches) {
        if (batch > problem.settings().maxBatch)
            break;
        if (problem.stopped())
            return std::nullopt;
        for (CoarseSplit& split : SplitSearch(problem, batch, finalists).search())
            splits.push_back(std::move(split));
    }
    std::stable_sort(splits.begin(), splits.end(),
                     [](const CoarseSplit& a, const CoarseSplit& b) { return a.score < b.score; });

    std::optional<ScoredAccelerator> best;
    std::size_t tried = 0;
    for (const CoarseSplit& split : splits) {
        if (tried == finalists)
            break;
        const auto grown = growBuffers(problem, split.accelerator);
        if (problem.stopped())
            return std::nullopt;
        if (!grown)
            continue; // its smallest useful buffers do not fit: the next one gets its place
        ++tried;
        if (!best || grown->score < best->score)
            best = grown;
    }
    return best;
}

Result<AcceleratorDesign> searchCoarseToFine(SearchProblem& problem) {
    const auto best = coarseToFineBest(problem, finalistCount);
    if (problem.stopped())
        return stoppedError();
    return best ? problem.design(best->accelerator, best->rules, problem.fronts(best->accelerator))
                : nothingFits(problem);
}

} // namespace pairscape
