// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/search/objective.h"
#include "ui/models/pairing_filter.h"

#include <QString>

#include <vector>

namespace pairscape {

/// The aims that a person can choose for a search: what some column shows, each as it is usually meant.
std::vector<Objective> choosableObjectives();

/// "FPS ↑": up is better.
QString objectiveTitle(const Objective& objective);
/// "Zero-shot rank ↑, FPS ↑"
QString objectivesTitle(const std::vector<Objective>& objectives);
/// "Latency ≤ 2.00 ms"
QString constraintTitle(const Constraint& constraint);
/// "LUT ≤ 60 000 · Latency ≤ 2.00 ms"
QString constraintsTitle(const std::vector<Constraint>& constraints);

/// A filter's ranges as limits of a search, in the order of the columns. Ranges of what no search can limit
/// (a run's number, MACs) and the filter's yes-or-no questions are left out.
std::vector<Constraint> constraintsOf(const PairingFilter& filter);

} // namespace pairscape
