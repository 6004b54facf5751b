// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace pairscape {

/// A term of a sum of ranks. Backwards: the lower the term, the higher its rank.
struct RankedTerm {
    std::string name;
    bool backwards = false;
};

/// A metric made of ranks in the reference population: the sum of its terms' ranks, each in [0, 1].
struct RankMetric {
    std::string name;  ///< stable: studies and commands use it
    std::string title; ///< as people see it
    std::vector<RankedTerm> terms;
    std::string note;      ///< what it is, in a sentence
    std::string reference; ///< where it is from

    std::vector<std::string> termNames() const;
    std::size_t highest() const { return terms.size(); } ///< the lowest is 0
};

/// `nash` (NASH's metric, lineage section 1.3) and `pairscape` (ours, chosen on half of a rank study:
/// docs/zero-shot.md). Of any thread.
const std::vector<RankMetric>& rankMetrics();
/// Null where there is none of that name.
const RankMetric* findRankMetric(std::string_view name);
/// The same with a sentence that says what there is.
Result<RankMetric> parseRankMetric(std::string_view name);
/// rankMetrics()'s names, the paper's first.
std::vector<std::string> rankMetricNames();

} // namespace pairscape
