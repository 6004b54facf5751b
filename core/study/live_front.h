// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <map>
#include <vector>

namespace pairscape {

/// The Pareto front in (accuracy, FPS), both maximised, kept up to date while pairings arrive: an arrival
/// costs O(log front). Of equal points the first stays. Not thread-safe.
class LiveFront {
  public:
    /// Returns whether the pairing entered; `left` then holds those that it dominates and that were members.
    bool insert(std::size_t index, double accuracy, double fps, std::vector<std::size_t>& left);

    /// Members in ascending order of FPS.
    std::vector<std::size_t> indices() const;

  private:
    struct Member {
        double accuracy = 0;
        std::size_t index = 0;
    };
    std::map<double, Member> byFps_; ///< ascending FPS means descending accuracy
};

} // namespace pairscape
