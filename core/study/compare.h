// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/search/pairing_problem.h"

#include <optional>
#include <string>

namespace pairscape {

/// Scores of one network computed on machines with different instruction sets agree to this share.
inline constexpr double scoreTolerance = 1e-4;

/// The first figure in which two evaluations of one architecture differ: "FPS is 12 in one and 13 in the
/// other". Modelled and counted figures must agree bit by bit, layers and chunks included; the names of
/// bounds, which follow from them, are not looked at; raw terms within `tolerance` of their value (0: bit by
/// bit).
std::optional<std::string> difference(const Evaluation& a, const Evaluation& b, double tolerance);

/// The name of a figure that is not a number, if there is one: no engine may produce it, and SQLite cannot
/// hold it.
std::optional<std::string> notANumber(const Evaluation& evaluation);

} // namespace pairscape
