// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/training/trainer.h"

#include <filesystem>
#include <stop_token>

namespace pairscape {

/// What a training begins with, and whether it learns with few bits.
struct TrainingStart {
    bool quantised =
        false; ///< conv 8/8, shift 6 and adder 6/6 bits, with gradients straight through the rounding
    std::filesystem::path
        from; ///< checkpoint of the same architecture to begin with; empty: from its beginning
};

/// As trainNetwork(), from somewhere else or with few bits; a quantised network is tested as the integers
/// that it folds into. InvalidInput too where `from` holds another architecture.
Result<TrainingResult> trainNetworkFrom(const TrainingStart& start, const TrainingTask& task,
                                        const TrainingBudget& budget, const TrainingRun& run,
                                        std::stop_token stop);

} // namespace pairscape
