// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/accelerator/accelerator_search.h"
#include "core/accelerator/design_detail.h"

#include <nlohmann/json.hpp>

namespace pairscape {

// What is worked out of one design beyond its stored figures, as JSON. docs/cli.md gives the keys. All
// figures are modelled.

/// hardwareJson() and what its figures are: FPS with the DRAM contended for beside the upper bound, a batch's
/// latency alone and in the steady state, where the energy goes.
nlohmann::json hardwareDetailJson(const HardwareCost& cost, const DesignDetail& detail);

/// layerCostsJson() and of each layer when it runs, what it waits for, what it fills of the buffers and moves
/// through them, where its energy goes. The detail must be of this network and cost.
nlohmann::json layerDetailsJson(const Network& network, const HardwareCost& cost, const DesignDetail& detail);

} // namespace pairscape
