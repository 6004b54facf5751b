// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/accelerator/pe_cost_table.h"
#include "core/accelerator/platform.h"
#include "core/base/json_reader.h"
#include "core/base/number_text.h"

#include <algorithm>
#include <optional>

/// The JSON form of a platform, both ways. Its fields are described in docs/platform-file.md.
namespace pairscape {

namespace {

// Far above any device on sale; they refuse typing errors and keep products inside 64 bits.
constexpr std::int64_t maxDsp = 100'000, maxLut = 100'000'000, maxBlocks = 100'000;
constexpr double maxClockMhz = 10'000, maxGigabytesPerSecond = 100'000, maxWatts = 10'000, maxPicojoule = 1e6;
constexpr double maxDspPerPe = 64, maxLutPerPe = 100'000;
constexpr int maxBits = 32;

bool isNameCharacter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

std::string readName(JsonReader& reader) {
    std::string name = reader.text("name");
    if (reader.ok() &&
        (name.empty() || name.size() > 64 || !std::all_of(name.begin(), name.end(), isNameCharacter)))
        reader.fail("name", "must be 1 to 64 letters, digits, '-' or '_'");
    return name;
}

/// `usualEnergy` stands for an energy that is not given; without it the field is needed.
PeForm readPeForm(JsonReader& reader, double leastDsp, std::optional<double> usualEnergy = std::nullopt) {
    PeForm form;
    form.dsp = reader.number("dsp", leastDsp, maxDspPerPe);
    form.lut = reader.number("lut", 0, maxLutPerPe);
    form.energyPj =
        usualEnergy && !reader.has("energy_pj") ? *usualEnergy : reader.number("energy_pj", 0, maxPicojoule);
    if (reader.ok() && form.dsp == 0 && form.lut == 0)
        reader.fail("lut", "must be above 0 where 'dsp' is 0, for an element cannot be free");
    return form;
}

PeCost readPeCost(JsonReader& reader, OperatorType op) {
    if (op == OperatorType::Conv) // the only one with a DSP to share
        reader.allowOnly({"dsp", "lut", "weight_bits", "activation_bits", "energy_pj", "alone"});
    else
        reader.allowOnly({"dsp", "lut", "weight_bits", "activation_bits", "energy_pj"});
    PeCost cost;
    const PeForm form = readPeForm(reader, 0);
    cost.dsp = form.dsp;
    cost.lut = form.lut;
    cost.energyPj = form.energyPj;
    cost.weightBits = static_cast<int>(reader.integer("weight_bits", 1, maxBits));
    cost.activationBits = static_cast<int>(reader.integer("activation_bits", 1, maxBits));
    if (reader.has("alone")) {
        JsonReader alone = reader.object("alone");
        alone.allowOnly({"dsp", "lut", "energy_pj"});
        // It shares no DSP. Files from before it had an energy of its own mean the packed one's.
        cost.alone = readPeForm(alone, 1, cost.energyPj);
        reader.absorb(alone);
    }
    return cost;
}

void readPeCosts(JsonReader& reader, Platform& platform) {
    JsonReader costs = reader.object("pe_costs");
    costs.allowOnly({"conv", "shift", "adder"});
    for (const OperatorType op : allOperatorTypes) {
        JsonReader cost = costs.object(std::string(operatorTypeName(op)));
        platform.pe[indexOf(op)] = readPeCost(cost, op);
        costs.absorb(cost);
    }
    reader.absorb(costs);
}

void readSources(JsonReader& reader, const nlohmann::json& document, Platform& platform) {
    JsonReader sources = reader.object("sources");
    sources.allowOnly({"resources", "lut_share", "clock_mhz", "dram_gigabytes_per_second", "static_watts",
                       "dram_pj_per_byte", "buffer_pj_per_byte", "pe_costs"});
    if (sources.ok())
        for (const auto& [field, ignored] : document.at("sources").items())
            platform.sources[field] = sources.text(field);
    reader.absorb(sources);
}

Platform readPlatform(JsonReader& reader, const nlohmann::json& document) {
    Platform platform;
    reader.allowOnly({"name", "title", "source", "family", "dsp", "lut", "bram36", "uram", "lut_share",
                      "clock_mhz", "dram_gigabytes_per_second", "static_watts", "dram_pj_per_byte",
                      "buffer_pj_per_byte", "pe_costs", "sources"});
    platform.name = readName(reader);
    platform.title = reader.text("title");
    platform.source = reader.text("source");
    platform.family = reader.text("family");
    platform.available.dsp = static_cast<int>(reader.integer("dsp", 1, maxDsp));
    platform.available.lut = static_cast<int>(reader.integer("lut", 1, maxLut));
    platform.available.bram36 = static_cast<int>(reader.integer("bram36", 1, maxBlocks));
    platform.available.uram = static_cast<int>(reader.integer("uram", 0, maxBlocks));
    platform.lutShare = reader.number("lut_share", 0.01, 1);
    platform.clockMhz = reader.number("clock_mhz", 1, maxClockMhz);
    platform.dramGigabytesPerSecond =
        reader.number("dram_gigabytes_per_second", 0.001, maxGigabytesPerSecond);
    platform.staticWatts = reader.number("static_watts", 0, maxWatts);
    platform.dramPjPerByte = reader.number("dram_pj_per_byte", 0, maxPicojoule);
    platform.bufferPjPerByte = reader.number("buffer_pj_per_byte", 0, maxPicojoule);
    if (reader.has("sources"))
        readSources(reader, document, platform);
    if (reader.has("pe_costs"))
        readPeCosts(reader, platform);
    return platform;
}

std::string quoted(const std::string& text) {
    return nlohmann::json(text).dump();
}

} // namespace

Result<Platform> Platform::fromJson(std::string_view text, const std::string& what) {
    const auto read = parseJson(text, what);
    if (!read)
        return read.error();
    // What 'platform show --json' prints has the platform inside, and so has a design file.
    const bool inside = read->is_object() && !read->contains("name") && read->contains("platform");
    const nlohmann::json* const document = inside ? &read->at("platform") : &*read;
    JsonReader reader(*document, what);
    Platform platform = readPlatform(reader, *document);
    if (reader.ok() && !reader.has("pe_costs")) {
        const auto table = peCostsOfFamily(platform.family);
        if (!table && table.error().code == ErrorCode::NotFound)
            reader.fail("family", table.error().message);
        else if (!table)
            return table.error();
        else {
            platform.pe = table->pe;
            platform.sources.try_emplace("pe_costs", table->source);
        }
    }
    if (!reader.ok())
        return reader.error();
    return platform;
}

std::string Platform::toJson() const {
    std::string text = "{\n";
    const auto line = [&](const char* field, const std::string& value) {
        text += std::string("  \"") + field + "\": " + value + ",\n";
    };
    line("name", quoted(name));
    line("title", quoted(title));
    line("source", quoted(source));
    line("family", quoted(family));
    line("dsp", std::to_string(available.dsp));
    line("lut", std::to_string(available.lut));
    line("bram36", std::to_string(available.bram36));
    line("uram", std::to_string(available.uram));
    line("lut_share", exactText(lutShare));
    line("clock_mhz", exactText(clockMhz));
    line("dram_gigabytes_per_second", exactText(dramGigabytesPerSecond));
    line("static_watts", exactText(staticWatts));
    line("dram_pj_per_byte", exactText(dramPjPerByte));
    line("buffer_pj_per_byte", exactText(bufferPjPerByte));
    text += "  \"pe_costs\": {";
    const char* separator = "\n";
    for (const OperatorType op : allOperatorTypes) {
        const PeCost& cost = peCost(op);
        text += separator;
        separator = ",\n";
        text += "    \"" + std::string(operatorTypeName(op)) + "\": {\"dsp\": " + exactText(cost.dsp) +
                ", \"lut\": " + exactText(cost.lut) +
                ", \"weight_bits\": " + std::to_string(cost.weightBits) +
                ", \"activation_bits\": " + std::to_string(cost.activationBits) +
                ", \"energy_pj\": " + exactText(cost.energyPj) +
                (cost.alone ? ", \"alone\": {\"dsp\": " + exactText(cost.alone->dsp) +
                                  ", \"lut\": " + exactText(cost.alone->lut) +
                                  ", \"energy_pj\": " + exactText(cost.alone->energyPj) + "}"
                            : "") +
                "}";
    }
    text += "\n  },\n  \"sources\": {";
    separator = "\n";
    for (const auto& [field, where] : sources) {
        text += separator;
        separator = ",\n";
        text += "    " + quoted(field) + ": " + quoted(where);
    }
    text += "\n  }\n}\n";
    return text;
}

} // namespace pairscape
