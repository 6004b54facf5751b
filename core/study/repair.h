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

struct RepairReport {
    std::int64_t pairings = 0;      ///< saved
    std::int64_t lostPairings = 0;  ///< as far as their numbers can be told
    int lostMembers = 0;            ///< of the reference population; they were scored again
    std::vector<std::string> notes; ///< one sentence for each other thing that could not be saved
};

/// Saves what can be read of a damaged study into a new one: every pairing whose row, scores, chunks and
/// layers are all there and agree with its architecture, numbered anew in the old order; of each run its
/// evaluations up to the first that is lost (a finished run is then interrupted, and resuming it computes
/// what is missing, the same); pins. The damaged file is only read. Corrupt when not even the settings can be
/// read. `workers` threads score lost members of the reference population again.
Result<RepairReport> repairStudy(const std::filesystem::path& damaged, const std::filesystem::path& out,
                                 int workers, ProgressSink* sink, std::stop_token stop);

} // namespace pairscape
