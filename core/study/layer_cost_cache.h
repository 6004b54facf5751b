// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/database.h"

#include <string>

namespace pairscape {

// The layer costs that a study keeps for its next run (docs/study-file.md). They save time and decide
// nothing, so they stand in a table that is made when it is first needed. Everything here throws
// SQLite::Exception.

/// Bytes of layer costs that a study keeps at most.
inline constexpr std::size_t layerCostLimit = std::size_t{4} << 20;

/// Replaces what is kept.
void storeLayerCosts(SQLite::Database& database, const std::string& bytes);
/// Empty where none are kept, or more than this version would.
std::string readLayerCosts(SQLite::Database& database);

} // namespace pairscape
