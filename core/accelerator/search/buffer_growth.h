// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/accelerator/search/search_problem.h"

#include <optional>

namespace pairscape {

/// An accelerator with its score and the rules that give it.
struct ScoredAccelerator {
    Accelerator accelerator;
    ChunkRules rules{};
    Score score;
};

/// Gives three arrays (unrolls without buffers) the memory that is there: starts from the smallest buffers
/// with which every layer has a mapping, then grows, one size at a time, the buffer that gains most of the
/// objective for its memory, until nothing gains or fits. A heuristic. Empty when not even the start fits or
/// a stop was asked for.
std::optional<ScoredAccelerator> growBuffers(SearchProblem& problem, const Accelerator& arrays,
                                             const std::array<int, operatorTypeCount>& stationary = {-1, -1,
                                                                                                     -1});

/// What the coarse-to-fine search finds with so many splits in its fine stage; where the exact search starts.
/// Empty when nothing fits or a stop was asked for.
std::optional<ScoredAccelerator> coarseToFineBest(SearchProblem& problem, std::size_t finalists);

/// The exact search from a given start: whatever that is, nothing better than the result exists. A start
/// without an accelerator, only with a score, asks for something better than the score.
Result<AcceleratorDesign> searchExact(SearchProblem& problem, const std::optional<ScoredAccelerator>& start);

} // namespace pairscape
