// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/interchange/figures_json.h"

#include "core/base/hash.h"

#include <algorithm>

namespace pairscape {

using nlohmann::json;

namespace {

constexpr std::string_view modelled = "modelled";
constexpr std::string_view counted = "counted";
constexpr std::string_view zeroShot = "zero-shot";

std::string_view activationName(Activation activation) {
    switch (activation) {
    case Activation::None:
        return "none";
    case Activation::Relu:
        return "relu";
    case Activation::Swish:
        return "swish";
    case Activation::HardSigmoid:
        return "hard-sigmoid";
    }
    return "none";
}

json shapeJson(int channels, int height, int width) {
    return {{"channels", channels}, {"height", height}, {"width", width}};
}

json layerJson(const Layer& layer) {
    json result = {{"name", layer.name},
                   {"role", layerRoleName(layer.role)},
                   {"operator", operatorTypeName(layer.op)},
                   {"input", shapeJson(layer.inChannels, layer.inHeight, layer.inWidth)},
                   {"output", shapeJson(layer.outChannels, layer.outHeight, layer.outWidth)},
                   {"kernel", layer.kernel},
                   {"stride", layer.stride},
                   {"padding", layer.padding},
                   {"groups", layer.groups},
                   {"batch_norm", layer.batchNorm},
                   {"bias", layer.bias},
                   {"activation", activationName(layer.activation)},
                   {"counts", countsJson(layer.counts())}};
    // Stages and blocks count from 1, as in a layer's name; layers outside have neither.
    if (layer.stage >= 0)
        result["stage"] = layer.stage + 1;
    if (layer.block >= 0)
        result["block"] = layer.block + 1;
    return result;
}

} // namespace

json countsJson(const OperationCounts& counts) {
    json macs = json::object();
    for (const OperatorType op : allOperatorTypes)
        macs[std::string(operatorTypeName(op))] =
            figureJson(counts.macs[indexOf(op)], "MAC-equivalents/img", counted);
    return {{"macs", figureJson(counts.total(), "MAC-equivalents/img", counted)},
            {"macs_by_operator", macs},
            {"multiplications", figureJson(counts.multiplications(), "operations/img", counted)},
            {"shifts", figureJson(counts.shifts(), "operations/img", counted)},
            {"additions", figureJson(counts.additions(), "operations/img", counted)},
            {"parameters", figureJson(counts.parameters, "", counted)}};
}

json networkJson(const Network& network) {
    json layers = json::array();
    for (const Layer& layer : network.layers)
        layers.push_back(layerJson(layer));
    return {{"input", shapeJson(network.inputChannels, network.inputSize, network.inputSize)},
            {"classes", network.classes},
            {"counts", countsJson(network.counts())},
            {"layers", layers}};
}

json resourcesJson(const Resources& use) {
    return {{"dsp", figureJson(use.dsp, "DSP slices", modelled)},
            {"lut", figureJson(use.lut, "LUTs", modelled)},
            {"bram36", figureJson(use.bram36, "36-Kbit blocks", modelled)},
            {"uram", figureJson(use.uram, "288-Kbit blocks", modelled)}};
}

json acceleratorJson(const Accelerator& accelerator, const HardwareCost& cost) {
    json chunks = json::array();
    for (const OperatorType op : allOperatorTypes) {
        const Chunk& chunk = accelerator.chunks[indexOf(op)];
        const ChunkCost& work = cost.chunks[indexOf(op)];
        chunks.push_back(
            {{"operator", operatorTypeName(op)},
             {"present", chunk.present()},
             {"unroll", {{"out", chunk.unrollOut}, {"in", chunk.unrollIn}, {"pixels", chunk.unrollPixels}}},
             {"unpacked", chunk.unpacked},
             {"pes", figureJson(chunk.pes(), "PEs", modelled)},
             {"input_buffer", figureJson(chunk.inputBufferBytes, "B", modelled)},
             {"weight_buffer", figureJson(chunk.weightBufferBytes, "B", modelled)},
             {"output_buffer", figureJson(chunk.outputBufferBytes, "B", modelled)},
             {"use", resourcesJson(work.use)},
             {"layers", work.layers},
             {"macs", figureJson(work.macs, "MAC-equivalents/img", counted)},
             {"cycles", figureJson(work.cycles, "cycles/batch", modelled)},
             {"dram_traffic", figureJson(work.dramBytes, "B/batch", modelled)},
             {"busy", figureJson(work.busy, "share of the interval", modelled)}});
    }
    return {{"text", acceleratorText(accelerator)}, {"batch", accelerator.batch}, {"chunks", chunks}};
}

json hardwareJson(const HardwareCost& cost) {
    return {{"fps", figureJson(cost.fps, "img/s", modelled)},
            {"throughput", figureJson(cost.throughputGops, "GOPS", modelled)},
            {"latency", figureJson(cost.latencySeconds, "s", modelled)},
            {"energy", figureJson(cost.energyJoule, "J/img", modelled)},
            {"power", figureJson(cost.powerWatts, "W", modelled)},
            {"edp", figureJson(cost.edp(), "J s", modelled)},
            {"interval", figureJson(cost.intervalCycles, "cycles/batch", modelled)},
            {"bound", boundName(cost.bound)},
            {"bottleneck", operatorTypeName(cost.bottleneck)},
            {"images_in_flight", figureJson(cost.imagesInFlight, "images", modelled)},
            {"in_flight_memory", figureJson(cost.inFlightBytes, "B", modelled)},
            {"use", resourcesJson(cost.use)}};
}

json layerCostsJson(const Network& network, const HardwareCost& cost) {
    json layers = json::array();
    const std::size_t count = std::min(network.layers.size(), cost.layers.size());
    for (std::size_t i = 0; i < count; ++i) {
        const LayerCost& layer = cost.layers[i];
        const Mapping& mapping = layer.mapping;
        layers.push_back({{"layer", network.layers[i].name},
                          {"chunk", operatorTypeName(layer.chunk)},
                          {"mapping",
                           {{"text", mappingText(mapping)},
                            {"tile",
                             {{"out", mapping.tileOut},
                              {"in", mapping.tileIn},
                              {"rows", mapping.tileRows},
                              {"columns", mapping.tileColumns}}},
                            {"stationary", stationaryName(mapping.stationary)}}},
                          {"cycles", figureJson(layer.cycles, "cycles/batch", modelled)},
                          {"compute_cycles", figureJson(layer.computeCycles, "cycles/batch", modelled)},
                          {"input_traffic", figureJson(layer.inputBytes, "B/batch", modelled)},
                          {"weight_traffic", figureJson(layer.weightBytes, "B/batch", modelled)},
                          {"output_traffic", figureJson(layer.outputBytes, "B/batch", modelled)},
                          {"bound", boundName(layer.bound)},
                          {"utilisation", figureJson(layer.utilisation, "share of PE cycles", modelled)},
                          {"energy", figureJson(layer.energyPj, "pJ/batch", modelled)}});
    }
    return layers;
}

json accuraciesJson(const PairingRecord& record) {
    json list = json::array();
    for (const MeasuredAccuracy& accuracy : record.measured)
        list.push_back({{"top1", figureJson(accuracy.percent, "%", accuracyKindName(accuracy.kind))},
                        {"images", accuracy.images},
                        {"source", accuracy.source},
                        {"measured_at", accuracy.measuredAt}});
    if (record.predicted)
        list.push_back({{"top1", figureJson(100 * record.predicted->value, "%",
                                            accuracyKindName(AccuracyKind::Predicted))},
                        {"low", 100 * record.predicted->low},
                        {"high", 100 * record.predicted->high}});
    return list;
}

json recordJson(const PairingRecord& record, const std::string& rankMetric) {
    const RankMetric* metric = findRankMetric(rankMetric);
    const std::string rankUnit =
        metric != nullptr ? "rank sum of " + rankMetric + ", 0 to " + std::to_string(metric->highest())
                          : "rank sum of " + rankMetric;
    json terms = json::object();
    for (const RawTerm& term : record.scores)
        terms[term.name] = figureJson(term.value, "", zeroShot);
    json result = {{"id", record.id},
                   {"run", record.run},
                   {"index", record.index},
                   {"architecture", record.architecture},
                   {"hash", hashText(record.hash)},
                   {"counts", countsJson(record.counts)},
                   {"accuracy", figureJson(record.accuracy,
                                           record.accuracyKind == AccuracyKind::ZeroShotRank ? rankUnit : "%",
                                           accuracyKindName(record.accuracyKind))},
                   {"accuracies", accuraciesJson(record)},
                   {"scores", terms},
                   {"feasible", record.feasible},
                   {"on_front", record.onFront},
                   {"pin", record.pinned() ? json(record.pin) : json(nullptr)}};
    if (!record.feasible) {
        // No accelerator, no figures: zeros would read as results.
        result["infeasible_reason"] = record.infeasibleReason;
        return result;
    }
    result["hardware"] = {{"fps", figureJson(record.fps, "img/s", modelled)},
                          {"throughput", figureJson(record.throughputGops, "GOPS", modelled)},
                          {"latency", figureJson(record.latencySeconds, "s", modelled)},
                          {"energy", figureJson(record.energyJoule, "J/img", modelled)},
                          {"power", figureJson(record.powerWatts, "W", modelled)},
                          {"edp", figureJson(record.edp(), "J s", modelled)},
                          {"batch", record.batch},
                          {"bound", boundName(record.bound)},
                          {"bottleneck", operatorTypeName(record.bottleneck)},
                          {"use", resourcesJson(record.use)}};
    return result;
}

json runJson(const RunRecord& run) {
    json objectives = json::array();
    for (const Objective& objective : run.settings.objectives)
        objectives.push_back(objectiveText(objective));
    json constraints = json::array();
    for (const Constraint& constraint : run.settings.constraints)
        constraints.push_back(constraintText(constraint));
    const auto orNull = [](const auto& value) { return value ? json(*value) : json(nullptr); };
    return {{"id", run.id},
            {"strategy", run.settings.strategy},
            {"budget", run.settings.budget},
            {"seed", run.settings.seed},
            {"population", run.settings.population},
            {"batch", run.settings.batch},
            {"objectives", objectives},
            {"constraints", constraints},
            {"seeds", run.settings.seeds},
            {"time_limit_seconds", orNull(run.settings.timeLimit)},
            {"patience", orNull(run.settings.patience)},
            {"state", runStateName(run.state)},
            {"ended_by", run.end == RunEnd::Open ? json(nullptr) : json(runEndName(run.end))},
            {"done", run.done},
            {"started_at", run.startedAt},
            {"ended_at", run.endedAt.empty() ? json(nullptr) : json(run.endedAt)},
            {"message", run.message.empty() ? json(nullptr) : json(run.message)}};
}

json studySettingsJson(const StudySettings& settings) {
    return {{"seed", settings.seed},
            {"method", settings.acceleratorMethod},
            {"objective", settings.hardwareObjective},
            {"max_batch", settings.maxBatch},
            {"rank_metric", settings.rankMetric},
            {"metrics", settings.metrics},
            {"zen_batch", settings.zenBatch},
            {"zen_repeats", settings.zenRepeats}};
}

} // namespace pairscape
