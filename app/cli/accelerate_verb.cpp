// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/asic_accelerate.h"
#include "app/cli/describe.h"
#include "app/cli/interrupts.h"
#include "app/cli/option_checks.h"
#include "app/cli/output.h"
#include "core/base/number_text.h"
#include "core/interchange/figures_json.h"

namespace pairscape::cli {

namespace {

struct AccelerateOptions {
    std::string space, architecture, platform;
    std::string method = "exact";
    std::string objective = "fps";
    int maxBatch = 16;
};

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

Status accelerate(const AccelerateOptions& options, Output& out) {
    const auto space = SearchSpace::load(options.space);
    if (!space)
        return space.error();
    const auto architecture = space->parse(options.architecture);
    if (!architecture)
        return architecture.error();
    if (asic::AsicTemplate::isMeantBy(options.platform)) {
        const AccelerateOptions usual;
        if (options.method != usual.method || options.objective != usual.objective ||
            options.maxBatch != usual.maxBatch)
            return Error{ErrorCode::InvalidInput,
                         "An ASIC template has one search, for least EDP of one image; leave "
                         "--method, --objective and --max-batch out."};
        return accelerateOnAsic(*space, *architecture, options.platform, out);
    }
    const auto platform = Platform::load(options.platform);
    if (!platform)
        return platform.error();
    const auto method = parseAcceleratorMethod(options.method);
    if (!method)
        return method.error();
    const auto objective = parseHardwareObjective(options.objective);
    if (!objective)
        return objective.error();

    const Network network = space->expand(*architecture);
    const AcceleratorSearch search(*platform, {*method, *objective, options.maxBatch});
    const Interrupts interrupts;
    const auto design = search.best(network, interrupts.token());
    if (!design)
        return design.error();
    if (out.json) {
        out.document({{"space", space->name()},
                      {"architecture", space->format(*architecture)},
                      {"platform", platform->name},
                      {"method", options.method},
                      {"objective", options.objective},
                      {"max_batch", options.maxBatch},
                      {"mappings_costed", design->evaluated},
                      {"proven", design->proven},
                      {"accelerator", acceleratorJson(design->accelerator, design->cost)},
                      {"hardware", hardwareJson(design->cost)},
                      {"mappings", layerCostsJson(network, design->cost)}});
        return {};
    }
    out.text(space->format(*architecture) + "\n" + space->name() + " on " + platform->name + ", method " +
             options.method + ", objective " + options.objective + ": " +
             acceleratorText(design->accelerator) + "\n" +
             (design->proven ? "No accelerator of the modelled space has a better " +
                                   objectiveText(*objective) + " (docs/cost-model.md).\n\n"
                             : "A heuristic: --method exact finds the best.\n\n") +
             hardwareText(design->cost, *platform) + "\nChunks (modelled)\n" +
             chunkTable(design->accelerator, design->cost) + "\nLayers (modelled)\n" +
             layerCostTable(network, design->cost));
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
    verb->add_option("--method", options->method,
                     "How accelerators are searched: exact, coarse-to-fine or nasa")
        ->capture_default_str()
        ->check(known(parseAcceleratorMethod))
        ->type_name("METHOD");
    verb->add_option("--objective", options->objective, "What is best: fps, latency, energy or edp")
        ->capture_default_str()
        ->check(known(parseHardwareObjective))
        ->type_name("NAME");
    verb->add_option("--max-batch", options->maxBatch, "Most images that may share one load of the weights")
        ->capture_default_str()
        ->check(CLI::Range(1, 16))
        ->type_name("N");
}

} // namespace pairscape::cli
