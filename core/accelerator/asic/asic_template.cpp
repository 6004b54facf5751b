// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/accelerator/asic/asic_template.h"

#include "core/base/json_reader.h"
#include "core/base/resources.h"

#include <algorithm>
#include <cmath>

namespace pairscape::asic {

namespace {

constexpr double maxPicojoule = 1e6;
constexpr std::int64_t maxWords = std::int64_t{1} << 32;

AsicPe readPe(JsonReader& reader) {
    reader.allowOnly({"area", "weight_bits", "activation_bits", "energy_pj"});
    AsicPe pe;
    pe.area = reader.number("area", 0.001, 1000);
    pe.weightBits = static_cast<int>(reader.integer("weight_bits", 1, 32));
    pe.activationBits = static_cast<int>(reader.integer("activation_bits", 1, 32));
    pe.energyPj = reader.number("energy_pj", 0, maxPicojoule);
    return pe;
}

} // namespace

std::vector<std::string> AsicTemplate::presetNames() {
    return embeddedNames("asic", ".json");
}

Result<AsicTemplate> AsicTemplate::preset(std::string_view name) {
    const std::string quoted = std::string("'").append(name).append("'");
    if (const auto text = embeddedResource(std::string("asic/").append(name).append(".json")))
        return fromJson(*text, "ASIC template " + quoted);
    return Error{ErrorCode::NotFound,
                 quoted + " is not an ASIC template; choose " + joinChoices(presetNames()) + "."};
}

bool AsicTemplate::isMeantBy(const std::string& presetOrPath) {
    const std::vector<std::string> names = presetNames();
    if (std::find(names.begin(), names.end(), presetOrPath) != names.end())
        return true;
    const auto text = readTextFile(presetOrPath);
    const auto document = text ? parseJson(*text, presetOrPath) : text.error();
    return document && document->is_object() &&
           (document->contains("pe_area_budget") || document->contains("asic_template"));
}

Result<AsicTemplate> AsicTemplate::load(const std::string& presetOrPath) {
    const std::vector<std::string> names = presetNames();
    if (std::find(names.begin(), names.end(), presetOrPath) != names.end())
        return preset(presetOrPath);
    const auto text = readTextFile(presetOrPath);
    if (!text)
        return text.error();
    return fromJson(*text, "ASIC template '" + presetOrPath + "'");
}

Result<AsicTemplate> AsicTemplate::fromJson(std::string_view text, const std::string& what) {
    const auto read = parseJson(text, what);
    if (!read)
        return read.error();
    // What 'platform show --json' prints has the template inside.
    const bool inside = read->is_object() && !read->contains("name") && read->contains("asic_template");
    const nlohmann::json* const document = inside ? &read->at("asic_template") : &*read;
    JsonReader reader(*document, what);
    reader.allowOnly({"name", "title", "source", "pe_area_budget", "clock_mhz", "global_buffer_words",
                      "input_register_words", "weight_register_words", "psum_register_words",
                      "dram_gigabytes_per_second", "psum_bits", "energy_pj_per_16_bits", "pe", "sources"});
    AsicTemplate asic;
    asic.name = reader.text("name");
    asic.title = reader.text("title");
    asic.source = reader.text("source");
    asic.peAreaBudget = reader.number("pe_area_budget", 1, 65536);
    asic.clockMhz = reader.number("clock_mhz", 1, 10'000);
    asic.globalBufferWords = reader.integer("global_buffer_words", 1, maxWords);
    asic.inputRegisterWords = reader.integer("input_register_words", 1, maxWords);
    asic.weightRegisterWords = reader.integer("weight_register_words", 1, maxWords);
    asic.psumRegisterWords = reader.integer("psum_register_words", 1, maxWords);
    asic.dramGigabytesPerSecond = reader.number("dram_gigabytes_per_second", 0.001, 1e5);
    asic.psumBits = static_cast<int>(reader.integer("psum_bits", 1, 64));
    JsonReader energy = reader.object("energy_pj_per_16_bits");
    energy.allowOnly({"register_file", "array", "global_buffer", "dram"});
    asic.registerPj = energy.number("register_file", 0, maxPicojoule);
    asic.arrayPj = energy.number("array", 0, maxPicojoule);
    asic.bufferPj = energy.number("global_buffer", 0, maxPicojoule);
    asic.dramPj = energy.number("dram", 0, maxPicojoule);
    reader.absorb(energy);
    JsonReader pes = reader.object("pe");
    pes.allowOnly({"conv", "shift", "adder"});
    for (const OperatorType op : allOperatorTypes) {
        JsonReader pe = pes.object(std::string(operatorTypeName(op)));
        asic.pe[indexOf(op)] = readPe(pe);
        pes.absorb(pe);
    }
    reader.absorb(pes);
    if (reader.has("sources")) {
        JsonReader sources = reader.object("sources");
        if (sources.ok())
            for (const auto& [figure, ignored] : document->at("sources").items())
                asic.sources[figure] = sources.text(figure);
        reader.absorb(sources);
    }
    if (!reader.ok())
        return reader.error();
    return asic;
}

Result<AsicLayerCost> asicLayerCost(const AsicTemplate& asic, OperatorType op, const NestLayer& layer,
                                    const LoopNest& nest, std::int64_t besideWords) {
    const auto counted = evaluateNest(layer, nest);
    if (!counted)
        return counted.error();
    const NestCost& counts = *counted;
    const AsicPe& pe = asic.of(op);
    // In units of 16 bits, for which the energies are.
    const double weight = pe.weightBits / 16.0, activation = pe.activationBits / 16.0,
                 psum = asic.psumBits / 16.0;
    const auto total = [&](MemoryLevel level, Operand operand) {
        const AccessCounts& one = counts.at(level, operand);
        return static_cast<double>(one.reads + one.fills + one.updates);
    };
    const auto pes = static_cast<double>(counts.pes);
    const double registers = pes * (total(MemoryLevel::RegisterFile, Operand::Weights) * weight +
                                    total(MemoryLevel::RegisterFile, Operand::Inputs) * activation +
                                    total(MemoryLevel::RegisterFile, Operand::Outputs) * psum);

    // Partial sums leave a PE as often as its tile does, and come back for all but the first visit.
    const AccessCounts& weightsIn = counts.at(MemoryLevel::RegisterFile, Operand::Weights);
    const AccessCounts& inputsIn = counts.at(MemoryLevel::RegisterFile, Operand::Inputs);
    const AccessCounts& psumsIn = counts.at(MemoryLevel::RegisterFile, Operand::Outputs);
    const double psumsFirst = static_cast<double>(counts.cycles - psumsIn.reads);
    const double array = pes * (static_cast<double>(weightsIn.fills) * weight +
                                static_cast<double>(inputsIn.fills) * activation +
                                (2 * static_cast<double>(psumsIn.fills) + psumsFirst) * psum);
    const double beside = static_cast<double>(besideWords) * activation;
    const double buffer = total(MemoryLevel::GlobalBuffer, Operand::Weights) * weight +
                          total(MemoryLevel::GlobalBuffer, Operand::Inputs) * activation +
                          total(MemoryLevel::GlobalBuffer, Operand::Outputs) * psum + 2 * beside;

    const AccessCounts& outputs = counts.at(MemoryLevel::Dram, Operand::Outputs);
    const auto spilled =
        static_cast<double>(outputs.reads); // read again, and written as often before the last time
    const auto finished = static_cast<double>(outputs.updates - outputs.reads);
    const double dram =
        static_cast<double>(counts.at(MemoryLevel::Dram, Operand::Weights).reads) * weight +
        static_cast<double>(counts.at(MemoryLevel::Dram, Operand::Inputs).reads) * activation +
        2 * spilled * psum + finished * activation + beside;

    AsicLayerCost cost;
    cost.pes = counts.pes;
    cost.computeCycles = counts.cycles;
    cost.bufferWords = counts.held(MemoryLevel::GlobalBuffer);
    cost.dramBytes = 2 * dram;
    cost.cycles = std::max(cost.computeCycles,
                           static_cast<std::int64_t>(std::ceil(cost.dramBytes / asic.dramBytesPerCycle())));
    cost.energyPj = static_cast<double>(counts.macs) * pe.energyPj + registers * asic.registerPj +
                    array * asic.arrayPj + buffer * asic.bufferPj + dram * asic.dramPj;
    return cost;
}

} // namespace pairscape::asic
