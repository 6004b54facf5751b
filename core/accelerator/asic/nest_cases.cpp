// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/accelerator/asic/nest_cases.h"

#include <algorithm>
#include <cctype>

namespace pairscape::asic {

namespace {

constexpr double anyNumber = 1e15;
constexpr std::int64_t anyCount = 1'000'000'000'000'000;
constexpr double mostMacs = 1e15; ///< every count of a nest then stays inside 64 bits
constexpr int largestStride = 64;

using Names = std::array<const char*, 3>;

/// A sentence as the end of another one, which brings its own full stop.
std::string asEnd(const Error& error) {
    std::string text = error.message;
    while (!text.empty() && text.back() == '.')
        text.pop_back();
    return text;
}

/// The product of all factors of a nest, by dimension; a layer that is not told otherwise has these extents.
std::array<double, loopDimCount> extentsOf(const LoopNest& nest) {
    std::array<double, loopDimCount> extents{1, 1, 1, 1, 1, 1};
    for (const auto* loops : {&nest.registerFile, &nest.spatial, &nest.globalBuffer, &nest.dram})
        for (const Loop& loop : *loops)
            extents[static_cast<std::size_t>(loop.dim)] *= loop.count;
    return extents;
}

/// Costs the nest of a case; complaints are about `field`, where the layer is told.
void costCase(JsonReader& reader, const std::string& field, NestCase& one) {
    if (!reader.ok())
        return;
    const auto extents = extentsOf(one.nest);
    double macs = 1, ofLayer = 1;
    for (const double extent : extents)
        macs *= extent;
    for (const int extent : one.layer.extent)
        ofLayer *= extent;
    if (std::max(macs, ofLayer) > mostMacs)
        return reader.fail(field, "makes more than 10^15 MACs");
    auto cost = evaluateNest(one.layer, one.nest);
    if (!cost)
        return reader.fail(field, (field == "layer" ? "does not suit the nest: " : "do not suit the nest: ") +
                                      asEnd(cost.error()));
    one.cost = *std::move(cost);
}

// The form with an array of cases.

NestFigures::Accesses readTriples(JsonReader& reader) {
    static constexpr Names levels = {"register_file", "global_buffer", "dram"};
    static constexpr Names operands = {"weights", "inputs", "outputs"};
    NestFigures::Accesses accesses{};
    for (std::size_t level = 0; level < levels.size(); ++level) {
        JsonReader counts = reader.object(levels[level]);
        counts.allowOnly({"weights", "inputs", "outputs"});
        for (std::size_t operand = 0; operand < operands.size() && counts.ok(); ++operand) {
            const std::vector<int> three = counts.integers(operands[operand], 0, 2'000'000'000);
            if (three.size() != 3)
                counts.fail(operands[operand], "must hold reads, fills and updates");
            else
                accesses[level][operand] = {three[0], three[1], three[2]};
        }
        reader.absorb(counts);
    }
    return accesses;
}

NestCase readArrayCase(JsonReader& reader) {
    reader.allowOnly({"name", "extents", "stride", "depthwise", "register_file", "spatial", "global_buffer",
                      "dram", "cycles", "energy_uj", "accesses"});
    NestCase one;
    one.name = reader.text("name");
    for (const Loop& loop : readLoops(reader, "extents"))
        one.layer[loop.dim] = loop.count;
    one.layer.stride = static_cast<int>(reader.integer("stride", 1, largestStride));
    one.layer.depthwise = reader.boolean("depthwise");
    one.nest = {readLoops(reader, "register_file"), readLoops(reader, "spatial"),
                readLoops(reader, "global_buffer"), readLoops(reader, "dram")};
    if (reader.has("cycles"))
        one.theirs.cycles = reader.number("cycles", 0, anyNumber);
    if (reader.has("energy_uj"))
        one.theirs.energyMicrojoule = reader.number("energy_uj", 0, anyNumber);
    if (reader.has("accesses")) {
        JsonReader accesses = reader.object("accesses");
        accesses.allowOnly({"register_file", "global_buffer", "dram"});
        one.theirs.accesses = readTriples(accesses);
        reader.absorb(accesses);
    }
    costCase(reader, "extents", one);
    return one;
}

void readArrayForm(JsonReader& reader, NestCases& file) {
    reader.allowOnly({"title", "source", "order", "energy_pj_per_word", "energy_note", "pes",
                      "register_file_words", "global_buffer_words", "cases"});
    if (reader.has("title"))
        file.title = reader.text("title");
    if (reader.has("energy_note"))
        file.energyNote = reader.text("energy_note");
    if (reader.has("pes"))
        file.limits.pes = reader.integer("pes", 1, anyCount);
    if (reader.has("register_file_words"))
        file.limits.registerFileWords = reader.integer("register_file_words", 1, anyCount);
    if (reader.has("global_buffer_words"))
        file.limits.globalBufferWords = reader.integer("global_buffer_words", 1, anyCount);
    for (JsonReader& one : reader.objects("cases")) {
        file.cases.push_back(readArrayCase(one));
        reader.absorb(one);
    }
}

// The form with cases by name: a layer in words, factors and orders apart, counts by their names.

/// "conv 3x3, C64 K64, output 56x56, stride 1"; a depthwise layer has no K.
void readLayerText(JsonReader& reader, NestLayer& layer) {
    const std::string text = reader.text("layer");
    if (!reader.ok())
        return;
    std::vector<std::string> words(1);
    for (const char c : text)
        if (c == ',' || c == ' ')
            words.emplace_back();
        else
            words.back() += c;
    std::erase(words, "");
    const auto number = [](const std::string& digits) {
        const bool whole = !digits.empty() && digits.size() < 9 &&
                           std::ranges::all_of(digits, [](unsigned char c) { return std::isdigit(c); });
        return whole ? std::stoi(digits) : 0;
    };
    const auto twoOf = [&](const std::string& word, int& one, int& other) {
        const auto by = word.find('x');
        one = by == std::string::npos ? 0 : number(word.substr(0, by));
        other = by == std::string::npos ? 0 : number(word.substr(by + 1));
    };
    bool known = !words.empty() && (words[0] == "conv" || words[0] == "depthwise");
    layer.depthwise = known && words[0] == "depthwise";
    int needed = 0; // kernel, C, output
    for (std::size_t i = 1; i < words.size(); ++i) {
        const std::string& word = words[i];
        if (i == 1) {
            twoOf(word, layer[LoopDim::R], layer[LoopDim::S]);
            ++needed;
        } else if (word == "output" && i + 1 < words.size()) {
            twoOf(words[++i], layer[LoopDim::P], layer[LoopDim::Q]);
            ++needed;
        } else if (word == "stride" && i + 1 < words.size()) {
            layer.stride = number(words[++i]);
        } else if (word[0] == 'C') {
            layer[LoopDim::C] = number(word.substr(1));
            ++needed;
        } else if (word[0] == 'K') {
            layer[LoopDim::K] = number(word.substr(1));
        } else {
            known = false;
        }
    }
    if (!known || needed != 3 || std::ranges::min(layer.extent) < 1 || layer.stride < 1 ||
        layer.stride > largestStride)
        reader.fail("layer", "must read like \"conv 3x3, C64 K64, output 56x56, stride 1\" or "
                             "\"depthwise 3x3, C96, output 56x56, stride 2\"");
}

/// A level's factors in the order of its loops.
std::vector<Loop> readLevel(JsonReader& reader, const std::string& level) {
    if (!reader.has(level))
        return {};
    JsonReader one = reader.object(level);
    one.allowOnly({"factors", "order_inner_to_outer"});
    const std::vector<Loop> factors = readLoops(one, "factors");
    const std::string order = one.text("order_inner_to_outer");
    std::vector<Loop> loops;
    for (const char letter : order) {
        if (letter == ' ')
            continue;
        const auto found = std::ranges::find_if(factors, [&](const Loop& loop) {
            return loopsText({loop}).front() == letter && std::ranges::find(loops, loop) == loops.end();
        });
        if (found != factors.end())
            loops.push_back(*found);
        else
            one.fail("order_inner_to_outer",
                     "names " + std::string(1, letter) + ", which is no factor of the level");
    }
    if (loops.size() < factors.size())
        one.fail("order_inner_to_outer", "must name every factor of the level once");
    reader.absorb(one);
    return loops;
}

NestFigures readNamedFigures(JsonReader& reader) {
    static constexpr Names levels = {"RegFile", "GlobalBuffer", "DRAM"};
    static constexpr Names operands = {"Weights", "Inputs", "Outputs"};
    NestFigures figures;
    reader.allowOnly({"cycles", "energy_uJ", "accesses"});
    if (reader.has("cycles"))
        figures.cycles = reader.number("cycles", 0, anyNumber);
    if (reader.has("energy_uJ"))
        figures.energyMicrojoule = reader.number("energy_uJ", 0, anyNumber);
    if (!reader.has("accesses"))
        return figures;
    JsonReader accesses = reader.object("accesses");
    accesses.allowOnly({"RegFile", "GlobalBuffer", "DRAM"});
    figures.accesses.emplace();
    for (std::size_t level = 0; level < levels.size(); ++level) {
        JsonReader ofLevel = accesses.object(levels[level]);
        ofLevel.allowOnly({"Weights", "Inputs", "Outputs"});
        for (std::size_t operand = 0; operand < operands.size(); ++operand) {
            JsonReader counts = ofLevel.object(operands[operand]);
            counts.allowOnly({"reads", "fills", "updates"});
            const auto count = [&](const char* kind) { // such files write 75264.0
                return static_cast<std::int64_t>(counts.number(kind, 0, anyNumber));
            };
            (*figures.accesses)[level][operand] = {count("reads"), count("fills"), count("updates")};
            ofLevel.absorb(counts);
        }
        accesses.absorb(ofLevel);
    }
    reader.absorb(accesses);
    return figures;
}

NestCase readNamedCase(JsonReader& reader, const std::string& name) {
    reader.allowOnly({"layer", "register_file", "spatial", "global_buffer", "dram", "timeloop"});
    NestCase one;
    one.name = name;
    readLayerText(reader, one.layer);
    one.nest.registerFile = readLevel(reader, "register_file");
    if (reader.has("spatial")) {
        JsonReader axes = reader.object("spatial");
        axes.allowOnly({"x", "y"});
        for (const char* axis : {"x", "y"})
            if (axes.has(axis))
                for (const Loop& loop : readLoops(axes, axis))
                    one.nest.spatial.push_back(loop);
        reader.absorb(axes);
    }
    one.nest.globalBuffer = readLevel(reader, "global_buffer");
    one.nest.dram = readLevel(reader, "dram");
    if (reader.has("timeloop")) {
        JsonReader theirs = reader.object("timeloop");
        one.theirs = readNamedFigures(theirs);
        reader.absorb(theirs);
    }
    costCase(reader, "layer", one);
    return one;
}

NestEnergy readEnergies(JsonReader& reader, const char* field) {
    JsonReader energies = reader.object(field);
    energies.allowOnly({"mac", "register_file", "global_buffer", "dram"});
    const NestEnergy unit{energies.number("mac", 0, anyNumber),
                          {energies.number("register_file", 0, anyNumber),
                           energies.number("global_buffer", 0, anyNumber),
                           energies.number("dram", 0, anyNumber)}};
    reader.absorb(energies);
    return unit;
}

void readNamedForm(JsonReader& reader, const nlohmann::json& cases, NestCases& file) {
    reader.allowOnly({"source", "architecture", "conventions", "cases"});
    file.energyNote = "Timeloop spreads the unit energies over components of its own";
    if (reader.has("architecture")) {
        JsonReader array = reader.object("architecture");
        array.allowOnly(
            {"PEs", "mesh", "word_bits", "register_file_words", "global_buffer_bytes", "energy_pJ_per_word"});
        if (array.has("PEs"))
            file.limits.pes = array.integer("PEs", 1, anyCount);
        if (array.has("register_file_words"))
            file.limits.registerFileWords = array.integer("register_file_words", 1, anyCount);
        if (array.has("global_buffer_bytes"))
            file.limits.globalBufferWords = array.integer("global_buffer_bytes", 1, anyCount) * 8 /
                                            (array.has("word_bits") ? array.integer("word_bits", 1, 64) : 8);
        if (array.has("energy_pJ_per_word"))
            file.unit = readEnergies(array, "energy_pJ_per_word");
        reader.absorb(array);
    }
    JsonReader list = reader.object("cases");
    for (const auto& [name, ignored] : cases.items()) {
        JsonReader one = list.object(name);
        file.cases.push_back(readNamedCase(one, name));
        list.absorb(one);
    }
    reader.absorb(list);
}

} // namespace

std::vector<Loop> readLoops(JsonReader& reader, const std::string& field) {
    const auto loops = parseLoops(reader.text(field));
    if (!loops)
        reader.fail(field, "does not name loops: " + asEnd(loops.error()));
    return loops ? *loops : std::vector<Loop>();
}

std::string excessOf(const NestCost& cost, const NestLimits& limits) {
    std::string text;
    const auto check = [&](std::int64_t needed, std::int64_t limit, const char* what) {
        if (limit > 0 && needed > limit)
            text += (text.empty() ? "needs " : ", ") + std::to_string(needed) + " of " +
                    std::to_string(limit) + " " + what;
    };
    check(cost.pes, limits.pes, "PEs");
    check(cost.held(MemoryLevel::RegisterFile), limits.registerFileWords, "words of register file");
    check(cost.held(MemoryLevel::GlobalBuffer), limits.globalBufferWords, "words of buffer");
    return text;
}

Result<NestCases> readNestCases(std::string_view json, const std::string& what) {
    const auto document = parseJson(json, what);
    if (!document)
        return document.error();
    JsonReader reader(*document, what);
    NestCases file;
    file.title = "Loop nests";
    const bool byName =
        document->is_object() && document->contains("cases") && document->at("cases").is_object();
    if (reader.has("source"))
        file.source = reader.text("source");
    if (byName)
        readNamedForm(reader, document->at("cases"), file);
    else
        readArrayForm(reader, file);
    if (!byName && reader.has("energy_pj_per_word"))
        file.unit = readEnergies(reader, "energy_pj_per_word");
    if (reader.ok() && file.cases.empty())
        reader.fail("cases", "must hold at least one nest");
    if (!reader.ok())
        return reader.error();
    return file;
}

} // namespace pairscape::asic
