// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"
#include "core/space/search_space.h"

#include <boost/multiprecision/cpp_int.hpp>

#include <array>
#include <cstddef>
#include <vector>

namespace pairscape {

using WholeNumber = boost::multiprecision::cpp_int;

/// Numbers the architectures of a space from 0 to size - 1, exactly, whatever the size. One numbering serves
/// counting, enumeration and uniform sampling, so they cannot disagree.
///
/// The stem is the most significant digit, then the stages in order (channels, depth, then the blocks), then
/// the head. Digits are not independent: how many ways there are to fill a stage depends on its depth and,
/// where a block may be skipped, on the channels that come in. So each digit's weight is the number of
/// completions behind it. Holds counts only and no pointer to the space, so copies of a space share it.
class SpaceIndex {
  public:
    explicit SpaceIndex(const SearchSpace& space);

    const WholeNumber& size() const { return size_; }

    /// The architecture with this number, 0 <= number < size().
    Architecture at(const SearchSpace& space, WholeNumber number) const;

    /// The number of a valid architecture: the inverse of at().
    WholeNumber numberOf(const SearchSpace& space, const Architecture& architecture) const;

  private:
    /// Ways to fill the blocks of one stage for each of its depths, and their sum.
    struct Fillings {
        std::vector<WholeNumber> byDepth;
        WholeNumber total;
    };

    const Fillings& fillings(const SearchSpace& space, std::size_t stage, int inChannels,
                             int outChannels) const;

    /// [stage][whether the stage's first block may be skipped]
    std::vector<std::array<Fillings, 2>> fillings_;
    /// [stage][choice of incoming channels]: ways to choose that stage and all behind it, head included.
    std::vector<std::vector<WholeNumber>> completions_;
    WholeNumber size_;
};

/// A uniform number in [0, bound) by rejection; `bound` must be positive.
WholeNumber uniformBelow(const WholeNumber& bound, RandomStream& random);

} // namespace pairscape
