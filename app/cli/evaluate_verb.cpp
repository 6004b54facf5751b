// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/evaluate_verb.h"
#include "app/cli/figure_text.h"
#include "app/cli/interrupts.h"
#include "app/cli/option_checks.h"
#include "app/cli/output.h"
#include "app/cli/progress_line.h"
#include "app/cli/text_table.h"
#include "app/cli/training_start.h"
#include "core/base/figure_json.h"
#include "core/base/number_text.h"
#include "core/training/network_evaluation.h"

namespace pairscape::cli {

namespace {

struct EvaluateOptions {
    std::string checkpoint, space, dataset, device = "cpu";
    bool coarse = false, quantised = false, integer = false;
    int threads = 1, loaderThreads = 1;
};

nlohmann::json testJson(const TestFigures& test) {
    return {{"top1", figureJson(test.top1, "share", "trained")},
            {"top5", figureJson(test.top5, "share", "trained")},
            {"test_loss", figureJson(test.loss, "nats", "trained")}};
}

std::string testText(const TestFigures& test) {
    return "top-1 " + decimalText(100 * test.top1, 2) + " %, top-5 " + decimalText(100 * test.top5, 2) +
           " %, loss " + decimalText(test.loss, 4) + " nats (trained)";
}

Status evaluate(const EvaluateOptions& options, Output& out) {
    const auto space = SearchSpace::load(options.space);
    if (!space)
        return space.error();
    const auto data = startTraining(options.dataset, options.coarse, options.threads, out);
    if (!data)
        return data.error();
    ProgressLine progress("images");
    NetworkEvaluationSettings settings;
    settings.quantised = options.quantised;
    settings.integer = options.integer;
    settings.device = options.device;
    settings.loaderThreads = options.loaderThreads;
    settings.workers = options.threads;
    settings.sink = &progress;
    const Interrupts interrupts;
    const auto result = evaluateCheckpoint(options.checkpoint, *space, *data, settings, interrupts.token());
    progress.clear();
    if (!result)
        return result.error();
    if (out.json) {
        nlohmann::json document = testJson(result->test);
        document["checkpoint"] = options.checkpoint;
        document["space"] = space->name();
        document["architecture"] = result->architecture;
        document["quantised"] = result->quantised;
        document["test_images"] = result->test.images;
        if (result->integers) {
            document["integers"] = testJson(result->integers->test);
            document["integers"]["different_top1"] = result->integers->differentTop1;
            document["integers"]["different_logits"] = result->integers->differentLogits;
        }
        out.document(document);
        return {};
    }
    TextList list;
    list.add("architecture", result->architecture);
    list.add("test images", groupedText(result->test.images));
    list.add(result->quantised ? "quantised" : "float", testText(result->test));
    if (result->integers) {
        list.add("integers", testText(result->integers->test));
        list.add("differences",
                 groupedText(result->integers->differentTop1) + " images with another top-1, " +
                     groupedText(result->integers->differentLogits) + " with any other bit of a logit");
    }
    out.text(list.text());
    return {};
}

} // namespace

void addEvaluateVerb(CLI::App& app, Commands& commands) {
    const auto options = std::make_shared<EvaluateOptions>();
    CLI::App* verb = commands.verb(
        app, "evaluate", "Test the network of a checkpoint, in floats or in integers", options, evaluate);
    verb->add_option("checkpoint", options->checkpoint, "Checkpoint that 'train' wrote")
        ->required()
        ->check(notEmpty())
        ->type_name("FILE");
    verb->add_option("--space", options->space, "Search space of its architecture")
        ->required()
        ->type_name("NAME|FILE");
    verb->add_option("--dataset", options->dataset, "Folder of the data set that it was trained on")
        ->required()
        ->check(notEmpty())
        ->type_name("DIR");
    verb->add_flag("--coarse", options->coarse, "CIFAR-100's 20 coarse labels instead of its 100 fine ones");
    verb->add_flag("--quantised", options->quantised,
                   "Round to few bits (conv 8, shift 6, adder 6) even where the training did not");
    verb->add_flag(
        "--integer", options->integer,
        "Compute in integers as the accelerator does, too, and count what differs; implies --quantised");
    verb->add_option("--device", options->device, "cpu, cuda or cuda:N")
        ->capture_default_str()
        ->type_name("NAME");
    verb->add_option("--threads", options->threads, "Threads of the computation on the CPU")
        ->capture_default_str()
        ->transform(wholeNumber(1, 256))
        ->type_name("N");
    verb->add_option("--loader-threads", options->loaderThreads,
                     "Threads that read images; change only the time")
        ->capture_default_str()
        ->transform(wholeNumber(0, 64))
        ->type_name("N");
}

} // namespace pairscape::cli
