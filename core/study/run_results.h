// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/records.h"

#include <cstddef>
#include <vector>

namespace pairscape {

// What follows from a snapshot for given aims. Any thread.

/// Indices into snapshot.pairings of the feasible pairings that keep the constraints and that none of them
/// dominates in these objectives, best first in the last objective; of equal ones the first stays.
std::vector<std::size_t> frontFor(const StudySnapshot& snapshot, const std::vector<Objective>& objectives,
                                  const std::vector<Constraint>& constraints);

/// The hypervolume of what a run evaluated for its own objectives and constraints, found in the store or
/// not, above the study's point for them; 0 where there is none.
double hypervolumeOf(const StudySnapshot& snapshot, const RunRecord& run);

/// The study's point for these objectives in the units of the quantities; empty where no run had them.
std::vector<double> hypervolumePointOf(const StudySnapshot& snapshot,
                                       const std::vector<Objective>& objectives);

} // namespace pairscape
