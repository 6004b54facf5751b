// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/describe.h"
#include "app/cli/output.h"
#include "app/cli/text_table.h"
#include "core/accelerator/asic/asic_template.h"
#include "core/accelerator/platform.h"
#include "core/base/number_text.h"
#include "core/interchange/figures_json.h"

#include <algorithm>
#include <optional>

namespace pairscape::cli {

namespace {

struct PlatformListOptions {};

struct PlatformShowOptions {
    std::string platform;
};

struct CheckOptions {
    std::string file;
    std::optional<std::string> against;
};

nlohmann::json resourceNumbers(const Resources& resources) {
    return {{"dsp", resources.dsp},
            {"lut", resources.lut},
            {"bram36", resources.bram36},
            {"uram", resources.uram}};
}

Status listPlatforms(const PlatformListOptions&, Output& out) {
    nlohmann::json list = nlohmann::json::array();
    TextTable table;
    table.column("platform", Align::Left);
    for (const char* header : {"DSP", "LUT", "BRAM36", "URAM", "clock MHz", "DRAM GB/s"})
        table.column(header);
    table.column("family", Align::Left);
    table.column("title", Align::Left);
    for (const std::string& name : Platform::presetNames()) {
        const auto platform = Platform::preset(name);
        if (!platform)
            return platform.error();
        const Resources& all = platform->available;
        table.row({name, groupedText(all.dsp), groupedText(all.lut), groupedText(all.bram36),
                   groupedText(all.uram), exactText(platform->clockMhz),
                   exactText(platform->dramGigabytesPerSecond), platform->family, platform->title});
        list.push_back({{"name", name},
                        {"title", platform->title},
                        {"family", platform->family},
                        {"available", resourceNumbers(all)},
                        {"clock_mhz", platform->clockMhz},
                        {"dram_gigabytes_per_second", platform->dramGigabytesPerSecond}});
    }
    nlohmann::json templates = nlohmann::json::array();
    TextTable asics;
    asics.column("ASIC template", Align::Left);
    for (const char* header : {"PE area", "clock MHz", "buffer words", "DRAM GB/s"})
        asics.column(header);
    asics.column("title", Align::Left);
    for (const std::string& name : asic::AsicTemplate::presetNames()) {
        const auto asic = asic::AsicTemplate::preset(name);
        if (!asic)
            return asic.error();
        asics.row({name, exactText(asic->peAreaBudget), exactText(asic->clockMhz),
                   groupedText(asic->globalBufferWords), exactText(asic->dramGigabytesPerSecond),
                   asic->title});
        templates.push_back({{"name", name},
                             {"title", asic->title},
                             {"pe_area_budget", asic->peAreaBudget},
                             {"clock_mhz", asic->clockMhz},
                             {"global_buffer_words", asic->globalBufferWords},
                             {"dram_gigabytes_per_second", asic->dramGigabytesPerSecond}});
    }
    out.json ? out.document({{"platforms", list}, {"asic_templates", templates}})
             : out.text(table.text() + "\nFor 'accelerate' alone:\n" + asics.text());
    return {};
}

std::string sourcesText(const std::map<std::string, std::string>& sources) {
    TextList list;
    for (const auto& [field, where] : sources)
        list.add(field, where);
    return sources.empty() ? "" : "\nSources\n" + list.text();
}

Status showAsic(const std::string& presetOrPath, Output& out) {
    const auto asic = asic::AsicTemplate::load(presetOrPath);
    if (!asic)
        return asic.error();
    if (out.json) {
        nlohmann::json pes = nlohmann::json::object();
        for (const OperatorType op : allOperatorTypes) {
            const asic::AsicPe& pe = asic->of(op);
            pes[std::string(operatorTypeName(op))] = {{"area", pe.area},
                                                      {"weight_bits", pe.weightBits},
                                                      {"activation_bits", pe.activationBits},
                                                      {"energy_pj", pe.energyPj}};
        }
        out.document({{"asic_template",
                       {{"name", asic->name},
                        {"title", asic->title},
                        {"source", asic->source},
                        {"sources", asic->sources},
                        {"pe_area_budget", asic->peAreaBudget},
                        {"clock_mhz", asic->clockMhz},
                        {"global_buffer_words", asic->globalBufferWords},
                        {"input_register_words", asic->inputRegisterWords},
                        {"weight_register_words", asic->weightRegisterWords},
                        {"psum_register_words", asic->psumRegisterWords},
                        {"dram_gigabytes_per_second", asic->dramGigabytesPerSecond},
                        {"psum_bits", asic->psumBits},
                        {"energy_pj_per_16_bits",
                         {{"register_file", asic->registerPj},
                          {"array", asic->arrayPj},
                          {"global_buffer", asic->bufferPj},
                          {"dram", asic->dramPj}}},
                        {"pe", pes}}}});
        return {};
    }
    TextList list;
    list.add("ASIC template", asic->name);
    list.add("title", asic->title);
    list.add("source", asic->source);
    list.add("PE area", exactText(asic->peAreaBudget) + " conv PEs");
    list.add("clock", exactText(asic->clockMhz) + " MHz");
    list.add("global buffer", groupedText(asic->globalBufferWords) + " words");
    list.add("registers of a PE", std::to_string(asic->inputRegisterWords) + " input, " +
                                      std::to_string(asic->weightRegisterWords) + " weight and " +
                                      std::to_string(asic->psumRegisterWords) + " partial sum words of " +
                                      std::to_string(asic->psumBits) + " bits");
    list.add("DRAM", exactText(asic->dramGigabytesPerSecond) + " GB/s");
    list.add("energy of 16 bits", exactText(asic->registerPj) + " pJ register, " + exactText(asic->arrayPj) +
                                      " pJ array, " + exactText(asic->bufferPj) + " pJ buffer, " +
                                      exactText(asic->dramPj) + " pJ DRAM (modelled)");
    TextTable table;
    table.column("PE", Align::Left);
    for (const char* header : {"area", "weight bits", "activation bits", "energy pJ/MAC (modelled)"})
        table.column(header);
    for (const OperatorType op : allOperatorTypes) {
        const asic::AsicPe& pe = asic->of(op);
        table.row({std::string(operatorTypeName(op)), decimalText(pe.area, 3), std::to_string(pe.weightBits),
                   std::to_string(pe.activationBits), exactText(pe.energyPj)});
    }
    out.text(list.text() + "\n" + table.text() + sourcesText(asic->sources));
    return {};
}

Status showPlatform(const PlatformShowOptions& options, Output& out) {
    if (asic::AsicTemplate::isMeantBy(options.platform))
        return showAsic(options.platform, out);
    const auto platform = Platform::load(options.platform);
    if (!platform)
        return platform.error();
    if (out.json) {
        nlohmann::json costs = nlohmann::json::object();
        for (const OperatorType op : allOperatorTypes) {
            const PeCost& pe = platform->peCost(op);
            costs[std::string(operatorTypeName(op))] = {{"dsp", pe.dsp},
                                                        {"lut", pe.lut},
                                                        {"weight_bits", pe.weightBits},
                                                        {"activation_bits", pe.activationBits},
                                                        {"energy_pj", pe.energyPj}};
            if (pe.alone)
                costs[std::string(operatorTypeName(op))]["alone"] = {
                    {"dsp", pe.alone->dsp}, {"lut", pe.alone->lut}, {"energy_pj", pe.alone->energyPj}};
        }
        out.document({{"platform", nlohmann::json::parse(platform->toJson())},
                      {"budget", resourceNumbers(platform->budget())},
                      {"pe", costs}});
        return {};
    }
    const Resources& all = platform->available;
    TextList list;
    list.add("platform", platform->name);
    list.add("title", platform->title);
    list.add("source", platform->source);
    list.add("family", platform->family);
    list.add("DSP", groupedText(all.dsp));
    list.add("LUT", groupedText(all.lut) + ", of which an accelerator may fill " +
                        groupedText(platform->budget().lut));
    list.add("BRAM36", groupedText(all.bram36) + " blocks of 36 Kbit");
    list.add("URAM", groupedText(all.uram) + " blocks of 288 Kbit");
    list.add("clock", exactText(platform->clockMhz) + " MHz");
    list.add("DRAM", exactText(platform->dramGigabytesPerSecond) + " GB/s, " +
                         exactText(platform->dramPjPerByte) + " pJ/B (modelled)");
    list.add("buffers", exactText(platform->bufferPjPerByte) + " pJ/B (modelled)");
    list.add("static power", exactText(platform->staticWatts) + " W (modelled)");
    TextTable table;
    table.column("PE", Align::Left);
    for (const char* header : {"DSP", "LUT", "weight bits", "activation bits", "energy pJ/MAC (modelled)"})
        table.column(header);
    for (const OperatorType op : allOperatorTypes) {
        const PeCost& pe = platform->peCost(op);
        table.row({std::string(operatorTypeName(op)), exactText(pe.dsp), exactText(pe.lut),
                   std::to_string(pe.weightBits), std::to_string(pe.activationBits), exactText(pe.energyPj)});
        if (pe.alone)
            table.row({std::string(operatorTypeName(op)) + ", unpacked", exactText(pe.alone->dsp),
                       exactText(pe.alone->lut), std::to_string(pe.weightBits),
                       std::to_string(pe.activationBits), exactText(pe.alone->energyPj)});
    }
    out.text(list.text() + "\n" + table.text() + sourcesText(platform->sources));
    return {};
}

/// Fields of two platforms that differ, but for texts about their sources: "dsp" with both values, null where
/// one lacks it.
nlohmann::json differences(const Platform& platform, const Platform& other) {
    const auto flat = [](const Platform& one) {
        nlohmann::json all = nlohmann::json::parse(one.toJson());
        for (const char* text : {"name", "title", "source", "sources"})
            all.erase(text);
        return all.flatten();
    };
    nlohmann::json list = nlohmann::json::array();
    const nlohmann::json own = flat(platform), others = flat(other);
    nlohmann::json both = own;
    both.update(others);
    for (const auto& [path, ignored] : both.items()) {
        const nlohmann::json value = own.value(path, nlohmann::json(nullptr)),
                             there = others.value(path, nlohmann::json(nullptr));
        if (value == there)
            continue;
        std::string field = path.substr(1);
        std::replace(field.begin(), field.end(), '/', '.');
        list.push_back({{"field", field}, {"value", value}, {"other", there}});
    }
    return list;
}

Status checkPlatform(const CheckOptions& options, Output& out) {
    if (asic::AsicTemplate::isMeantBy(options.file)) {
        const auto asic = asic::AsicTemplate::load(options.file);
        if (!asic)
            return asic.error();
        out.json ? out.document({{"file", options.file}, {"asic_template", asic->name}, {"valid", true}})
                 : out.text(options.file + " is a sound ASIC template, '" + asic->name + "'.\n");
        return {};
    }
    const auto platform = Platform::load(options.file);
    if (!platform)
        return platform.error();
    nlohmann::json document = {{"file", options.file}, {"platform", platform->name}, {"valid", true}};
    std::string text = options.file + " is a sound platform, '" + platform->name + "'.\n";
    if (options.against) {
        const auto other = Platform::load(*options.against);
        if (!other)
            return other.error();
        const nlohmann::json list = differences(*platform, *other);
        document["differences"] = list;
        TextTable table;
        table.column("field", Align::Left);
        table.column(platform->name);
        table.column(other->name);
        const auto plain = [](const nlohmann::json& value) {
            return value.is_null() ? std::string("none") : value.dump();
        };
        for (const nlohmann::json& one : list)
            table.row({one.at("field").get<std::string>(), plain(one.at("value")), plain(one.at("other"))});
        text += list.empty() ? "Its figures are those of " + other->name + ".\n" : "\n" + table.text();
    }
    out.json ? out.document(document) : out.text(text);
    return {};
}

} // namespace

void addPlatformVerbs(CLI::App& app, Commands& commands) {
    CLI::App* platform = app.add_subcommand("platform", "Platforms: what the hardware offers");
    platform->require_subcommand(1);
    commands.verb(*platform, "list", "List the platforms that come with Pairscape",
                  std::make_shared<PlatformListOptions>(), listPlatforms);
    const auto options = std::make_shared<PlatformShowOptions>();
    CLI::App* show = commands.verb(*platform, "show", "Show a platform's resources and what its PEs cost",
                                   options, showPlatform);
    show->add_option("platform", options->platform, "Name of a platform, or a JSON file")
        ->required()
        ->type_name("NAME|FILE");
    const auto checked = std::make_shared<CheckOptions>();
    CLI::App* check = commands.verb(*platform, "check", "Check a platform file of your own, field by field",
                                    checked, checkPlatform);
    check->add_option("file", checked->file, "JSON file (docs/platform-file.md)")
        ->required()
        ->type_name("FILE");
    check->add_option("--against", checked->against, "Say how it differs from this platform")
        ->type_name("NAME|FILE");
}

} // namespace pairscape::cli
