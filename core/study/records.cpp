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

bool ended(RunState state) {
    return state == RunState::Finished || state == RunState::Cancelled || state == RunState::Interrupted ||
           state == RunState::Failed;
}

bool resumable(const RunRecord& run) {
    return run.state == RunState::Interrupted || run.state == RunState::Cancelled;
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

std::string runEndName(RunEnd end) {
    switch (end) {
    case RunEnd::Open:
        return {};
    case RunEnd::Budget:
        return "budget";
    case RunEnd::TimeLimit:
        return "time limit";
    case RunEnd::NoGain:
        return "no gain";
    case RunEnd::Exhausted:
        return "space exhausted";
    }
    return {};
}

QuantityValues quantityValues(const PairingRecord& record) {
    QuantityValues values;
    switch (record.accuracyKind) {
    case AccuracyKind::ZeroShotRank:
        values[Quantity::Accuracy] = record.accuracy;
        break;
    case AccuracyKind::Predicted:
        values[Quantity::PredictedAccuracy] = record.accuracy;
        break;
    case AccuracyKind::Supernet:
        values[Quantity::SupernetAccuracy] = record.accuracy;
        break;
    case AccuracyKind::Trained:
        values[Quantity::TrainedAccuracy] = record.accuracy;
        break;
    }
    values[Quantity::Parameters] = static_cast<double>(record.counts.parameters);
    if (!record.feasible)
        return values;
    values[Quantity::Fps] = record.fps;
    values[Quantity::Throughput] = record.throughputGops;
    values[Quantity::Latency] = record.latencySeconds;
    values[Quantity::Energy] = record.energyJoule;
    values[Quantity::Edp] = record.edp();
    values[Quantity::Power] = record.powerWatts;
    values[Quantity::Dsp] = record.use.dsp;
    values[Quantity::Lut] = record.use.lut;
    values[Quantity::Bram] = record.use.bram36;
    values[Quantity::Uram] = record.use.uram;
    return values;
}

} // namespace pairscape
