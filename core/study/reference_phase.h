// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/base/progress.h"
#include "core/study/study_store.h"

#include <stop_token>

namespace pairscape {

/// The population of a study: the shipped one where the study's space, seed and metrics are those it was made
/// with, else scored now, less the members that are known.
Result<ReferencePopulation> completePopulation(const StudyContext& context, const ReferenceMembers& known,
                                               int workers, const PauseGate& gate, ProgressSink* sink,
                                               std::stop_token stop, const MemberScored& scored);

/// Sees to it that the study has the population that its pairings are ranked against. Threads that score
/// it wait at `gate` between members. Each member is stored as it comes, so that a scoring that is stopped
/// or killed goes on where it was. The members come out the same either way.
Status ensurePopulation(StudyStore& store, int workers, const PauseGate& gate, ProgressSink& sink,
                        std::stop_token stop);

} // namespace pairscape
