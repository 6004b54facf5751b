// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"
#include "core/search/search_problem.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace pairscape {

/// The parents of an evolutionary search: the best feasible candidates met so far by constraint-domination
/// and non-dominated sorting, then crowding distance (Deb et al., NSGA-II, 2002), then age. Not thread-safe.
class ParentPool {
  public:
    explicit ParentPool(std::size_t capacity) : capacity_(capacity) {}

    /// Takes in what one batch brought; `firstIndex` is the index of its first candidate.
    void merge(const std::vector<Candidate>& batch, std::int64_t firstIndex);

    std::size_t size() const { return parents_.size(); }

    /// Binary tournament, among the parents or, every other time, among the whole front met so far, where the
    /// less crowded wins: the pool alone forgets ends of a long front. The pool must not be empty.
    const Genome& pick(RandomStream& random) const;

    struct Parent {
        Genome genome;
        std::vector<double> objectives;
        std::int64_t index = 0; ///< in the search: age settles ties, so that nothing depends on sorting
        double violation = 0;
        std::size_t rank =
            0; ///< 0: the first front; those that break constraints come after, the least first
        double crowding = 0;
    };
    /// Best first.
    const std::vector<Parent>& parents() const { return parents_; }
    /// All non-dominated candidates that keep the constraints, the least crowded first.
    const std::vector<Parent>& front() const { return front_; }

  private:
    std::vector<std::vector<std::size_t>>
    constrainedFronts(const std::vector<std::vector<double>>& points) const;

    void growFront(const Parent& arrival);
    void sortFront();

    std::size_t capacity_;
    std::vector<Parent> parents_;
    std::vector<Parent> front_;
};

/// Crowding distance of every point within its own front: `fronts` lists indices into `points`. Infinite at
/// the ends of each objective. Equal values are taken in index order.
std::vector<double> crowdingDistances(const std::vector<std::vector<double>>& points,
                                      const std::vector<std::vector<std::size_t>>& fronts);

} // namespace pairscape
