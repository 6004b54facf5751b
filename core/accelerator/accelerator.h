// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/accelerator/platform.h"
#include "core/space/operator_type.h"

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace pairscape {

/// The sub-accelerator of one operator type: a PE array unrolled over output channels, input channels and
/// output pixels, and three ping-pong buffers. All zero where a network has no layer of that type.
struct Chunk {
    int unrollOut = 0, unrollIn = 0, unrollPixels = 0;
    std::int64_t inputBufferBytes = 0, weightBufferBytes = 0,
                 outputBufferBytes = 0; ///< one half of each pair
    bool unpacked = false; ///< each PE has a DSP of its own, where two could share one (PeCost::alone)

    std::int64_t pes() const { return std::int64_t{unrollOut} * unrollIn * unrollPixels; }
    bool present() const { return pes() > 0; }
    bool operator==(const Chunk&) const = default;
};

/// Three chunks (indexed by operator type) and how they share the platform.
struct Accelerator {
    std::array<Chunk, operatorTypeCount> chunks;
    int batch = 1; ///< images that share one load of the weights, 1 to 16

    bool operator==(const Accelerator&) const = default;
};

/// Which operand stays on chip while the others stream past it.
enum class Stationary : std::uint8_t { Weights, Inputs, Outputs };

/// Tiling, loop order and dataflow of one layer on its chunk. More tile rows than the map has stand for whole
/// further images of the batch. A depthwise layer has tileIn = tileOut.
struct Mapping {
    int tileOut = 0, tileIn = 0, tileRows = 0, tileColumns = 0;
    Stationary stationary = Stationary::Outputs;

    bool operator==(const Mapping&) const = default;
};

/// What a layer spends most of its time waiting for.
enum class Bound : std::uint8_t {
    Compute, ///< the PEs: nothing else keeps them
    Dram,    ///< transfers that the array has no work beside: the first loads and the last store included
    Buffer,  ///< the output buffer's port, which takes the sums of one pixel a cycle
    Fill,    ///< the array's own pipeline, which fills and empties with every step
};
inline constexpr std::size_t boundCount = 4;

std::string stationaryName(Stationary stationary); ///< "weights", "inputs", "outputs"
std::string boundName(Bound bound);                ///< "compute", "dram", "buffer", "fill"
/// "o64 i32 r8 c8 outputs": the mapping in one short readable text, and back.
std::string mappingText(const Mapping& mapping);
Result<Mapping> parseMapping(const std::string& text);

/// Cost of one layer on its chunk for one batch of images. Modelled.
struct LayerCost {
    OperatorType chunk = OperatorType::Conv;
    Mapping mapping;
    std::int64_t cycles = 0;                                       ///< with double buffering, fill and drain
    std::int64_t computeCycles = 0;                                ///< of the PE array alone
    std::int64_t inputBytes = 0, weightBytes = 0, outputBytes = 0; ///< DRAM traffic, edges included
    Bound bound = Bound::Compute;
    double utilisation = 0; ///< MAC-equivalents / (cycles * PEs)
    double energyPj = 0;

    std::int64_t dramBytes() const { return inputBytes + weightBytes + outputBytes; }
};

/// Cost of one chunk for one batch of images. Modelled.
struct ChunkCost {
    Resources use;
    std::int64_t pes = 0;
    int layers = 0;
    std::int64_t macs = 0;   ///< MAC-equivalents for one image
    std::int64_t cycles = 0; ///< sum over its layers
    std::int64_t dramBytes = 0;
    double busy = 0; ///< share of the steady-state interval in which it works, 0 to 1
};

/// All figures of a network on an accelerator. Kind: modelled.
struct HardwareCost {
    /// Images per second in the steady state. An upper bound: chunks share the DRAM in sum, not moment by
    /// moment (designDetail() plays one interval back with them contending).
    double fps = 0;
    double throughputGops = 0; ///< 2 x MAC-equivalents x FPS
    double latencySeconds = 0; ///< of one batch alone on an idle accelerator: the dependent chain
    double energyJoule = 0;    ///< of one image, static power for the interval included
    double powerWatts = 0;
    std::int64_t intervalCycles = 0; ///< for one batch: max over chunks and total DRAM traffic / bandwidth
    /// Dram where the traffic of all chunks sets the interval, else what the busiest chunk's layers wait for
    /// most.
    Bound bound = Bound::Compute;
    OperatorType bottleneck = OperatorType::Conv; ///< the busiest chunk
    int imagesInFlight = 0;
    std::int64_t inFlightBytes = 0; ///< DRAM memory that these images' feature maps need
    Resources use;
    std::array<ChunkCost, operatorTypeCount> chunks;
    std::vector<LayerCost> layers; ///< one for each of Network::layers

    double edp() const { return energyJoule * latencySeconds; }
};

/// One JSON-free line such as "conv 16x8x4 unpacked, shift 8x8x8, adder 16x4x8, batch 4".
std::string acceleratorText(const Accelerator& accelerator);
/// "16x8x4" or "16x8x4 unpacked".
std::string arrayText(const Chunk& chunk);

} // namespace pairscape
