// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/run_plan.h"

#include "core/search/strategy.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace pairscape {

namespace {

/// A figure that no pairing of a study has yet.
Error notThere(Quantity quantity) {
    return {ErrorCode::InvalidInput,
            "No pairing has a " + quantityName(quantity) +
                " while it is being searched; aim at 'accuracy', the zero-shot rank."};
}

Status checkKnown(const RunSettings& run) {
    const auto known = [](Quantity quantity) {
        return quantity != Quantity::PredictedAccuracy && quantity != Quantity::SupernetAccuracy &&
               quantity != Quantity::TrainedAccuracy;
    };
    for (const Objective& objective : run.objectives)
        if (!known(objective.quantity))
            return notThere(objective.quantity);
    for (const Constraint& constraint : run.constraints)
        if (!known(constraint.quantity))
            return notThere(constraint.quantity);
    return {};
}

/// What parents are selected by: the run's aims, or accuracy alone.
Result<PairingAims> aimsOf(const RunSettings& run, const Strategy& strategy) {
    if (!strategy.accuracyAlone)
        return PairingAims{run.objectives, run.constraints, run.seeds};
    for (const Objective& objective : run.objectives)
        if (objective.quantity == Quantity::Accuracy)
            return PairingAims{{objective}, {}, run.seeds};
    return Error{ErrorCode::InvalidInput, "Strategy '" + strategy.name +
                                              "' picks networks by accuracy alone; name accuracy:max among "
                                              "the objectives."};
}

/// Seeds as canonical texts of the space that the strategy draws from, each once.
Status readSeeds(std::vector<std::string>& seeds, const SearchSpace& space, const Strategy& strategy) {
    if (!seeds.empty() && strategy.exploration == Exploration::Random)
        return Error{ErrorCode::InvalidInput, "Strategy '" + strategy.name +
                                                  "' draws blindly and takes no seeds; leave them out or "
                                                  "choose another strategy."};
    std::vector<std::string> canonical;
    for (const std::string& seed : seeds) {
        const Result<Architecture> architecture = space.parse(seed);
        if (!architecture)
            return Error{ErrorCode::InvalidInput, "A seed of the run cannot be used by strategy '" +
                                                      strategy.name + "': " + architecture.error().message};
        std::string text = space.format(*architecture);
        if (std::ranges::count(canonical, text) == 0)
            canonical.push_back(std::move(text));
    }
    seeds = std::move(canonical);
    return {};
}

Status checkStops(const RunSettings& run) {
    if (run.timeLimit && !(*run.timeLimit > 0))
        return Error{ErrorCode::InvalidInput, "A run's time limit must be above 0 s; choose another."};
    if (run.patience && *run.patience < 1)
        return Error{ErrorCode::InvalidInput,
                     "A run's patience must be at least 1 evaluation; choose another."};
    return {};
}

} // namespace

Status completePlan(RunPlan& plan, const StudyContext& context, int workers) {
    RunSettings& run = plan.record.settings;
    const auto strategy = findStrategy(run.strategy);
    if (!strategy)
        return strategy.error();
    if (strategy->method && *strategy->method != context.accelerators.method)
        return Error{ErrorCode::InvalidInput,
                     "Strategy '" + run.strategy + "' needs a study of the accelerator method '" +
                         acceleratorMethodName(*strategy->method) + "', and this one's is '" +
                         acceleratorMethodName(context.accelerators.method) +
                         "'; create another study for it."};
    auto sampled = context.space.restrictedTo(strategy->operators);
    if (!sampled)
        return sampled.error();
    std::ranges::sort(run.objectives, {}, &Objective::quantity);
    for (const Status& right : {checkAims(run.objectives, run.constraints), checkKnown(run), checkStops(run),
                                readSeeds(run.seeds, *sampled, *strategy)})
        if (!right)
            return right;
    auto aims = aimsOf(run, *strategy);
    if (!aims)
        return aims.error();
    plan.sampled = *std::move(sampled);
    plan.aims = *std::move(aims);
    plan.settings.exploration = strategy->exploration;
    plan.settings.budget = run.budget;
    plan.settings.seed = run.seed;
    plan.settings.workers = workers;
    plan.settings.population = run.population;
    plan.settings.batch = run.batch;
    return checkEvolution(plan.settings);
}

} // namespace pairscape
