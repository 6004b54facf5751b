// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/accelerator/pe_cost_table.h"

#include "core/base/json_reader.h"
#include "core/base/resources.h"

namespace pairscape {

namespace {

constexpr const char* tableName = "The table of PE costs";

struct ModuleCount {
    std::string module, family;
    double pes = 1, dsp = 0, lut = 0;
};

std::vector<ModuleCount> readMeasured(JsonReader& reader) {
    std::vector<ModuleCount> rows;
    for (JsonReader& row : reader.objects("measured")) {
        rows.push_back({row.text("module"), row.text("yosys_family"), row.number("pes", 1, 16),
                        row.number("dsp", 0, 1024), row.number("lut", 0, 1e6)});
        reader.absorb(row);
    }
    return rows;
}

/// The element of a measured module, with the energy that stands beside its name.
PeForm formOf(JsonReader& reader, const std::vector<ModuleCount>& measured, const std::string& family) {
    const std::string module = reader.text("module");
    const double energy = reader.number("energy_pj", 0, 1e6);
    for (const ModuleCount& row : measured)
        if (row.module == module && row.family == family)
            return {row.dsp / row.pes, row.lut / row.pes, energy};
    if (reader.ok())
        reader.fail("module", "is \"" + module + "\", which was not measured for " + family);
    return {};
}

PeCost readPe(JsonReader& reader, const std::vector<ModuleCount>& measured, const std::string& family) {
    PeCost cost;
    const PeForm form = formOf(reader, measured, family);
    cost.dsp = form.dsp;
    cost.lut = form.lut;
    cost.energyPj = form.energyPj;
    if (reader.has("alone")) {
        JsonReader alone = reader.object("alone");
        cost.alone = formOf(alone, measured, family);
        reader.absorb(alone);
    }
    cost.weightBits = static_cast<int>(reader.integer("weight_bits", 1, 32));
    cost.activationBits = static_cast<int>(reader.integer("activation_bits", 1, 32));
    return cost;
}

} // namespace

Result<FamilyPeCosts> peCostsOfFamily(std::string_view family, std::string_view tableText) {
    const auto document = parseJson(tableText, tableName);
    if (!document)
        return document.error();
    JsonReader reader(*document, tableName);
    const std::vector<ModuleCount> measured = readMeasured(reader);
    const std::string yosys = reader.text("yosys");
    JsonReader families = reader.object("families");
    reader.absorb(families);
    if (!reader.ok())
        return Error{ErrorCode::Internal, reader.error().message};
    const std::string name(family);
    if (!families.has(name)) {
        std::vector<std::string> known;
        for (const auto& [entry, ignored] : document->at("families").items())
            known.push_back('"' + entry + '"');
        return Error{ErrorCode::NotFound, "must be " + joinChoices(known) +
                                              " where 'pe_costs' is not given, but is \"" + name + "\""};
    }
    JsonReader entry = families.object(name);
    const std::string yosysFamily = entry.text("yosys_family");
    FamilyPeCosts costs;
    for (const OperatorType op : allOperatorTypes) {
        JsonReader pe = entry.object(std::string(operatorTypeName(op)));
        costs.pe[indexOf(op)] = readPe(pe, measured, yosysFamily);
        entry.absorb(pe);
    }
    if (!entry.ok())
        return Error{ErrorCode::Internal, entry.error().message};
    costs.source = "DSP and LUT measured: Yosys " + yosys + ", synth_xilinx -family " + yosysFamily +
                   ", of the modules in resources/rtl. Energy modelled. Both as pe-costs.json says.";
    return costs;
}

Result<FamilyPeCosts> peCostsOfFamily(std::string_view family) {
    const auto text = embeddedResource("platforms/pe-costs.json");
    if (!text)
        return Error{ErrorCode::Internal,
                     "The table of PE costs was not built into this program; build it again."};
    return peCostsOfFamily(family, *text);
}

std::vector<std::string> peCostFamilies() {
    std::vector<std::string> names;
    const auto text = embeddedResource("platforms/pe-costs.json");
    if (!text)
        return names;
    if (const auto document = parseJson(*text, tableName); document && document->contains("families"))
        for (const auto& [name, ignored] : document->at("families").items())
            names.push_back(name);
    return names;
}

} // namespace pairscape
