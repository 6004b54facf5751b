// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/base/progress.h"
#include "core/search/evolution.h"
#include "core/search/supernet_problem.h"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

namespace pairscape {

/// A search in a supernet that keeps its results in a file of JSON lines (docs/cli.md) and goes on from it.
struct SupernetSearch {
    EvolutionSettings evolution;
    PairingAims aims;
    nlohmann::json
        identity; ///< what else the results depend on: first line of the file, compared on going on
    std::filesystem::path results; ///< empty: nothing is kept
    ProgressSink* sink = nullptr;
};

struct SupernetSearchResult {
    std::vector<SupernetPairing> pairings; ///< in the order in which they were drawn
    std::vector<std::size_t> front; ///< indices of those that no other dominates and that keep all limits
    std::int64_t fresh = 0;         ///< evaluated now and not found in the file
    bool exhausted = false;         ///< the space has no more
};

/// Searches; every result is in the file before it is reported. The result is a function of space, accuracy
/// source, accelerators and settings, whatever the number of workers, interrupted or not. Errors: Stopped
/// (the same call goes on), InvalidInput (aims, settings, or the file is of another search), Io, and what the
/// source says.
Result<SupernetSearchResult> searchSupernet(const SearchSpace& space, const SubnetAccuracy& accuracy,
                                            std::shared_ptr<const AcceleratorSearch> accelerators,
                                            const SupernetSearch& search, std::stop_token stop);

} // namespace pairscape
