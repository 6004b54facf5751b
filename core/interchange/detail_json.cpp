// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/interchange/detail_json.h"

#include "core/interchange/figures_json.h"

namespace pairscape {

using nlohmann::json;

namespace {

constexpr std::string_view modelled = "modelled";
constexpr std::array<const char*, 3> bufferNames = {"input", "weight", "output"};

json energyJson(const EnergySplit& energy, std::string_view unit) {
    return {{"operations", figureJson(energy.operations, unit, modelled)},
            {"buffers", figureJson(energy.buffers, unit, modelled)},
            {"dram", figureJson(energy.dram, unit, modelled)}};
}

} // namespace

json hardwareDetailJson(const HardwareCost& cost, const DesignDetail& detail) {
    json hardware = hardwareJson(cost);
    const DesignReplay& replay = detail.replay;
    const int batch = cost.imagesInFlight / std::max(1, detail.batchesInFlight);
    hardware["fps_meaning"] = "upper bound: DRAM shared in sum";
    hardware["fps_shared"] = figureJson(replay.fps, "img/s", modelled);
    hardware["fps_shared_meaning"] = "DRAM contention replayed";
    hardware["latency_alone"] = figureJson(detail.latencyAloneSeconds, "s", modelled);
    hardware["latency_steady"] = figureJson(detail.latencySteadySeconds, "s", modelled);
    hardware["energy_split"] = energyJson(detail.energyJoule, "J/img");
    hardware["energy_split"]["static"] = figureJson(detail.energyJoule.staticPower, "J/img", modelled);
    hardware["replayed"] = {
        {"interval", figureJson(replay.intervalCycles, "cycles/batch", modelled)},
        {"latency_steady", figureJson(replay.latencySeconds, "s", modelled)},
        {"energy", figureJson(replay.energyJoule, "J/img", modelled)},
        {"images_in_flight", figureJson(replay.batchesInFlight * batch, "images", modelled)},
        {"in_flight_memory", figureJson(replay.inFlightBytes, "B", modelled)}};
    return hardware;
}

json layerDetailsJson(const Network& network, const HardwareCost& cost, const DesignDetail& detail) {
    json layers = layerCostsJson(network, cost);
    for (std::size_t i = 0; i < layers.size() && i < detail.layers.size(); ++i) {
        const LayerDetail& layer = detail.layers[i];
        const ReplayedLayer& replayed = detail.replay.layers[i];
        json waits = json::object(), buffers = json::object();
        for (std::size_t b = 0; b < boundCount; ++b)
            waits[boundName(static_cast<Bound>(b))] = figureJson(layer.waits[b], "cycles/batch", modelled);
        for (std::size_t b = 0; b < bufferNames.size(); ++b)
            buffers[bufferNames[b]] = {
                {"held", figureJson(layer.held[b], "B", modelled)},
                {"occupancy", figureJson(layer.occupancy[b], "share of one half", modelled)}};
        layers[i].update({{"start", figureJson(layer.start, "cycles of the interval", modelled)},
                          {"intervals_later", layer.interval},
                          {"waits", waits},
                          {"buffers", buffers},
                          {"buffer_traffic", figureJson(layer.bufferBytes, "B/batch", modelled)},
                          {"energy_split", energyJson(layer.energyPj, "pJ/batch")},
                          {"replayed",
                           {{"start", figureJson(replayed.start, "cycles of the interval", modelled)},
                            {"cycles", figureJson(replayed.cycles, "cycles/batch", modelled)},
                            {"intervals_later", replayed.interval}}}});
    }
    return layers;
}

} // namespace pairscape
