// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/records.h"

namespace pairscape {

std::string accuracyKindName(AccuracyKind kind) {
    switch (kind) {
    case AccuracyKind::ZeroShotRank:
        return "zero-shot rank";
    case AccuracyKind::Predicted:
        return "predicted";
    case AccuracyKind::Supernet:
        return "supernet";
    case AccuracyKind::Trained:
        return "trained";
    }
    return {};
}

std::string runStateName(RunState state) {
    switch (state) {
    case RunState::Queued:
        return "queued";
    case RunState::Running:
        return "running";
    case RunState::Paused:
        return "paused";
    case RunState::Finished:
        return "finished";
    case RunState::Cancelled:
        return "cancelled";
    case RunState::Interrupted:
        return "interrupted";
    case RunState::Failed:
        return "failed";
    }
    return {};
}

} // namespace pairscape
