// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/aim_options.h"
#include "app/cli/figure_text.h"
#include "app/cli/interrupts.h"
#include "app/cli/option_checks.h"
#include "app/cli/output.h"
#include "app/cli/progress_line.h"
#include "app/cli/supernet_options.h"
#include "app/cli/text_table.h"
#include "core/accelerator/accelerator_search.h"
#include "core/base/hash.h"
#include "core/base/number_text.h"
#include "core/base/resources.h"
#include "core/interchange/figures_json.h"
#include "core/search/supernet_search.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace pairscape::cli {

namespace {

struct SupernetSearchOptions : JudgeOptions {
    std::string platform, method = "exact", acceleratorObjective = "fps", results, table;
    int maxBatch = 16;
    std::vector<std::string> objectives, constraints;
    EvolutionSettings evolution;
};

struct Column {
    Quantity quantity;
    const char* title; ///< for people
    const char* csv;
    double factor; ///< from the quantity's unit to the title's
    int decimals;
};

constexpr std::array<Column, 11> modelledColumns = {{
    {Quantity::Fps, "FPS", "FPS (modelled img/s)", 1, 1},
    {Quantity::Throughput, "GOPS", "throughput (modelled GOPS)", 1, 1},
    {Quantity::Latency, "latency ms", "latency (modelled s)", 1e3, 3},
    {Quantity::Energy, "energy mJ", "energy (modelled J/img)", 1e3, 3},
    {Quantity::Power, "", "power (modelled W)", 1, 2},
    {Quantity::Edp, "", "EDP (modelled J s)", 1, 2},
    {Quantity::Dsp, "DSP", "DSP (modelled)", 1, 0},
    {Quantity::Lut, "LUT", "LUT (modelled)", 1, 0},
    {Quantity::Bram, "", "BRAM36 (modelled)", 1, 0},
    {Quantity::Uram, "", "URAM (modelled)", 1, 0},
    {Quantity::Parameters, "parameters", "parameters (counted)", 1, 0},
}};

nlohmann::json pairingJson(const SupernetPairing& pairing, const SearchSpace& space) {
    const auto architecture = space.parse(pairing.architecture);
    nlohmann::json hardware = nlohmann::json::object();
    for (const Column& column : modelledColumns)
        if (column.quantity != Quantity::Parameters)
            hardware[quantityName(column.quantity)] =
                figureJson(pairing.values[column.quantity], quantityUnit(column.quantity), "modelled");
    return {{"architecture", pairing.architecture},
            {"hash", hashText(space.hash(*architecture))},
            {"counts", countsJson(pairing.counts)},
            {"accuracy", figureJson(100 * pairing.accuracy->top1, "%", "supernet")},
            {"top5", figureJson(100 * pairing.accuracy->top5, "%", "supernet")},
            {"loss", figureJson(pairing.accuracy->loss, "nats", "supernet")},
            {"hardware", hardware}};
}

std::string frontTable(const SupernetSearchResult& result) {
    TextTable table;
    table.column("top-1 %");
    for (const Column& column : modelledColumns)
        if (*column.title != '\0')
            table.column(column.title);
    table.column("architecture", Align::Left);
    for (const std::size_t index : result.front) {
        const SupernetPairing& pairing = result.pairings[index];
        std::vector<std::string> cells = {decimalText(100 * pairing.accuracy->top1, 2)};
        for (const Column& column : modelledColumns)
            if (*column.title != '\0')
                cells.push_back(
                    decimalText(column.factor * pairing.values[column.quantity], column.decimals));
        cells.push_back(pairing.architecture);
        table.row(std::move(cells));
    }
    return table.text();
}

/// All evaluated architectures; figures that were not computed are left empty.
std::string tableCsv(const SupernetSearchResult& result) {
    std::string out =
        "index,front,architecture,accuracy,accuracy kind,top-5 (supernet %),loss (supernet nats)";
    for (const Column& column : modelledColumns)
        out += std::string(",") + column.csv;
    out += ",feasible,violation\r\n";
    for (std::size_t i = 0; i < result.pairings.size(); ++i) {
        const SupernetPairing& pairing = result.pairings[i];
        const bool front = std::ranges::find(result.front, i) != result.front.end();
        out += std::to_string(i) + (front ? ",yes," : ",no,") + pairing.architecture;
        out += pairing.accuracy
                   ? "," + exactText(100 * pairing.accuracy->top1) + ",supernet," +
                         exactText(100 * pairing.accuracy->top5) + "," + exactText(pairing.accuracy->loss)
                   : std::string(",,,,");
        for (const Column& column : modelledColumns) {
            const double value = pairing.values[column.quantity];
            out += "," + (std::isnan(value) ? std::string() : exactText(value));
        }
        out += (pairing.feasible ? ",yes," : ",no,") + exactText(pairing.violation) + "\r\n";
    }
    return out;
}

Status search(const SupernetSearchOptions& options, Output& out) {
    const auto platform = Platform::load(options.platform);
    if (!platform)
        return platform.error();
    const auto method = parseAcceleratorMethod(options.method);
    if (!method)
        return method.error();
    const auto hardware = parseHardwareObjective(options.acceleratorObjective);
    if (!hardware)
        return hardware.error();
    auto aims = readAims(options.objectives, options.constraints);
    if (!aims)
        return aims.error();
    if (options.objectives.empty())
        aims->objectives = {{Quantity::SupernetAccuracy, true}, {Quantity::Fps, true}};
    if (!options.table.empty())
        if (const Status other = checkNotAStudy(options.table); !other)
            return other;
    const auto judge = openJudge(options, out);
    if (!judge)
        return judge.error();
    const SupernetFile& file = (*judge)->file();

    SupernetSearch plan;
    plan.evolution = options.evolution;
    plan.aims.objectives = aims->objectives;
    plan.aims.constraints = aims->constraints;
    // A supernet of a promising set is searched from that set outwards.
    const std::size_t seeds =
        std::min(file.plan.promising.size(), static_cast<std::size_t>(options.evolution.population));
    plan.aims.first.assign(file.plan.promising.begin(),
                           file.plan.promising.begin() + static_cast<std::ptrdiff_t>(seeds));
    plan.identity = {{"supernet", file.mark},
                     {"space", file.space.name()},
                     {"platform", hashText(stableHash(platform->toJson()))},
                     {"method", options.method},
                     {"accelerator_objective", options.acceleratorObjective},
                     {"max_batch", options.maxBatch},
                     {"images", imagesName((*judge)->images())},
                     {"recalibration", options.recalibration}};
    plan.results = options.results;
    ProgressLine progress("architectures");
    plan.sink = &progress;
    const Interrupts interrupts;
    auto result = searchSupernet(
        file.space,
        [&](const Architecture& architecture, std::stop_token stop) {
            return (*judge)->evaluate(architecture, std::move(stop));
        },
        std::make_shared<const AcceleratorSearch>(
            *platform, AcceleratorSearchSettings{*method, *hardware, options.maxBatch}),
        plan, interrupts.token());
    progress.clear();
    if (!result)
        return result.error();
    std::ranges::sort(result->front, [&](std::size_t a, std::size_t b) {
        const double left = result->pairings[a].accuracy->top1, right = result->pairings[b].accuracy->top1;
        return left != right ? left > right : a < b;
    });
    if (!options.table.empty())
        if (const Status written = writeTextFile(options.table, tableCsv(*result)); !written)
            return written;
    const auto measured = std::ranges::count_if(
        result->pairings, [](const SupernetPairing& pairing) { return pairing.accuracy.has_value(); });
    if (out.json) {
        nlohmann::json front = nlohmann::json::array();
        for (const std::size_t index : result->front)
            front.push_back(pairingJson(result->pairings[index], file.space));
        out.document({{"supernet", options.file},
                      {"space", file.space.name()},
                      {"platform", platform->name},
                      {"images", imagesName((*judge)->images())},
                      {"objectives", objectiveTexts(aims->objectives)},
                      {"constraints", constraintTexts(aims->constraints)},
                      {"evaluated", result->pairings.size()},
                      {"accuracies_measured", measured},
                      {"evaluated_now", result->fresh},
                      {"space_exhausted", result->exhausted},
                      {"front", front}});
        return {};
    }
    out.text("Front of " + std::to_string(result->front.size()) + " among " +
             groupedText(static_cast<std::int64_t>(result->pairings.size())) +
             " architectures (supernet accuracy of " + groupedText(measured) + " on " +
             imagesName((*judge)->images()) + " images; hardware on " + platform->name +
             " modelled for the space's own images).\n" + frontTable(*result));
    return {};
}

} // namespace

void addSupernetSearchVerb(CLI::App& parent, Commands& commands) {
    const auto options = std::make_shared<SupernetSearchOptions>();
    options->evolution.budget = 200;
    options->evolution.workers = 1;
    CLI::App* verb = commands.verb(parent, "search",
                                   "Search accurate architectures in a supernet under limits of the hardware",
                                   options, search);
    addJudgeOptions(*verb, *options);
    verb->add_option("--platform", options->platform, "What the accelerators are built on")
        ->required()
        ->type_name("NAME|FILE");
    addAimOptions(verb, options->objectives, options->constraints);
    verb->get_option("--objective")
        ->description("What is aimed at, such as fps:max or energy:min; repeat it for each "
                      "[supernet-accuracy:max, fps:max]");
    EvolutionSettings& evolution = options->evolution;
    verb->add_option("--budget", evolution.budget, "Architectures to look at")
        ->capture_default_str()
        ->transform(wholeNumber(1, 1'000'000'000))
        ->type_name("N");
    verb->add_option("--population", evolution.population, "Parents kept")
        ->capture_default_str()
        ->transform(wholeNumber(2, 100'000))
        ->type_name("N");
    verb->add_option("--batch", evolution.batch, "Children drawn together")
        ->capture_default_str()
        ->transform(wholeNumber(1, 100'000))
        ->type_name("N");
    verb->add_option("--seed", evolution.seed, "Of the search")
        ->capture_default_str()
        ->transform(seedRange())
        ->type_name("SEED");
    verb->add_option("--workers", evolution.workers, "Evaluations side by side; change only the time")
        ->capture_default_str()
        ->transform(wholeNumber(1, 256))
        ->type_name("N");
    verb->add_option("--method", options->method, "How an accelerator is searched")
        ->capture_default_str()
        ->check(known(parseAcceleratorMethod))
        ->type_name("NAME");
    verb->add_option("--accelerator-objective", options->acceleratorObjective,
                     "Which accelerator is best for one network")
        ->capture_default_str()
        ->check(known(parseHardwareObjective))
        ->type_name("NAME");
    verb->add_option("--max-batch", options->maxBatch, "Most images that share one load of the weights")
        ->capture_default_str()
        ->transform(wholeNumber(1, 16))
        ->type_name("N");
    verb->add_option("--results", options->results,
                     "File of JSON lines that keeps every result; the same command goes on with it")
        ->check(notEmpty())
        ->type_name("FILE");
    verb->add_option("--table", options->table, "CSV of all that was looked at, written at the end")
        ->check(notEmpty())
        ->type_name("FILE");
    verb->footer(
        "Ctrl-C exits 130; with --results the same command goes on, and a larger --budget continues.");
}

} // namespace pairscape::cli
