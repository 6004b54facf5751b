// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/figure_text.h"
#include "core/accelerator/accelerator_search.h"
#include "core/accelerator/design_detail.h"
#include "core/study/records.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace pairscape::cli {

// Texts and tables that several verbs print. Every figure's header or name gives its unit and kind.

/// One line for each layer: shapes, operation counts, parameters, and a closing line with the totals.
std::string layerTable(const Network& network);

/// The figures of a whole accelerator, what each of them is, and what of the platform it uses. Modelled.
std::string hardwareText(const HardwareCost& cost, const DesignDetail& detail, const Platform& platform);

/// One line for each chunk that the network needs.
std::string chunkTable(const Accelerator& accelerator, const HardwareCost& cost);

/// One line for each layer: mapping, start, cycles, traffic, bound. Modelled.
std::string layerCostTable(const Network& network, const HardwareCost& cost, const DesignDetail& detail);

/// What a front is of. The usual one is in accuracy and FPS and has no constraints.
struct FrontAims {
    std::vector<Objective> objectives = usualObjectives();
    std::vector<Constraint> constraints;

    bool usual() const { return objectives == usualObjectives() && constraints.empty(); }
};

/// The feasible pairings of the study that are on the front of these aims: ascending in FPS for the usual
/// one, else the best in the last objective first.
std::vector<std::size_t> frontIndices(const StudySnapshot& study, const FrontAims& aims);

/// One line for each pairing, in the given order. Objectives that no column shows get one.
std::string pairingTable(const StudySnapshot& study, const std::vector<std::size_t>& indices,
                         const std::vector<Objective>& objectives = usualObjectives());

/// The front with a line that says what it is and what kind its figures are.
std::string frontText(const StudySnapshot& study, const FrontAims& aims);
nlohmann::json frontJson(const StudySnapshot& study, const FrontAims& aims);

/// A run with its aims and its hypervolume.
nlohmann::json runWithVolumeJson(const StudySnapshot& study, const RunRecord& run);

/// The index-th architecture that --sample draws with a seed: uniform over the space.
Architecture sampleArchitecture(const SearchSpace& space, std::uint64_t seed, int index);

} // namespace pairscape::cli
