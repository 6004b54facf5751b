// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/budget_options.h"
#include "app/cli/figure_text.h"
#include "app/cli/interrupts.h"
#include "app/cli/option_checks.h"
#include "app/cli/output.h"
#include "app/cli/progress_line.h"
#include "app/cli/supernet_options.h"
#include "app/cli/text_table.h"
#include "app/cli/training_start.h"
#include "app/cli/training_watch.h"
#include "core/base/figure_json.h"
#include "core/base/number_text.h"
#include "core/base/resources.h"
#include "core/training/promising_set.h"
#include "core/training/training_history.h"
#include "core/zeroshot/reference_population.h"
#include "core/zeroshot/scorer.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <thread>

namespace pairscape::cli {

namespace {

struct SupernetTrainOptions : BudgetOptions {
    std::string file, space, list, poolFile, metric = "nash";
    int random = 2, pool = referencePopulationSize, checkpointSteps = 200, workers = 1;
    double share = 0, validationShare = 0.1;
    bool resume = false;
};

struct SupernetEvaluateOptions : JudgeOptions {
    std::string architecture, architectureFile;
    int sample = 0;
    std::uint64_t seed = 1;
};

/// How the options choose what is trained, in words; kept with the supernet.
std::string selectionText(const SupernetTrainOptions& options) {
    if (!options.list.empty())
        return "a list";
    if (options.share <= 0)
        return "whole space";
    return "the best " + exactText(options.share) + " by " + options.metric + " of " +
           (options.poolFile.empty()
                ? std::to_string(options.pool) + " drawn with seed " + std::to_string(options.budget.seed)
                : "a file's population");
}

double scoreOf(const ReferencePopulation& pool, const ReferenceMember& member, const std::string& metric) {
    if (const RankMetric* sum = findRankMetric(metric))
        return pool.ranks(*sum, member.scores) ? pool.rankSum(*sum, member.scores)
                                               : -std::numeric_limits<double>::infinity();
    for (const RawTerm& term : member.scores)
        if (term.name == metric)
            return term.value;
    return -std::numeric_limits<double>::infinity();
}

/// Terms that a metric is made of.
std::vector<std::string> termsOf(const std::string& metric) {
    const RankMetric* sum = findRankMetric(metric);
    return sum != nullptr ? sum->termNames() : std::vector{metric};
}

/// Draws and scores the pool that promising architectures are taken from; the shipped population where that
/// is it.
Result<ReferencePopulation> poolOf(const SupernetTrainOptions& options, const SearchSpace& space,
                                   std::stop_token stop) {
    if (!options.poolFile.empty()) {
        const auto text = readTextFile(options.poolFile);
        return text ? ReferencePopulation::fromCsv(*text, options.poolFile) : text.error();
    }
    const std::vector<std::string> terms = termsOf(options.metric);
    if (options.pool == referencePopulationSize)
        if (auto shipped = ReferencePopulation::shipped(space, options.budget.seed);
            shipped && std::ranges::all_of(terms, [&](const std::string& term) {
                return shipped->membersWith(term) == shipped->members().size();
            }))
            return shipped;
    const auto scorer = makeScorer(space, {.seed = options.budget.seed, .metrics = terms});
    if (!scorer)
        return scorer.error();
    setScorerThreads(1); // workers side by side, one thread each
    ProgressLine progress("architectures");
    auto pool = scoreReferencePopulation(**scorer, options.pool, options.workers, &progress, std::move(stop));
    setScorerThreads(options.threads);
    return pool;
}

/// The promising set, or nothing for the whole space.
Result<std::vector<std::string>> promisingOf(const SupernetTrainOptions& options, const SearchSpace& space,
                                             const std::string& selection, std::stop_token stop) {
    if (!options.list.empty())
        return readArchitectureList(options.list);
    if (options.share <= 0)
        return std::vector<std::string>();
    if (options.resume) // what was chosen at the beginning need not be scored again
        if (const auto begun = readSupernetFile(options.file); begun && begun->plan.selection == selection)
            return begun->plan.promising;
    const auto pool = poolOf(options, space, std::move(stop));
    if (!pool)
        return pool.error();
    std::vector<ScoredArchitecture> scored;
    for (const ReferenceMember& member : pool->members())
        scored.push_back({member.architecture, scoreOf(*pool, member, options.metric)});
    if (std::ranges::none_of(scored, [](const ScoredArchitecture& one) { return std::isfinite(one.score); }))
        return Error{ErrorCode::InvalidInput, "The population has no '" + options.metric +
                                                  "' by which to choose; name another --metric."};
    return promisingShare(std::move(scored), options.share);
}

Status trainSupernet(const SupernetTrainOptions& options, Output& out) {
    const auto space = SearchSpace::load(options.space);
    if (!space)
        return space.error();
    const auto data = startTraining(options.dataset, options.coarse, options.threads, out);
    if (!data)
        return data.error();
    const Interrupts interrupts;
    SupernetPlan plan;
    plan.budget = budgetOf(options);
    plan.random = options.random;
    plan.validationShare = options.validationShare;
    plan.selection = selectionText(options);
    auto promising = promisingOf(options, *space, plan.selection, interrupts.token());
    if (!promising)
        return promising.error();
    plan.promising = *std::move(promising);
    out.note("training on " + (plan.promising.empty()
                                   ? "the whole space"
                                   : groupedText(static_cast<std::int64_t>(plan.promising.size())) +
                                         " architectures (" + plan.selection + ")"));
    TrainingWatch watch(out, plan.budget.epochs);
    TrainingRun run;
    run.device = options.device;
    run.loaderThreads = options.loaderThreads;
    run.checkpoint = options.file;
    run.checkpointSteps = options.checkpointSteps;
    run.resume = options.resume;
    run.observer = &watch;
    const auto result = trainSupernet(*space, *data, plan, run, interrupts.token());
    if (!result)
        return result.error();
    if (out.json) {
        out.document({{"file", options.file},
                      {"space", space->name()},
                      {"data_set", dataSetJson(*data)},
                      {"budget", budgetJson(plan.budget)},
                      {"random", plan.random},
                      {"selection", plan.selection},
                      {"promising", plan.promising.size()},
                      {"validation_share", plan.validationShare},
                      {"device", options.device},
                      {"parameters", result->parameters},
                      {"steps", result->steps},
                      {"epochs", epochsJson(result->epochs)},
                      {"seconds", figureJson(result->seconds, "s", "measured")},
                      {"images_per_second", figureJson(result->imagesPerSecond, "images/s", "measured")}});
        return {};
    }
    TextList list;
    list.add("supernet",
             options.file + ", " + siText(static_cast<double>(result->parameters)) + "parameters (counted)");
    list.add("data set", data->title);
    list.add("trained on", plan.selection);
    list.add("last epoch", "loss " + decimalText(result->epochs.back().loss, 4) + ", training top-1 " +
                               decimalText(100 * result->epochs.back().top1, 2) +
                               " % (means over the steps' architectures)");
    list.add("time", decimalText(result->seconds, 1) + " s, " + decimalText(result->imagesPerSecond, 0) +
                         " images/s on " + options.device + " (measured)");
    out.text(list.text());
    return {};
}

Result<std::vector<Architecture>> wanted(const SupernetEvaluateOptions& options, const SearchSpace& space) {
    if (!options.architecture.empty())
        return parseArchitectures(space, {options.architecture});
    if (!options.architectureFile.empty()) {
        const auto texts = readArchitectureList(options.architectureFile);
        return texts ? parseArchitectures(space, *texts) : texts.error();
    }
    std::vector<Architecture> drawn;
    for (int i = 0; i < options.sample; ++i)
        drawn.push_back(referenceArchitecture(space, options.seed, i));
    return drawn;
}

Status evaluateSupernet(const SupernetEvaluateOptions& options, Output& out) {
    const auto judge = openJudge(options, out);
    if (!judge)
        return judge.error();
    const SearchSpace& space = (*judge)->file().space;
    const auto architectures = wanted(options, space);
    if (!architectures)
        return architectures.error();
    const Interrupts interrupts;
    nlohmann::json entries = nlohmann::json::array();
    TextTable table;
    for (const char* title : {"top-1 %", "top-5 %", "loss nats"})
        table.column(title);
    table.column("architecture", Align::Left);
    std::int64_t images = 0;
    {
        ProgressLine progress("architectures");
        for (const Architecture& architecture : *architectures) {
            const auto figures = (*judge)->evaluate(architecture, interrupts.token());
            if (!figures)
                return figures.error();
            images = figures->images;
            const std::string text = space.format(architecture);
            entries.push_back({{"architecture", text},
                               {"top1", figureJson(figures->top1, "share", "supernet")},
                               {"top5", figureJson(figures->top5, "share", "supernet")},
                               {"loss", figureJson(figures->loss, "nats", "supernet")}});
            table.row({decimalText(100 * figures->top1, 2), decimalText(100 * figures->top5, 2),
                       decimalText(figures->loss, 4), text});
            progress.progress({"evaluation", static_cast<std::int64_t>(entries.size()),
                               static_cast<std::int64_t>(architectures->size())});
        }
    }
    if (out.json) {
        out.document({{"supernet", options.file},
                      {"space", space.name()},
                      {"images", imagesName((*judge)->images())},
                      {"image_count", images},
                      {"architectures", entries}});
        return {};
    }
    out.text("Supernet accuracies on " + groupedText(images) + " " + imagesName((*judge)->images()) +
             " images, norms measured anew before each.\n" + table.text());
    return {};
}

void addTrain(CLI::App& parent, Commands& commands) {
    const auto options = std::make_shared<SupernetTrainOptions>();
    options->workers = static_cast<int>(std::clamp(std::thread::hardware_concurrency(), 1U, 256U));
    CLI::App* verb = commands.verb(parent, "train", "Train the weights that a space's architectures share",
                                   options, trainSupernet);
    verb->add_option("supernet", options->file, "File that keeps the supernet; written as it goes")
        ->required()
        ->check(notEmpty())
        ->type_name("FILE");
    verb->add_option("--space", options->space, "Search space whose architectures share weights")
        ->required()
        ->type_name("NAME|FILE");
    addBudgetOptions(*verb, *options);
    verb->add_option("--seed", options->budget.seed,
                     "Of weights, images, order, augmentation, chosen architectures and their scores")
        ->capture_default_str()
        ->transform(seedRange())
        ->type_name("SEED");
    verb->add_option("--random", options->random,
                     "Architectures drawn in each step, beside the largest and the smallest")
        ->capture_default_str()
        ->transform(wholeNumber(0, 1000))
        ->type_name("N");
    CLI::Option* list = verb->add_option("--promising", options->list,
                                         "Train only the architectures of this file, one a line")
                            ->check(notEmpty())
                            ->type_name("FILE");
    CLI::Option* share =
        verb->add_option("--promising-share", options->share,
                         "Train only this share of a pool, the best by a zero-shot metric [the whole space]")
            ->check(numberWithin(1e-9, 1.0))
            ->type_name("X")
            ->excludes(list);
    verb->add_option("--metric", options->metric, "nash, pairscape or a zero-shot term that chooses them")
        ->capture_default_str()
        ->check(CLI::Validator(
            [](std::string& word) {
                return findRankMetric(word) != nullptr ? std::string() : knownMetric()(word);
            },
            ""))
        ->type_name("NAME")
        ->needs(share);
    CLI::Option* pool =
        verb->add_option("--pool", options->pool, "Architectures drawn for the pool, uniform over the space")
            ->capture_default_str()
            ->transform(wholeNumber(1, 1'000'000))
            ->type_name("N")
            ->needs(share);
    verb->add_option("--pool-file", options->poolFile, "A scored pool: a CSV of 'score --population'")
        ->check(notEmpty())
        ->type_name("FILE")
        ->needs(share)
        ->excludes(pool);
    verb->add_option("--workers", options->workers, "Threads that score the pool; change only the time")
        ->transform(wholeNumber(1, 256))
        ->type_name("N");
    verb->add_option("--validation-share", options->validationShare,
                     "Share of each class's training images held out of training, for searches to judge by")
        ->capture_default_str()
        ->check(numberWithin(0.0, 0.99))
        ->type_name("X");
    verb->add_option("--checkpoint-steps", options->checkpointSteps,
                     "Steps between writes of the file; it is written after every epoch as well")
        ->capture_default_str()
        ->transform(wholeNumber(1, 1'000'000))
        ->type_name("N");
    verb->add_flag("--resume", options->resume, "Go on from the file; begin where there is none yet");
    verb->footer("Progress goes to stderr. Ctrl-C writes the file and exits 130.");
}

void addEvaluate(CLI::App& parent, Commands& commands) {
    const auto options = std::make_shared<SupernetEvaluateOptions>();
    CLI::App* verb =
        commands.verb(parent, "evaluate", "Accuracies of architectures with a supernet's weights", options,
                      evaluateSupernet);
    addJudgeOptions(*verb, *options);
    CLI::Option_group* what = verb->add_option_group("what", "What is evaluated; exactly one");
    what->add_option("--arch", options->architecture, "One architecture (docs/architecture-text.md)")
        ->check(notEmpty())
        ->type_name("TEXT");
    what->add_option("--arch-file", options->architectureFile,
                     "A file with one architecture a line; # starts a comment")
        ->check(notEmpty())
        ->type_name("FILE");
    CLI::Option* sample = what->add_option("--sample", options->sample,
                                           "This many, drawn with --seed as a reference population is")
                              ->transform(wholeNumber(1, 1'000'000))
                              ->type_name("N");
    what->require_option(1);
    verb->add_option("--seed", options->seed, "Of what --sample draws")
        ->capture_default_str()
        ->transform(seedRange())
        ->type_name("SEED")
        ->needs(sample);
}

} // namespace

void addSupernetVerbs(CLI::App& app, Commands& commands) {
    CLI::App* parent = app.add_subcommand("supernet", "Train shared weights and judge architectures by them");
    parent->require_subcommand(1);
    addTrain(*parent, commands);
    addEvaluate(*parent, commands);
#ifndef PAIRSCAPE_TRAINER_ONLY
    addSupernetSearchVerb(*parent, commands);
#endif
}

} // namespace pairscape::cli
