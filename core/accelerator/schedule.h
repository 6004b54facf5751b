// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/accelerator/cost_model.h"
#include "core/accelerator/layer_shape.h"

#include <array>
#include <cstdint>
#include <vector>

namespace pairscape {

/// When the layers of one batch run in the steady state. Every interval each chunk runs its layers once, back
/// to back in network order, each for the newest batch whose operands are ready: a layer starts in the
/// interval in which the layers that it reads have ended, or the one after.
struct Schedule {
    std::int64_t intervalCycles = 0; ///< between two batches: max(busiest chunk, DRAM traffic / bandwidth)
    std::int64_t dramCycles = 0;     ///< the second of these
    std::array<std::int64_t, operatorTypeCount> chunkCycles{};
    std::int64_t chainCycles = 0;    ///< one batch alone on an idle accelerator: layer after layer
    std::int64_t pipelineCycles = 0; ///< one batch in the steady state, from its first to its last layer
    int batchesInFlight = 1;
    std::int64_t inFlightBytes = 0;   ///< DRAM for the maps of all of them: each map as often as it is alive
    std::vector<std::int64_t> starts; ///< of each layer, in cycles after the interval's begin
    std::vector<int> intervals;       ///< intervals that each layer runs after the batch's first
};

/// Fills in, from starts and interval, what the way of one batch gives: intervals, batches in flight,
/// pipeline cycles and bytes in flight.
void followBatch(Schedule& schedule, const Workload& workload, const std::vector<std::int64_t>& cycles,
                 int batch, const std::array<int, operatorTypeCount>& activationBytes);

/// `cycles` are those of each layer, `bytes` the DRAM traffic of them all, for one batch of `batch` images.
Schedule scheduleOf(const Workload& workload, const std::vector<std::int64_t>& cycles, std::int64_t bytes,
                    DramRate rate, int batch, const std::array<int, operatorTypeCount>& activationBytes);

} // namespace pairscape
