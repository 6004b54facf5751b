// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/output.h"

namespace pairscape::cli {

/// `evaluate`: tests of a single network.
void addEvaluateVerb(CLI::App& app, Commands& commands);

} // namespace pairscape::cli
