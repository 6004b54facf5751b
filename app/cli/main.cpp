// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/output.h"
#include "core/base/resources.h"
#include "core/interchange/version.h"

#include <clocale>
#include <csignal>
#include <exception>
#include <string_view>
#include <vector>

using namespace pairscape;
using namespace pairscape::cli;

namespace {

/// "There is no verb 'studdy'; did you mean 'study'?": CLI11 itself only says that it was not expected.
std::string unknownVerb(const CLI::App& app, const std::string& word) {
    std::vector<std::string> names;
    for (const CLI::App* verb : app.get_subcommands({}))
        names.push_back(verb->get_name());
    const auto near = nearestChoice(word, names);
    const std::string owner = app.get_parent() != nullptr ? "'" + app.get_name() + "' has" : "There is";
    return owner + " no verb '" + word + "'" + (near ? " (did you mean '" + *near + "'?)" : "") +
           "; choose " + joinChoices(names) + ".";
}

/// The sentence for a command line that was not understood.
std::string usageMessage(const CLI::App& app, const std::vector<std::string>& words,
                         const CLI::ParseError& error) {
    const CLI::App* at = &app;
    std::string command = "pairscape-cli";
    for (const std::string& word : words) {
        const auto verbs = at->get_subcommands({});
        if (verbs.empty())
            break;
        if (word.starts_with('-'))
            continue;
        const CLI::App* next = nullptr;
        for (const CLI::App* verb : verbs)
            if (verb->get_name() == word)
                next = verb;
        if (next == nullptr)
            return unknownVerb(*at, word);
        at = next;
        command += " " + word;
    }
    std::string what = error.what();
    while (!what.empty() && (what.back() == '\n' || what.back() == '.' || what.back() == ' '))
        what.pop_back();
    return what + "; '" + command + " --help' lists what is possible.";
}

int run(int argc, char** argv) {
    CLI::App app("Searches pairings of multiplication-reduced networks and the accelerators that run them.");
    app.name("pairscape-cli");
    app.set_version_flag("--version", "pairscape-cli " + pairscapeVersion(), "Print the version and exit");
    app.footer("Every verb has its own --help. Exit codes: 0 done, 2 wrong command line, 3 invalid input, 4 "
               "not found,\n"
               "5 reading or writing failed, 6 infeasible, 7 damaged file, 8 not supported, 70 internal, 130 "
               "stopped.");
    app.require_subcommand(1);
    Commands commands;
    addSpaceVerbs(app, commands);
    addPlatformVerbs(app, commands);
    addScoreVerb(app, commands);
    addAccelerateVerb(app, commands);
    addSearchVerb(app, commands);
    addStudyVerbs(app, commands);

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
        return run(argc, argv);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "pairscape-cli: Something failed that should not: %s. Please report it.\n",
                     error.what());
        return exitCode(ErrorCode::Internal);
    }
}
