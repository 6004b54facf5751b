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
/// cannot be used with the study or with another setting.
Status completePlan(RunPlan& plan, const StudyContext& context, int workers);

} // namespace pairscape
