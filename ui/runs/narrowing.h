// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/records.h"

#include <vector>

namespace pairscape {

/// What a run becomes that is narrowed to limits: the same strategy, seed and aims, with the limits beside
/// those of its own that they neither replace nor contradict; it begins with what the run found inside them
/// (its front there, at most 64 designs, which cost nothing: the store has them) and has what was left of the
/// budget.
RunSettings narrowed(const StudySnapshot& snapshot, const RunRecord& run,
                     const std::vector<Constraint>& limits);

/// The architectures of pinned pairings that a strategy can draw from the study's space, in their order.
std::vector<std::string> usablePins(const StudySnapshot& snapshot, const std::string& strategy);

} // namespace pairscape
