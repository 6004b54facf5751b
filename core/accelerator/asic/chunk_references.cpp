// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/accelerator/asic/chunk_references.h"

#include "core/accelerator/chunk_resources.h"
#include "core/accelerator/layer_table.h"
#include "core/base/json_reader.h"

#include <algorithm>
#include <cmath>

namespace pairscape::asic {

namespace {

constexpr double anyNumber = 1e15;

std::string readSource(JsonReader& reader) {
    std::string source = reader.text("source");
    return source + " Ours: " + reader.text("model");
}

/// A square layer of the reference: channels, output size, kernel; stride 1 and no padding where not named.
LayerShape readLayer(JsonReader& reader) {
    const auto whole = [&](const char* field, int least) {
        return static_cast<int>(reader.integer(field, least, 100'000));
    };
    const auto wholeOr = [&](const char* field, int least, int usual) {
        return static_cast<std::int16_t>(reader.has(field) ? whole(field, least) : usual);
    };
    LayerShape layer;
    layer.outChannels = whole("out", 1);
    layer.inChannels = whole("in", 1);
    layer.outRows = layer.outColumns = whole("size", 1);
    layer.kernel = static_cast<std::int16_t>(reader.integer("kernel", 1, largestKernel));
    layer.stride = wholeOr("stride", 1, 1);
    layer.padding = wholeOr("padding", 0, layer.kernel / 2);
    layer.addend = wholeOr("addend", 0, 0);
    layer.inRows = layer.inColumns = layer.outRows * layer.stride;
    return layer;
}

/// Cycles of layers, each with its fastest mapping within buffers of these bytes; nothing where one has none.
std::optional<std::int64_t> fastestCycles(const std::vector<std::pair<LayerShape, int>>& layers,
                                          const ArrayShape& array, DramRate rate,
                                          const std::array<std::int64_t, 3>& buffers) {
    std::int64_t cycles = 0, costed = 0;
    for (const auto& [layer, times] : layers) {
        const MappingFront front = findFrontWithin({layer, array, 1, -1}, rate, buffers, costed);
        const FrontMapping* best = front.best(MappingRule::Fastest, {});
        if (!best)
            return std::nullopt;
        cycles += times * best->cycles;
    }
    return cycles;
}

} // namespace

Result<ReferenceReport> compareWithNvdla(std::string_view json) {
    const auto document = parseJson(json, "The NVDLA reference");
    if (!document)
        return document.error();
    JsonReader reader(*document, "The NVDLA reference");
    ReferenceReport report{reader.text("title"), readSource(reader), {}, {}, {}};
    const std::string note = reader.text("note");
    const double clock = reader.number("clock_mhz", 1, anyNumber);
    std::vector<std::pair<LayerShape, int>> layers;
    for (JsonReader& one : reader.objects("layers")) {
        const LayerShape shape = readLayer(one);
        layers.emplace_back(shape, static_cast<int>(one.integer("times", 1, 1000)));
        reader.absorb(one);
    }
    for (JsonReader& one : reader.objects("configurations")) {
        Chunk chunk;
        chunk.unrollOut = static_cast<int>(one.integer("out", 1, 4096));
        chunk.unrollIn = static_cast<int>(one.integer("in", 1, 4096));
        chunk.unrollPixels = 1;
        const std::int64_t quarter = one.integer("buffer_kb", 1, 1 << 20) * 1024 / 4;
        const double bandwidth = one.number("gigabytes_per_second", 0.001, anyNumber);
        const double theirs = one.number("fps", 0, anyNumber);
        reader.absorb(one);
        if (!reader.ok())
            return reader.error();
        Platform platform;
        platform.clockMhz = clock;
        platform.dramGigabytesPerSecond = bandwidth;
        const auto cycles = fastestCycles(layers, arrayShape(chunk, PeCost{}), DramRate::of(platform),
                                          {quarter, quarter, quarter});
        if (!cycles)
            return Error{ErrorCode::Infeasible,
                         "No mapping of a layer of the NVDLA reference fits its buffer."};
        report.comparisons.push_back(
            {std::to_string(chunk.pes()) + " MACs, " + std::to_string(4 * quarter / 1024) + " KB, " +
                 nlohmann::json(bandwidth).dump() + " GB/s",
             "ResNet-50", "img/s", 1e6 * clock / static_cast<double>(*cycles), theirs, note});
    }
    if (!reader.ok())
        return reader.error();
    summarise(report, report.title, 0);
    return report;
}

Result<ReferenceReport> compareWithScaleSim(std::string_view json) {
    const auto document = parseJson(json, "The SCALE-Sim reference");
    if (!document)
        return document.error();
    JsonReader reader(*document, "The SCALE-Sim reference");
    ReferenceReport report{reader.text("title"), readSource(reader), {}, {}, {}};
    const std::string note = reader.text("note");
    const int rows = static_cast<int>(reader.integer("rows", 1, 4096));
    const int columns = static_cast<int>(reader.integer("columns", 1, 4096));
    Chunk chunk;
    chunk.unrollIn = rows;
    chunk.unrollOut = columns;
    chunk.unrollPixels = 1;
    const ArrayShape array = arrayShape(chunk, PeCost{});
    for (JsonReader& one : reader.objects("layers")) {
        const std::string name = one.text("name");
        const LayerShape layer = readLayer(one);
        reader.absorb(one);
        if (!reader.ok())
            return reader.error();
        const auto ceilDiv = [](std::int64_t a, std::int64_t b) { return (a + b - 1) / b; };
        const std::int64_t pixels = std::int64_t{layer.outRows} * layer.outColumns;
        const std::int64_t folds =
            ceilDiv(layer.inChannels * layer.taps(), rows) * ceilDiv(layer.outChannels, columns);
        const std::int64_t theirs = folds * (2 * rows + columns + pixels - 2) - 1;
        const MappingCost ours = mappingCost(
            layer, array, {std::int64_t{1} << 30}, 1,
            {layer.outChannels, layer.inChannels, layer.outRows, layer.outColumns, Stationary::Weights});
        report.comparisons.push_back({name, "array cycles", "cycles", static_cast<double>(ours.computeCycles),
                                      static_cast<double>(theirs), note});
    }
    if (!reader.ok())
        return reader.error();
    summarise(report, report.title, 0);
    return report;
}

Result<ReferenceReport> compareWithDpu(std::string_view json) {
    const auto document = parseJson(json, "The DPU reference");
    if (!document)
        return document.error();
    JsonReader reader(*document, "The DPU reference");
    ReferenceReport report{reader.text("title"), readSource(reader), {}, {}, {}};
    const auto platform = Platform::preset(reader.text("platform"));
    const auto whole = [&](const char* field) {
        return static_cast<int>(reader.integer(field, 1, 1'000'000));
    };
    const Chunk chunk = {whole("out"), whole("in"), whole("pixels"), 0, 0, 0};
    const double clock = reader.number("clock_mhz", 1, anyNumber);
    const int dsp = whole("dsp"), lut = whole("lut");
    const double tops = reader.number("tops", 0, anyNumber);
    const std::string dspNote = reader.text("dsp_note"), lutNote = reader.text("lut_note"),
                      topsNote = reader.text("tops_note");
    if (!reader.ok())
        return reader.error();
    if (!platform)
        return platform.error();
    const Resources ours = logicOf(chunk, platform->peCost(OperatorType::Conv));
    const std::string subject = std::to_string(chunk.pes()) + " PEs";
    report.comparisons = {
        {subject, "DSP", "DSP", static_cast<double>(ours.dsp), static_cast<double>(dsp), dspNote},
        {subject, "LUT", "LUT", static_cast<double>(ours.lut), static_cast<double>(lut), lutNote},
        {subject, "peak rate", "TOPS", 2e-6 * static_cast<double>(chunk.pes()) * clock, tops, topsNote}};
    summarise(report, report.title, 0);
    return report;
}

Result<ReferenceReport> compareWithMaestro(std::string_view json, const ReferenceReport& eyeriss) {
    const auto document = parseJson(json, "The MAESTRO reference");
    if (!document)
        return document.error();
    JsonReader reader(*document, "The MAESTRO reference");
    ReferenceReport report{reader.text("title"), reader.text("source"), {}, {}, {}};
    const std::string note = reader.text("note");
    double oursSum = 0, theirsSum = 0;
    for (JsonReader& one : reader.objects("layers")) {
        const std::string name = one.text("name");
        const double theirs = one.number("error_percent", -1000, 1000);
        const auto silicon = std::find_if(
            eyeriss.comparisons.begin(), eyeriss.comparisons.end(), [&](const Comparison& known) {
                return known.subject == "AlexNet " + name && known.quantity == "latency";
            });
        if (one.ok() && silicon == eyeriss.comparisons.end())
            one.fail("name", "names no layer of the Eyeriss reference");
        reader.absorb(one);
        if (!reader.ok())
            return reader.error();
        report.comparisons.push_back(
            {"AlexNet " + name, "latency error", "%", 100 * silicon->deviation(), theirs, note});
        oursSum += std::abs(report.comparisons.back().ours);
        theirsSum += std::abs(theirs);
    }
    if (!reader.ok())
        return reader.error();
    const auto count = static_cast<double>(report.comparisons.size());
    report.comparisons.push_back(
        {"AlexNet, mean", "latency error", "%", oursSum / count, theirsSum / count, "of absolute errors"});
    return report;
}

Result<ReferenceReport> besideTheRest(std::string_view json) {
    const auto document = parseJson(json, "The list of references that are not modelled");
    if (!document)
        return document.error();
    JsonReader reader(*document, "The list of references that are not modelled");
    ReferenceReport report{reader.text("title"), reader.text("source"), {}, {}, {}};
    for (JsonReader& one : reader.objects("figures")) {
        report.besides.push_back(
            {one.text("name"), one.text("figure"), one.text("source"), one.text("reason")});
        reader.absorb(one);
    }
    if (!reader.ok())
        return reader.error();
    return report;
}

} // namespace pairscape::asic
