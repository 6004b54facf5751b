// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/output.h"

#include <string>

namespace pairscape::cli {

/// "info" and "front".
void addStudyInfoVerbs(CLI::App& study, Commands& commands);
/// "verify", "merge" and "repair".
void addStudyUpkeepVerbs(CLI::App& study, Commands& commands);

/// The study file that a verb is about.
void addStudyFile(CLI::App* verb, std::string& file);

} // namespace pairscape::cli
