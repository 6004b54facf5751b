// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/base/progress.h"

#include <cstdint>
#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

namespace pairscape {

struct MergeReport {
    std::int64_t runs = 0;
    std::int64_t pairings = 0;
    std::int64_t shared = 0;        ///< evaluated in more than one of the studies, and stored once
    std::vector<std::string> notes; ///< one sentence each: pins that were left out, ...
};

/// Joins studies of the same space, platform and settings into a new one: the runs of the first study, then
/// those of the second, ..., numbered anew; pairings in the order in which these runs evaluated them, each
/// once. The same inputs in the same order give the same pairings and runs. Modelled figures of a pairing
/// that several hold must be equal bit by bit, its scores within scoreTolerance (the first ones stay); else
/// nothing is written and the error names the conflict. The inputs are only read.
Result<MergeReport> mergeStudies(const std::filesystem::path& out,
                                 const std::vector<std::filesystem::path>& inputs, ProgressSink* sink,
                                 std::stop_token stop);

} // namespace pairscape
