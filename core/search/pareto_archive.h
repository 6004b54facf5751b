// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace pairscape {

/// True when `a` is at least as good everywhere and better somewhere. All objectives are maximised.
bool dominates(std::span<const double> a, std::span<const double> b);

/// Indices of the non-dominated points in ascending order of the first objective. Of equal points the first
/// (lowest index) stays. Two objectives take O(n log n); more take O(n * front).
std::vector<std::size_t> paretoFront(const std::vector<std::vector<double>>& points);

/// Non-dominated points met so far, for any number of objectives. Not thread-safe.
class ParetoArchive {
  public:
    /// Adds a point named `id`. Returns true when it entered the front (dominated members leave).
    bool insert(std::size_t id, std::vector<double> objectives);

    struct Member {
        std::size_t id = 0;
        std::vector<double> objectives;
    };
    const std::vector<Member>& members() const { return members_; }

  private:
    std::vector<Member> members_;
};

/// Hypervolume dominated by `points` (maximised) above `reference`; points not above it add nothing.
/// Computed with pagmo.
double hypervolume(const std::vector<std::vector<double>>& points, const std::vector<double>& reference);

} // namespace pairscape
