// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/base/random.h"

#include <any>
#include <cstddef>
#include <stop_token>
#include <string>
#include <vector>

namespace pairscape {

/// A point of any search, as its canonical text. Equal points have equal texts.
using Genome = std::string;

/// An evaluated point. All objectives are to be maximised; a problem negates what it minimises.
struct Candidate {
    Genome genome;
    bool feasible = true; ///< else there is nothing to measure, and it never breeds
    /// By how much constraints are broken; 0: all are kept. Between two that can be measured, the one that
    /// breaks them less is better, whatever their objectives (Deb's constraint-domination).
    double violation = 0;
    std::vector<double> objectives; ///< same length for all candidates of a problem; ignored if infeasible
    std::any detail;                ///< what the problem wants to hand on (for pairings: an Evaluation)
};

/// What a search searches. The loop knows nothing of networks: any genome and any evaluator will do.
/// evaluate() is called from several threads at once; the other calls come from one thread at a time.
class SearchProblem {
  public:
    virtual ~SearchProblem() = default;

    virtual std::size_t objectiveCount() const = 0;
    virtual Genome sample(RandomStream& random) const = 0;
    virtual Genome mutate(const Genome& parent, RandomStream& random) const = 0;
    virtual Genome crossover(const Genome& a, const Genome& b, RandomStream& random) const = 0;

    /// Points that an evolutionary search evaluates first, whatever its seed: ends of the space that chance
    /// would miss. A random search leaves them out, so that it stays a fair baseline.
    virtual std::vector<Genome> corners() const { return {}; }

    /// Every point in a fixed order where the space has at most `limit` of them, else nothing. Lets a search
    /// find the last points of a small space, and know that there are no more.
    virtual std::vector<Genome> enumerate(std::size_t limit) const {
        static_cast<void>(limit);
        return {};
    }

    /// A pure function of the genome. An infeasible point is a Candidate with feasible = false; an Error
    /// ends the search.
    virtual Result<Candidate> evaluate(const Genome& genome, std::stop_token stop) const = 0;
};

} // namespace pairscape
