// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/describe.h"

#include <CLI/CLI.hpp>

#include <string>
#include <vector>

namespace pairscape::cli {

/// --objective and --constraint, which may be repeated. Wrong ones are a wrong command line.
void addAimOptions(CLI::App* verb, std::vector<std::string>& objectives,
                   std::vector<std::string>& constraints);

/// What was typed, each on its own right; no defaults are filled in.
Result<FrontAims> readAims(const std::vector<std::string>& objectives,
                           const std::vector<std::string>& constraints);

/// For JSON: the texts one by one.
std::vector<std::string> objectiveTexts(const std::vector<Objective>& objectives);
std::vector<std::string> constraintTexts(const std::vector<Constraint>& constraints);

} // namespace pairscape::cli
