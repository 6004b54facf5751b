// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/training/trainer.h"

#include <filesystem>
#include <string>
#include <vector>

namespace pairscape {

/// What a checkpoint of one network says of its training, without the parameters.
struct TrainingHistory {
    std::string architecture; ///< its text
    bool quantised = false;
    std::string dataSet; ///< format and classes: "cifar-100/100"
    TrainingBudget budget;
    std::vector<EpochRecord> epochs; ///< the curve so far
    std::int64_t step = 0;           ///< taken in the epoch under way

    bool finished() const { return static_cast<int>(epochs.size()) >= budget.epochs; }
};

/// Reads a whole checkpoint, on any thread. Errors: what readCheckpoint() says; InvalidInput for one of a
/// supernet; Corrupt where the head lacks what every training writes.
Result<TrainingHistory> readTrainingHistory(const std::filesystem::path& path);

/// `epoch`, `loss`, `top1` and, where it is known, `test_top1` of each.
nlohmann::json epochsJson(const std::vector<EpochRecord>& epochs);
/// What epochsJson() wrote, now or before `test_top1` was known. Throws what the JSON library does.
std::vector<EpochRecord> epochsFromJson(const nlohmann::json& json);

} // namespace pairscape
