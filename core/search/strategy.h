// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/accelerator/accelerator_search.h"
#include "core/base/error.h"
#include "core/search/evolution.h"
#include "core/space/search_space.h"

#include <optional>
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
    /// Parents are selected by the run's accuracy objective alone; hardware and constraints are not looked
    /// at.
    bool accuracyAlone = false;
    /// The accelerator method that a study must have for this strategy to make sense.
    std::optional<AcceleratorMethod> method;
};

/// Strategies that this version runs: nash, nasa-f (conv and adder), nasa, conv-only, shift-only, adder-only,
/// random, sequential.
const std::vector<Strategy>& strategies();
Result<Strategy> findStrategy(const std::string& name);

} // namespace pairscape
