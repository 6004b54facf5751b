// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search/pairing_problem.h"

#include "core/base/free_memory.h"

#include <atomic>
#include <utility>

namespace pairscape {

namespace {

/// Share of the genes that a mutation redraws. About six of a typical architecture's sixty: enough to leave
/// a local optimum, little enough to keep what made the parent good (our choice).
constexpr double mutationRate = 0.1;

class LocalEvaluator final : public PairingEvaluator {
  public:
    LocalEvaluator(std::shared_ptr<const Scorer> scorer,
                   std::shared_ptr<const AcceleratorSearch> accelerators, int workers)
        : scorer_(std::move(scorer)), accelerators_(std::move(accelerators)), workers_(workers) {}

    Result<Evaluation> evaluate(const std::string& text, std::stop_token stop) const override {
        const Result<Architecture> architecture = scorer_->space().parse(text);
        if (!architecture)
            return architecture.error();
        if (++evaluated_ % trimmedAfter == 0)
            giveBackFreeMemory();
        return evaluatePairing(scorer_->space(), *architecture, *scorer_, *accelerators_, std::move(stop));
    }
    int places() const override { return workers_; }

  private:
    /// What scoring left free is given back after so many; it costs some milliseconds.
    static constexpr std::int64_t trimmedAfter = 500;

    std::shared_ptr<const Scorer> scorer_;
    std::shared_ptr<const AcceleratorSearch> accelerators_;
    int workers_;
    mutable std::atomic<std::int64_t> evaluated_{0};
};

} // namespace

std::shared_ptr<const PairingEvaluator> localEvaluator(std::shared_ptr<const Scorer> scorer,
                                                       std::shared_ptr<const AcceleratorSearch> accelerators,
                                                       int workers) {
    return std::make_shared<const LocalEvaluator>(std::move(scorer), std::move(accelerators), workers);
}

QuantityValues quantityValues(const Evaluation& evaluation, double zeroShotRank,
                              const Calibration* predictor) {
    QuantityValues values;
    values[Quantity::Accuracy] = zeroShotRank;
    if (predictor != nullptr)
        values[Quantity::PredictedAccuracy] = 100 * predictor->predict(zeroShotRank).value;
    values[Quantity::Parameters] = static_cast<double>(evaluation.counts.parameters);
    if (!evaluation.feasible)
        return values;
    const HardwareCost& cost = evaluation.design.cost;
    values[Quantity::Fps] = cost.fps;
    values[Quantity::Throughput] = cost.throughputGops;
    values[Quantity::Latency] = cost.latencySeconds;
    values[Quantity::Energy] = cost.energyJoule;
    values[Quantity::Edp] = cost.edp();
    values[Quantity::Power] = cost.powerWatts;
    values[Quantity::Dsp] = cost.use.dsp;
    values[Quantity::Lut] = cost.use.lut;
    values[Quantity::Bram] = cost.use.bram36;
    values[Quantity::Uram] = cost.use.uram;
    return values;
}

PairingProblem::PairingProblem(SearchSpace sampled, PairingAims aims,
                               std::shared_ptr<const ReferencePopulation> population,
                               std::shared_ptr<const PairingEvaluator> evaluator, EvaluationCache cache)
    : space_(std::move(sampled)), aims_(std::move(aims)), population_(std::move(population)),
      evaluator_(std::move(evaluator)), cache_(std::move(cache)) {}

Genome PairingProblem::sample(RandomStream& random) const {
    return space_.format(space_.sample(random));
}

Genome PairingProblem::mutate(const Genome& parent, RandomStream& random) const {
    const Result<Architecture> architecture = space_.parse(parent);
    return architecture ? space_.format(space_.mutate(*architecture, mutationRate, random)) : parent;
}

Genome PairingProblem::crossover(const Genome& a, const Genome& b, RandomStream& random) const {
    const Result<Architecture> first = space_.parse(a);
    const Result<Architecture> second = space_.parse(b);
    return first && second ? space_.format(space_.crossover(*first, *second, random)) : a;
}

std::vector<Genome> PairingProblem::corners() const {
    std::vector<Genome> corners = aims_.first;
    for (const OperatorType op : space_.operators()) {
        corners.push_back(space_.format(space_.smallest(op)));
        corners.push_back(space_.format(space_.largest(op)));
    }
    return corners;
}

std::vector<Genome> PairingProblem::enumerate(std::size_t limit) const {
    const Result<std::vector<Architecture>> all = space_.enumerate(limit);
    std::vector<Genome> texts;
    if (all)
        for (const Architecture& architecture : *all)
            texts.push_back(space_.format(architecture));
    return texts;
}

Result<Candidate> PairingProblem::evaluate(const Genome& genome, std::stop_token stop) const {
    std::shared_ptr<const Evaluation> evaluation = cache_ ? cache_(genome) : nullptr;
    if (!evaluation) {
        Result<Evaluation> fresh = evaluator_->evaluate(genome, std::move(stop));
        if (!fresh)
            return fresh.error();
        evaluation = std::make_shared<const Evaluation>(*std::move(fresh));
    }
    Candidate candidate;
    candidate.genome = genome;
    candidate.feasible = evaluation->feasible;
    if (evaluation->feasible) {
        const QuantityValues values = quantityValues(
            *evaluation, population_->rankSum(aims_.rank, evaluation->scores), aims_.predictor.get());
        for (const Objective& objective : aims_.objectives)
            candidate.objectives.push_back(goodness(objective, values[objective.quantity]));
        candidate.violation = violation(aims_.constraints, values);
    }
    candidate.detail = std::move(evaluation);
    return candidate;
}

Result<Evaluation> evaluatePairing(const SearchSpace& space, const Architecture& architecture,
                                   const Scorer& scorer, const AcceleratorSearch& accelerators,
                                   std::stop_token stop) {
    Evaluation evaluation;
    evaluation.architecture = space.format(architecture);
    const Network network = space.expand(architecture);
    evaluation.counts = network.counts();

    Result<RawScores> scores = scorer.score(architecture, stop);
    if (!scores)
        return scores.error();
    evaluation.scores = *std::move(scores);

    Result<AcceleratorDesign> design = accelerators.best(network, stop);
    if (design) {
        evaluation.design = *std::move(design);
    } else if (design.error().code == ErrorCode::Infeasible) {
        // A finding, not a failure: the pairing is kept with the reason why it cannot be built.
        evaluation.feasible = false;
        evaluation.infeasibleReason = design.error().message;
    } else {
        return design.error();
    }
    return evaluation;
}

} // namespace pairscape
