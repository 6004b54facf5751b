// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/budget_options.h"

#include "app/cli/option_checks.h"

namespace pairscape::cli {

TrainingBudget budgetOf(const BudgetOptions& options) {
    TrainingBudget budget = options.budget;
    budget.augment = !options.noAugment;
    return budget;
}

void addBudgetOptions(CLI::App& verb, BudgetOptions& options) {
    TrainingBudget& budget = options.budget;
    const auto whole = [&](const char* name, int& value, const char* what, int least) {
        verb.add_option(name, value, what)
            ->capture_default_str()
            ->transform(wholeNumber(least, 1'000'000))
            ->type_name("N");
    };
    const auto number = [&](const char* name, double& value, const char* what, double most) {
        verb.add_option(name, value, what)
            ->capture_default_str()
            ->check(numberWithin(0.0, most))
            ->type_name("X");
    };
    verb.add_option("--dataset", options.dataset, "Folder of the data set (docs/training.md)")
        ->required()
        ->check(notEmpty())
        ->type_name("DIR");
    verb.add_flag("--coarse", options.coarse, "CIFAR-100's 20 coarse labels instead of its 100 fine ones");
    whole("--image-size", budget.imageSize, "Pixels to which images are scaled; 0: as they are", 0);
    whole("--classes", budget.classes, "Only the first N classes; 0: all", 0);
    whole("--images-per-class", budget.imagesPerClass, "Training images drawn from each class; 0: all", 0);
    whole("--test-per-class", budget.testPerClass, "Test images drawn from each class; 0: all", 0);
    whole("--epochs", budget.epochs, "Times that every image is seen", 1);
    whole("--batch", budget.batch, "Images in a step", 2);
    number("--lr", budget.learningRate, "Highest learning rate", 1e3);
    number("--warm-up", budget.warmUpEpochs, "Epochs over which the rate rises; it then falls as a cosine",
           1e6);
    number("--weight-decay", budget.weightDecay, "On weights, not on norms and biases", 1);
    number("--momentum", budget.momentum, "Nesterov's momentum", 0.9999);
    number("--label-smoothing", budget.labelSmoothing, "Share spread over all classes", 0.99);
    number("--clip", budget.clip, "Bound of every gradient value; 0: none", 1e9);
    number("--adder-eta", budget.adderEta, "Layer-wise gradient scaling of adder layers; 0: none", 1e6);
    whole("--recalibration", budget.recalibrationBatches,
          "Training batches that measure the norms before a test", 1);
    verb.add_flag("--no-augment", options.noAugment, "Do not crop and mirror training images");
    verb.add_option("--device", options.device, "cpu, cuda or cuda:N")
        ->capture_default_str()
        ->type_name("NAME");
    verb.add_option("--threads", options.threads, "Threads of the computation on the CPU")
        ->capture_default_str()
        ->transform(wholeNumber(1, 256))
        ->type_name("N");
    verb.add_option("--loader-threads", options.loaderThreads,
                    "Threads that read images ahead; change only the time")
        ->capture_default_str()
        ->transform(wholeNumber(0, 64))
        ->type_name("N");
}

} // namespace pairscape::cli
