// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/space/search_space.h"

#include <cstdint>
#include <vector>

namespace pairscape {

/// Chooses the architectures that a supernet trains in each step (the sandwich rule of Yu and Huang, 2019):
/// the largest, the smallest, and some by chance, from a promising set or from the whole space. What that
/// means where operator types are chosen too is our reading (docs/training.md):
///  - whole space: the largest and the smallest choice everywhere, every block's type drawn anew in each
///  step; the
///    others uniform over the space;
///  - promising set: its members with the most and the fewest MAC-equivalents (then parameters, then the
///  first
///    listed); the others uniform over the set.
/// Immutable.
class Sandwich {
  public:
    /// `promising` empty: the whole space. Members must be valid in the space.
    Sandwich(SearchSpace space, std::vector<Architecture> promising, int random, std::uint64_t seed);

    /// Of step `number`, a function of it and the seed: largest, smallest (where it is another one), then the
    /// random ones.
    std::vector<Architecture> ofStep(std::int64_t number) const;

  private:
    SearchSpace space_;
    std::vector<Architecture> promising_;
    int random_;
    std::uint64_t seed_;
    std::size_t largest_ = 0, smallest_ = 0; ///< of the promising ones
};

} // namespace pairscape
