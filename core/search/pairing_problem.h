// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/accelerator/accelerator_search.h"
#include "core/base/rank_metric.h"
#include "core/search/objective.h"
#include "core/search/search_problem.h"
#include "core/space/search_space.h"
#include "core/zeroshot/calibration.h"
#include "core/zeroshot/scorer.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace pairscape {

/// An evaluated pairing: the raw zero-shot terms and the accelerator found for it.
struct Evaluation {
    std::string architecture; ///< canonical text
    OperationCounts counts;
    RawScores scores;
    bool feasible = true;
    std::string infeasibleReason;
    AcceleratorDesign design; ///< meaningful when feasible
    /// Number under which a store already holds this evaluation; 0 where it is fresh. What a store hands out
    /// carries the figures of the whole accelerator (fps, latency, ...), not those of its layers and chunks.
    std::int64_t storedAs = 0;
};

/// Where evaluations done earlier are found, so that none repeats. Called from several threads.
using EvaluationCache = std::function<std::shared_ptr<const Evaluation>(const std::string& architecture)>;

/// Who evaluates pairings: threads of this process, or those of other processes as well. Thread-safe.
class PairingEvaluator {
  public:
    virtual ~PairingEvaluator() = default;
    /// From scratch; a pure function of the architecture's text, wherever it is computed.
    virtual Result<Evaluation> evaluate(const std::string& architecture, std::stop_token stop) const = 0;
    /// Evaluations that may be under way at once.
    virtual int places() const = 0;
};

/// Evaluates on the thread that asks; `workers` of them may.
std::shared_ptr<const PairingEvaluator> localEvaluator(std::shared_ptr<const Scorer> scorer,
                                                       std::shared_ptr<const AcceleratorSearch> accelerators,
                                                       int workers);

/// What a search over pairings aims at.
struct PairingAims {
    std::vector<Objective> objectives = usualObjectives(); ///< what parents are selected by; one or more
    std::vector<Constraint> constraints;
    std::vector<Genome> first;                    ///< architectures to begin with
    std::shared_ptr<const Calibration> predictor; ///< where an aim names the predicted accuracy
    RankMetric rank = rankMetrics().front();      ///< what accuracy is
};

/// The search over pairings: the genome is an architecture's text form; objectives come as goodness() gives
/// them, accuracy being the sum of ranks in the reference population that the aims name. Candidate::detail
/// holds a std::shared_ptr<const Evaluation>.
class PairingProblem : public SearchProblem {
  public:
    /// `sampled` is the space that points are drawn from: the study's own or a restriction of it
    /// (conv only, ...). All references are kept alive by shared pointers.
    PairingProblem(SearchSpace sampled, PairingAims aims,
                   std::shared_ptr<const ReferencePopulation> population,
                   std::shared_ptr<const PairingEvaluator> evaluator, EvaluationCache cache);

    std::size_t objectiveCount() const override { return aims_.objectives.size(); }
    Genome sample(RandomStream& random) const override;
    Genome mutate(const Genome& parent, RandomStream& random) const override;
    Genome crossover(const Genome& a, const Genome& b, RandomStream& random) const override;
    /// What the aims begin with, then the smallest and the largest architecture of each operator type.
    std::vector<Genome> corners() const override;
    std::vector<Genome> enumerate(std::size_t limit) const override;
    Result<Candidate> evaluate(const Genome& genome, std::stop_token stop) const override;

  private:
    SearchSpace space_;
    PairingAims aims_;
    std::shared_ptr<const ReferencePopulation> population_;
    std::shared_ptr<const PairingEvaluator> evaluator_;
    EvaluationCache cache_;
};

/// The figures that objectives and constraints may name; hardware figures of a feasible one only, a predicted
/// accuracy where there is a predictor.
QuantityValues quantityValues(const Evaluation& evaluation, double zeroShotRank,
                              const Calibration* predictor = nullptr);

/// Evaluates one architecture from scratch: scores it and searches its accelerator.
Result<Evaluation> evaluatePairing(const SearchSpace& space, const Architecture& architecture,
                                   const Scorer& scorer, const AcceleratorSearch& accelerators,
                                   std::stop_token stop);

} // namespace pairscape
