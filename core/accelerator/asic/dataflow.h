// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/accelerator/asic/asic_template.h"
#include "core/accelerator/hardware_objective.h"

#include <stop_token>
#include <utility>

namespace pairscape::asic {

/// What stays in a PE's registers while the rest moves: NASA's four dataflows, each a family of loop nests.
enum class Dataflow : std::uint8_t { RowStationary, InputStationary, WeightStationary, OutputStationary };
inline constexpr int dataflowCount = 4;
inline constexpr std::array<Dataflow, dataflowCount> allDataflows = {
    Dataflow::RowStationary, Dataflow::InputStationary, Dataflow::WeightStationary,
    Dataflow::OutputStationary};
std::string dataflowName(Dataflow dataflow); ///< "RS", "IS", "WS", "OS"

/// Where a loop may run.
enum class Slot : std::uint8_t { RegisterFile, Spatial, GlobalBuffer, Dram };
inline constexpr int slotCount = 4;

/// A family of nests: which slots each dimension may be split over (bit 1 << slot), and the loops' order in
/// the two outer levels, innermost first. All splits into whole factors are members of the family.
struct DataflowRule {
    std::array<std::uint8_t, loopDimCount> slots{};
    std::vector<LoopDim> bufferOrder, dramOrder;
};
const DataflowRule& ruleOf(Dataflow dataflow);

/// One member of a family with what it costs.
struct AsicMapping {
    Dataflow dataflow = Dataflow::RowStationary;
    LoopNest nest;
    AsicLayerCost cost;
};

/// What a layer's mapping is chosen by: cycles (then energy) for FPS and latency, energy (then cycles), or
/// energy x cycles. Smaller is better.
std::pair<double, double> mappingKey(double energyPj, double cycles, HardwareObjective objective);

/// A layer's best members for every size of buffer: ascending in buffer words, descending in mappingKey().
/// Empty where no member fits `pes` PEs, the registers and the whole buffer. Exact over the family: nothing
/// is left out but what cannot be better. `besideWords` as in asicLayerCost. Stops early, with what it has,
/// on request.
std::vector<AsicMapping> bestMappings(const AsicTemplate& asic, OperatorType op, const NestLayer& layer,
                                      std::int64_t pes, Dataflow dataflow,
                                      HardwareObjective objective = HardwareObjective::Edp,
                                      std::stop_token stop = {}, std::int64_t besideWords = 0);

} // namespace pairscape::asic
