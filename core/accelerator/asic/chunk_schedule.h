// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/accelerator/asic/dataflow.h"
#include "core/accelerator/layer_shape.h"
#include "core/space/network.h"

#include <functional>
#include <memory>
#include <stop_token>

namespace pairscape::asic {

/// A network on NASA's template: a chunk for each operator type that it has, each with its own dataflow.

using PesByOperator = std::array<std::int64_t, operatorTypeCount>;

/// PEs in proportion to the operations, so that all chunks take the same time: N = u * F with
/// u = area / sum(F * PE area), rounded down but to 1 at least; area left over goes, PE by PE, to the chunk
/// with most operations a PE that it is enough for. Infeasible where the area is too small for one PE of
/// each.
Result<PesByOperator> allocatePes(const AsicTemplate& asic, const OperationCounts& counts);

/// The loops of a network's layer, for one image.
NestLayer nestLayerOf(const Layer& layer);

/// Activations that a layer reads of one image beside its own input: what its map is pooled from less the
/// pooled map, what is added to its output, the gates of its input channels.
std::int64_t besideWordsOf(const LayerShape& shape);

/// One layer at its place in the steady state.
struct ScheduledLayer {
    std::size_t layer = 0; ///< index into Network::layers
    AsicMapping mapping;
    std::int64_t start = 0; ///< cycle after the chunks began together
    std::int64_t end() const { return start + mapping.cost.cycles; }
};

/// Front of a layer's mappings by buffer words, as bestMappings gives it.
using MappingFront = std::function<const std::vector<AsicMapping>&(std::size_t layer, Dataflow dataflow)>;

/// Chunks work on different images, so only the buffer ties them. The shift chunk's first layer takes what it
/// wants of the buffer, then the adder chunk's, then the conv chunk's; from then on the chunk that is done
/// first issues its next layer with what the others leave (ties: conv, shift, adder), and waits where that is
/// too little. Layers come back in the order of issue. Infeasible, naming the layer, where one does not fit
/// an empty buffer.
Result<std::vector<ScheduledLayer>> scheduleChunks(const Network& network, std::int64_t bufferWords,
                                                   const std::array<Dataflow, operatorTypeCount>& dataflows,
                                                   const MappingFront& front);

/// The best design of a network. Modelled.
struct AsicDesign {
    PesByOperator pes{};
    std::array<Dataflow, operatorTypeCount> dataflows{}; ///< of a chunk that is there
    std::vector<ScheduledLayer> layers;                  ///< in the order of Network::layers
    std::array<std::int64_t, operatorTypeCount> busyCycles{};
    std::int64_t intervalCycles = 0;    ///< the slowest chunk, or all DRAM traffic at full bandwidth
    std::int64_t latencyCycles = 0;     ///< one image alone: all layers one after another
    double energyPj = 0, dramBytes = 0; ///< of one image

    double fps(const AsicTemplate& asic) const {
        return 1e6 * asic.clockMhz / static_cast<double>(intervalCycles);
    }
    /// Of an image, in pJ cycles: its energy x its latency, as HardwareCost::edp() has it.
    double edp() const { return energyPj * static_cast<double>(latencyCycles); }
};

/// The triple of dataflows that is best by the objective, of all that are possible; each layer with its best
/// mapping by the same (mappingKey) that the buffer has room for when it is issued. NASA's search, less its
/// faults: a heuristic, since PEs go by operations and layers by themselves.
Result<AsicDesign> bestAsicDesign(const AsicTemplate& asic, const Network& network,
                                  HardwareObjective objective, std::stop_token stop);

} // namespace pairscape::asic
