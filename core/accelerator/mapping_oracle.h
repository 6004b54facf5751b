// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/accelerator/mapping_runs.h"

namespace pairscape {

/// The same figures as mappingCost(), found by walking the loops of a mapping tile by tile: which tile lies
/// in which buffer, which loads, spills and stores that means, how many cycles the array takes. Slow, and
/// written without a look at the closed form, which must equal it in every case. Also the biggest tile that
/// each buffer held.
struct MappingWalk {
    MappingCost cost;
    Footprint largest;
    std::int64_t macs = 0;          ///< done by the array, for the batch
    std::int64_t bufferTraffic = 0; ///< as bufferTraffic() counts it
    LayerRuns runs;                 ///< as runsOf() lists them
};

MappingWalk walkMapping(const LayerShape& layer, const ArrayShape& array, DramRate rate, int batch,
                        const Mapping& mapping);

} // namespace pairscape
