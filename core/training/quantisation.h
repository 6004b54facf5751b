// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/space/network.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace pairscape {

/// Bits of the numbers between and in layers (engines: conv 8/8, shift 8 and 6, adder 6/6), and of what an
/// activation's table is asked for.
inline constexpr int activationBits = 8, convWeightBits = 8, adderBits = 6, tableBits = 10;

/// Whether an activation is looked up in a table; the others are clamps.
constexpr bool hasTable(Activation activation) {
    return activation == Activation::Swish || activation == Activation::HardSigmoid;
}

/// Largest number of `bits` bits.
constexpr double largestOf(int bits) {
    return static_cast<double>((1 << (bits - 1)) - 1);
}

/// Size of a step for values of up to `range` in magnitude; 1 where there are none.
constexpr double stepOf(double range, int bits) {
    return range > 0 ? range / largestOf(bits) : 1.0;
}

/// The places of a network where values become integers. Each has a range, the largest magnitude there.
class QuantisedPlaces {
  public:
    explicit QuantisedPlaces(const Network& network)
        : layers_(network.layers.size()), blocks_(network.blocks.size()) {}

    std::size_t count() const { return 2 + 3 * layers_ + 4 * blocks_; }
    std::size_t images() const { return 0; }
    std::size_t globalMean() const { return 1; }
    std::size_t input(std::size_t layer) const { return 2 + 3 * layer; }       ///< of adder layers
    std::size_t beforeTable(std::size_t layer) const { return 3 + 3 * layer; } ///< where hasTable()
    std::size_t output(std::size_t layer) const { return 4 + 3 * layer; }
    /// Of block -1 the mean before the head.
    std::size_t mean(int block) const { return block < 0 ? globalMean() : ofBlock(block, 0); }
    std::size_t windowMean(int block) const { return ofBlock(block, 1); }
    std::size_t gate(int block) const { return ofBlock(block, 2); }
    std::size_t sum(int block) const { return ofBlock(block, 3); }

  private:
    std::size_t ofBlock(int block, std::size_t which) const {
        return 2 + 3 * layers_ + 4 * static_cast<std::size_t>(block) + which;
    }
    std::size_t layers_, blocks_;
};

} // namespace pairscape
