// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/base/progress.h"
#include "core/study/study_context.h"

#include <stop_token>

namespace pairscape {

/// The population that pairings of a study are ranked against: the shipped one where the study's space, seed
/// and metrics are those it was made with, else scored now on `workers` threads, which wait at `gate`
/// between members.
Result<ReferencePopulation> makePopulation(const StudyContext& context, int workers, const PauseGate& gate,
                                           ProgressSink& sink, std::stop_token stop);

} // namespace pairscape
