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
    std::int64_t cycles = 0;
    Resources use; ///< bram36: memory blocks of either kind that the smallest buffers of these widths take
};

struct CoarseSplit {
    Accelerator accelerator;
    double interval = 0; ///< for one image
    double latency = 0;
};

bool before(const CoarseSplit& a, const CoarseSplit& b, HardwareObjective objective) {
    const bool latency = objective == HardwareObjective::Latency;
    const auto key = [&](const CoarseSplit& split) {
        return latency ? std::pair(split.latency, split.interval) : std::pair(split.interval, split.latency);
    };
    return key(a) < key(b);
}

bool fits(const Resources& use, const Resources& budget) {
    return use.dsp <= budget.dsp && use.lut <= budget.lut && use.bram36 <= budget.bram36 + budget.uram;
}

/// Drops choices that another one beats in cycles and every resource; leaves the rest fastest first.
std::vector<CoarseChunk> paretoOf(std::vector<CoarseChunk> choices) {
    std::stable_sort(choices.begin(), choices.end(),
                     [](const CoarseChunk& a, const CoarseChunk& b) { return a.cycles < b.cycles; });
    std::vector<CoarseChunk> kept;
    for (const CoarseChunk& choice : choices)
        if (std::none_of(kept.begin(), kept.end(), [&](const CoarseChunk& other) {
                return other.cycles <= choice.cycles && other.use.fitsIn(choice.use);
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
        choices.push_back({array.chunk, least[n].cycles, use});
    }
    return paretoOf(std::move(choices));
}

/// The best few splits for one batch.
class SplitSearch {
  public:
    SplitSearch(SearchProblem& problem, int batch, std::size_t keep)
        : problem_(problem), batch_(batch), keep_(keep) {
        std::int64_t bytes = 0;
        for (const OperatorType op : problem.presentOps()) {
            choices_.push_back(coarseChoices(problem, op, batch));
            const ArrayShape array = arrayShape({1, 1, 1, 0, 0, 0}, problem.platform().peCost(op));
            for (const ChunkWork::Group& group : problem.work(op).groups)
                bytes += static_cast<std::int64_t>(group.layers.size()) *
                         compulsoryBytes(group.shape, array, batch);
        }
        dram_ = problem.rate().cycles(bytes);
    }

    std::vector<CoarseSplit> search() {
        split_.accelerator.batch = batch_;
        choose(0, {}, dram_, 0);
        return std::move(best_);
    }

  private:
    void choose(std::size_t n, const Resources& used, std::int64_t interval, std::int64_t chain) {
        if (n == choices_.size()) {
            split_.interval = static_cast<double>(interval) / batch_;
            split_.latency = static_cast<double>(chain);
            const auto objective = problem_.settings().objective;
            const auto place = std::upper_bound(
                best_.begin(), best_.end(), split_,
                [&](const CoarseSplit& a, const CoarseSplit& b) { return before(a, b, objective); });
            if (place == best_.end() && best_.size() >= keep_)
                return;
            best_.insert(place, split_);
            if (best_.size() > keep_)
                best_.pop_back();
            return;
        }
        const OperatorType op = problem_.presentOps()[n];
        const bool last = n + 1 == choices_.size();
        for (const CoarseChunk& choice : choices_[n]) {
            const std::int64_t now = std::max(interval, choice.cycles);
            // Fastest first: the rest cannot be better than what there is.
            if (best_.size() >= keep_) {
                CoarseSplit bound;
                bound.interval = static_cast<double>(now) / batch_;
                bound.latency = static_cast<double>(chain + choice.cycles);
                if (!before(bound, best_.back(), problem_.settings().objective))
                    return;
            }
            const Resources use = used + choice.use;
            if (!fits(use, problem_.budget()))
                continue;
            split_.accelerator.chunks[indexOf(op)] = choice.chunk;
            choose(n + 1, use, now, chain + choice.cycles);
            if (last && problem_.settings().objective == HardwareObjective::Latency)
                return; // slower ones of the last chunk only add to the chain
        }
    }

    SearchProblem& problem_;
    int batch_;
    std::size_t keep_;
    std::vector<std::vector<CoarseChunk>> choices_; ///< for each present operator type
    std::int64_t dram_ = 0;
    CoarseSplit split_;
    std::vector<CoarseSplit> best_;
};

} // namespace

std::optional<ScoredAccelerator> coarseToFineBest(SearchProblem& problem, std::size_t finalists) {
    const HardwareObjective objective = problem.settings().objective;
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
                     [&](const CoarseSplit& a, const CoarseSplit& b) { return before(a, b, objective); });

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
