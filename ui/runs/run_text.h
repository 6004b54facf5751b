// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/runner.h"

#include <QString>

#include <optional>

namespace pairscape {

struct Strategy;

/// "✓ finished": a sign and the word, so that neither colour nor the sign alone has to be understood.
QString runStateText(RunState state);

/// "Searching", "Scoring the reference population": what the run is doing, in words.
QString runPhaseText(const RunStatus& status);

/// "120 of 500 pairings": how far the phase has come.
QString runProgressText(const RunStatus& status);

/// "12.4 pairings a second · 31 s left · 10 s so far"; what is not known yet is left out.
QString runPaceText(const RunStatus& status);

/// The run that can be resumed, as stored; nothing where there is none.
std::optional<RunRecord> resumableRecord(const StudySnapshot& snapshot);

/// "NASH" of "NASH: conv, shift and adder": what follows the colon stands in the description.
QString strategyTitle(const Strategy& strategy);
/// The first clause of its description, as a sentence.
QString strategyClause(const Strategy& strategy);
/// What a study of this accelerator method lacks for the strategy, without a full stop; empty where nothing.
QString strategyLack(const Strategy& strategy, const std::string& acceleratorMethod);

} // namespace pairscape
