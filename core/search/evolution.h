// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/base/progress.h"
#include "core/search/search_problem.h"

#include <cstdint>
#include <stop_token>
#include <string>
#include <vector>

namespace pairscape {

/// How the next points are chosen.
enum class Exploration : std::uint8_t { Evolutionary, Random };

struct EvolutionSettings {
    Exploration exploration = Exploration::Evolutionary;
    std::int64_t budget = 500; ///< distinct points to evaluate
    std::uint64_t seed = 1;
    int workers = 2;             ///< threads; changes nothing but the time it takes
    int population = 32;         ///< parents kept by non-dominated sorting and crowding
    int batch = 16;              ///< children drawn together; batch k sees the results up to batch k-2
    double crossoverShare = 0.5; ///< of the children; the rest are mutations
    double freshShare = 0.02;    ///< of the children drawn anew from the whole space
};

/// Receives the results of a search in index order, on the search's own thread.
class SearchObserver {
  public:
    virtual ~SearchObserver() = default;
    /// `index` counts from 0 without gaps. Returning an Error ends the search with it.
    virtual Status evaluated(std::int64_t index, const Candidate& candidate) = 0;
    /// Asked after each result: true ends the search with what was handed over so far.
    virtual bool enough() { return false; }
};

/// How a search ended.
struct SearchOutcome {
    std::int64_t evaluated = 0;
    bool enough = false;    ///< the observer had enough
    bool exhausted = false; ///< the space has no further points that the search could find
    bool stopped = false;
};

/// Nothing, or one sentence about the first setting that is out of range.
Status checkEvolution(const EvolutionSettings& settings);

/// Evolutionary multi-objective search with asynchronous, deterministic batches (engines.md, "Search over
/// pairings"): the sequence of candidates depends on seed, settings and problem, never on `workers`.
/// Blocks until done; answers `stop` within 100 ms plus the current evaluations' own answer to it.
Result<SearchOutcome> runEvolution(const SearchProblem& problem, const EvolutionSettings& settings,
                                   SearchObserver& observer, const PauseGate& gate, std::stop_token stop);

} // namespace pairscape
