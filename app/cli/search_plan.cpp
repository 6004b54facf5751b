// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/search_plan.h"

#include "app/cli/aim_options.h"
#include "core/accelerator/platform.h"
#include "core/base/number_text.h"
#include "core/search/strategy.h"
#include "core/space/search_space.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <filesystem>
#include <string_view>

namespace pairscape::cli {

namespace {

Error invalid(std::string message) {
    return {ErrorCode::InvalidInput, std::move(message)};
}

/// What was typed of a run; the rest are defaults. Seeds are added where the study is known.
Result<RunSettings> newRun(const SearchOptions& options, std::uint64_t studySeed) {
    RunSettings settings;
    settings.strategy = options.strategy.value_or(settings.strategy);
    settings.budget = options.budget.value_or(settings.budget);
    settings.seed = options.seed.value_or(studySeed);
    settings.population = options.population.value_or(settings.population);
    settings.batch = options.batch.value_or(settings.batch);
    settings.patience = options.patience;
    auto aims = readAims(options.objectives, options.constraints);
    if (!aims)
        return aims.error();
    if (!options.objectives.empty())
        settings.objectives = aims->objectives;
    std::ranges::sort(settings.objectives, {}, &Objective::quantity); // as runs store them
    settings.constraints = aims->constraints;
    if (Status right = checkAims(settings.objectives, settings.constraints); !right)
        return right.error();
    if (options.timeLimit) {
        const auto seconds = parseDuration(*options.timeLimit);
        if (!seconds)
            return seconds.error();
        settings.timeLimit = *seconds;
    }
    return settings;
}

/// The architectures of the pairings that were named and of those that are pinned, in this order.
Result<std::vector<std::string>> seedsOf(const SearchOptions& options, const StudySnapshot& snapshot) {
    std::vector<std::string> seeds;
    for (const PairingId id : options.seedPairings) {
        const PairingRecord* record = snapshot.find(id);
        if (record == nullptr)
            return Error{ErrorCode::NotFound, "There is no pairing " + std::to_string(id) + " in " +
                                                  options.study + " to begin with; it holds 1 to " +
                                                  std::to_string(snapshot.pairings.size()) + "."};
        seeds.push_back(record->architecture);
    }
    if (!options.fromPins)
        return seeds;
    const std::size_t named = seeds.size();
    for (const PairingRecord& record : snapshot.pairings)
        if (record.pinned())
            seeds.push_back(record.architecture);
    if (seeds.size() == named)
        return Error{ErrorCode::NotFound, "No design is pinned in " + options.study +
                                              "; pin one with 'study pin', or leave out "
                                              "--from-pins."};
    return seeds;
}

/// The platform that was named, as far as accelerators may use it.
Result<Platform> platformOf(const SearchOptions& options) {
    auto platform = Platform::load(*options.platform);
    if (!platform)
        return platform.error();
    return options.limits.applyTo(*std::move(platform));
}

Result<SearchPlan> createStudy(const SearchOptions& options) {
    if (!options.space || !options.platform)
        return invalid("There is no study " + options.study +
                       " yet; name its --space and --platform to create it.");
    const auto space = SearchSpace::load(*options.space);
    if (!space)
        return space.error();
    const auto platform = platformOf(options);
    if (!platform)
        return platform.error();
    const std::uint64_t seed = options.seed.value_or(StudySettings().seed);
    auto run = newRun(options, seed);
    if (!run)
        return run.error();
    if (!options.seedPairings.empty() || options.fromPins)
        return invalid(
            "There is no study " + options.study +
            " yet, so it has no pairings to begin with; leave out --seed-pairings and --from-pins.");
    StudySettings settings;
    // A strategy that needs a method of its own makes its study with it.
    const auto strategy = findStrategy(run->strategy);
    if (strategy && strategy->method)
        settings.acceleratorMethod = acceleratorMethodName(*strategy->method);
    settings.spaceJson = space->toJson();
    settings.platformJson = platform->toJson();
    settings.seed = seed;
    settings.acceleratorMethod = options.method.value_or(settings.acceleratorMethod);
    settings.hardwareObjective = options.acceleratorObjective.value_or(settings.hardwareObjective);
    settings.maxBatch = options.maxBatch.value_or(settings.maxBatch);
    if (options.metric)
        settings.rankBy(*options.metric);
    auto study = Study::create(options.study, settings);
    if (!study)
        return study.error();
    SearchPlan plan;
    plan.study = *std::move(study);
    plan.settings = *std::move(run);
    return plan;
}

/// "Study s.pairscape has budget 500, not 800": the sentence for what a study has fixed.
Error fixed(const SearchOptions& options, const std::string& what, const std::string& has,
            const std::string& typed, const std::string& option) {
    return invalid("Study " + options.study + " is about " + what + " '" + has + "', not '" + typed +
                   "'; leave out " + option + " or name another file with --study.");
}

/// Whether a platform is the study's, which may be written as an older version wrote it; but for measured PE
/// costs where it comes with this version, for a study keeps those as they were when it was made.
bool isPlatformOf(Platform platform, const StudySettings& settings) {
    const std::vector<std::string> presets = Platform::presetNames();
    const auto own = Platform::fromJson(settings.platformJson, "the study's platform");
    if (!own || platform == *own || std::find(presets.begin(), presets.end(), platform.name) == presets.end())
        return own && platform == *own;
    platform.pe = own->pe;
    platform.sources = own->sources;
    return platform == *own;
}

/// A study's space, platform and ways of costing are fixed, so that all its pairings compare.
Status checkSame(const SearchOptions& options, const StudySnapshot& snapshot) {
    const StudySettings& settings = snapshot.settings;
    if (options.space) {
        const auto space = SearchSpace::load(*options.space);
        if (!space)
            return space.error();
        if (space->name() != snapshot.spaceName)
            return fixed(options, "space", snapshot.spaceName, space->name(), "--space");
        if (space->toJson() != settings.spaceJson)
            return invalid(
                "Space '" + space->name() + "' is not what it was when study " + options.study +
                " was made; leave out --space to use the study's own, or name another file with --study.");
    }
    if (options.platform) {
        const auto platform = platformOf(options);
        if (!platform)
            return platform.error();
        if (platform->name != snapshot.platformName)
            return fixed(options, "platform", snapshot.platformName, platform->name, "--platform");
        if (!isPlatformOf(*platform, settings))
            return invalid(
                "Platform '" + platform->name + "' is not what it was when study " + options.study +
                " was made; leave out --platform and the --max options to use the study's own, or name "
                "another file with --study.");
    } else if (options.limits.any()) {
        const auto own = Platform::fromJson(settings.platformJson, "the study's platform");
        if (own && !(options.limits.applyTo(*own) == *own))
            return invalid("Accelerators of study " + options.study +
                           " may use more than that, and all of its pairings have to compare; leave out the "
                           "--max options, or name another file with --study.");
    }
    if (options.method && *options.method != settings.acceleratorMethod)
        return fixed(options, "method", settings.acceleratorMethod, *options.method, "--method");
    if (options.acceleratorObjective && *options.acceleratorObjective != settings.hardwareObjective)
        return fixed(options, "accelerator objective", settings.hardwareObjective,
                     *options.acceleratorObjective, "--accelerator-objective");
    if (options.metric && *options.metric != settings.rankMetric)
        return fixed(options, "zero-shot metric", settings.rankMetric, *options.metric, "--metric");
    if (options.maxBatch && *options.maxBatch != settings.maxBatch)
        return fixed(options, "a largest batch of", std::to_string(settings.maxBatch),
                     std::to_string(*options.maxBatch), "--max-batch");
    return {};
}

/// What was typed against what a run was started with: empty where they agree, else "budget 500, not 800".
std::string difference(const SearchOptions& options, const RunSettings& wanted, const RunSettings& run) {
    const auto compare = [](const std::string& what, const std::string& has, const std::string& typed) {
        return has == typed ? std::string() : what + " " + has + ", not " + typed;
    };
    std::string found;
    if (options.strategy)
        found = compare("strategy", run.strategy, *options.strategy);
    if (found.empty() && options.budget)
        found = compare("budget", std::to_string(run.budget), std::to_string(*options.budget));
    if (found.empty() && options.seed)
        found = compare("seed", std::to_string(run.seed), std::to_string(*options.seed));
    if (found.empty() && options.population)
        found = compare("population", std::to_string(run.population), std::to_string(*options.population));
    if (found.empty() && options.batch)
        found = compare("batch", std::to_string(run.batch), std::to_string(*options.batch));
    if (found.empty() && !options.objectives.empty())
        found = compare("objectives", objectivesText(run.objectives), objectivesText(wanted.objectives));
    if (found.empty() && !options.constraints.empty())
        found = compare("constraints", constraintsText(run.constraints), constraintsText(wanted.constraints));
    if (found.empty() && options.patience)
        found = compare("patience", run.patience ? std::to_string(*run.patience) : "none",
                        std::to_string(*wanted.patience));
    if (found.empty() && options.timeLimit)
        found = compare("a time limit of", run.timeLimit ? exactText(*run.timeLimit) + " s" : "none",
                        exactText(*wanted.timeLimit) + " s");
    return found;
}

/// The newest run that agrees with what was typed: one that can go on before one that is complete.
Status findRun(const SearchOptions& options, const StudySnapshot& snapshot, SearchPlan& plan) {
    for (const bool complete : {false, true})
        for (auto run = snapshot.runs.rbegin(); run != snapshot.runs.rend(); ++run) {
            if (!(complete ? run->state == RunState::Finished : resumable(*run)) ||
                !difference(options, plan.settings, run->settings).empty())
                continue;
            (complete ? plan.finished : plan.resumed) = run->id;
            return {};
        }
    if (snapshot.runs.empty())
        return {}; // the program ended before the first run began: start it
    const RunRecord& last = snapshot.runs.back();
    const std::string different = difference(options, plan.settings, last.settings);
    if (!different.empty())
        return invalid("Run " + std::to_string(last.id) + " of " + options.study + " has " + different +
                       "; repeat its options to go on with it, or leave out --resume to start another run.");
    return invalid("Run " + std::to_string(last.id) + " of " + options.study + " is " +
                   runStateName(last.state) +
                   (last.message.empty() ? std::string() : " (" + last.message + ")") +
                   " and cannot be resumed; leave out --resume to start another run.");
}

} // namespace

Result<double> parseDuration(const std::string& text) {
    double number = 0;
    const char* const end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, number);
    const std::string_view unit(read.ptr, static_cast<std::size_t>(end - read.ptr));
    const double factor = unit.empty() || unit == "s" ? 1 : unit == "m" ? 60 : unit == "h" ? 3600 : 0;
    if (read.ec != std::errc() || !(number > 0) || !std::isfinite(number) || factor == 0)
        return invalid("'" + text + "' is no duration; write one like 90s, 15m or 2h.");
    return number * factor;
}

Result<SearchPlan> planSearch(const SearchOptions& options) {
    if (options.study.empty())
        return invalid("The name of the study is empty; type one after --study.");
    std::error_code ignored;
    if (!std::filesystem::exists(options.study, ignored))
        return createStudy(options);

    auto study = Study::open(options.study);
    if (!study)
        return study.error();
    SearchPlan plan;
    plan.study = *std::move(study);
    const auto snapshot = plan.study->snapshot();
    if (const Status same = checkSame(options, *snapshot); !same)
        return same.error();
    auto run = newRun(options, snapshot->settings.seed);
    if (!run)
        return run.error();
    plan.settings = *std::move(run);
    if (options.resume) {
        if (const Status found = findRun(options, *snapshot, plan); !found)
            return found.error();
    }
    if (!plan.resumed && !plan.finished) {
        auto seeds = seedsOf(options, *snapshot);
        if (!seeds)
            return seeds.error();
        plan.settings.seeds = *std::move(seeds);
    }
    if (const auto open = resumableRun(*snapshot); open && !options.resume) {
        plan.note = "Run " + std::to_string(*open) + " of " + options.study +
                    " was not finished; this starts another run, --resume would go on with it.";
    }
    return plan;
}

} // namespace pairscape::cli
