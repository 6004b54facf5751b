// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/describe.h"

#include "app/cli/text_table.h"
#include "core/base/hash.h"
#include "core/base/number_text.h"
#include "core/interchange/figures_json.h"
#include "core/study/run_results.h"

#include <algorithm>

namespace pairscape::cli {

namespace {

std::string shapeText(int channels, int height, int width) {
    return std::to_string(channels) + "x" + std::to_string(height) + "x" + std::to_string(width);
}

std::string percent(double share) {
    return decimalText(100 * share, 1);
}

std::string usedText(int used, int available) {
    std::string text = groupedText(used) + " of " + groupedText(available);
    return available > 0 ? text + " (" + percent(static_cast<double>(used) / available) + " %)" : text;
}

/// ": operations 31.0 %, buffers ...": where the energy of an image goes.
std::string energyText(const EnergySplit& energy) {
    std::string text;
    for (const auto& [name, part] : {std::pair("operations", energy.operations),
                                     {"buffers", energy.buffers},
                                     {"DRAM", energy.dram},
                                     {"static power", energy.staticPower}})
        text +=
            (text.empty() ? ": " : ", ") + std::string(name) + " " + percent(part / energy.total()) + " %";
    return text;
}

/// " (-5.3 %)": how far one figure is from another.
std::string offText(double value, double from) {
    const std::string share = decimalText(100 * (value / from - 1), 1);
    return " (" + (share == "-0.0" ? "0.0" : share) + " %)";
}

std::string boundText(Bound bound, OperatorType bottleneck) {
    // DRAM is shared by all chunks, so naming one of them would mislead.
    return bound == Bound::Dram
               ? "dram"
               : boundName(bound) + ", " + std::string(operatorTypeName(bottleneck)) + " chunk";
}

} // namespace

std::string layerTable(const Network& network) {
    TextTable table;
    table.column("layer", Align::Left);
    table.column("operator", Align::Left);
    table.column("input CxHxW");
    table.column("output CxHxW");
    for (const char* header :
         {"kernel", "stride", "groups", "MACs", "multiplications", "shifts", "additions", "parameters"})
        table.column(header);
    const auto countCells = [](const OperationCounts& counts) {
        return std::vector<std::string>{groupedText(counts.total()), groupedText(counts.multiplications()),
                                        groupedText(counts.shifts()), groupedText(counts.additions()),
                                        groupedText(counts.parameters)};
    };
    for (const Layer& layer : network.layers) {
        std::vector<std::string> cells = {layer.name,
                                          std::string(operatorTypeName(layer.op)),
                                          shapeText(layer.inChannels, layer.inHeight, layer.inWidth),
                                          shapeText(layer.outChannels, layer.outHeight, layer.outWidth),
                                          std::to_string(layer.kernel),
                                          std::to_string(layer.stride),
                                          std::to_string(layer.groups)};
        for (std::string& cell : countCells(layer.counts()))
            cells.push_back(std::move(cell));
        table.row(std::move(cells));
    }
    std::vector<std::string> total = {"total", "", "", "", "", "", ""};
    for (std::string& cell : countCells(network.counts()))
        total.push_back(std::move(cell));
    table.row(std::move(total));
    return table.text();
}

std::string hardwareText(const HardwareCost& cost, const DesignDetail& detail, const Platform& platform) {
    TextList list;
    const DesignReplay& replay = detail.replay;
    list.add("FPS, upper bound (modelled)", decimalText(cost.fps, 1) + " img/s, DRAM shared in sum");
    list.add("FPS, replayed (modelled)", decimalText(replay.fps, 1) + " img/s" +
                                             offText(replay.fps, cost.fps) + ", DRAM contention replayed");
    list.add("throughput (modelled)", decimalText(cost.throughputGops, 2) + " GOPS");
    list.add("latency alone (modelled)",
             decimalText(1e3 * cost.latencySeconds, 3) + " ms, one batch on an idle accelerator");
    list.add("latency steady (modelled)", decimalText(1e3 * detail.latencySteadySeconds, 3) +
                                              " ms in the steady state, " +
                                              decimalText(1e3 * replay.latencySeconds, 3) + " ms replayed");
    list.add("energy (modelled)",
             figureText(1e3 * cost.energyJoule) + " mJ/img" + energyText(detail.energyJoule));
    list.add("power (modelled)", decimalText(cost.powerWatts, 2) + " W");
    list.add("EDP (modelled)", figureText(1e6 * cost.edp()) + " mJ\u00b7ms, energy x latency alone");
    list.add("interval (modelled)", groupedText(cost.intervalCycles) + " cycles/batch");
    list.add("bound (modelled)", boundText(cost.bound, cost.bottleneck));
    list.add("in flight (modelled)",
             groupedText(cost.imagesInFlight) + " images, " + groupedText(cost.inFlightBytes) + " B");
    const Resources budget = platform.budget();
    list.add("DSP (modelled)", usedText(cost.use.dsp, budget.dsp));
    list.add("LUT (modelled)", usedText(cost.use.lut, budget.lut));
    list.add("BRAM36 (modelled)", usedText(cost.use.bram36, budget.bram36));
    if (budget.uram > 0)
        list.add("URAM (modelled)", usedText(cost.use.uram, budget.uram));
    return list.text();
}

std::string chunkTable(const Accelerator& accelerator, const HardwareCost& cost) {
    TextTable table;
    table.column("chunk", Align::Left);
    table.column("out x in x pixels", Align::Left);
    for (const char* header : {"PEs", "DSP", "LUT", "BRAM36", "URAM", "layers", "MACs/img", "cycles/batch",
                               "DRAM B/batch", "busy %"})
        table.column(header);
    for (const OperatorType op : allOperatorTypes) {
        const Chunk& chunk = accelerator.chunks[indexOf(op)];
        const ChunkCost& work = cost.chunks[indexOf(op)];
        if (!chunk.present())
            continue;
        table.row({std::string(operatorTypeName(op)), arrayText(chunk), groupedText(chunk.pes()),
                   groupedText(work.use.dsp), groupedText(work.use.lut), groupedText(work.use.bram36),
                   groupedText(work.use.uram), std::to_string(work.layers), groupedText(work.macs),
                   groupedText(work.cycles), groupedText(work.dramBytes), percent(work.busy)});
    }
    return table.text();
}

std::string layerCostTable(const Network& network, const HardwareCost& cost, const DesignDetail& detail) {
    TextTable table;
    table.column("layer", Align::Left);
    table.column("chunk", Align::Left);
    table.column("mapping", Align::Left);
    for (const char* header : {"start cycle", "cycles/batch", "compute cycles", "DRAM B/batch",
                               "utilisation %", "energy uJ/batch"})
        table.column(header);
    table.column("bound", Align::Left);
    for (std::size_t i = 0; i < std::min(network.layers.size(), detail.layers.size()); ++i) {
        const LayerCost& layer = cost.layers[i];
        table.row({network.layers[i].name, std::string(operatorTypeName(layer.chunk)),
                   mappingText(layer.mapping), groupedText(detail.layers[i].start), groupedText(layer.cycles),
                   groupedText(layer.computeCycles), groupedText(layer.dramBytes()),
                   percent(layer.utilisation), decimalText(1e-6 * layer.energyPj, 3),
                   boundName(layer.bound)});
    }
    return table.text();
}

namespace {

/// An objective that has no column of its own in the table of pairings.
struct ExtraColumn {
    Quantity quantity;
    const char* header;
    double scale;
};
constexpr ExtraColumn extraColumns[] = {
    {Quantity::PredictedAccuracy, "predicted %", 1}, {Quantity::SupernetAccuracy, "supernet %", 1},
    {Quantity::TrainedAccuracy, "trained %", 1},     {Quantity::Throughput, "GOPS", 1},
    {Quantity::Edp, "EDP mJ\u00b7ms", 1e6},          {Quantity::Power, "power W", 1},
    {Quantity::Parameters, "parameters", 1}};

std::vector<ExtraColumn> extrasFor(const std::vector<Objective>& objectives) {
    std::vector<ExtraColumn> extras;
    for (const ExtraColumn& column : extraColumns)
        if (std::ranges::count(objectives, column.quantity, &Objective::quantity) > 0)
            extras.push_back(column);
    return extras;
}

/// " (nash, 0 to 2)"
std::string rankRange(const std::string& metric) {
    const RankMetric* known = findRankMetric(metric);
    return " (" + metric + (known != nullptr ? ", 0 to " + std::to_string(known->highest()) : "") + ")";
}

/// " in accuracy:max and energy:min with lut<=60000"; nothing for the usual front.
std::string aimsText(const FrontAims& aims) {
    if (aims.usual())
        return {};
    std::string text = " in ";
    for (std::size_t i = 0; i < aims.objectives.size(); ++i)
        text += (i == 0                           ? ""
                 : i + 1 < aims.objectives.size() ? ", "
                                                  : " and ") +
                objectiveText(aims.objectives[i]);
    for (std::size_t i = 0; i < aims.constraints.size(); ++i)
        text += (i == 0 ? " with " : ", ") + constraintText(aims.constraints[i]);
    return text;
}

} // namespace

std::vector<std::size_t> frontIndices(const StudySnapshot& study, const FrontAims& aims) {
    return aims.usual() ? study.front : frontFor(study, aims.objectives, aims.constraints);
}

std::string pairingTable(const StudySnapshot& study, const std::vector<std::size_t>& indices,
                         const std::vector<Objective>& objectives) {
    const std::vector<ExtraColumn> extras = extrasFor(objectives);
    TextTable table;
    for (const char* header :
         {"id", "accuracy", "FPS img/s", "latency ms", "energy mJ", "DSP", "LUT", "BRAM36", "URAM", "batch"})
        table.column(header);
    for (const ExtraColumn& extra : extras)
        table.column(extra.header);
    table.column("bound", Align::Left);
    table.column("architecture", Align::Left);
    for (const std::size_t index : indices) {
        const PairingRecord& record = study.pairings[index];
        std::vector<std::string> cells = {std::to_string(record.id),
                                          decimalText(record.accuracy, 4),
                                          decimalText(record.fps, 1),
                                          decimalText(1e3 * record.latencySeconds, 3),
                                          figureText(1e3 * record.energyJoule),
                                          groupedText(record.use.dsp),
                                          groupedText(record.use.lut),
                                          groupedText(record.use.bram36),
                                          groupedText(record.use.uram),
                                          std::to_string(record.batch)};
        for (const ExtraColumn& extra : extras)
            cells.push_back(extra.quantity == Quantity::Parameters
                                ? groupedText(record.counts.parameters)
                                : figureText(extra.scale * quantityValues(record)[extra.quantity]));
        cells.push_back(boundName(record.bound));
        cells.push_back(record.architecture);
        table.row(std::move(cells));
    }
    return table.text();
}

std::string frontText(const StudySnapshot& study, const FrontAims& aims) {
    const std::vector<std::size_t> front = frontIndices(study, aims);
    if (front.empty()) {
        std::string text = "The front is empty: no feasible pairing of " +
                           groupedText(static_cast<std::int64_t>(study.pairings.size())) + " stored" +
                           (aims.constraints.empty() ? "" : " keeps the constraints") + ".\n";
        if (!study.pairings.empty() && !study.pairings[0].feasible)
            text += "Pairing " + std::to_string(study.pairings[0].id) + ": " +
                    study.pairings[0].infeasibleReason + "\n";
        return text;
    }
    const AccuracyKind kind = study.pairings[front.front()].accuracyKind;
    return "Front of " + groupedText(static_cast<std::int64_t>(front.size())) + " among " +
           groupedText(static_cast<std::int64_t>(study.pairings.size())) + " pairings" + aimsText(aims) +
           ": " + study.spaceName + " on " + study.platformName + ". Accuracy is a " +
           accuracyKindName(kind) +
           (kind == AccuracyKind::ZeroShotRank ? rankRange(study.settings.rankMetric) : "") +
           "; all other figures are modelled. FPS is an upper bound (DRAM shared in sum), latency that of\n"
           "a batch alone; 'accelerate' replays one design with its chunks contending for the DRAM.\n" +
           pairingTable(study, front, aims.objectives);
}

nlohmann::json frontJson(const StudySnapshot& study, const FrontAims& aims) {
    nlohmann::json front = nlohmann::json::array();
    for (const std::size_t index : frontIndices(study, aims))
        front.push_back(recordJson(study.pairings[index], study.settings.rankMetric));
    return front;
}

nlohmann::json runWithVolumeJson(const StudySnapshot& study, const RunRecord& run) {
    nlohmann::json json = runJson(run);
    json["hypervolume"] = hypervolumeOf(study, run);
    json["hypervolume_point"] = hypervolumePointOf(study, run.settings.objectives);
    return json;
}

Architecture sampleArchitecture(const SearchSpace& space, std::uint64_t seed, int index) {
    RandomStream random({seed, stableHash("sample"), static_cast<std::uint64_t>(index)});
    return space.sample(random);
}

} // namespace pairscape::cli
