// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Exact search by bounds. Starting from what coarse-to-fine finds, each batch is searched for anything
// better:
// 1. Unrolls are dropped whose bound (arrays at full use, every operand moved once, the other chunks at their
// best) is no
//    better, or that leave the others less than their least DSP, LUT or memory blocks. The least of the
//    others then rises, and so on until nothing changes.
// 2. What is left gets its buffers, mapping rules and kinds of memory; items that another one beats go.
// 3. Combinations of one item for each chunk are tried best bound first, until the bound says that no better
// one is left.
#include "core/accelerator/search/buffer_growth.h"
#include "core/accelerator/search/chunk_options.h"

#include <algorithm>
#include <limits>
#include <numeric>

namespace pairscape {

namespace {

/// Splits of the coarse stage that get buffers: the search needs a good start, not the best one.
constexpr std::size_t startFinalists = 3;

class BatchSearch {
  public:
    BatchSearch(SearchProblem& problem, int batch, ScoredAccelerator& best, ExactProof* proof)
        : problem_(problem), batch_(batch), best_(best), proof_(proof), ops_(problem.presentOps()) {}

    /// Improves `best` until nothing better is left. False when stopped.
    bool run() {
        for (const OperatorType op : ops_) {
            arrays_[indexOf(op)].resize(problem_.arrays(op).size());
            std::iota(arrays_[indexOf(op)].begin(), arrays_[indexOf(op)].end(), 0);
        }
        if (!tighten())
            return true;
        if (!listItems())
            return !problem_.stopped();
        combine();
        return !problem_.stopped();
    }

  private:
    double bound(const std::array<ChunkTotals, operatorTypeCount>& totals) const {
        return problem_.score(totals, batch_).first;
    }

    void note(OperatorType op, const ArrayChoice& choice, ExactProof::Reason reason) {
        if (proof_)
            proof_->steps.push_back({batch_, op, choice.unrolls, choice.chunk.unpacked, reason});
    }

    /// Step 1. False when some chunk has no choice left.
    bool tighten() {
        for (bool changed = true; changed;) {
            changed = false;
            for (const OperatorType op : ops_)
                least_[indexOf(op)] = leastOf(problem_, op, batch_, arrays_[indexOf(op)]);
            for (const OperatorType op : ops_) {
                auto totals = leastTotals();
                const Resources others = leastOfOthers(op);
                const Resources& budget = problem_.budget();
                std::vector<std::int32_t>& arrays = arrays_[indexOf(op)];
                const std::vector<ChunkTotals>& least = problem_.leastTotals(op, batch_);
                const std::size_t before = arrays.size();
                std::erase_if(arrays, [&](std::int32_t n) {
                    const ArrayChoice& choice = problem_.arrays(op)[n];
                    if (!roomFor(choice.logic, others, budget) ||
                        choice.leastBlocks + others.bram36 > budget.bram36 + budget.uram) {
                        note(op, choice, ExactProof::Reason::NoRoom);
                        return true;
                    }
                    totals[indexOf(op)] = least[n];
                    if (bound(totals) < best_.score.first)
                        return false;
                    note(op, choice, ExactProof::Reason::NotBetter);
                    return true;
                });
                if (arrays.empty())
                    return false;
                changed = changed || arrays.size() < before;
                least_[indexOf(op)] = leastOf(problem_, op, batch_, arrays);
            }
        }
        return true;
    }

    std::array<ChunkTotals, operatorTypeCount> leastTotals() const {
        std::array<ChunkTotals, operatorTypeCount> totals;
        for (const OperatorType op : ops_)
            totals[indexOf(op)] = least_[indexOf(op)].totals;
        return totals;
    }

    /// Step 2. Chunks with few arrays first: what they need at least narrows the others.
    bool listItems() {
        std::vector<OperatorType> order = ops_;
        std::stable_sort(order.begin(), order.end(), [&](OperatorType a, OperatorType b) {
            return arrays_[indexOf(a)].size() < arrays_[indexOf(b)].size();
        });
        for (const OperatorType op : order) {
            std::vector<ChunkItem>& items = items_[indexOf(op)];
            const Resources others = leastOfOthers(op);
            for (const std::int32_t array : arrays_[indexOf(op)]) {
                if (problem_.stopped())
                    return false;
                appendItems(problem_, op, batch_, array, others, leastTotals(), best_.score.first, items);
            }
            keepPareto(items, problem_.energyMatters());
            if (items.empty())
                return false;
            least_[indexOf(op)] = leastOf(items);
        }
        return tightenItems();
    }

    /// Drops items that no combination can use, until nothing changes. False when a chunk has none left.
    bool tightenItems() {
        for (bool changed = true; changed;) {
            changed = false;
            for (const OperatorType op : ops_) {
                std::vector<ChunkItem>& items = items_[indexOf(op)];
                auto totals = leastTotals();
                const Resources others = leastOfOthers(op);
                const std::size_t before = items.size();
                std::erase_if(items, [&](ChunkItem& item) {
                    if (!roomFor(item.use, others, problem_.budget()))
                        return true;
                    totals[indexOf(op)] = item.totals;
                    item.bound = bound(totals);
                    return !(item.bound < best_.score.first);
                });
                if (items.empty())
                    return false;
                if (items.size() < before) {
                    changed = true;
                    least_[indexOf(op)] = leastOf(items);
                }
            }
        }
        for (const OperatorType op : ops_) {
            std::vector<ChunkItem>& items = items_[indexOf(op)];
            std::stable_sort(items.begin(), items.end(),
                             [](const ChunkItem& a, const ChunkItem& b) { return a.bound < b.bound; });
        }
        return true;
    }

    /// The least that all chunks but one need.
    Resources leastOfOthers(OperatorType op) const {
        Resources others;
        for (const OperatorType other : ops_)
            if (other != op)
                others = others + least_[indexOf(other)].use;
        return others;
    }

    /// Step 3.
    void combine() {
        for (const OperatorType op : ops_)
            within_.emplace_back(items_[indexOf(op)], problem_.budget());
        totals_ = leastTotals();
        choose(0, {});
    }

    void choose(std::size_t n, const Resources& used) {
        if (n == ops_.size()) {
            const Score score = problem_.score(totals_, batch_);
            if (score < best_.score)
                keep(score);
            return;
        }
        const std::size_t op = indexOf(ops_[n]);
        const auto saved = totals_;
        for (const ChunkItem& item : items_[op]) {
            if ((++visited_ & 0xfff) == 0 && problem_.stopped())
                return;
            if (!(item.bound < best_.score.first))
                break; // best bound first
            const Resources use = used + item.use;
            if (!use.fitsIn(problem_.budget()))
                continue;
            totals_[op] = item.totals;
            if (!boundRest(n + 1, use) || !(bound(totals_) < best_.score.first))
                continue;
            chosen_[op] = &item;
            choose(n + 1, use);
        }
        totals_ = saved;
    }

    /// Sets the totals of the chunks from the n-th on to the least that the resources left allow. False where
    /// these allow nothing.
    bool boundRest(std::size_t n, const Resources& used) {
        const Resources& budget = problem_.budget();
        Resources left = {0, budget.lut - used.lut, budget.bram36 + budget.uram - used.bram36 - used.uram, 0};
        for (std::size_t m = n; m < ops_.size(); ++m) {
            left.lut -= least_[indexOf(ops_[m])].use.lut;
            left.bram36 -= least_[indexOf(ops_[m])].use.bram36;
        }
        for (std::size_t m = n; m < ops_.size(); ++m) {
            const Resources& own = least_[indexOf(ops_[m])].use;
            const ChunkTotals& least = within_[m].of(left.lut + own.lut, left.bram36 + own.bram36);
            if (!least.feasible)
                return false;
            totals_[indexOf(ops_[m])] = least;
        }
        return true;
    }

    void keep(const Score& score) {
        best_.score = score;
        best_.accelerator = {};
        best_.accelerator.batch = batch_;
        for (const OperatorType op : ops_) {
            const ChunkItem& item = *chosen_[indexOf(op)];
            Chunk& chunk = best_.accelerator.chunks[indexOf(op)];
            chunk = problem_.arrays(op)[item.array].chunk;
            chunk.inputBufferBytes = bufferSizes[item.buffers.input];
            chunk.weightBufferBytes = bufferSizes[item.buffers.weight];
            chunk.outputBufferBytes = bufferSizes[item.buffers.output];
            best_.rules[indexOf(op)] = item.rule;
        }
    }

    SearchProblem& problem_;
    int batch_;
    ScoredAccelerator& best_;
    ExactProof* proof_; ///< may be null
    const std::vector<OperatorType>& ops_;
    std::array<std::vector<std::int32_t>, operatorTypeCount> arrays_; ///< that may still be better
    std::array<std::vector<ChunkItem>, operatorTypeCount> items_;
    std::array<LeastOf, operatorTypeCount> least_;
    std::vector<LeastWithin> within_; ///< one for each of ops_
    std::array<ChunkTotals, operatorTypeCount> totals_;
    std::array<const ChunkItem*, operatorTypeCount> chosen_{};
    std::int64_t visited_ = 0; ///< combinations, whole and in part
};

/// The batches in the order of their bounds: a good one early makes short work of the others.
std::vector<int> promisingFirst(SearchProblem& problem) {
    std::vector<std::pair<double, int>> order;
    for (const int batch : batches) {
        if (batch > problem.settings().maxBatch)
            break;
        std::array<ChunkTotals, operatorTypeCount> totals;
        for (const OperatorType op : problem.presentOps()) {
            std::vector<std::int32_t> all(problem.arrays(op).size());
            std::iota(all.begin(), all.end(), 0);
            totals[indexOf(op)] = leastOf(problem, op, batch, all).totals;
        }
        order.emplace_back(problem.score(totals, batch).first, batch);
    }
    std::sort(order.begin(), order.end());
    std::vector<int> sorted;
    for (const auto& [bound, batch] : order)
        sorted.push_back(batch);
    return sorted;
}

} // namespace

Result<AcceleratorDesign> searchExact(SearchProblem& problem) {
    const auto start = coarseToFineBest(problem, startFinalists);
    if (problem.stopped())
        return stoppedError();
    return searchExact(problem, start);
}

Result<AcceleratorDesign> searchExact(SearchProblem& problem, const std::optional<ScoredAccelerator>& start) {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    ScoredAccelerator best = start ? *start : ScoredAccelerator{{}, {}, {infinity, infinity}};
    const std::shared_ptr<ExactProof> proof =
        problem.settings().keepProof ? std::make_shared<ExactProof>() : nullptr;
    for (const int batch : promisingFirst(problem))
        if (!BatchSearch(problem, batch, best, proof.get()).run())
            return stoppedError();
    if (best.score.first == infinity)
        return nothingFits(problem);
    Result<AcceleratorDesign> design =
        problem.design(best.accelerator, best.rules, problem.fronts(best.accelerator));
    if (design) {
        design->proven = true;
        if (proof)
            proof->objective = best.score.first;
        design->proof = proof;
    }
    return design;
}

} // namespace pairscape
