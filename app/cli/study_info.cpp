// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/aim_options.h"
#include "app/cli/describe.h"
#include "app/cli/option_checks.h"
#include "app/cli/output.h"
#include "app/cli/study_verb_parts.h"
#include "app/cli/text_table.h"
#include "core/base/number_text.h"
#include "core/interchange/figures_json.h"
#include "core/study/run_results.h"
#include "core/study/study.h"

#include <algorithm>

namespace pairscape::cli {

namespace {

struct FileOptions {
    std::string file;
};
struct FrontOptions {
    std::string file;
    std::vector<std::string> objectives, constraints;
    RunId run = 0;
};

std::vector<std::size_t> pinnedIndices(const StudySnapshot& snapshot) {
    std::vector<std::size_t> indices;
    for (std::size_t i = 0; i < snapshot.pairings.size(); ++i)
        if (snapshot.pairings[i].pinned())
            indices.push_back(i);
    return indices;
}

/// Zero-shot ranks and trained accuracies (shares) of the pairings that have both.
std::pair<std::vector<double>, std::vector<double>> trainedPoints(const StudySnapshot& snapshot) {
    std::pair<std::vector<double>, std::vector<double>> points;
    for (const PairingRecord& record : snapshot.pairings)
        if (const MeasuredAccuracy* trained = record.accuracyOf(AccuracyKind::Trained)) {
            points.first.push_back(record.accuracy);
            points.second.push_back(trained->percent / 100);
        }
    return points;
}

constexpr int folds = 5; ///< into which points are dealt to see whether the interval holds what it says

nlohmann::json calibrationJson(const StudySnapshot& snapshot) {
    const auto [ranks, trained] = trainedPoints(snapshot);
    if (!snapshot.calibration)
        return {{"trained", trained.size()}};
    const Calibration& calibration = *snapshot.calibration;
    const auto held = leaveOutCoverage(ranks, trained, calibration.coverage(), folds);
    return {{"trained", trained.size()},
            {"coverage", calibration.coverage()},
            {"half_width", figureJson(100 * calibration.halfWidth(), "%", "predicted")},
            {"left_out_coverage", held.ok() ? nlohmann::json(*held) : nlohmann::json()}};
}

/// Empty where nothing is trained.
std::string calibrationText(const StudySnapshot& snapshot) {
    const auto [ranks, trained] = trainedPoints(snapshot);
    if (trained.empty())
        return {};
    std::string text = groupedText(std::ssize(trained)) + " trained";
    if (!snapshot.calibration)
        return text + "; predictions need 9 or more";
    const Calibration& calibration = *snapshot.calibration;
    text += "; the others predicted to within " + decimalText(100 * calibration.halfWidth(), 2) +
            " points (" + decimalText(100 * calibration.coverage(), 0) + " %)";
    if (const auto held = leaveOutCoverage(ranks, trained, calibration.coverage(), folds))
        text += ", which hold " + decimalText(100 * *held, 0) + " % of trained ones left out";
    return text;
}

/// "finished (budget)", "failed: the disk is full".
std::string stateText(const RunRecord& run) {
    return runStateName(run.state) + (run.end == RunEnd::Open ? "" : " (" + runEndName(run.end) + ")") +
           (run.message.empty() ? "" : ": " + run.message);
}

/// "accuracy:max,fps:max; lut<=60000; 2 seeds".
std::string aimsText(const RunSettings& run) {
    std::string text = objectivesText(run.objectives);
    if (!run.constraints.empty())
        text += "; " + constraintsText(run.constraints);
    if (!run.seeds.empty())
        text += "; " + std::to_string(run.seeds.size()) + (run.seeds.size() == 1 ? " seed" : " seeds");
    return text;
}

std::string runsTable(const StudySnapshot& snapshot) {
    TextTable table;
    table.column("run");
    table.column("strategy", Align::Left);
    for (const char* header : {"budget", "seed", "population", "batch", "done", "hypervolume"})
        table.column(header);
    for (const char* header : {"state", "started (UTC)", "ended (UTC)", "aims"})
        table.column(header, Align::Left);
    for (const RunRecord& run : snapshot.runs)
        table.row({std::to_string(run.id), run.settings.strategy, groupedText(run.settings.budget),
                   std::to_string(run.settings.seed), std::to_string(run.settings.population),
                   std::to_string(run.settings.batch), groupedText(run.done),
                   figureText(hypervolumeOf(snapshot, run)), stateText(run), run.startedAt, run.endedAt,
                   aimsText(run.settings)});
    return table.text();
}

Status info(const FileOptions& options, Output& out) {
    const auto study = Study::open(options.file, OpenMode::ReadOnly);
    if (!study)
        return study.error();
    const auto snapshot = (*study)->snapshot();
    const StudySettings& settings = snapshot->settings;
    const auto feasible = std::count_if(snapshot->pairings.begin(), snapshot->pairings.end(),
                                        [](const PairingRecord& record) { return record.feasible; });
    const std::vector<std::size_t> pinned = pinnedIndices(*snapshot);
    if (out.json) {
        nlohmann::json runs = nlohmann::json::array();
        for (const RunRecord& run : snapshot->runs)
            runs.push_back(runWithVolumeJson(*snapshot, run));
        nlohmann::json pins = nlohmann::json::array();
        for (const std::size_t index : pinned)
            pins.push_back({{"id", snapshot->pairings[index].id}, {"name", snapshot->pairings[index].pin}});
        out.document({{"study", options.file},
                      {"space", snapshot->spaceName},
                      {"platform", snapshot->platformName},
                      {"settings", studySettingsJson(settings)},
                      {"terms", snapshot->terms},
                      {"reference_population", snapshot->populationMembers},
                      {"pairings", snapshot->pairings.size()},
                      {"feasible", feasible},
                      {"front", snapshot->front.size()},
                      {"calibration", calibrationJson(*snapshot)},
                      {"runs", runs},
                      {"pinned", pins}});
        return {};
    }
    std::string terms;
    for (const std::string& term : snapshot->terms)
        terms += (terms.empty() ? "" : ", ") + term;
    TextList list;
    list.add("study", options.file);
    list.add("space", snapshot->spaceName);
    list.add("platform", snapshot->platformName + " (" + snapshot->platformTitle + ")");
    list.add("seed", std::to_string(settings.seed));
    list.add("accelerators", "method " + settings.acceleratorMethod + ", objective " +
                                 settings.hardwareObjective + ", batch up to " +
                                 std::to_string(settings.maxBatch));
    list.add("zero-shot rank", settings.rankMetric + " (" + terms + ")");
    list.add("pairings", groupedText(static_cast<std::int64_t>(snapshot->pairings.size())) + ", feasible " +
                             groupedText(feasible) + ", on the front " +
                             groupedText(static_cast<std::int64_t>(snapshot->front.size())));
    if (const std::string text = calibrationText(*snapshot); !text.empty())
        list.add("accuracies", text);
    for (const std::size_t index : pinned)
        list.add(index == pinned.front() ? "pinned" : "",
                 std::to_string(snapshot->pairings[index].id) + " " + snapshot->pairings[index].pin);
    out.text(list.text() + (snapshot->runs.empty() ? "No run yet.\n" : "\n" + runsTable(*snapshot)));
    return {};
}

/// The aims that were typed, else those of the run that was named, else the usual ones.
Result<FrontAims> frontAims(const FrontOptions& options, const StudySnapshot& snapshot) {
    FrontAims aims;
    if (options.run != 0) {
        if (options.run > std::ssize(snapshot.runs))
            return Error{ErrorCode::NotFound, "There is no run " + std::to_string(options.run) + " in " +
                                                  options.file + "; 'study info' lists them."};
        const RunSettings& run = snapshot.runs[static_cast<std::size_t>(options.run) - 1].settings;
        aims = {run.objectives, run.constraints};
    }
    auto typed = readAims(options.objectives, options.constraints);
    if (!typed)
        return typed.error();
    if (!options.objectives.empty())
        aims.objectives = typed->objectives;
    if (!options.constraints.empty())
        aims.constraints = typed->constraints;
    if (Status right = checkAims(aims.objectives, aims.constraints); !right)
        return right.error();
    return aims;
}

Status front(const FrontOptions& options, Output& out) {
    const auto study = Study::open(options.file, OpenMode::ReadOnly);
    if (!study)
        return study.error();
    const auto snapshot = (*study)->snapshot();
    const auto aims = frontAims(options, *snapshot);
    if (!aims)
        return aims.error();
    if (out.json)
        out.document({{"study", options.file},
                      {"space", snapshot->spaceName},
                      {"platform", snapshot->platformName},
                      {"pairings", snapshot->pairings.size()},
                      {"objectives", objectiveTexts(aims->objectives)},
                      {"constraints", constraintTexts(aims->constraints)},
                      {"front", frontJson(*snapshot, *aims)}});
    else
        out.text(frontText(*snapshot, *aims));
    return {};
}

} // namespace

void addStudyInfoVerbs(CLI::App& study, Commands& commands) {
    const auto infoOptions = std::make_shared<FileOptions>();
    addStudyFile(commands.verb(study, "info", "Show what a study is about, its runs and pinned designs",
                               infoOptions, info),
                 infoOptions->file);
    const auto options = std::make_shared<FrontOptions>();
    CLI::App* verb = commands.verb(study, "front", "Print the Pareto front", options, front);
    addStudyFile(verb, options->file);
    verb->add_option("--run", options->run, "Take the objectives and constraints of this run")
        ->transform(pairingRange())
        ->type_name("RUN");
    addAimOptions(verb, options->objectives, options->constraints);
    verb->footer(
        "All pairings of the study count, whichever run evaluated them. Without options the front is in "
        "accuracy and FPS,\nascending in FPS; else the best in the last objective comes first.");
}

} // namespace pairscape::cli
