// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/rank_study_verbs.h"
#include "app/cli/budget_options.h"
#include "app/cli/figure_text.h"
#include "app/cli/interrupts.h"
#include "app/cli/option_checks.h"
#include "app/cli/output.h"
#include "app/cli/progress_line.h"
#include "app/cli/text_table.h"
#include "app/cli/training_start.h"
#include "core/base/number_text.h"
#include "core/training/rank_report.h"
#include "core/training/rank_study.h"
#include "core/zeroshot/scorer.h"

#ifndef PAIRSCAPE_TRAINER_ONLY
#include "core/ranks/rank_session.h"
#endif

#include <charconv>

namespace pairscape::cli {

namespace {

struct RunOptions : BudgetOptions {
    std::string space, file, shard = "0/1";
    int hybrids = 100, convOnly = 50;
    std::uint64_t seed = 1;
    std::vector<std::string> metrics = {"all"};
    bool noTraining = false;
    RankSession* ranks = nullptr; ///< null in a build for training alone
};

struct ReportOptions {
    std::string file, space, half = "both";
    std::vector<std::string> combined;
    int resamples = 1000;
};

/// "2/4": the third of four parts.
Result<std::pair<int, int>> parseShard(const std::string& text) {
    int part = -1, parts = 0;
    const char* end = text.data() + text.size();
    const auto first = std::from_chars(text.data(), end, part);
    if (first.ec == std::errc() && first.ptr != end && *first.ptr == '/') {
        const auto second = std::from_chars(first.ptr + 1, end, parts);
        if (second.ec == std::errc() && second.ptr == end && part >= 0 && part < parts)
            return std::pair(part, parts);
    }
    return Error{ErrorCode::InvalidInput,
                 "'" + text + "' is no part of a study; write I/N with I from 0 to N-1."};
}

std::vector<std::string> metricNames(const std::vector<std::string>& typed) {
    if (typed == std::vector<std::string>{"none"})
        return {};
    if (typed != std::vector<std::string>{"all"})
        return typed;
    std::vector<std::string> names;
    for (const MetricInfo& info : metricInfos())
        names.push_back(info.name);
    return names;
}

CLI::Validator knownMetricOrNone() {
    return CLI::Validator(
        [](std::string& word) { return word == "none" ? std::string() : knownMetric()(word); }, "");
}

/// The part of the study that is this process's: what was typed, or its rank's in a job of several.
Result<std::pair<int, int>> shardOf(const RunOptions& options) {
    auto typed = parseShard(options.shard);
#ifndef PAIRSCAPE_TRAINER_ONLY
    if (!typed || options.ranks == nullptr || options.ranks->size() == 1)
        return typed;
    options.ranks->goOwnWay();
    if (typed->second != 1)
        return Error{ErrorCode::InvalidInput,
                     "In a job of several ranks each does its own part; leave out --shard."};
    return std::pair(options.ranks->rank(), options.ranks->size());
#else
    return typed;
#endif
}

Status runStudy(const RunOptions& options, Output& out) {
    const auto shard = shardOf(options);
    if (!shard)
        return shard.error();
    const auto space = SearchSpace::load(options.space);
    if (!space)
        return space.error();
    const auto data = startTraining(options.dataset, options.coarse, options.threads, out);
    if (!data)
        return data.error();

    RankStudyPlan plan;
    plan.space = space->name();
    plan.seed = options.seed;
    plan.hybrids = options.hybrids;
    plan.convOnly = options.convOnly;
    plan.dataFormat = data->format + "/" + std::to_string(data->classes());
    plan.budget = budgetOf(options);
    plan.budget.seed = options.seed;

    RankStudyRun run;
    run.file = options.file;
    std::tie(run.shard, run.shards) = *shard;
    run.train = !options.noTraining;
    run.terms = metricNames(options.metrics);
    run.training.device = options.device;
    run.training.loaderThreads = options.loaderThreads;
    std::shared_ptr<const Scorer> scorer;
    if (!run.terms.empty()) {
        auto made = makeScorer(*space, {.seed = options.seed, .metrics = run.terms});
        if (!made)
            return made.error();
        scorer = *std::move(made);
        run.source = [&](const Architecture& architecture,
                         std::stop_token stop) -> Result<std::map<std::string, double>> {
            const auto scores = scorer->score(architecture, std::move(stop));
            if (!scores)
                return scores.error();
            std::map<std::string, double> terms;
            for (const RawTerm& term : *scores)
                terms[term.name] = term.value;
            return terms;
        };
    }
    int done = 0;
    ProgressLine progress("networks");
    run.sink = &progress;
    run.ended = [&](const RankStudyMember& member) {
        ++done;
        progress.clear();
        std::string what =
            "member " + std::to_string(member.index) + " (" + studyGroupName(member.group) + "): ";
        if (member.trained)
            what += "top-1 " + decimalText(100 * member.trained->top1, 2) + " %, " +
                    decimalText(member.seconds, 1) + " s";
        else
            what += member.failure.empty() ? "scored" : "diverged";
        out.note(what);
    };
    const Interrupts interrupts;
    if (Status ended = runRankStudy(*space, *data, plan, run, interrupts.token()); !ended)
        return ended;
    progress.clear();
    if (run.shard > 0 && options.shard == "0/1")
        return {}; // rank 0 answers for the job
    if (out.json)
        out.document({{"file", options.file}, {"members", plan.members()}, {"done_now", done}});
    else
        out.text(options.file + ": this part of the rank study is complete (" + std::to_string(done) +
                 " members worked on now).\n");
    return {};
}

/// "0.47 (0.33 to 0.59)".
std::string intervalText(const Interval& interval, int members) {
    if (members < 2)
        return "–";
    return decimalText(interval.value, 2) + " (" + decimalText(interval.low, 2) + " to " +
           decimalText(interval.high, 2) + ")";
}

std::string spreadText(const RankReport::Spread& spread) {
    return std::to_string(spread.trained) + " trained, top-1 " + decimalText(100 * spread.least, 1) + " to " +
           decimalText(100 * spread.most, 1) + " %, mean " + decimalText(100 * spread.mean, 1) +
           " %, deviation " + decimalText(100 * spread.deviation, 1) + " %; " +
           std::to_string(spread.failed) + " diverged, " + std::to_string(spread.missing) +
           " not yet trained";
}

Status report(const ReportOptions& options, Output& out) {
    const auto study = openRankStudy(options.file, options.space);
    if (!study)
        return study.error();
    RankReportOptions how;
    how.half = options.half == "even"  ? StudyHalf::Even
               : options.half == "odd" ? StudyHalf::Odd
                                       : StudyHalf::Both;
    how.resamples = options.resamples;
    for (const std::string& text : options.combined) {
        auto metric = CombinedMetric::parse(text);
        if (!metric)
            return metric.error();
        how.combined.push_back(*std::move(metric));
    }
    const auto found = reportRankStudy(*study, how);
    if (!found)
        return found.error();
    if (study->damagedLines > 0)
        out.note(std::to_string(study->damagedLines) + " lines of " + options.file +
                 " could not be read and were left out.");
    if (out.json) {
        out.document(rankReportJson(*study, *found, how));
        return {};
    }
    TextList list;
    list.add("space",
             study->plan.space + ", architectures drawn with seed " + std::to_string(study->plan.seed));
    list.add("hybrid", spreadText(found->hybrid));
    list.add("conv-only", spreadText(found->convOnly));
    list.add("budget", budgetJson(study->plan.budget).dump());
    list.add("time", decimalText(found->secondsPerNetwork, 1) + " s a network (measured)");
    TextTable table;
    table.column("metric", Align::Left);
    for (const char* group : {"conv-only", "hybrid", "all"})
        for (const char* statistic : {"tau", "rho"})
            table.column(std::string(group) + " " + statistic);
    for (const char* group : {"conv-only", "hybrid"})
        table.column(std::string("paper, ") + group + " tau");
    for (const RankReport::Line& line : found->lines) {
        std::vector<std::string> cells = {line.metric};
        for (const RankFigures* figures : {&line.convOnly, &line.hybrid, &line.all})
            for (const Interval* interval : {&figures->kendall, &figures->spearman})
                cells.push_back(intervalText(*interval, figures->members));
        const PublishedTau published = publishedTau(line.metric);
        for (const std::optional<double>& tau : {published.convOnly, published.hybrid})
            cells.push_back(tau ? decimalText(*tau, 2) : "–");
        table.row(std::move(cells));
    }
    out.text(list.text() +
             "\nKendall's tau-b and Spearman's rho of zero-shot terms with trained top-1, with 95 % "
             "bootstrap intervals; the paper's: NASH, Table II, CIFAR-100, trained in full\n" +
             table.text());
    return {};
}

} // namespace

Result<RankStudy> openRankStudy(const std::string& file, const std::string& space) {
    const auto plan = readRankStudyPlan(file);
    if (!plan)
        return plan.error();
    const auto loaded = space.empty() ? rankStudySpace(file, *plan) : SearchSpace::load(space);
    if (!loaded)
        return loaded.error();
    return readRankStudy(file, *loaded);
}

void addRankStudyVerbs(CLI::App& app, Commands& commands) {
    CLI::App* group =
        app.add_subcommand("rank-study", "Rank studies: do zero-shot terms rank trained networks?");
    group->require_subcommand(1);
    const auto run = std::make_shared<RunOptions>();
    run->budget.epochs = 4;
    run->ranks = commands.ranks;
    CLI::App* verb = commands.verb(*group, "run", "Train a sample of a space's architectures and score them",
                                   run, runStudy);
    verb->add_option("file", run->file, "The study's file of JSON lines; the same command goes on with it")
        ->required()
        ->check(notEmpty())
        ->type_name("FILE");
    verb->add_option("--space", run->space, "Search space to draw from")->required()->type_name("NAME|FILE");
    verb->add_option("--hybrids", run->hybrids, "Architectures with shift or adder blocks")
        ->capture_default_str()
        ->transform(wholeNumber(0, 100'000))
        ->type_name("N");
    verb->add_option("--conv-only", run->convOnly, "Architectures of the space restricted to conv")
        ->capture_default_str()
        ->transform(wholeNumber(0, 100'000))
        ->type_name("N");
    verb->add_option("--seed", run->seed, "Of architectures, weights, image choice and scores")
        ->capture_default_str()
        ->check(seedRange())
        ->type_name("SEED");
    addBudgetOptions(*verb, *run);
    verb->add_option("--metrics", run->metrics, "Zero-shot terms to compute, with commas, 'all' or 'none'")
        ->delimiter(',')
        ->check(knownMetricOrNone())
        ->capture_default_str()
        ->type_name("LIST");
    verb->add_flag("--no-training", run->noTraining, "Compute the zero-shot terms only");
    verb->add_option("--shard", run->shard, "This process does part I of N; several may share the file")
        ->capture_default_str()
        ->check(known(parseShard))
        ->type_name("I/N");

    const auto shown = std::make_shared<ReportOptions>();
    verb = commands.verb(*group, "report", "Kendall's tau and Spearman's rho of every metric, with intervals",
                         shown, report);
    verb->add_option("file", shown->file, "The study's file")
        ->required()
        ->check(notEmpty())
        ->type_name("FILE");
    verb->add_option("--space", shown->space, "The study's space, where it is a file of your own")
        ->type_name("NAME|FILE");
    verb->add_option("--combine", shown->combined,
                     "A metric made of ranks: NAME=TERM+TERM (sum) or NAME=TERM*TERM (geometric mean)")
        ->check(known(CombinedMetric::parse))
        ->type_name("TEXT");
    verb->add_option("--half", shown->half, "Members to look at: both, even or odd")
        ->capture_default_str()
        ->check(CLI::IsMember({"both", "even", "odd"}));
    verb->add_option("--resamples", shown->resamples, "Draws behind the intervals")
        ->capture_default_str()
        ->transform(wholeNumber(0, 1'000'000))
        ->type_name("N");
    addCalibrateVerb(*group, commands);
}

} // namespace pairscape::cli
