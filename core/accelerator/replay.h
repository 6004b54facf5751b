// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/accelerator/mapping_runs.h"
#include "core/space/operator_type.h"

#include <array>
#include <cstdint>
#include <vector>

namespace pairscape {

/// One interval of the steady state as it goes when chunks contend for the DRAM.
struct Replay {
    std::vector<std::int64_t> starts; ///< of each layer, in cycles after the interval's begin
    std::vector<std::int64_t> cycles; ///< of each layer: as many as alone, or more
    std::int64_t intervalCycles = 0;  ///< until the last chunk is done
};

/// Plays one interval event by event. All chunks begin together; each works off its layers in the order
/// given, back to back, and the DRAM's bandwidth is divided evenly among the chunks that have a transfer open
/// at that moment. A run's transfers are asked for when it begins. A layer begins at a whole cycle. Integers
/// only: a transfer ends at the first 1 / rate of a cycle at which it is done, so that the result is the same
/// everywhere.
///
/// Never shorter than the busiest chunk alone or than all bytes at full bandwidth; never longer than the
/// chunks one after the other, but for one cycle a layer.
Replay replayInterval(const std::vector<LayerRuns>& layers, const std::vector<OperatorType>& ops,
                      DramRate rate);

} // namespace pairscape
