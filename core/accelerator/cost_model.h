// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/accelerator/accelerator.h"
#include "core/accelerator/layer_shape.h"
#include "core/accelerator/pixel_tiling.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace pairscape {

/// Bytes of a partial sum, on chip and where it is spilled.
inline constexpr std::int64_t sumBytes = 4;
/// Bytes that travel with a weight tile for each of its output channels: bias and requantisation, 32 bits
/// each.
inline constexpr std::int64_t channelWordBytes = 8;

/// The PE array of a chunk as the cost model sees it.
struct ArrayShape {
    std::int32_t out = 1, in = 1, pixels = 1; ///< unrolls
    std::int32_t weightBits = 8;
    std::int32_t activationBytes = 1; ///< of an activation in DRAM and in buffers: whole bytes
    std::int32_t ramp = 3; ///< cycles to fill and empty the array and its adder tree, paid by every step

    bool operator==(const ArrayShape&) const = default;
};

ArrayShape arrayShape(const Chunk& chunk, const PeCost& pe);

/// What the DRAM delivers: bytes in 1,024 cycles. Times are exact in units of 1 / rate cycles.
struct DramRate {
    std::int64_t bytesPer1024Cycles = 1024;

    static DramRate of(const Platform& platform);
    /// Cycles that `bytes` take, rounded up.
    std::int64_t cycles(std::int64_t bytes) const {
        return (bytes * 1024 + bytesPer1024Cycles - 1) / bytesPer1024Cycles;
    }
};

/// What one mapping costs for one batch. Bytes are DRAM traffic.
struct MappingCost {
    std::int64_t cycles = 0;
    std::int64_t computeCycles = 0;
    std::int64_t inputBytes = 0, weightBytes = 0, outputBytes = 0;

    std::int64_t dramBytes() const { return inputBytes + weightBytes + outputBytes; }
    bool operator==(const MappingCost&) const = default;
};

/// Where a mapping's cycles go. Cycles; `fill` + `drain` + `dram` + `array` = all of them, but for rounding.
/// The last three are of the array's cycles in all runs, whatever the run waits for.
struct TimeShares {
    std::int64_t fill = 0;  ///< loading the first step's operands
    std::int64_t drain = 0; ///< storing the last step's outputs
    std::int64_t dram = 0;  ///< runs in which the DRAM takes longer than the array
    std::int64_t array = 0; ///< runs in which the array takes longer
    std::int64_t work = 0;  ///< all cycles of the array, of which:
    std::int64_t ramp = 0;  ///< ... its pipeline fills and empties
    std::int64_t stall = 0; ///< ... it waits for the output buffer's port
};

/// A mapping's cycles by what they wait for, indexed by Bound; they sum to all cycles but for rounding. DRAM:
/// fill, drain and the runs in which it takes longer than the array. Runs in which the array takes longer are
/// divided, as all of the array's cycles are on average, into the ramp (fill), the output port (buffer) and
/// the rest (compute).
std::array<std::int64_t, boundCount> waitsOf(const TimeShares& shares);
/// What a mapping waits for most; of equals the first in the order of Bound.
Bound boundOf(const TimeShares& shares);

/// What a mapping needs of one half of each buffer, in bytes.
struct Footprint {
    std::int64_t input = 0, weight = 0, output = 0;
};

/// Array-side and DRAM-side bytes that go through the three buffers, for energy.
std::int64_t bufferTraffic(const LayerShape& layer, const ArrayShape& array, int batch,
                           const Mapping& mapping, const MappingCost& cost);

/// Tile sizes within the layer, and a valid pixel tile. For a depthwise layer tileIn equals tileOut.
bool validMapping(const LayerShape& layer, int batch, const Mapping& mapping);

Footprint footprint(const LayerShape& layer, const ArrayShape& array, const PixelTiling& pixels, int tileOut,
                    int tileIn);

/// The cost of a mapping (docs/cost-model.md), in closed form: no allocation, integers only, about as many
/// operations as there are kinds of tiles. Needs a valid mapping, of which `pixels` is the pixel tiling for
/// the batch. `shares` is filled when given. Walking the tiles gives the same (mapping_oracle.h).
MappingCost mappingCost(const LayerShape& layer, const ArrayShape& array, DramRate rate,
                        const PixelTiling& pixels, int tileOut, int tileIn, Stationary stationary,
                        TimeShares* shares = nullptr);
MappingCost mappingCost(const LayerShape& layer, const ArrayShape& array, DramRate rate, int batch,
                        const Mapping& mapping, TimeShares* shares = nullptr);

/// No mapping takes fewer array cycles than this.
std::int64_t leastComputeCycles(const LayerShape& layer, const ArrayShape& array, int batch);
/// No mapping moves fewer bytes between array and buffers than this.
std::int64_t leastArrayTraffic(const LayerShape& layer, const ArrayShape& array, int batch);
/// No mapping moves fewer bytes to and from DRAM than this: every operand once.
std::int64_t compulsoryBytes(const LayerShape& layer, const ArrayShape& array, int batch);

} // namespace pairscape
