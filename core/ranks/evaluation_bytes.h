// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/search/pairing_problem.h"
#include "core/study/records.h"

#include <string>

namespace pairscape {

// What ranks of one job say to each other: plain bytes in the machine's own order, since all run the same
// program on the same kind of machine. Reading never goes past the end; what is no such message is an
// Internal error.

std::string settingsBytes(const StudySettings& settings);
Result<StudySettings> settingsOf(const std::string& bytes);

/// An evaluation to the last bit, less what only a store knows; or why there is none.
std::string evaluationBytes(const Result<Evaluation>& evaluation);
Result<Evaluation> evaluationOf(const std::string& bytes);

} // namespace pairscape
