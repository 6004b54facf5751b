// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/run_plan.h"

#include "core/search/strategy.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace pairscape {

namespace {

bool names(const RunSettings& run, Quantity quantity) {
    return std::ranges::count(run.objectives, quantity, &Objective::quantity) > 0 ||
           std::ranges::count(run.constraints, quantity, &Constraint::quantity) > 0;
}

/// Refuses figures that no pairing has while it is searched.
Status checkKnown(const RunSettings& run) {
    for (const Quantity quantity : {Quantity::SupernetAccuracy, Quantity::TrainedAccuracy})
        if (names(run, quantity))
            return Error{ErrorCode::InvalidInput,
                         "No pairing has a " + quantityName(quantity) +
                             " while it is being searched; aim at 'accuracy', the zero-shot rank" +
                             (quantity == Quantity::SupernetAccuracy ? ", or use 'supernet search'." : ".")};
    return {};
}

/// The curve that a run's predicted accuracies are read from, once and for all its resumptions.
Result<std::shared_ptr<const Calibration>> takePredictor(RunSettings& run, const Calibration* newest) {
    if (!names(run, Quantity::PredictedAccuracy))
        return std::shared_ptr<const Calibration>();
    if (run.predictor.empty() && newest == nullptr)
        return Error{ErrorCode::InvalidInput,
                     "No pairing of this study has a predicted-accuracy yet: that takes nine trained ones "
                     "('train --study'); aim at 'accuracy', the zero-shot rank."};
    if (run.predictor.empty())
        run.predictor = predictorText(*newest);
    auto predictor = predictorOf(run);
    if (!predictor)
        return Error{ErrorCode::Corrupt, "The curve that this run predicts accuracies from cannot be read; "
                                         "start another run."};
    return predictor;
}

/// What parents are selected by: the run's aims, or accuracy alone.
Result<PairingAims> aimsOf(const RunSettings& run, const Strategy& strategy) {
    if (!strategy.accuracyAlone)
        return PairingAims{run.objectives, run.constraints, run.seeds, nullptr};
    for (const Objective& objective : run.objectives)
        if (objective.quantity == Quantity::Accuracy)
            return PairingAims{{objective}, {}, run.seeds, nullptr};
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

Status completePlan(RunPlan& plan, const StudyContext& context, int workers, const Calibration* newest) {
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
    auto predictor = takePredictor(run, newest);
    if (!predictor)
        return predictor.error();
    plan.sampled = *std::move(sampled);
    plan.aims = *std::move(aims);
    plan.aims.predictor = *std::move(predictor);
    plan.aims.rank = context.rank;
    plan.settings.exploration = strategy->exploration;
    plan.settings.budget = run.budget;
    plan.settings.seed = run.seed;
    plan.settings.workers = workers;
    plan.settings.population = run.population;
    plan.settings.batch = run.batch;
    return checkEvolution(plan.settings);
}

} // namespace pairscape
