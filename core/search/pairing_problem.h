// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/accelerator/accelerator_search.h"
#include "core/search/search_problem.h"
#include "core/space/search_space.h"
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

/// The search over pairings: the genome is an architecture's text form; objectives are the `nash` rank
/// against the reference population and log FPS (both maximised); Candidate::detail holds a
/// std::shared_ptr<const Evaluation>.
class PairingProblem : public SearchProblem {
  public:
    /// `sampled` is the space that points are drawn from: the scorer's own or a restriction of it
    /// (conv only, ...). All references are kept alive by shared pointers.
    PairingProblem(SearchSpace sampled, std::shared_ptr<const Scorer> scorer,
                   std::shared_ptr<const ReferencePopulation> population,
                   std::shared_ptr<const AcceleratorSearch> accelerators, EvaluationCache cache);

    std::size_t objectiveCount() const override { return 2; }
    Genome sample(RandomStream& random) const override;
    Genome mutate(const Genome& parent, RandomStream& random) const override;
    Genome crossover(const Genome& a, const Genome& b, RandomStream& random) const override;
    /// The smallest and the largest architecture of each operator type.
    std::vector<Genome> corners() const override;
    std::vector<Genome> enumerate(std::size_t limit) const override;
    Result<Candidate> evaluate(const Genome& genome, std::stop_token stop) const override;

  private:
    SearchSpace space_;
    std::shared_ptr<const Scorer> scorer_;
    std::shared_ptr<const ReferencePopulation> population_;
    std::shared_ptr<const AcceleratorSearch> accelerators_;
    EvaluationCache cache_;
};

/// Evaluates one architecture from scratch: scores it and searches its accelerator.
Result<Evaluation> evaluatePairing(const SearchSpace& space, const Architecture& architecture,
                                   const Scorer& scorer, const AcceleratorSearch& accelerators,
                                   std::stop_token stop);

} // namespace pairscape
