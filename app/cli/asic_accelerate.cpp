// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/asic_accelerate.h"

#include "app/cli/describe.h"
#include "app/cli/interrupts.h"
#include "app/cli/text_table.h"
#include "core/accelerator/asic/chunk_schedule.h"
#include "core/base/number_text.h"
#include "core/interchange/figures_json.h"

namespace pairscape::cli {

namespace {

using asic::AsicDesign;
using asic::AsicTemplate;

std::string nestText(const asic::LoopNest& nest) {
    const auto part = [](const std::vector<asic::Loop>& loops) {
        return loops.empty() ? std::string("-") : asic::loopsText(loops);
    };
    return part(nest.registerFile) + " | " + part(nest.spatial) + " | " + part(nest.globalBuffer) + " | " +
           part(nest.dram);
}

double seconds(const AsicTemplate& asic, std::int64_t cycles) {
    return static_cast<double>(cycles) / (1e6 * asic.clockMhz);
}

std::string designText(const AsicTemplate& asic, const Network& network, const AsicDesign& design) {
    TextList list;
    list.add("FPS, upper bound (modelled)", decimalText(design.fps(asic), 1) + " img/s, DRAM shared in sum");
    list.add("latency alone (modelled)",
             decimalText(1e3 * seconds(asic, design.latencyCycles), 3) + " ms, one image on an idle chip");
    list.add("energy (modelled)", figureText(1e-9 * design.energyPj) + " mJ/img");
    list.add("EDP (modelled)", figureText(1e-6 * design.energyPj * seconds(asic, design.latencyCycles)) +
                                   " mJ\u00b7ms, energy x latency alone");
    list.add("interval (modelled)", groupedText(design.intervalCycles) + " cycles/img");
    list.add("DRAM (modelled)", groupedText(static_cast<std::int64_t>(design.dramBytes)) + " B/img");
    TextTable chunks;
    chunks.column("chunk", Align::Left);
    chunks.column("dataflow", Align::Left);
    for (const char* header : {"PEs", "area", "cycles/img", "busy %"})
        chunks.column(header);
    for (const OperatorType op : allOperatorTypes) {
        const std::int64_t pes = design.pes[indexOf(op)];
        if (pes == 0)
            continue;
        chunks.row({std::string(operatorTypeName(op)), asic::dataflowName(design.dataflows[indexOf(op)]),
                    groupedText(pes), decimalText(static_cast<double>(pes) * asic.of(op).area, 1),
                    groupedText(design.busyCycles[indexOf(op)]),
                    decimalText(100.0 * static_cast<double>(design.busyCycles[indexOf(op)]) /
                                    static_cast<double>(design.intervalCycles),
                                1)});
    }
    TextTable layers;
    layers.column("layer", Align::Left);
    layers.column("chunk", Align::Left);
    for (const char* header : {"start", "cycles", "PEs", "buffer words", "DRAM B", "energy uJ"})
        layers.column(header);
    layers.column("registers | array | buffer | DRAM, innermost first", Align::Left);
    for (const asic::ScheduledLayer& one : design.layers) {
        const Layer& layer = network.layers[one.layer];
        const asic::AsicLayerCost& cost = one.mapping.cost;
        layers.row({layer.name, std::string(operatorTypeName(layer.op)), groupedText(one.start),
                    groupedText(cost.cycles), groupedText(cost.pes), groupedText(cost.bufferWords),
                    groupedText(static_cast<std::int64_t>(cost.dramBytes)),
                    decimalText(1e-6 * cost.energyPj, 3), nestText(one.mapping.nest)});
    }
    return list.text() + "\nChunks (modelled)\n" + chunks.text() + "\nLayers of one image (modelled)\n" +
           layers.text();
}

nlohmann::json designJson(const AsicTemplate& asic, const Network& network, const AsicDesign& design) {
    nlohmann::json chunks = nlohmann::json::object(), layers = nlohmann::json::array();
    for (const OperatorType op : allOperatorTypes)
        if (design.pes[indexOf(op)] > 0)
            chunks[std::string(operatorTypeName(op))] = {
                {"dataflow", asic::dataflowName(design.dataflows[indexOf(op)])},
                {"pes", design.pes[indexOf(op)]},
                {"busy", figureJson(design.busyCycles[indexOf(op)], "cycles/img", "modelled")}};
    for (const asic::ScheduledLayer& one : design.layers) {
        const asic::AsicLayerCost& cost = one.mapping.cost;
        layers.push_back({{"layer", network.layers[one.layer].name},
                          {"chunk", operatorTypeName(network.layers[one.layer].op)},
                          {"nest",
                           {{"registers", asic::loopsText(one.mapping.nest.registerFile)},
                            {"array", asic::loopsText(one.mapping.nest.spatial)},
                            {"buffer", asic::loopsText(one.mapping.nest.globalBuffer)},
                            {"dram", asic::loopsText(one.mapping.nest.dram)}}},
                          {"start", figureJson(one.start, "cycles", "modelled")},
                          {"cycles", figureJson(cost.cycles, "cycles", "modelled")},
                          {"compute_cycles", figureJson(cost.computeCycles, "cycles", "modelled")},
                          {"pes", cost.pes},
                          {"buffer_words", figureJson(cost.bufferWords, "words", "modelled")},
                          {"dram_bytes", figureJson(cost.dramBytes, "B", "modelled")},
                          {"energy", figureJson(1e-12 * cost.energyPj, "J", "modelled")}});
    }
    return {
        {"fps", figureJson(design.fps(asic), "img/s", "modelled")},
        {"latency", figureJson(seconds(asic, design.latencyCycles), "s", "modelled")},
        {"interval", figureJson(design.intervalCycles, "cycles/img", "modelled")},
        {"energy", figureJson(1e-12 * design.energyPj, "J/img", "modelled")},
        {"edp", figureJson(1e-12 * design.energyPj * seconds(asic, design.latencyCycles), "J s", "modelled")},
        {"dram_bytes", figureJson(design.dramBytes, "B/img", "modelled")},
        {"chunks", chunks},
        {"layers", layers}};
}

} // namespace

Status accelerateOnAsic(const SearchSpace& space, const Architecture& architecture,
                        const std::string& presetOrPath, HardwareObjective objective, Output& out) {
    const auto asic = AsicTemplate::load(presetOrPath);
    if (!asic)
        return asic.error();
    const Network network = space.expand(architecture);
    const Interrupts interrupts;
    const auto design = asic::bestAsicDesign(*asic, network, objective, interrupts.token());
    if (!design)
        return design.error();
    if (out.json)
        out.document({{"space", space.name()},
                      {"architecture", space.format(architecture)},
                      {"asic_template", asic->name},
                      {"method", "nasa"},
                      {"objective", hardwareObjectiveName(objective)},
                      {"proven", false},
                      {"design", designJson(*asic, network, *design)}});
    else
        out.text(space.format(architecture) + "\n" + space.name() + " on " + asic->name + ", objective " +
                 hardwareObjectiveName(objective) + ": the best of all dataflows, by NASA's search\n" +
                 "A heuristic: nothing is proven (docs/asic.md).\n\n" + designText(*asic, network, *design));
    return {};
}

} // namespace pairscape::cli
