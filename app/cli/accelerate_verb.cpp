// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/accelerator_text.h"
#include "app/cli/asic_accelerate.h"
#include "app/cli/describe.h"
#include "app/cli/interrupts.h"
#include "app/cli/option_checks.h"
#include "app/cli/output.h"
#include "app/cli/resource_limits.h"
#include "core/base/number_text.h"
#include "core/interchange/detail_json.h"
#include "core/interchange/figures_json.h"

#include <algorithm>
#include <optional>

namespace pairscape::cli {

namespace {

constexpr const char *usualMethod = "exact", *usualObjective = "fps";
constexpr int mostImages = 16; ///< of a batch

struct AccelerateOptions {
    std::string space, architecture, platform;
    std::optional<std::string> method, objective;
    std::optional<int> maxBatch;
    ResourceLimits limits;
    std::optional<std::string> accelerator; ///< one that is given and not searched
};

nlohmann::json budgetJson(const Resources& budget) {
    return {{"dsp", budget.dsp}, {"lut", budget.lut}, {"bram36", budget.bram36}, {"uram", budget.uram}};
}

std::string budgetText(const Resources& budget) {
    return groupedText(budget.dsp) + " DSP, " + groupedText(budget.lut) + " LUT, " +
           groupedText(budget.bram36) + " BRAM36 and " + groupedText(budget.uram) + " URAM";
}

std::string objectiveText(HardwareObjective objective) {
    switch (objective) {
    case HardwareObjective::Fps:
        return "FPS";
    case HardwareObjective::Latency:
        return "latency";
    case HardwareObjective::Energy:
        return "energy";
    case HardwareObjective::Edp:
        return "EDP";
    }
    return {};
}

/// The forms of the conv PE that the search chose among.
nlohmann::json convPes(const Platform& platform) {
    nlohmann::json forms = {platform.peCost(OperatorType::Conv).dsp < 1 ? "packed" : "unpacked"};
    if (platform.peCost(OperatorType::Conv).alone)
        forms.push_back("unpacked");
    return forms;
}

/// What an exact search proves: bound and best are the same figure.
nlohmann::json certificateJson(const HardwareCost& cost, HardwareObjective objective,
                               const Platform& platform) {
    nlohmann::json best;
    switch (objective) {
    case HardwareObjective::Fps:
        best = figureJson(cost.fps, "img/s", "modelled");
        break;
    case HardwareObjective::Latency:
        best = figureJson(cost.latencySeconds, "s", "modelled");
        break;
    case HardwareObjective::Energy:
        best = figureJson(cost.energyJoule, "J/img", "modelled");
        break;
    case HardwareObjective::Edp:
        best = figureJson(cost.edp(), "J s", "modelled");
        break;
    }
    return {{"objective", hardwareObjectiveName(objective)},
            {"best", best},
            {"bound", best},
            {"space", "docs/cost-model.md#what-is-searched"},
            {"conv_pes", convPes(platform)}};
}

Status accelerate(const AccelerateOptions& options, Output& out) {
    const auto space = SearchSpace::load(options.space);
    if (!space)
        return space.error();
    const auto architecture = space->parse(options.architecture);
    if (!architecture)
        return architecture.error();
    const auto objective = parseHardwareObjective(options.objective.value_or(usualObjective));
    if (!objective)
        return objective.error();
    if (asic::AsicTemplate::isMeantBy(options.platform)) {
        if (options.method.value_or("nasa") != "nasa" || options.maxBatch || options.limits.any() ||
            options.accelerator)
            return Error{
                ErrorCode::InvalidInput,
                "An ASIC template has one search, NASA's, for one image at a time and without a "
                "proof; leave --accelerator and the --max options out, and --method too or say nasa."};
        return accelerateOnAsic(*space, *architecture, options.platform, *objective, out);
    }
    const auto whole = Platform::load(options.platform);
    if (!whole)
        return whole.error();
    const Platform platform = options.limits.applyTo(*whole);
    const auto method = parseAcceleratorMethod(options.method.value_or(usualMethod));
    if (!method)
        return method.error();
    const int maxBatch = options.maxBatch.value_or(mostImages);

    const Network network = space->expand(*architecture);
    const AcceleratorSearch search(platform, {*method, *objective, maxBatch});
    const Interrupts interrupts;
    Accelerator given;
    if (options.accelerator) {
        const auto read = parseAccelerator(*options.accelerator);
        if (!read)
            return read.error();
        given = *read;
    }
    const auto design =
        options.accelerator ? search.cost(network, given) : search.best(network, interrupts.token());
    const std::string how = options.accelerator ? "given" : acceleratorMethodName(*method);
    if (!design && options.limits.any() && design.error().code == ErrorCode::Infeasible)
        return Error{ErrorCode::Infeasible, design.error().message + " The --max options leave it " +
                                                budgetText(platform.budget()) + "."};
    if (!design)
        return design.error();
    const auto detail = designDetail(network, platform, design->accelerator, design->cost);
    if (!detail)
        return detail.error();
    if (out.json) {
        out.document({{"space", space->name()},
                      {"architecture", space->format(*architecture)},
                      {"platform", platform.name},
                      {"budget", budgetJson(platform.budget())},
                      {"method", how},
                      {"objective", hardwareObjectiveName(*objective)},
                      {"max_batch", maxBatch},
                      {"mappings_costed", design->evaluated},
                      {"proven", design->proven},
                      {"certificate", design->proven ? certificateJson(design->cost, *objective, platform)
                                                     : nlohmann::json(nullptr)},
                      {"accelerator_text", wholeAcceleratorText(design->accelerator)},
                      {"accelerator", acceleratorJson(design->accelerator, design->cost)},
                      {"hardware", hardwareDetailJson(design->cost, *detail)},
                      {"mappings", layerDetailsJson(network, design->cost, *detail)}});
        return {};
    }
    out.text(space->format(*architecture) + "\n" + space->name() + " on " + platform.name + ", method " +
             how + ", objective " + hardwareObjectiveName(*objective) + ": " +
             acceleratorText(design->accelerator) + "\n" +
             (options.limits.any() ? "The accelerator stays within " + budgetText(platform.budget()) + ".\n"
                                   : "") +
             (design->proven ? "No accelerator of the modelled space has a better " +
                                   objectiveText(*objective) + " (docs/cost-model.md).\n\n"
              : options.accelerator ? "As it was given: --method exact finds the best.\n\n"
                                    : "A heuristic: --method exact finds the best.\n\n") +
             hardwareText(design->cost, *detail, platform) + "\nChunks (modelled)\n" +
             chunkTable(design->accelerator, design->cost) +
             "\nFor --accelerator: " + wholeAcceleratorText(design->accelerator) + "\n\nLayers (modelled)\n" +
             layerCostTable(network, design->cost, *detail));
    return {};
}

} // namespace

void addAccelerateVerb(CLI::App& app, Commands& commands) {
    const auto options = std::make_shared<AccelerateOptions>();
    CLI::App* verb =
        commands.verb(app, "accelerate", "Find the best accelerator of one architecture on a platform",
                      options, accelerate);
    verb->add_option("--space", options->space, "Search space of the architecture")
        ->required()
        ->type_name("NAME|FILE");
    verb->add_option("--arch", options->architecture, "Architecture (docs/architecture-text.md)")
        ->required()
        ->type_name("TEXT");
    verb->add_option("--platform", options->platform, "Platform to build it on, or an ASIC template")
        ->required()
        ->type_name("NAME|FILE");
    verb->add_option(
            "--method", options->method,
            "How accelerators are searched: exact (proven to be best), coarse-to-fine or nasa (and no "
            "other on an ASIC template)")
        ->default_str(usualMethod)
        ->check(known(parseAcceleratorMethod))
        ->type_name("METHOD");
    verb->add_option(
            "--accelerator", options->accelerator,
            "Cost this accelerator instead, like 'conv 16x8x4 64/32/16, batch 4': unrolls (and 'unpacked' "
            "where PEs share no DSP), and KiB of one half of the input, weight and output buffer")
        ->excludes("--method")
        ->type_name("TEXT");
    verb->add_option("--objective", options->objective, "What is best: fps, latency, energy or edp")
        ->default_str(usualObjective)
        ->check(known(parseHardwareObjective))
        ->type_name("NAME");
    addResourceLimits(*verb, options->limits);
    verb->add_option("--max-batch", options->maxBatch, "Most images that may share one load of the weights")
        ->default_str(std::to_string(mostImages))
        ->transform(wholeNumber(1, mostImages))
        ->type_name("N");
}

} // namespace pairscape::cli
