// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/aim_options.h"
#include "app/cli/describe.h"
#include "app/cli/interrupts.h"
#include "app/cli/option_checks.h"
#include "app/cli/output.h"
#include "app/cli/progress_line.h"
#include "app/cli/search_plan.h"
#include "core/accelerator/accelerator_search.h"
#include "core/base/number_text.h"
#include "core/interchange/figures_json.h"
#include "core/ranks/rank_session.h"
#include "core/search/strategy.h"
#include "core/zeroshot/scorer.h"

#include <algorithm>
#include <chrono>
#include <thread>

namespace pairscape::cli {

namespace {

using namespace std::chrono_literals;

/// Shows progress until the run has ended. Ctrl-C stops it so that --resume can go on.
RunStatus watch(Run& run) {
    const Interrupts interrupts;
    ProgressLine line("pairings");
    bool asked = false;
    RunStatus status = run.status();
    for (; !ended(status.state); status = run.status()) {
        if (interrupts.requested() && !asked) {
            run.cancel(true);
            asked = true;
        }
        if (!status.phase.empty())
            line.show({status.phase, status.done, status.total},
                      status.phase == "search" ? "pairings" : "architectures", status.rate,
                      status.secondsLeft);
        std::this_thread::sleep_for(20ms);
    }
    return status;
}

void printFront(const SearchOptions& options, const StudySnapshot& snapshot, RunId id, Output& out) {
    const RunRecord& run = snapshot.runs[static_cast<std::size_t>(id) - 1];
    const FrontAims aims = {run.settings.objectives, run.settings.constraints};
    if (!out.json) {
        out.text(frontText(snapshot, aims));
        return;
    }
    nlohmann::json document = {{"study", options.study},
                               {"space", snapshot.spaceName},
                               {"platform", snapshot.platformName},
                               {"pairings", snapshot.pairings.size()},
                               {"run", runWithVolumeJson(snapshot, run)},
                               {"front", frontJson(snapshot, aims)}};
    document["run"].erase("started_at"); // the same search prints the same document
    document["run"].erase("ended_at");
    out.document(document);
}

Status search(const SearchOptions& options, Output& out) {
    auto plan = planSearch(options);
    if (!plan)
        return plan.error();
    if (!plan->note.empty())
        out.note(plan->note);
    if (plan->finished) {
        out.note("Run " + std::to_string(*plan->finished) + " of " + options.study +
                 " has finished already; there is nothing to resume.");
        printFront(options, *plan->study->snapshot(), *plan->finished, out);
        return {};
    }
    if (const std::string warning = blasWarning(); !warning.empty())
        out.note("pairscape-cli: " + warning);

    const WidenEvaluator widen = options.ranks->widener(plan->study->snapshot()->settings);
    auto started = plan->resumed ? resumeRun(plan->study, *plan->resumed, options.workers, widen)
                                 : startRun(plan->study, plan->settings, options.workers, widen);
    if (!started)
        return started.error();
    Run& run = **started;
    const RunStatus last = watch(run);
    const Status outcome = run.wait();
    const RunStatus status = run.status();
    const std::string name = "Run " + std::to_string(status.id) + " of " + options.study;
    if (last.state == RunState::Interrupted || last.state == RunState::Cancelled)
        return Error{ErrorCode::Stopped, name + " was stopped with " + groupedText(status.stored) +
                                             " pairings stored; the same command with --resume goes on."};
    if (!outcome)
        return outcome.error();
    const auto snapshot = plan->study->snapshot();
    const RunEnd end = snapshot->runs[static_cast<std::size_t>(status.id) - 1].end;
    out.note(name + " finished" + (end == RunEnd::Budget ? "" : " (" + runEndName(end) + ")") + ": " +
             groupedText(status.stored) + " pairings stored, " + durationText(status.secondsElapsed) + ".");
    printFront(options, *snapshot, status.id, out);
    return {};
}

} // namespace

void addSearchVerb(CLI::App& app, Commands& commands) {
    const auto options = std::make_shared<SearchOptions>();
    // Under mpirun each rank is meant to have its own core.
    options->ranks = commands.ranks;
    options->workers = commands.ranks->size() > 1
                           ? 1
                           : static_cast<int>(std::clamp(std::thread::hardware_concurrency(), 1U, 256U));
    CLI::App* verb = commands.verb(app, "search", "Search pairings of networks and accelerators into a study",
                                   options, search);
    verb->add_option("--study", options->study,
                     "Study file; created where it does not exist, else a run is added")
        ->required()
        ->type_name("FILE");
    verb->add_option("--space", options->space, "Search space; needed for a new study")
        ->check(notEmpty())
        ->type_name("NAME|FILE");
    verb->add_option("--platform", options->platform, "Platform; needed for a new study")
        ->check(notEmpty())
        ->type_name("NAME|FILE");
    verb->add_option("--strategy", options->strategy,
                     "nash, nasa-f, nasa, conv-only, shift-only, adder-only, random or sequential [nash]")
        ->check(known(findStrategy))
        ->type_name("NAME");
    verb->add_option("--budget", options->budget, "Pairings to evaluate [500]")
        ->transform(wholeNumber(1, 1'000'000'000))
        ->type_name("N");
    verb->add_option("--seed", options->seed, "Seed of a new study and of its run [1]")
        ->transform(seedRange())
        ->type_name("SEED");
    verb->add_option("--workers", options->workers, "Threads; changes only the time [the machine's]")
        ->transform(wholeNumber(1, 256))
        ->type_name("N");
    verb->add_option("--population", options->population, "Parents kept by the evolution [32]")
        ->transform(wholeNumber(2, 100'000))
        ->type_name("N");
    verb->add_option("--batch", options->batch, "Children drawn together [16]")
        ->transform(wholeNumber(1, 100'000))
        ->type_name("N");
    addAimOptions(verb, options->objectives, options->constraints);
    verb->add_option("--seed-pairings", options->seedPairings,
                     "Pairings of the study to begin with, with commas")
        ->delimiter(',')
        ->transform(pairingRange())
        ->type_name("ID,...");
    verb->add_flag("--from-pins", options->fromPins, "Begin with the pinned designs");
    verb->add_option("--time-limit", options->timeLimit,
                     "Finish after this time of running, such as 90s, 15m or 2h")
        ->check(known(parseDuration))
        ->type_name("TIME");
    verb->add_option("--patience", options->patience,
                     "Finish when so many evaluations grew the hypervolume by less than 0.1 %")
        ->transform(wholeNumber(1, 1'000'000'000))
        ->type_name("N");
    verb->add_option(
            "--method", options->method,
            "How accelerators are searched: exact (proven to be best), coarse-to-fine or nasa [exact]")
        ->check(known(parseAcceleratorMethod))
        ->type_name("METHOD");
    verb->add_option("--accelerator-objective", options->acceleratorObjective,
                     "What is best in a network's accelerator: fps, latency, energy or edp [fps]")
        ->check(known(parseHardwareObjective))
        ->type_name("NAME");
    verb->add_option("--metric", options->metric,
                     "Zero-shot metric that accuracy is, of a new study: nash or pairscape [nash]")
        ->check(known(parseRankMetric))
        ->type_name("NAME");
    verb->add_option("--max-batch", options->maxBatch,
                     "Most images that may share one load of the weights [16]")
        ->transform(wholeNumber(1, 16))
        ->type_name("N");
    addResourceLimits(*verb, options->limits);
    verb->add_flag("--resume", options->resume,
                   "Go on with an interrupted run; start it where there is none yet");
    verb->footer("'mpirun -n K pairscape-cli search ...' spreads the evaluations over K ranks.\n"
                 "Progress goes to stderr, the front of the study to stdout. Ctrl-C stores what is done and "
                 "exits 130.");
}

} // namespace pairscape::cli
