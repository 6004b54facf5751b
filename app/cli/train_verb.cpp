// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/budget_options.h"
#include "app/cli/figure_text.h"
#include "app/cli/interrupts.h"
#include "app/cli/option_checks.h"
#include "app/cli/output.h"
#include "app/cli/text_table.h"
#include "app/cli/training_start.h"
#include "app/cli/training_watch.h"
#include "core/base/figure_json.h"
#include "core/base/number_text.h"
#include "core/training/quantised_training.h"
#include "core/training/retarget.h"
#include "core/zeroshot/scorer.h"

namespace pairscape::cli {

namespace {

struct TrainOptions : BudgetOptions {
    std::string space, architecture;
    std::string checkpoint, from;
    int checkpointSteps = 200;
    bool resume = false, quantised = false;
};

nlohmann::json resultJson(const TrainOptions& options, const TrainingBudget& budget, const DataSet& data,
                          const OperationCounts& counts, const TrainingResult& result) {
    return {{"space", options.space},
            {"architecture", options.architecture},
            {"quantised", options.quantised},
            {"data_set", dataSetJson(data)},
            {"budget", budgetJson(budget)},
            {"device", options.device},
            {"counts",
             {{"conv", counts.macs[0]},
              {"shift", counts.macs[1]},
              {"adder", counts.macs[2]},
              {"parameters", counts.parameters}}},
            {"top1", figureJson(result.test.top1, "share", "trained")},
            {"top5", figureJson(result.test.top5, "share", "trained")},
            {"test_loss", figureJson(result.test.loss, "nats", "trained")},
            {"test_images", result.test.images},
            {"steps", result.steps},
            {"epochs", epochsJson(result.epochs)},
            {"seconds", figureJson(result.seconds, "s", "measured")},
            {"images_per_second", figureJson(result.imagesPerSecond, "images/s", "measured")}};
}

Status train(const TrainOptions& options, Output& out) {
    const auto space = SearchSpace::load(options.space);
    if (!space)
        return space.error();
    const auto architecture = space->parse(options.architecture);
    if (!architecture)
        return architecture.error();
    if (options.resume && options.checkpoint.empty())
        return Error{ErrorCode::InvalidInput, "--resume needs --checkpoint FILE, which says where to go on."};
    const auto data = startTraining(options.dataset, options.coarse, options.threads, out);
    if (!data)
        return data.error();
    const Network network = space->expand(*architecture);
    const TrainingBudget budget = budgetOf(options);
    const Interrupts interrupts;
    TrainingWatch watch(out, budget.epochs);
    TrainingRun run;
    run.device = options.device;
    run.loaderThreads = options.loaderThreads;
    run.checkpoint = options.checkpoint;
    run.checkpointSteps = options.checkpointSteps;
    run.resume = options.resume;
    run.observer = &watch;
    const auto result =
        trainNetworkFrom({options.quantised, options.from},
                         {network, space->format(*architecture), space->hash(*architecture), *data}, budget,
                         run, interrupts.token());
    if (!result)
        return result.error();
    const int size = budget.imageSize > 0 ? budget.imageSize : data->imageSize;
    const int classes = budget.classes > 0 ? budget.classes : data->classes();
    const OperationCounts counts = retargeted(network, size, classes).counts();
    if (out.json) {
        out.document(resultJson(options, budget, *data, counts, *result));
        return {};
    }
    TextList list;
    list.add("data set", data->title + ", " + std::to_string(classes) + " classes, " + std::to_string(size) +
                             "x" + std::to_string(size));
    list.add("network", siText(static_cast<double>(counts.total())) + "MAC-equivalents (conv " +
                            siText(static_cast<double>(counts.macs[0])) + ", shift " +
                            siText(static_cast<double>(counts.macs[1])) + ", adder " +
                            siText(static_cast<double>(counts.macs[2])) + "), " +
                            siText(static_cast<double>(counts.parameters)) + "parameters (counted)");
    if (options.quantised)
        list.add("bits", "conv 8, shift 6, adder 6; tested in integers");
    list.add("top-1", decimalText(100 * result->test.top1, 2) + " % of " + groupedText(result->test.images) +
                          " test images (trained; chance is " + decimalText(100.0 / classes, 2) + " %)");
    list.add("top-5", decimalText(100 * result->test.top5, 2) + " % (trained)");
    list.add("test loss", decimalText(result->test.loss, 4) + " nats (trained)");
    list.add("time", decimalText(result->seconds, 1) + " s, " + decimalText(result->imagesPerSecond, 0) +
                         " training images/s on " + options.device + " (measured)");
    out.text(list.text());
    return {};
}

} // namespace

void addTrainVerb(CLI::App& app, Commands& commands) {
    const auto options = std::make_shared<TrainOptions>();
    CLI::App* verb =
        commands.verb(app, "train", "Train one architecture on a data set and test it", options, train);
    verb->add_option("--space", options->space, "Search space of the architecture")
        ->required()
        ->type_name("NAME|FILE");
    verb->add_option("--arch", options->architecture, "The architecture (docs/architecture-text.md)")
        ->required()
        ->type_name("TEXT");
    addBudgetOptions(*verb, *options);
    verb->add_option("--seed", options->budget.seed, "Of weights, image choice, order and augmentation")
        ->capture_default_str()
        ->check(seedRange())
        ->type_name("SEED");
    verb->add_option("--checkpoint", options->checkpoint, "File that keeps the training; written as it goes")
        ->check(notEmpty())
        ->type_name("FILE");
    verb->add_option("--checkpoint-steps", options->checkpointSteps,
                     "Steps between checkpoints; one is written after every epoch as well")
        ->capture_default_str()
        ->transform(wholeNumber(1, 1'000'000))
        ->type_name("N");
    verb->add_flag("--resume", options->resume, "Go on from the checkpoint; begin where there is none yet");
    verb->add_flag("--quantised", options->quantised,
                   "Train with few bits (conv 8, shift 6, adder 6) and test the integers");
    verb->add_option("--from", options->from, "Checkpoint of this architecture to begin with")
        ->check(notEmpty())
        ->type_name("FILE");
    verb->footer("Progress goes to stderr. Ctrl-C writes the checkpoint and exits 130.");
}

} // namespace pairscape::cli
