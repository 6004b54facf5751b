// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/training/rank_study.h"

#include <nlohmann/json.hpp>

#include <filesystem>

namespace pairscape {

/// Lines of a study's file (docs/training.md).
nlohmann::json planLine(const RankStudyPlan& plan);
nlohmann::json trainedLine(const RankStudyMember& member, const RankStudyPlan& plan,
                           const OperationCounts& counts);
nlohmann::json termsLine(const RankStudyMember& member, const std::map<std::string, double>& terms);

/// Creates the file with the plan where there is none; else InvalidInput unless it holds the same plan. Safe
/// when several processes call it at once.
Status openRankStudyFile(const std::filesystem::path& path, const RankStudyPlan& plan);

/// Appends one line with one synced write under the file's lock. A half line that a crash left is ended
/// first.
Status appendRankStudyLine(const std::filesystem::path& path, const nlohmann::json& line);

} // namespace pairscape
