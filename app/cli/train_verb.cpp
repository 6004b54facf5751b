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
#include "core/training/training_history.h"
#include "core/zeroshot/scorer.h"

#ifndef PAIRSCAPE_TRAINER_ONLY
#include "core/study/keep_accuracy.h"
#include "core/study/study.h"
#endif

namespace pairscape::cli {

namespace {

struct TrainOptions : BudgetOptions {
    std::string space, architecture;
    std::string study; ///< with `pairing` in place of the two above
    std::int64_t pairing = 0;
    std::string checkpoint, from;
    int checkpointSteps = 200;
    int testEvery = 0;
    bool resume = false, quantised = false;
    std::string spaceJson; ///< the study's own
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

#ifndef PAIRSCAPE_TRAINER_ONLY
/// Space and architecture of the pairing that was named.
Status takeFromStudy(TrainOptions& options) {
    const auto study = Study::open(options.study, OpenMode::ReadOnly);
    if (!study)
        return study.error();
    const auto snapshot = (*study)->snapshot();
    const PairingRecord* record = snapshot->find(options.pairing);
    if (record == nullptr)
        return Error{ErrorCode::NotFound, "There is no pairing " + std::to_string(options.pairing) + " in " +
                                              options.study + "; it holds 1 to " +
                                              std::to_string(snapshot->pairings.size()) + "."};
    options.architecture = record->architecture;
    options.spaceJson = snapshot->settings.spaceJson;
    return {};
}

/// Keeps the result with the pairing. The study is only locked for this moment, not while it is trained.
Status keepInStudy(const TrainOptions& options, const DataSet& data, const TrainingBudget& budget,
                   const TrainingResult& result) {
    return keepAccuracy(options.study, options.pairing,
                        {AccuracyKind::Trained,
                         100 * result.test.top1,
                         result.test.images,
                         trainedSource(data, budget, options.quantised),
                         {}});
}
#endif

Status train(const TrainOptions& typed, Output& out) {
    TrainOptions options = typed;
#ifndef PAIRSCAPE_TRAINER_ONLY
    if (!options.study.empty())
        if (Status taken = takeFromStudy(options); !taken)
            return taken;
#endif
    if (options.study.empty() && (options.space.empty() || options.architecture.empty()))
        return Error{ErrorCode::InvalidInput,
                     "What shall be trained? Name --space and --arch, or --study and --pairing."};
    const auto space = options.spaceJson.empty()
                           ? SearchSpace::load(options.space)
                           : SearchSpace::fromJson(options.spaceJson, "the study's space");
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
    run.testEvery = options.testEvery;
    run.observer = &watch;
    const auto result =
        trainNetworkFrom({options.quantised, options.from},
                         {network, space->format(*architecture), space->hash(*architecture), *data}, budget,
                         run, interrupts.token());
    if (!result)
        return result.error();
    options.space = space->name();
    Status kept;
#ifndef PAIRSCAPE_TRAINER_ONLY
    if (!options.study.empty())
        kept = keepInStudy(options, *data, budget, *result);
#endif
    const int size = budget.imageSize > 0 ? budget.imageSize : data->imageSize;
    const int classes = budget.classes > 0 ? budget.classes : data->classes();
    const OperationCounts counts = retargeted(network, size, classes).counts();
    if (out.json) {
        out.document(resultJson(options, budget, *data, counts, *result));
        return kept;
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
    return kept;
}

} // namespace

void addTrainVerb(CLI::App& app, Commands& commands) {
    const auto options = std::make_shared<TrainOptions>();
    CLI::App* verb =
        commands.verb(app, "train", "Train one architecture on a data set and test it", options, train);
    CLI::Option* space = verb->add_option("--space", options->space, "Search space of the architecture")
                             ->type_name("NAME|FILE");
    CLI::Option* arch =
        verb->add_option("--arch", options->architecture, "The architecture (docs/architecture-text.md)")
            ->type_name("TEXT");
#ifndef PAIRSCAPE_TRAINER_ONLY
    CLI::Option* study =
        verb->add_option("--study", options->study,
                         "Train a pairing of this study instead, and keep its accuracy there")
            ->check(notEmpty())
            ->excludes(space)
            ->excludes(arch)
            ->type_name("FILE");
    verb->add_option("--pairing", options->pairing, "Number of the pairing")
        ->transform(pairingRange())
        ->needs(study)
        ->type_name("ID");
#else
    space->required();
    arch->required();
#endif
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
    verb->add_option("--test-every", options->testEvery,
                     "Epochs between tests on the test images, for the curve alone; 0: one test, at the end")
        ->capture_default_str()
        ->transform(wholeNumber(0, 1'000'000))
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
