// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/evaluate_verb.h"
#include "app/cli/output.h"
#include "app/cli/supernet_options.h"
#include "app/exit_code.h"
#include "core/base/resources.h"
#include "core/interchange/version.h"

#ifndef PAIRSCAPE_TRAINER_ONLY
#include "core/ranks/rank_session.h"
#endif

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <exception>
#include <string_view>
#include <vector>

using namespace pairscape;
using namespace pairscape::cli;

namespace {

/// The verbs below an app; option groups are subcommands without a name to CLI11.
std::vector<const CLI::App*> verbsOf(const CLI::App& app) {
    return app.get_subcommands([](const CLI::App* verb) { return !verb->get_name().empty(); });
}

/// "There is no verb 'studdy'; did you mean 'study'?": CLI11 itself only says that it was not expected.
std::string unknownVerb(const CLI::App& app, const std::string& word) {
    std::vector<std::string> names;
    for (const CLI::App* verb : verbsOf(app))
        names.push_back(verb->get_name());
    const auto near = nearestChoice(word, names);
    const std::string owner = app.get_parent() != nullptr ? "'" + app.get_name() + "' has" : "There is";
    return owner + " no verb '" + word + "'" + (near ? " (did you mean '" + *near + "'?)" : "") +
           "; choose " + joinChoices(names) + ".";
}

/// "There is no option '--budgt' (did you mean '--budget'?)", or nothing where all options are known.
std::string unknownOption(const CLI::App& verb, const std::vector<std::string>& words) {
    std::vector<std::string> names;
    const auto collect = [&](const CLI::App& app) {
        for (const CLI::Option* option : app.get_options())
            for (const std::string& name : option->get_lnames())
                names.push_back("--" + name);
    };
    collect(verb);
    for (const CLI::App* group : verb.get_subcommands([](const CLI::App*) { return true; }))
        if (group->get_name().empty())
            collect(*group);
    for (const std::string& word : words) {
        const std::string name = word.substr(0, word.find('='));
        if (!name.starts_with("--") || std::find(names.begin(), names.end(), name) != names.end())
            continue;
        const auto near = nearestChoice(name, names);
        return "There is no option '" + name + "'" + (near ? " (did you mean '" + *near + "'?)" : "");
    }
    return {};
}

/// The sentence for a command line that was not understood.
std::string usageMessage(const CLI::App& app, const std::vector<std::string>& words,
                         const CLI::ParseError& error) {
    const CLI::App* at = &app;
    std::string command = "pairscape-cli";
    for (const std::string& word : words) {
        const auto verbs = verbsOf(*at);
        if (verbs.empty())
            break;
        if (word.starts_with('-'))
            continue;
        const auto next = std::find_if(verbs.begin(), verbs.end(),
                                       [&](const CLI::App* verb) { return verb->get_name() == word; });
        if (next == verbs.end())
            return unknownVerb(*at, word);
        at = *next;
        command += " " + word;
    }
    std::string what = error.what();
    if (error.get_exit_code() == static_cast<int>(CLI::ExitCodes::ExtrasError))
        if (std::string option = unknownOption(*at, words); !option.empty())
            what = std::move(option);
    while (!what.empty() && (what.back() == '\n' || what.back() == '.' || what.back() == ' '))
        what.pop_back();
    return what + "; '" + command + " --help' lists what is possible.";
}

int run(int argc, char** argv, [[maybe_unused]] RankSession* ranks) {
    CLI::App app("Searches pairings of multiplication-reduced networks and the accelerators that run them.");
    app.name("pairscape-cli");
    app.set_version_flag("--version", "pairscape-cli " + pairscapeVersion(), "Print the version and exit");
    app.footer("Every verb has its own --help. Exit codes: 0 done, 2 wrong command line, 3 invalid input, 4 "
               "not found,\n"
               "5 reading or writing failed, 6 infeasible, 7 damaged file, 8 not supported, 70 internal, 130 "
               "stopped.");
    app.require_subcommand(1);
    Commands commands;
#ifndef PAIRSCAPE_TRAINER_ONLY
    commands.ranks = ranks;
    addSpaceVerbs(app, commands);
    addPlatformVerbs(app, commands);
    addScoreVerb(app, commands);
    addAccelerateVerb(app, commands);
    addSearchVerb(app, commands);
    addStudyVerbs(app, commands);
#endif
    addDatasetVerbs(app, commands);
    addTrainVerb(app, commands);
    addEvaluateVerb(app, commands);
    addSupernetVerbs(app, commands);
    addRankStudyVerbs(app, commands);
#ifndef PAIRSCAPE_TRAINER_ONLY
    addValidateVerb(app, commands);
#endif

    Output& output = commands.output;
    const std::vector<std::string> words(argv + 1, argv + argc);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        if (error.get_exit_code() == static_cast<int>(CLI::ExitCodes::Success))
            return app.exit(error); // --help and --version
        // --json may come after the word that was wrong.
        for (const std::string& word : words)
            output.json = output.json || word == "--json";
        output.error("usage", usageMessage(app, words, error));
        return output.finish().ok() ? exitUsage : exitCode(ErrorCode::Io);
    }

    Status status = commands.action(output);
    if (!status.ok())
        output.error(errorCodeName(status.error().code), status.error().message);
    const Status written = output.finish();
    if (status.ok() && !written.ok()) {
        output.note("pairscape-cli: " + written.error().message);
        status = written;
    }
    return status.ok() ? 0 : exitCode(status.error().code);
}

} // namespace

int main(int argc, char** argv) {
    // A reader that closes the pipe must not end a search; writing then fails with EPIPE, which Output knows.
    std::signal(SIGPIPE, SIG_IGN);
    try {
#ifdef PAIRSCAPE_TRAINER_ONLY
        return run(argc, argv, nullptr);
#else
        const auto ranks = RankSession::join();
        if (!ranks) {
            std::fprintf(stderr, "pairscape-cli: %s\n", ranks.error().message.c_str());
            return exitCode(ranks.error().code);
        }
        // Rank 0 alone reads the command line and talks, but where every rank does its share of a file.
        const std::vector<std::string_view> words(argv + 1, argv + argc);
        const bool shared = words.size() > 1 && words[0] == "rank-study" && words[1] == "run";
        if ((*ranks)->rank() > 0 && !shared)
            return (*ranks)->serve() ? 0 : exitCode(ErrorCode::Internal);
        return run(argc, argv, ranks->get());
#endif
    } catch (const std::exception& error) {
        std::fprintf(stderr, "pairscape-cli: Something failed that should not: %s. Please report it.\n",
                     error.what());
        return exitCode(ErrorCode::Internal);
    }
}
