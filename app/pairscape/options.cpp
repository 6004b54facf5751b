// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pairscape/options.h"

#include "app/whole_number_option.h"
#include "core/base/resources.h"
#include "core/interchange/version.h"
#include "core/search/strategy.h"
#include "ui/render/render_twin.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <sstream>
#include <thread>
#include <vector>

namespace pairscape::app {

namespace {

Error wrong(std::string what) {
    while (!what.empty() && (what.back() == '\n' || what.back() == '.' || what.back() == ' '))
        what.pop_back();
    return {ErrorCode::InvalidInput, what + "; 'pairscape --help' lists what is possible."};
}

/// CLI11 only says that an option was not expected; we say which one was meant.
std::string unknownOption(const CLI::App& app, const std::vector<std::string>& words) {
    std::vector<std::string> names;
    for (const CLI::Option* option : app.get_options())
        for (const std::string& name : option->get_lnames())
            names.push_back("--" + name);
    for (const std::string& word : words) {
        const std::string name = word.substr(0, word.find('='));
        if (!name.starts_with("--") || std::find(names.begin(), names.end(), name) != names.end())
            continue;
        const auto near = nearestChoice(name, names);
        return "There is no option '" + name + "'" + (near ? " (did you mean '" + *near + "'?)" : "");
    }
    return {};
}

/// Words in lines of at most 110 characters, `indent` blanks before each.
std::string inLines(const std::string& words, std::size_t indent) {
    constexpr std::size_t longest = 110;
    std::string text, line;
    std::istringstream stream(words);
    for (std::string word; stream >> word;) {
        if (!line.empty() && indent + line.size() + 1 + word.size() > longest) {
            text += line + "\n" + std::string(indent, ' ');
            line.clear();
        }
        line += (line.empty() ? "" : " ") + word;
    }
    return text + line + "\n";
}

std::string strategyNames() {
    std::string names;
    for (const Strategy& strategy : strategies())
        names += (names.empty() ? "" : ", ") + strategy.name;
    return names;
}

/// Each with the sentence that it comes with.
std::string strategiesText() {
    constexpr std::size_t column = 14;
    std::string text;
    for (const Strategy& strategy : strategies()) {
        const std::string name = "  " + strategy.name;
        text += name + std::string(column - std::min(column - 1, name.size()), ' ') +
                inLines(strategy.description, column);
    }
    return text;
}

/// What cannot stand together.
std::string contradiction(const CLI::App& app, const Options& options) {
    const auto given = [&](const char* name) { return app.count(name) > 0; };
    if (!options.render.empty()) {
        if (options.output.empty())
            return "--render writes a picture; name its file with -o FILE.png";
        if (options.create || options.start)
            return "--render draws a study as it is; leave out --new and --start";
        return {};
    }
    for (const char* name : {"--pairing", "--dataset", "--rank-study", "--checkpoint", "--size", "--output"})
        if (given(name))
            return std::string(name) + " belongs to --render VIEW";
    if (options.start && !options.create && options.study.empty())
        return "--start needs a study to search in; add --new or --study FILE";
    if (!options.create)
        for (const char* name : {"--space", "--platform"})
            if (given(name))
                return std::string(name) + " is for a new study; add --new";
    if (!options.start)
        for (const char* name : {"--strategy", "--budget", "--workers"})
            if (given(name))
                return std::string(name) + " is for a run; add --start";
    if (!options.create && !options.start && given("--seed"))
        return "--seed is for a new study or run; add --new or --start";
    return {};
}

} // namespace

Result<Options> readOptions(int argc, const char* const* argv) {
    Options options;
    options.workers = static_cast<int>(std::clamp(std::thread::hardware_concurrency(), 1U, 256U));
    CLI::App app("Explores pairings of multiplication-reduced networks and the accelerators that run them.");
    app.name("pairscape");
    app.set_version_flag("--version", "pairscape " + pairscapeVersion(), "Print the version and exit");
    app.footer(
        "Strategies that --strategy takes:\n" + strategiesText() +
        "\nA new study that is to start with 'nasa' gets the accelerator method 'nasa'.\n"
        "\nViews that --render draws:\n" +
        renderViewsText().toStdString() +
        "\nWithout options the window opens where you can create or open a study. What the window does, "
        "pairscape-cli does\nin a terminal. Exit codes are those of pairscape-cli (docs/cli.md).");
    app.add_option("--study,study", options.study, "Study to open; with --new the file to create")
        ->type_name("FILE");
    app.add_flag("--new", options.create,
                 "Create a study; without a file it is named by date in the current folder");
    app.add_flag("--start", options.start, "Start a run at once");
    app.add_option("--space", options.space, "Search space of a new study [nash-cifar100]")
        ->type_name("NAME|FILE");
    app.add_option("--platform", options.platform, "Platform of a new study [kv260]")->type_name("NAME|FILE");
    const CLI::Option* seed =
        app.add_option("--seed", options.seed, "Seed of a new study and of its run [1]")
            ->transform(decimalOption<std::uint64_t>(0, std::numeric_limits<std::uint64_t>::max()))
            ->type_name("SEED");
    app.add_option("--strategy", options.strategy,
                   "How the run searches (described below): " + strategyNames() + " [nash]")
        ->type_name("NAME");
    app.add_option("--budget", options.budget, "Pairings to evaluate [500]")
        ->transform(decimalOption<std::int64_t>(1, 10'000'000))
        ->type_name("N");
    app.add_option("--workers", options.workers, "Threads; changes only the time [the machine's]")
        ->transform(decimalOption(1, 256))
        ->type_name("N");
    app.add_option("--render", options.render, "Draw a view (listed below) into a file; needs no display")
        ->type_name("VIEW");
    app.add_option("--pairing", options.pairing, "Design to draw [the middle of the front]")
        ->transform(decimalOption<std::int64_t>(1, 1'000'000'000'000))
        ->type_name("ID");
    app.add_option("--dataset", options.dataSet, "Folder for the views data-set and training")
        ->type_name("DIR");
    app.add_option("--rank-study", options.rankStudy, "File that the view rank-study shows")
        ->type_name("FILE.jsonl");
    app.add_option("--checkpoint", options.checkpoint, "File whose training the view training shows")
        ->type_name("FILE");
    app.add_option("--size", options.size, "Pixels of the picture [1280x800]")->type_name("WxH");
    app.add_option("--theme", options.theme, "light, dark or talk")->type_name("NAME");
    app.add_option("-o,--output", options.output, "Where the picture goes")->type_name("FILE.png");

    const std::vector<std::string> words(argv + 1, argv + argc);
    try {
        app.parse(argc, argv);
    } catch (const CLI::CallForHelp&) {
        options.information = app.help();
        return options;
    } catch (const CLI::CallForVersion& version) {
        options.information = std::string(version.what()) + "\n";
        return options;
    } catch (const CLI::ParseError& error) {
        const std::string unknown = unknownOption(app, words);
        return wrong(unknown.empty() ? error.what() : unknown);
    }
    options.seedGiven = seed->count() > 0;
    if (const std::string clash = contradiction(app, options); !clash.empty())
        return wrong(clash);
    return options;
}

} // namespace pairscape::app
