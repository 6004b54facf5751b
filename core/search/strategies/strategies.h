// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/search/strategy.h"

namespace pairscape {

// One file for each; docs/search.md says what is the papers' and what is our reading.

Strategy nashStrategy();
Strategy nasaFStrategy();
Strategy nasaStrategy();
Strategy convOnlyStrategy();
Strategy shiftOnlyStrategy();
Strategy adderOnlyStrategy();
Strategy randomStrategy();
Strategy sequentialStrategy();

} // namespace pairscape
