// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/accelerator/search/search_problem.h"

#include <array>
#include <cstdint>
#include <vector>

namespace pairscape {

/// One choice of unrolls, buffers, mapping rule and kind of memory for a chunk.
struct ChunkItem {
    std::int32_t array = 0; ///< index into SearchProblem::arrays()
    BufferIndices buffers;
    MappingRule rule = MappingRule::Fastest;
    ChunkTotals totals;
    Resources use;
    double bound = 0; ///< objective with the least that the other chunks can have
};

/// Least of everything that a list of options has: totals and resources, each by itself. `use.bram36` counts
/// memory blocks of either kind.
struct LeastOf {
    ChunkTotals totals;
    Resources use;
};

/// The least of some of a chunk's arrays, by index.
LeastOf leastOf(SearchProblem& problem, OperatorType op, int batch, const std::vector<std::int32_t>& arrays);
LeastOf leastOf(const std::vector<ChunkItem>& items);

/// The least totals among items that take no more than so many LUTs and memory blocks of either kind.
class LeastWithin {
  public:
    LeastWithin(const std::vector<ChunkItem>& items, const Resources& budget);

    /// Each of the totals by itself, and never too high: limits are rounded up. Infeasible where nothing
    /// fits.
    const ChunkTotals& of(int lut, int blocks) const;

  private:
    static constexpr int steps = 64;
    int cell(int amount, int limit) const {
        return static_cast<int>(std::int64_t{amount} * steps / (limit + 1));
    }

    int lut_, blocks_; ///< of the budget
    std::vector<ChunkTotals> least_;
    ChunkTotals nothing_;
};

/// Whether `use` leaves room for the least of the others, whose memory is a number of blocks of either kind.
bool roomFor(const Resources& use, const Resources& leastOfOthers, const Resources& budget);

/// Designs of one array: every combination of buffers and rule that costs anything else than smaller buffers
/// do, in each useful split of its buffers between BRAM36 and URAM, that leaves room for the least of the
/// other chunks and has an objective below `limit` when these have `others` (of which the entry of `op` is
/// ignored).
void appendItems(SearchProblem& problem, OperatorType op, int batch, std::int32_t array,
                 const Resources& leastOfOthers, const std::array<ChunkTotals, operatorTypeCount>& others,
                 double limit, std::vector<ChunkItem>& items);

/// Drops items that another one beats or equals in totals and in every resource; best bound first.
void keepPareto(std::vector<ChunkItem>& items, bool energyMatters);

} // namespace pairscape
