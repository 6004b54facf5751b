// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/resource_limits.h"
#include "core/base/error.h"
#include "core/ranks/rank_session.h"
#include "core/study/runner.h"
#include "core/study/study.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace pairscape::cli {

/// What was typed after "search". What is empty was not typed: it takes the study's or the default value.
struct SearchOptions {
    std::string study;
    std::optional<std::string> space, platform, method, acceleratorObjective, metric, strategy;
    std::vector<std::string> objectives, constraints;
    std::vector<PairingId> seedPairings;
    ResourceLimits limits;
    bool fromPins = false;
    std::optional<std::string> timeLimit;
    std::optional<std::int64_t> patience;
    std::optional<std::int64_t> budget;
    std::optional<std::uint64_t> seed;
    std::optional<int> population, batch, maxBatch;
    int workers = 2;
    RankSession* ranks = nullptr; ///< set by addSearchVerb
    bool resume = false;
};

/// Seconds of "90", "90s", "15m" or "2h".
Result<double> parseDuration(const std::string& text);

/// What a search verb is about to do.
struct SearchPlan {
    std::shared_ptr<Study> study;
    std::optional<RunId> resumed;  ///< an interrupted run to go on with
    std::optional<RunId> finished; ///< --resume found this run complete: nothing is left to do
    RunSettings settings;          ///< of a new run, where neither of the two is set
    std::string note;              ///< something worth saying before, else empty
};

/// Opens or creates the study and finds the run that the options mean. Creates a file only after everything
/// that was typed is known to be right.
Result<SearchPlan> planSearch(const SearchOptions& options);

} // namespace pairscape::cli
