// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/accelerator/cost_model.h"

#include <cstdint>
#include <vector>

namespace pairscape {

/// One turn of a mapping's innermost loop: the array works while the DRAM loads, spills and stores beside it.
/// It ends when both are done.
struct LayerRun {
    std::int64_t arrayCycles = 0;
    std::int64_t dramBytes = 0;

    bool operator==(const LayerRun&) const = default;
};

/// A layer as a chunk works it off, for one batch: the first step's loads, the runs in their order, the last
/// step's store. mappingCost() adds the same up, run by run of a kind.
struct LayerRuns {
    std::int64_t fillBytes = 0;
    std::vector<LayerRun> runs;
    std::int64_t drainBytes = 0;

    bool operator==(const LayerRuns&) const = default;
};

/// Needs a valid mapping. Allocates a run for each turn of the two outer loops.
LayerRuns runsOf(const LayerShape& layer, const ArrayShape& array, int batch, const Mapping& mapping);

/// Cycles that they take with all of the DRAM's bandwidth, as MappingCost::cycles counts them.
std::int64_t cyclesAlone(const LayerRuns& layer, DramRate rate);

} // namespace pairscape
