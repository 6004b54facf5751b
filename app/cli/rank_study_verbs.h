// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/output.h"
#include "core/training/rank_study.h"

#include <string>

namespace pairscape::cli {

/// A study's file as it stands. `space` is a name or a file; where it is empty, the study's own preset.
Result<RankStudy> openRankStudy(const std::string& file, const std::string& space);

/// `rank-study calibrate`, below the verb group of rank studies.
void addCalibrateVerb(CLI::App& group, Commands& commands);

} // namespace pairscape::cli
