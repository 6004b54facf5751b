// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/supernet_options.h"

#include "app/cli/option_checks.h"
#include "app/cli/output.h"
#include "app/cli/training_start.h"

namespace pairscape::cli {

std::string imagesName(EvaluationImages images) {
    return images == EvaluationImages::Validation ? "validation" : "test";
}

void addJudgeOptions(CLI::App& verb, JudgeOptions& options) {
    verb.add_option("supernet", options.file, "The supernet's file")
        ->required()
        ->check(notEmpty())
        ->type_name("FILE");
    verb.add_option("--dataset", options.dataset, "Folder of the data set that it was trained on")
        ->required()
        ->check(notEmpty())
        ->type_name("DIR");
    verb.add_flag("--coarse", options.coarse, "CIFAR-100's 20 coarse labels instead of its 100 fine ones");
    verb.add_option("--images", options.images,
                    "Which images tell the accuracy: those held out of training, or the test images")
        ->capture_default_str()
        ->check(CLI::IsMember({"validation", "test"}))
        ->type_name("validation|test");
    verb.add_option(
            "--recalibration", options.recalibration,
            "Training batches that measure the norms before each evaluation; 0: the supernet's own number")
        ->capture_default_str()
        ->transform(wholeNumber(0, 1'000'000))
        ->type_name("N");
    verb.add_option("--device", options.device, "cpu, cuda or cuda:N")
        ->capture_default_str()
        ->type_name("NAME");
    verb.add_option("--threads", options.threads, "Threads of one evaluation on the CPU")
        ->capture_default_str()
        ->transform(wholeNumber(1, 256))
        ->type_name("N");
    verb.add_option("--loader-threads", options.loaderThreads,
                    "Threads that read images; change only the time")
        ->capture_default_str()
        ->transform(wholeNumber(0, 64))
        ->type_name("N");
}

Result<std::shared_ptr<const SupernetEvaluator>> openJudge(const JudgeOptions& options, Output& out) {
    const auto data = startTraining(options.dataset, options.coarse, options.threads, out);
    if (!data)
        return data.error();
    EvaluationSettings settings;
    settings.images = options.images == "test" ? EvaluationImages::Test : EvaluationImages::Validation;
    settings.recalibrationBatches = options.recalibration;
    settings.device = options.device;
    settings.loaderThreads = options.loaderThreads;
    auto judge = SupernetEvaluator::open(options.file, *data, settings);
    if (!judge)
        return judge.error();
    if ((*judge)->images() != settings.images)
        out.note("pairscape-cli: this supernet was trained without validation images; test images tell the "
                 "accuracy, "
                 "so what is chosen by it looks better than it is.");
    if (!(*judge)->file().finished)
        out.note("pairscape-cli: this supernet's training is not finished (" +
                 std::to_string((*judge)->file().epochs.size()) + " of " +
                 std::to_string((*judge)->file().plan.budget.epochs) + " epochs).");
    return judge;
}

} // namespace pairscape::cli
