// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/accelerator/asic/validation.h"

#include "core/accelerator/asic/chunk_references.h"
#include "core/accelerator/asic/dataflow.h"
#include "core/accelerator/asic/loop_nest.h"
#include "core/accelerator/asic/nest_cases.h"
#include "core/accelerator/asic/row_stationary.h"
#include "core/base/json_reader.h"
#include "core/base/resources.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

namespace pairscape::asic {

namespace {

constexpr double anyNumber = 1e15;

/// One case of a file of nests: our figures, and theirs beside those that they have.
void compareNest(const NestCase& one, const NestCases& file, ReferenceReport& report) {
    const auto add = [&](const std::string& quantity, const std::string& unitName, double ours,
                         std::optional<double> theirs, const std::string& note = "") {
        report.comparisons.push_back(
            {one.name, quantity, unitName, ours, theirs.value_or(0), note, theirs.has_value()});
    };
    const NestCost& cost = one.cost;
    add("cycles", "cycles", static_cast<double>(cost.cycles), one.theirs.cycles, excessOf(cost, file.limits));
    static constexpr std::array<const char*, memoryLevelCount> levels = {"register file", "buffer", "DRAM"};
    static constexpr std::array<const char*, operandCount> operands = {"weights", "inputs", "outputs"};
    for (std::size_t level = 0; level < levels.size(); ++level)
        for (std::size_t operand = 0; operand < operands.size(); ++operand) {
            const AccessCounts& ours = cost.accesses[level][operand];
            const auto theirs = [&](std::int64_t AccessCounts::*kind) -> std::optional<double> {
                if (!one.theirs.accesses)
                    return std::nullopt;
                return static_cast<double>((*one.theirs.accesses)[level][operand].*kind);
            };
            const std::string what = std::string(levels[level]) + " " + operands[operand] + " ";
            add(what + "reads", "words", static_cast<double>(ours.reads), theirs(&AccessCounts::reads));
            add(what + "fills", "words", static_cast<double>(ours.fills), theirs(&AccessCounts::fills));
            add(what + "updates", "words", static_cast<double>(ours.updates), theirs(&AccessCounts::updates));
        }
    if (file.unit)
        add("energy", "uJ", nestEnergyPj(cost, *file.unit) * 1e-6, one.theirs.energyMicrojoule,
            one.theirs.energyMicrojoule ? file.energyNote : "");
}

RowStationaryChip readChip(JsonReader& reader) {
    RowStationaryChip chip;
    const auto whole = [&](const char* field) {
        return static_cast<int>(reader.integer(field, 1, 1'000'000'000));
    };
    chip.rows = whole("rows");
    chip.columns = whole("columns");
    chip.filterPad = whole("filter_pad_words");
    chip.inputPad = whole("input_pad_words");
    chip.psumPad = whole("psum_pad_words");
    chip.bufferWords = whole("buffer_bytes") / 2;
    chip.filterBus = whole("filter_bus_words");
    chip.inputBus = whole("input_bus_words");
    chip.psumBus = whole("psum_bus_words");
    chip.clockMhz = reader.number("clock_mhz", 1, 10'000);
    return chip;
}

struct Published {
    int activePes = 0;
    double milliseconds = 0, bufferBytes = 0, dramBytes = 0;
};

/// Channels of a pass: the fewest that scratch pads and sets can take in one and that keep the traffic of
/// partial sums alone (in and out once a pass) below what was published.
int channelsOfPass(const RowStationaryChip& chip, const RowStationaryLayer& layer, int sets,
                   double bufferBytes) {
    std::vector<int> possible;
    for (int r = 1; r <= sets; ++r)
        for (int q = 1; sets % r == 0 && q * layer.kernel <= chip.inputPad; ++q)
            possible.push_back(q * r);
    std::sort(possible.begin(), possible.end());
    const double volume = 4.0 * layer.outputs() * layer.outputs() * layer.filters * layer.batch;
    for (const int channels : possible) {
        const int passes = (layer.channels + channels - 1) / channels;
        if (volume * passes <= bufferBytes)
            return channels;
    }
    return possible.back();
}

Result<RowStationaryMapping> mappingOf(JsonReader& reader, const RowStationaryChip& chip,
                                       const RowStationaryLayer& layer, const std::vector<int>& given,
                                       const Published& published) {
    if (given.size() == 7)
        return RowStationaryMapping{given[0], given[1], given[2], given[3], given[4], given[5], given[6]};
    if (!given.empty()) {
        reader.fail("mapping", "must hold the seven factors m, n, e, p, q, r and t, or be 0");
        return reader.error();
    }
    const int sets = chip.rows / layer.kernel;
    return leastTrafficMapping(chip, layer, channelsOfPass(chip, layer, sets, published.bufferBytes),
                               published.activePes / (sets * layer.kernel), sets);
}

void compareLayer(JsonReader& reader, const RowStationaryChip& chip, int batch, double bytesPerMb,
                  ReferenceReport& report) {
    const auto whole = [&](const char* field, int min) {
        return static_cast<int>(reader.integer(field, min, 100'000));
    };
    const std::string name = reader.text("name");
    RowStationaryLayer layer;
    layer.input = whole("input", 1);
    layer.padding = whole("padding", 0);
    layer.kernel = whole("kernel", 1);
    layer.stride = whole("stride", 1);
    layer.channels = whole("channels", 1);
    layer.filters = whole("filters", 1);
    layer.groups = whole("groups", 1);
    layer.batch = batch;
    const std::vector<int> given =
        reader.has("mapping") ? reader.integers("mapping", 1, 100'000) : std::vector<int>();
    JsonReader figures = reader.object("published");
    Published published;
    published.activePes = static_cast<int>(figures.integer("active_pes", 1, 100'000));
    published.milliseconds = figures.number("milliseconds", 0, anyNumber);
    published.bufferBytes = figures.number("buffer_mb", 0, anyNumber) * bytesPerMb;
    published.dramBytes = figures.number("dram_mb", 0, anyNumber) * bytesPerMb;
    layer.inputZeros = figures.number("input_zeros", 0, 1);
    layer.outputZeros = figures.number("output_zeros", 0, 1);
    reader.absorb(figures);
    if (!reader.ok())
        return;
    const auto mapping = mappingOf(reader, chip, layer, given, published);
    const auto cost = mapping ? rowStationaryCost(chip, layer, *mapping) : mapping.error();
    if (!cost)
        return reader.fail("mapping", "cannot be costed: " + cost.error().message);
    const double ramps = 100.0 * static_cast<double>(cost->rampCycles) / static_cast<double>(cost->cycles);
    const auto add = [&](const char* quantity, const char* unit, double ours, double theirs,
                         const std::string& note) {
        report.comparisons.push_back({name, quantity, unit, ours, theirs, note});
    };
    add("active PEs", "PEs", static_cast<double>(cost->activePes), published.activePes, "");
    add("latency", "ms", cost->milliseconds(chip), published.milliseconds,
        "bound by " + passBoundName(cost->bound) + ", " + std::to_string(std::lround(ramps)) + " % ramps");
    add("buffer traffic", "MB", cost->bufferBytes() / bytesPerMb, published.bufferBytes / bytesPerMb,
        reader.has("note") ? reader.text("note") : "");
    add("DRAM traffic", "MB", cost->dramBytes() / bytesPerMb, published.dramBytes / bytesPerMb, "");
}

} // namespace

double Comparison::deviation() const {
    if (ours == theirs)
        return 0;
    return ours / theirs - 1;
}

void summarise(ReferenceReport& report, const std::string& group, std::size_t from) {
    for (std::size_t i = from; i < report.comparisons.size(); ++i) {
        const Comparison& one = report.comparisons[i];
        if (!one.known)
            continue;
        auto at = std::find_if(report.summary.begin(), report.summary.end(), [&](const DeviationSummary& s) {
            return s.group == group && s.quantity == one.quantity;
        });
        if (at == report.summary.end())
            at = report.summary.insert(at, {group, one.quantity, 0, 0, 0});
        const double deviation = std::abs(one.deviation());
        at->mean = (at->mean * at->figures + deviation) / (at->figures + 1);
        at->largest = std::max(at->largest, deviation);
        ++at->figures;
    }
}

Result<ReferenceReport> compareNests(std::string_view json, const std::string& what) {
    const auto file = readNestCases(json, what);
    if (!file)
        return file.error();
    ReferenceReport report{file->title, file->source, {}, {}};
    for (const NestCase& one : file->cases)
        compareNest(one, *file, report);
    // One line for all accesses: they agree to the word or they do not.
    ReferenceReport counted = report;
    for (Comparison& one : counted.comparisons)
        if (one.unit == "words")
            one.quantity = "accesses";
    summarise(counted, report.title, 0);
    report.summary = counted.summary;
    return report;
}

Result<ReferenceReport> compareWithTimeloop(std::string_view json) {
    return compareNests(json, "The Timeloop reference");
}

Result<ReferenceReport> compareWithNasaF(std::string_view json) {
    const auto document = parseJson(json, "The NASA-F reference");
    if (!document)
        return document.error();
    JsonReader reader(*document, "The NASA-F reference");
    ReferenceReport report{reader.text("title"), reader.text("source"), {}, {}};
    const auto asic = AsicTemplate::preset(reader.text("template"));
    if (!asic)
        return asic.error();
    NestLayer layer;
    for (const Loop& loop : readLoops(reader, "extents"))
        layer[loop.dim] = loop.count;
    layer.stride = static_cast<int>(reader.integer("stride", 1, 64));
    const std::string energyNote = reader.text("energy_note");
    for (JsonReader& one : reader.objects("dataflows")) {
        const std::string name = one.text("name"), note = one.text("note");
        const double milliseconds = one.number("milliseconds", 0, anyNumber);
        const double millijoules = one.number("millijoules", 0, anyNumber);
        const auto dataflow = std::find_if(allDataflows.begin(), allDataflows.end(), [&](Dataflow candidate) {
            return dataflowName(candidate) == name;
        });
        if (one.ok() && dataflow == allDataflows.end())
            one.fail("name", "must be RS, IS, WS or OS");
        reader.absorb(one);
        if (!reader.ok())
            return reader.error();
        const auto front = bestMappings(*asic, OperatorType::Conv, layer,
                                        static_cast<std::int64_t>(asic->peAreaBudget), *dataflow);
        if (front.empty())
            return Error{ErrorCode::Infeasible,
                         "No mapping of " + name + " fits the template of the NASA-F reference."};
        const AsicLayerCost& cost = front.back().cost;
        report.comparisons.push_back({name, "latency", "ms",
                                      static_cast<double>(cost.cycles) / (1e3 * asic->clockMhz), milliseconds,
                                      note});
        report.comparisons.push_back({name, "energy", "mJ", 1e-9 * cost.energyPj, millijoules, energyNote});
    }
    if (!reader.ok())
        return reader.error();
    summarise(report, report.title, 0);
    return report;
}

Result<ReferenceReport> compareWithEyeriss(std::string_view json) {
    const auto document = parseJson(json, "The Eyeriss reference");
    if (!document)
        return document.error();
    JsonReader reader(*document, "The Eyeriss reference");
    ReferenceReport report{reader.text("title"), reader.text("source"), {}, {}};
    JsonReader chipReader = reader.object("chip");
    const RowStationaryChip chip = readChip(chipReader);
    reader.absorb(chipReader);
    for (JsonReader& network : reader.objects("networks")) {
        const std::string name = network.text("name");
        const int batch = static_cast<int>(network.integer("batch", 1, 1024));
        const double bytesPerMb = network.number("bytes_per_mb", 1, anyNumber);
        const std::size_t from = report.comparisons.size();
        for (JsonReader& layer : network.objects("layers")) {
            compareLayer(layer, chip, batch, bytesPerMb, report);
            network.absorb(layer);
        }
        for (std::size_t i = from; i < report.comparisons.size(); ++i)
            report.comparisons[i].subject.insert(0, name + " ");
        summarise(report, name, from);
        reader.absorb(network);
    }
    if (!reader.ok())
        return reader.error();
    return report;
}

Result<std::vector<ReferenceReport>> compareWithReferences() {
    using Reports = std::vector<ReferenceReport>;
    struct Reference {
        const char* file;
        Result<ReferenceReport> (*compare)(std::string_view, const Reports&);
    };
    static constexpr std::size_t eyeriss = 2; // below: MAESTRO's errors stand beside ours against it
    static constexpr Reference references[] = {
        {"timeloop", [](std::string_view json, const Reports&) { return compareWithTimeloop(json); }},
        {"nasa-f", [](std::string_view json, const Reports&) { return compareWithNasaF(json); }},
        {"eyeriss", [](std::string_view json, const Reports&) { return compareWithEyeriss(json); }},
        {"maestro", [](std::string_view json,
                       const Reports& before) { return compareWithMaestro(json, before[eyeriss]); }},
        {"nvdla", [](std::string_view json, const Reports&) { return compareWithNvdla(json); }},
        {"scale-sim", [](std::string_view json, const Reports&) { return compareWithScaleSim(json); }},
        {"dpu", [](std::string_view json, const Reports&) { return compareWithDpu(json); }},
        {"beside", [](std::string_view json, const Reports&) { return besideTheRest(json); }}};
    Reports reports;
    for (const Reference& reference : references) {
        const std::string file = std::string("validation/") + reference.file + ".json";
        const auto text = embeddedResource(file);
        if (!text)
            return Error{ErrorCode::Internal, file + " was not built into this program; build it again."};
        auto report = reference.compare(*text, reports);
        if (!report)
            return report.error();
        reports.push_back(std::move(*report));
    }
    return reports;
}

} // namespace pairscape::asic
