// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/output.h"

namespace pairscape::cli {

/// `rank-study calibrate`, below the verb group of rank studies.
void addCalibrateVerb(CLI::App& group, Commands& commands);

} // namespace pairscape::cli
