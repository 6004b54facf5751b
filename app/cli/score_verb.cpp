// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/describe.h"
#include "app/cli/interrupts.h"
#include "app/cli/option_checks.h"
#include "app/cli/output.h"
#include "app/cli/progress_line.h"
#include "app/cli/text_table.h"
#include "core/base/number_text.h"
#include "core/base/resources.h"
#include "core/interchange/figures_json.h"
#include "core/zeroshot/population_journal.h"
#include "core/zeroshot/scorer.h"

#include <algorithm>
#include <optional>
#include <sstream>
#include <thread>
#include <utility>

namespace pairscape::cli {

namespace {

struct ScoreOptions {
    std::string space;
    std::string architecture, architectureFile;
    bool hasArchitecture = false; ///< it may be the empty text, which is a wrong one
    int sample = 0;
    std::uint64_t seed = 1;
    std::vector<std::string> metrics = {"nn_degree", "zen"};
    bool noRanks = false;
    bool population = false;
    std::string out, onto;
    int workers = 1;
    int size = referencePopulationSize;
};

struct Scored {
    std::string architecture;
    RawScores scores;
};

/// The architectures that the options ask for; exactly one way of asking must be used.
Result<std::vector<Architecture>> wanted(const ScoreOptions& options, const SearchSpace& space) {
    std::vector<Architecture> list;
    if (options.hasArchitecture) {
        auto architecture = space.parse(options.architecture);
        if (!architecture)
            return architecture.error();
        list.push_back(*std::move(architecture));
    } else if (!options.architectureFile.empty()) {
        const auto content = readTextFile(options.architectureFile);
        if (!content)
            return content.error();
        std::istringstream lines(*content);
        int number = 0;
        for (std::string line; std::getline(lines, line);) {
            ++number;
            line.erase(line.find_last_not_of(" \t\r") + 1);
            if (line.empty() || line.front() == '#')
                continue;
            auto architecture = space.parse(line);
            if (!architecture)
                return Error{architecture.error().code, options.architectureFile + ", line " +
                                                            std::to_string(number) + ": " +
                                                            architecture.error().message};
            list.push_back(*std::move(architecture));
        }
        if (list.empty())
            return Error{ErrorCode::InvalidInput,
                         options.architectureFile + " holds no architecture; write one a line."};
    } else {
        for (int i = 0; i < options.sample; ++i)
            list.push_back(sampleArchitecture(space, options.seed, i));
    }
    return list;
}

bool contains(const std::vector<std::string>& words, const std::string& word) {
    return std::ranges::find(words, word) != words.end();
}

/// The population that studies of this space and seed rank against: the shipped one where the space is the
/// preset of that name, otherwise computed here.
Result<ReferencePopulation> reference(const ScoreOptions& options, const SearchSpace& space,
                                      std::stop_token stop) {
    auto shipped = ReferencePopulation::shipped(space, options.seed);
    if (shipped.ok() || shipped.error().code != ErrorCode::NotFound)
        return shipped;
    // Terms of the sums that can be printed; all that was asked for might take hours.
    std::vector<std::string> terms = ScoreOptions().metrics;
    for (const RankMetric& metric : rankMetrics())
        for (const std::string& term : metric.termNames())
            if (contains(options.metrics, term) && !contains(terms, term))
                terms.push_back(term);
    const auto scorer = makeScorer(space, {.seed = options.seed, .metrics = terms});
    if (!scorer)
        return scorer.error();
    ProgressLine progress("architectures");
    return scoreReferencePopulation(**scorer, referencePopulationSize, options.workers, &progress,
                                    std::move(stop));
}

Status writePopulation(const ScoreOptions& options, const SearchSpace& space, Output& out) {
    // Found now and not after the time that scoring takes.
    if (Status other = checkNotAStudy(options.out); !other)
        return other;
    ReferencePopulation before;
    if (!options.onto.empty()) {
        const auto text = readTextFile(options.onto);
        if (!text)
            return text.error();
        auto read = ReferencePopulation::fromCsv(*text, options.onto);
        if (!read)
            return read.error();
        before = *std::move(read);
    }
    const auto scorer = makeScorer(space, {.seed = options.seed, .metrics = options.metrics});
    if (!scorer)
        return scorer.error();
    // Members are kept beside the file as they are known: it may take hours.
    const bool toFile = options.out != "-";
    std::optional<PopulationJournal> journal;
    if (toFile) {
        Result<PopulationJournal> opened = PopulationJournal::open(options.out + ".journal", **scorer);
        if (!opened)
            return opened.error();
        journal = *std::move(opened);
    }
    const Interrupts interrupts;
    Result<ReferencePopulation> population = ReferencePopulation();
    {
        ProgressLine progress("architectures");
        population = scoreReferencePopulation(**scorer, options.size, options.workers, &progress,
                                              interrupts.token(), journal ? &*journal : nullptr);
    }
    if (!population && population.error().code == ErrorCode::Stopped && toFile)
        return Error{ErrorCode::Stopped,
                     "Scoring was stopped; the same command goes on from " + options.out + ".journal."};
    if (population && !before.empty())
        population = before.joinedWith(*population);
    if (!population)
        return population.error();
    if (!toFile) {
        out.text(population->toCsv());
        return {};
    }
    if (Status written = writeTextFile(options.out, population->toCsv()); !written)
        return written;
    journal->remove();
    if (out.json)
        out.document({{"space", space.name()},
                      {"seed", options.seed},
                      {"members", population->members().size()},
                      {"file", options.out}});
    else
        out.note("Wrote the reference population of " + space.name() + " (seed " +
                 std::to_string(options.seed) + ", " + std::to_string(population->members().size()) +
                 " architectures) to " + options.out + ".");
    return {};
}

bool ranksTerm(const ReferencePopulation& population, const std::string& term) {
    return population.membersWith(term) > 0;
}

nlohmann::json scoredJson(const Scored& scored, const ReferencePopulation& population) {
    nlohmann::json terms = nlohmann::json::array();
    for (const RawTerm& term : scored.scores) {
        nlohmann::json entry = {{"name", term.name}, {"raw", figureJson(term.value, "", "zero-shot")}};
        if (ranksTerm(population, term.name))
            entry["rank"] = figureJson(population.rank(term.name, term.value),
                                       "share of the reference population", "zero-shot rank");
        terms.push_back(std::move(entry));
    }
    nlohmann::json result = {{"architecture", scored.architecture}, {"scores", terms}};
    for (const RankMetric& metric : rankMetrics())
        if (population.ranks(metric, scored.scores))
            result[metric.name] =
                figureJson(population.rankSum(metric, scored.scores),
                           "rank sum, 0 to " + std::to_string(metric.highest()), "zero-shot rank");
    return result;
}

/// ", nash and pairscape are sums of them": of those that are in the table.
std::string sumsText(const ReferencePopulation& population, const RawScores& terms) {
    std::string names;
    int count = 0;
    for (const RankMetric& metric : rankMetrics())
        if (population.ranks(metric, terms))
            names += (count++ > 0 ? " and " : ", ") + metric.name;
    return names + (count == 0 ? "" : count == 1 ? " is a sum of them" : " are sums of them");
}

std::string scoredTable(const std::vector<Scored>& list, const ReferencePopulation& population) {
    TextTable table;
    const RawScores& terms = list.front().scores;
    std::vector<RankMetric> sums;
    for (const RankMetric& metric : rankMetrics())
        if (population.ranks(metric, terms)) {
            table.column(metric.name);
            sums.push_back(metric);
        }
    for (const RawTerm& term : terms) {
        table.column(term.name);
        if (ranksTerm(population, term.name))
            table.column("rank");
    }
    table.column("architecture", Align::Left);
    for (const Scored& scored : list) {
        std::vector<std::string> cells;
        for (const RankMetric& metric : sums)
            cells.push_back(decimalText(population.rankSum(metric, scored.scores), 4));
        for (const RawTerm& term : scored.scores) {
            cells.push_back(decimalText(term.value, 4));
            if (ranksTerm(population, term.name))
                cells.push_back(decimalText(population.rank(term.name, term.value), 4));
        }
        cells.push_back(scored.architecture);
        table.row(std::move(cells));
    }
    return table.text();
}

Status score(const ScoreOptions& given, Output& out) {
    ScoreOptions options = given;
    const auto space = SearchSpace::load(options.space);
    if (!space)
        return space.error();
    if (options.metrics == std::vector<std::string>{"all"}) {
        options.metrics.clear();
        for (const MetricInfo& info : metricInfos())
            options.metrics.push_back(info.name);
    }
    if (const std::string warning = blasWarning(); !warning.empty())
        out.note("pairscape-cli: " + warning);
    setScorerThreads(1); // as in a search: workers side by side, one thread each
    if (options.population)
        return writePopulation(options, *space, out);

    const auto architectures = wanted(options, *space);
    if (!architectures)
        return architectures.error();
    const auto scorer = makeScorer(*space, {.seed = options.seed, .metrics = options.metrics});
    if (!scorer)
        return scorer.error();
    const Interrupts interrupts;
    ReferencePopulation population;
    if (!options.noRanks) {
        auto found = reference(options, *space, interrupts.token());
        if (!found)
            return found.error();
        population = *std::move(found);
    }
    std::vector<Scored> list;
    {
        ProgressLine progress("architectures");
        for (const Architecture& architecture : *architectures) {
            auto scores = (*scorer)->score(architecture, interrupts.token());
            if (!scores)
                return scores.error();
            list.push_back({space->format(architecture), *std::move(scores)});
            progress.progress({"score", static_cast<std::int64_t>(list.size()),
                               static_cast<std::int64_t>(architectures->size())});
        }
    }
    if (out.json) {
        nlohmann::json scored = nlohmann::json::array();
        for (const Scored& entry : list)
            scored.push_back(scoredJson(entry, population));
        out.document({{"space", space->name()}, {"seed", options.seed}, {"architectures", scored}});
        return {};
    }
    out.text("Raw terms are zero-shot figures without a unit, seed " + std::to_string(options.seed) + "; " +
             (population.empty() ? std::string("no ranks were asked for.")
                                 : "ranks are shares of the reference population (" +
                                       std::to_string(population.members().size()) + " architectures)" +
                                       sumsText(population, list.front().scores) + ".") +
             "\n" + scoredTable(list, population));
    return {};
}

} // namespace

void addScoreVerb(CLI::App& app, Commands& commands) {
    const auto options = std::make_shared<ScoreOptions>();
    options->workers = static_cast<int>(std::clamp(std::thread::hardware_concurrency(), 1U, 256U));
    CLI::App* verb =
        commands.verb(app, "score", "Score architectures without training (zero-shot)", options, score);
    verb->add_option("--space", options->space, "Search space of the architectures")
        ->required()
        ->type_name("NAME|FILE");
    CLI::Option_group* what = verb->add_option_group("what", "What is scored; exactly one");
    what->add_option("--arch", options->architecture, "One architecture (docs/architecture-text.md)")
        ->each([options](const std::string&) { options->hasArchitecture = true; })
        ->type_name("TEXT");
    what->add_option("--arch-file", options->architectureFile,
                     "A file with one architecture a line; # starts a comment")
        ->check(notEmpty())
        ->type_name("FILE");
    what->add_option("--sample", options->sample, "This many architectures drawn with --seed")
        ->transform(wholeNumber(1, 1'000'000))
        ->type_name("N");
    CLI::Option* population = what->add_flag("--population", options->population,
                                             "The space's reference population; writes a CSV to -o");
    what->require_option(1);
    verb->add_option("--seed", options->seed, "The study's seed: weights, inputs and probes come from it")
        ->capture_default_str()
        ->transform(seedRange())
        ->type_name("SEED");
    verb->add_option("--metrics", options->metrics, "Metrics to compute, with commas, or 'all'")
        ->delimiter(',')
        ->check(knownMetric())
        ->each(onceEach())
        ->capture_default_str()
        ->type_name("LIST");
    verb->add_flag("--no-ranks", options->noRanks, "Print raw terms only, without a reference population");
    verb->add_option("--workers", options->workers,
                     "Threads that score a population; changes only the time [the machine's]")
        ->transform(wholeNumber(1, 256))
        ->type_name("N");
    verb->add_option("--size", options->size, "Architectures in the population that --population writes")
        ->capture_default_str()
        ->transform(wholeNumber(2, 1'000'000))
        ->type_name("N")
        ->needs(population);
    CLI::Option* out = verb->add_option("-o,--output", options->out,
                                        "File that --population writes, - for the standard output")
                           ->check(notEmpty())
                           ->type_name("FILE")
                           ->needs(population);
    population->needs(out);
    verb->add_option(
            "--onto", options->onto,
            "A population of this space and seed that the terms are added to; its other members stay")
        ->check(notEmpty())
        ->type_name("FILE")
        ->needs(population);
}

} // namespace pairscape::cli
