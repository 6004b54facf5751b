// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/run_results.h"

#include "core/search/growing_hypervolume.h"
#include "core/search/pareto_archive.h"

#include <algorithm>

namespace pairscape {

std::vector<std::size_t> frontFor(const StudySnapshot& snapshot, const std::vector<Objective>& objectives,
                                  const std::vector<Constraint>& constraints) {
    std::vector<std::size_t> indices;
    std::vector<std::vector<double>> points;
    for (std::size_t i = 0; i < snapshot.pairings.size(); ++i) {
        const PairingRecord& record = snapshot.pairings[i];
        if (!record.feasible)
            continue;
        const QuantityValues values = quantityValues(record);
        if (violation(constraints, values) > 0)
            continue;
        std::vector<double>& point = points.emplace_back();
        for (const Objective& objective : objectives)
            point.push_back(goodness(objective, values[objective.quantity]));
        indices.push_back(i);
    }
    std::vector<std::size_t> front = paretoFront(points);
    std::ranges::stable_sort(
        front, [&](std::size_t a, std::size_t b) { return points[a].back() > points[b].back(); });
    for (std::size_t& member : front)
        member = indices[member];
    return front;
}

double hypervolumeOf(const StudySnapshot& snapshot, const RunRecord& run) {
    const std::vector<double> point = hypervolumePointOf(snapshot, run.settings.objectives);
    const auto index = static_cast<std::size_t>(run.id) - 1;
    if (point.empty() || index >= snapshot.evaluations.size())
        return 0;
    GrowingHypervolume volume(run.settings.objectives, point);
    const auto predictor = predictorOf(run.settings); // the study's own may have learnt more since
    for (const PairingId id : snapshot.evaluations[index]) {
        const PairingRecord* record = snapshot.find(id);
        if (record == nullptr || !record->feasible)
            continue;
        QuantityValues values = quantityValues(*record);
        if (predictor)
            values[Quantity::PredictedAccuracy] = 100 * predictor->predict(record->accuracy).value;
        if (violation(run.settings.constraints, values) == 0)
            volume.add(static_cast<std::size_t>(id), values);
    }
    return volume.value();
}

std::vector<double> hypervolumePointOf(const StudySnapshot& snapshot,
                                       const std::vector<Objective>& objectives) {
    const auto found =
        std::ranges::find(snapshot.hypervolumePoints, objectives, &HypervolumePoint::objectives);
    return found == snapshot.hypervolumePoints.end() ? std::vector<double>() : found->point;
}

} // namespace pairscape
