// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/search/evolution.h"
#include "core/study/runner.h"
#include "core/study/study_context.h"

namespace pairscape {

/// What a run needs and was checked before it starts.
struct RunPlan {
    RunRecord record;
    bool isNew = true;
    SearchSpace sampled; ///< the study's space with the strategy's operator types
    PairingAims aims;    ///< what parents are selected by
    EvolutionSettings settings;
    WidenEvaluator widen;
};

/// Fills in the rest of a plan whose record is known, and its record's settings as they are kept: objectives
/// in their order, seeds as canonical texts, each once. An InvalidInput that names the setting where one
/// cannot be used with the study or with another setting. `newest` is the study's calibration, null while
/// there is none: a run that aims at the predicted accuracy and has no predictor yet takes it.
Status completePlan(RunPlan& plan, const StudyContext& context, int workers, const Calibration* newest);

} // namespace pairscape
