// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/records.h"

#include "core/base/number_text.h"

#include <algorithm>
#include <charconv>
#include <utility>

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

const MeasuredAccuracy* PairingRecord::accuracyOf(AccuracyKind kind) const {
    const auto found = std::ranges::find(measured, kind, &MeasuredAccuracy::kind);
    return found == measured.end() ? nullptr : &*found;
}

std::string predictorText(const Calibration& calibration) {
    std::string text;
    for (std::size_t i = 0; i < calibration.scores().size(); ++i)
        text += (text.empty() ? "" : ",") + exactText(calibration.scores()[i]) + ":" +
                exactText(calibration.accuracies()[i]);
    return text;
}

std::shared_ptr<const Calibration> predictorOf(const RunSettings& run) {
    std::vector<double> numbers; // ranks and shares in turn
    const char* at = run.predictor.data();
    const char* const end = at + run.predictor.size();
    while (at < end) {
        double value = 0;
        const auto read = std::from_chars(at, end, value);
        const char separator = numbers.size() % 2 == 0 ? ':' : ',';
        if (read.ec != std::errc() || (read.ptr < end && *read.ptr != separator))
            return nullptr;
        numbers.push_back(value);
        at = read.ptr + 1;
    }
    std::vector<double> ranks, shares;
    for (std::size_t i = 0; i + 1 < numbers.size(); i += 2) {
        ranks.push_back(numbers[i]);
        shares.push_back(numbers[i + 1]);
    }
    if (ranks.empty() || numbers.size() % 2 != 0 || !std::ranges::is_sorted(ranks))
        return nullptr;
    return std::make_shared<const Calibration>(Calibration::ofCurve(std::move(ranks), std::move(shares)));
}

void StudySettings::rankBy(const std::string& metric) {
    rankMetric = metric;
    if (const RankMetric* known = findRankMetric(metric))
        metrics = known->termNames();
}

QuantityValues quantityValues(const PairingRecord& record) {
    QuantityValues values;
    values[Quantity::Accuracy] = record.accuracy;
    if (record.predicted)
        values[Quantity::PredictedAccuracy] = 100 * record.predicted->value;
    if (const MeasuredAccuracy* supernet = record.accuracyOf(AccuracyKind::Supernet))
        values[Quantity::SupernetAccuracy] = supernet->percent;
    if (const MeasuredAccuracy* trained = record.accuracyOf(AccuracyKind::Trained))
        values[Quantity::TrainedAccuracy] = trained->percent;
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
