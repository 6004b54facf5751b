// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/describe.h"
#include "app/cli/option_checks.h"
#include "app/cli/output.h"
#include "app/cli/text_table.h"
#include "core/base/hash.h"
#include "core/base/number_text.h"
#include "core/interchange/figures_json.h"
#include "core/space/search_space.h"

#include <optional>

namespace pairscape::cli {

namespace {

struct SpaceListOptions {};

struct SpaceShowOptions {
    std::string space;
    std::string architecture;
    bool hasArchitecture = false; ///< it may be the empty text, which is a wrong one
    std::optional<std::uint64_t> sample;
};

std::string operatorsText(const SearchSpace& space) {
    std::string text;
    for (const OperatorType op : space.operators())
        text += (text.empty() ? "" : ", ") + std::string(operatorTypeName(op));
    return text;
}

std::string numbersText(const std::vector<int>& numbers) {
    std::string text;
    for (const int number : numbers)
        text += (text.empty() ? "" : ", ") + std::to_string(number);
    return text;
}

/// "1.17e20": how a person compares sizes; the exact number is beside it where there is room.
std::string roughText(double size) {
    char buffer[32];
    std::snprintf(buffer, sizeof buffer, "%.2e", size);
    return buffer;
}

nlohmann::json operatorsJson(const SearchSpace& space) {
    nlohmann::json names = nlohmann::json::array();
    for (const OperatorType op : space.operators())
        names.push_back(operatorTypeName(op));
    return names;
}

nlohmann::json sizeJson(const SearchSpace& space) {
    // As text: no JSON number holds 27 digits.
    return {{"exact", space.sizeText()}, {"approximate", space.size()}};
}

Status listSpaces(const SpaceListOptions&, Output& out) {
    nlohmann::json list = nlohmann::json::array();
    TextTable table;
    table.column("space", Align::Left);
    table.column("input");
    table.column("classes");
    table.column("operators", Align::Left);
    table.column("architectures (counted)");
    table.column("title", Align::Left);
    for (const std::string& name : SearchSpace::presetNames()) {
        const auto space = SearchSpace::preset(name);
        if (!space)
            return space.error();
        std::string input = std::to_string(space->inputSize());
        input += "x" + input;
        table.row({name, input, std::to_string(space->classes()), operatorsText(*space),
                   roughText(space->size()), space->title()});
        list.push_back({{"name", name},
                        {"title", space->title()},
                        {"input_size", space->inputSize()},
                        {"classes", space->classes()},
                        {"operators", operatorsJson(*space)},
                        {"size", sizeJson(*space)}});
    }
    out.json ? out.document({{"spaces", list}}) : out.text(table.text());
    return {};
}

std::string choicesText(const SearchSpace& space) {
    TextTable table;
    table.column("stage", Align::Left);
    table.column("channels", Align::Left);
    table.column("blocks", Align::Left);
    table.column("kernel", Align::Left);
    table.column("expansion", Align::Left);
    table.column("stride");
    table.column("squeeze-excite", Align::Left);
    table.row({"stem", numbersText(space.stemChannels()), "", "", "", "", ""});
    for (const StageChoices& stage : space.stages())
        table.row({stage.name, numbersText(stage.channels), numbersText(stage.depths),
                   numbersText(stage.kernels), numbersText(stage.expansions), std::to_string(stage.stride),
                   stage.squeezeExcite ? "yes" : "no"});
    table.row({"head", numbersText(space.headChannels()), "", "", "", "", ""});
    return table.text();
}

std::string extremeText(const OperationCounts& counts, const std::string& architecture) {
    return groupedText(counts.total()) + " MAC-equivalents, " + groupedText(counts.parameters) +
           " parameters (counted)  " + architecture;
}

nlohmann::json extremeJson(const SearchSpace& space, const Architecture& architecture) {
    return {{"architecture", space.format(architecture)},
            {"counts", countsJson(space.expand(architecture).counts())}};
}

Status showSpace(const SpaceShowOptions& options, Output& out) {
    const auto space = SearchSpace::load(options.space);
    if (!space)
        return space.error();

    if (options.hasArchitecture || options.sample) {
        const auto architecture = options.sample
                                      ? Result<Architecture>(sampleArchitecture(*space, *options.sample, 0))
                                      : space->parse(options.architecture);
        if (!architecture)
            return architecture.error();
        const Network network = space->expand(*architecture);
        const std::string text = space->format(*architecture);
        const std::string hash = hashText(space->hash(*architecture));
        if (out.json) {
            nlohmann::json document = networkJson(network);
            document["space"] = space->name();
            document["architecture"] = text;
            document["hash"] = hash;
            out.document(document);
        } else {
            out.text(text + "\n" + space->name() + ", hash " + hash +
                     ". Counts are for one image; one MAC is one "
                     "MAC-equivalent (counted).\n\n" +
                     layerTable(network) + "\n" + countsText(network.counts()));
        }
        return {};
    }

    const OperatorType op = space->operators().front();
    const Architecture smallest = space->smallest(op);
    const Architecture largest = space->largest(op);
    if (out.json) {
        out.document({{"space", nlohmann::json::parse(space->toJson())},
                      {"size", sizeJson(*space)},
                      {"smallest", extremeJson(*space, smallest)},
                      {"largest", extremeJson(*space, largest)}});
        return {};
    }
    TextList list;
    list.add("space", space->name());
    list.add("title", space->title());
    list.add("source", space->source());
    list.add("input", "3x" + std::to_string(space->inputSize()) + "x" + std::to_string(space->inputSize()) +
                          ", " + std::to_string(space->classes()) + " classes");
    list.add("operators", operatorsText(*space) + (space->skipsBlocks() ? ", or no block" : ""));
    list.add("chosen", space->granularity() == Granularity::Stage
                           ? "kernel and expansion for each stage, operator for each block"
                           : "kernel, expansion and operator for each block");
    list.add("architectures", space->sizeText() + " (counted, " + roughText(space->size()) + ")");
    list.add("smallest", extremeText(space->expand(smallest).counts(), space->format(smallest)));
    list.add("largest", extremeText(space->expand(largest).counts(), space->format(largest)));
    out.text(list.text() + "\n" + choicesText(*space));
    return {};
}

} // namespace

void addSpaceVerbs(CLI::App& app, Commands& commands) {
    CLI::App* space = app.add_subcommand("space", "Search spaces: what may be chosen in a network");
    space->require_subcommand(1);
    commands.verb(*space, "list", "List the search spaces that come with Pairscape",
                  std::make_shared<SpaceListOptions>(), listSpaces);

    const auto options = std::make_shared<SpaceShowOptions>();
    CLI::App* show = commands.verb(
        *space, "show", "Show a space's choices and size, or one architecture's layers", options, showSpace);
    show->add_option("space", options->space, "Name of a space, or a JSON file")
        ->required()
        ->type_name("NAME|FILE");
    CLI::Option* arch = show->add_option("--arch", options->architecture,
                                         "Show the layers of this architecture (docs/architecture-text.md)");
    show->add_option("--sample", options->sample, "Show the layers of an architecture drawn with this seed")
        ->transform(seedRange())
        ->type_name("SEED")
        ->excludes(arch);
    arch->each([options](const std::string&) { options->hasArchitecture = true; })->type_name("TEXT");
}

} // namespace pairscape::cli
