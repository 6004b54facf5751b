// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/operators/integer_product.h"
#include "core/operators/layer_shape.h"

#include <cstdint>
#include <span>
#include <vector>

/// The layers in integers: what the accelerator computes, bit for bit. Every output is the 32-bit sum of its
/// terms (integer_product.h), in any order, since 32-bit sums of these terms are exact below 131,072 terms
/// (conv), 131,072 (shift) and 2^25 (adder). Header and library need no LibTorch.
///
/// Maps are [batch][height][width][channels], weights [out][kernel][kernel][in / groups], sums
/// [batch][height][width][out]. Padding is a zero activation. Dense, grouped and depthwise. On the calling
/// thread.
namespace pairscape {

void integerConvForward(const LayerShape& shape, std::span<const std::int8_t> input,
                        std::span<const std::int8_t> weights, std::span<std::int32_t> sums);

/// Sums are in units of 2^-shiftReach of the layer's scale.
void integerShiftForward(const LayerShape& shape, std::span<const std::int8_t> input,
                         std::span<const ShiftWeight> weights, std::span<std::int32_t> sums);

/// 6-bit numbers by definition; any signed bytes are summed right.
void integerAdderForward(const LayerShape& shape, std::span<const std::int8_t> input,
                         std::span<const std::int8_t> weights, std::span<std::int32_t> sums);

/// Weights of an adder layer as its kernel reads them, made once for many calls.
class PackedAdderWeights {
  public:
    PackedAdderWeights(const LayerShape& shape, std::span<const std::int8_t> weights);

    /// As integerAdderForward(); the batch and map size may differ from those of the shape it was packed for.
    void forward(const LayerShape& shape, std::span<const std::int8_t> input,
                 std::span<std::int32_t> sums) const;

  private:
    std::vector<std::int8_t> plain_;    ///< of depthwise layers
    std::vector<std::uint8_t> storage_; ///< biased rows, filled up and aligned
    std::size_t first_ = 0;             ///< where the alignment begins
    std::int64_t row_ = 0;              ///< bytes of a row
};

/// The scale that maps the largest magnitude of `values` to the largest number of `bits` bits; 1 for all
/// zeros.
float integerScale(std::span<const float> values, int bits);

/// value / scale, rounded half to even, clamped to `bits` bits (2 to 8).
std::int8_t toInteger(float value, float scale, int bits);

/// A float weight as a shift weight of a layer whose largest weight is 2^largestExponent: rounded as
/// DeepShift-Q does, in octaves below the largest. What lies below 2^-31 of it, and zero, becomes 2^-31
/// (which the integer form treats as zero).
ShiftWeight toShiftWeight(float weight, int largestExponent);

} // namespace pairscape
