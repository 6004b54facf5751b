// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/search/evolution.h"
#include "core/space/search_space.h"

#include <string>
#include <vector>

namespace pairscape {

/// A named way to search: which operator types may be used and how points are chosen.
struct Strategy {
    std::string name; ///< "nash", "conv-only", ...
    std::string title;
    std::string description; ///< one sentence, what is the paper's and what is our reading
    std::vector<OperatorType> operators;
    Exploration exploration = Exploration::Evolutionary;
};

/// Strategies that this version runs: nash, nasa-f (conv and adder), conv-only, shift-only, adder-only,
/// random.
const std::vector<Strategy>& strategies();
Result<Strategy> findStrategy(const std::string& name);

} // namespace pairscape
