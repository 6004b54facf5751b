// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/accelerator/accelerator.h"
#include "core/accelerator/cost_model.h"
#include "core/base/error.h"
#include "core/space/network.h"

#include <array>
#include <cstdint>
#include <vector>

namespace pairscape {

/// Energy by what draws it, in J of one image or in pJ of a layer's batch.
struct EnergySplit {
    double operations = 0;  ///< of the PEs
    double buffers = 0;     ///< bytes between arrays, buffers and DRAM interface
    double dram = 0;        ///< bytes to and from DRAM
    double staticPower = 0; ///< what the platform draws anyway while the interval lasts; of no layer alone

    double total() const { return operations + buffers + dram + staticPower; }
};

/// What views show of one layer beyond LayerCost. For one batch; modelled.
struct LayerDetail {
    std::int64_t start = 0; ///< cycles after the begin of the interval in which it runs
    int interval = 0;       ///< intervals after that of the batch's first layer
    std::int64_t cycles = 0;
    TimeShares shares;                            ///< where the cycles go
    std::array<std::int64_t, boundCount> waits{}; ///< and what they wait for, indexed by Bound
    double intensity = 0;                         ///< MAC-equivalents for each byte of DRAM traffic
    double attained = 0;                          ///< MAC-equivalents a cycle
    double roof = 0;              ///< the most at this intensity: min(PEs, intensity * DRAM bytes a cycle)
    std::int64_t bufferBytes = 0; ///< that go through its chunk's buffers, on either side
    EnergySplit energyPj;         ///< of the batch
    /// Bytes of one half of the input, weight and output buffer that its largest tile fills, and their share
    /// of it.
    std::array<std::int64_t, 3> held{};
    std::array<double, 3> occupancy{};
};

/// A buffer of a chunk as it is placed on the platform.
struct BufferDetail {
    std::int64_t bytes = 0;   ///< of one half
    int bram36 = 0, uram = 0; ///< both halves; of one kind
};

/// A layer's place in the replayed interval: as in LayerDetail, but with the DRAM contended for.
struct ReplayedLayer {
    std::int64_t start = 0, cycles = 0;
    int interval = 0;
};

/// The steady state once more, with the DRAM's bandwidth shared moment by moment among the chunks that ask
/// for it (replay.h). What HardwareCost counts lets each layer have all of it, and checks the sum alone: its
/// FPS is an upper bound, and this is what one plain way of sharing attains. Modelled.
struct DesignReplay {
    double fps = 0;                  ///< no more than HardwareCost::fps
    std::int64_t intervalCycles = 0; ///< between two batches
    std::int64_t pipelineCycles = 0; ///< one batch, from its first to its last layer
    double latencySeconds = 0;       ///< the same in seconds
    int batchesInFlight = 1;
    std::int64_t inFlightBytes = 0;
    double energyJoule = 0; ///< of an image: static power lasts longer
    std::vector<ReplayedLayer> layers;
};

/// The steady state of a design: when each layer runs and what it fills. Layers as in Network::layers.
struct DesignDetail {
    std::vector<LayerDetail> layers;
    std::int64_t intervalCycles = 0;
    std::int64_t dramCycles = 0;     ///< all traffic of a batch at full bandwidth
    std::int64_t chainCycles = 0;    ///< one batch alone on an idle accelerator
    std::int64_t pipelineCycles = 0; ///< one batch in the steady state, from its first to its last layer
    double latencyAloneSeconds = 0, latencySteadySeconds = 0; ///< of these two
    int batchesInFlight = 1;
    double dramBytesPerCycle = 0;
    std::array<std::int64_t, operatorTypeCount> pes{}; ///< the flat part of each chunk's roofline
    /// Input, weight and output buffer of each chunk.
    std::array<std::array<BufferDetail, 3>, operatorTypeCount> buffers{};
    EnergySplit energyJoule; ///< of one image; its total is HardwareCost::energyJoule but for rounding
    DesignReplay replay;
};

/// From the mappings that a design was stored with; nothing is searched. Fails with InvalidInput where cost
/// and network do not belong together or the accelerator is none of the platform.
Result<DesignDetail> designDetail(const Network& network, const Platform& platform,
                                  const Accelerator& accelerator, const HardwareCost& cost);

} // namespace pairscape
