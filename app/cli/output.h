// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace pairscape {
class RankSession;
}

namespace pairscape::cli {

/// Where a verb puts its answer: text for people, or one JSON document. Notes and errors go to stderr.
/// A reader that closes the pipe early (| head) is not an error.
class Output {
  public:
    bool json = false;

    void text(std::string_view text);
    void document(const nlohmann::json& document);
    /// One line on stderr that is neither answer nor error.
    void note(std::string_view text);
    /// "pairscape-cli: message" on stderr, and with --json an error object on stdout.
    void error(std::string_view code, std::string_view message);

    /// Flushes stdout. Io when what was written did not arrive, as on a full disk.
    Status finish();

  private:
    bool broken_ = false; ///< nobody reads any more
    int failure_ = 0;     ///< errno of the first failed write
};

/// What a verb does once the command line is understood.
using Action = std::function<Status(Output&)>;

/// What the verbs share while the command line is read.
struct Commands {
    Output output;
    RankSession* ranks =
        nullptr;   ///< this process's job; never null while a verb runs, but in a build for training alone
    Action action; ///< of the verb that was typed

    /// Adds a verb below `parent` with --json and its help; it runs `run` with its options.
    template <class Options>
    CLI::App* verb(CLI::App& parent, const std::string& name, const std::string& description,
                   std::shared_ptr<Options> options, Status (*run)(const Options&, Output&)) {
        CLI::App* app = parent.add_subcommand(name, description);
        app->add_flag("--json", output.json, "Print one JSON document instead of text");
        app->callback(
            [this, options, run] { action = [options, run](Output& out) { return run(*options, out); }; });
        return app;
    }
};

void addSpaceVerbs(CLI::App& app, Commands& commands);
void addPlatformVerbs(CLI::App& app, Commands& commands);
void addScoreVerb(CLI::App& app, Commands& commands);
void addAccelerateVerb(CLI::App& app, Commands& commands);
void addSearchVerb(CLI::App& app, Commands& commands);
void addStudyVerbs(CLI::App& app, Commands& commands);
void addDatasetVerbs(CLI::App& app, Commands& commands);
void addTrainVerb(CLI::App& app, Commands& commands);
void addRankStudyVerbs(CLI::App& app, Commands& commands);
void addValidateVerb(CLI::App& app, Commands& commands);

} // namespace pairscape::cli
