// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operators/shift_weights.h"

#include <algorithm>
#include <bit>
#include <cstdint>

namespace pairscape {

float quantizeShiftWeight(float weight) {
    const auto bits = std::bit_cast<std::uint32_t>(weight);
    const std::uint32_t magnitude = bits & 0x7FFFFFFFU;
    // The first mantissa above sqrt(2) is 0x3504F4: adding its distance to 2 carries into the exponent
    // exactly from there on. What is left of the mantissa is cut off.
    const std::uint32_t rounded = (magnitude + (0x800000U - 0x3504F4U)) & 0x7F800000U;
    constexpr std::uint32_t smallest = (127U + smallestShiftExponent) << 23;
    constexpr std::uint32_t largest = 127U << 23;
    const std::uint32_t clamped = std::clamp(rounded, smallest, largest);
    return std::bit_cast<float>(magnitude == 0 ? bits : (bits & 0x80000000U) | clamped);
}

void quantizeShiftWeights(std::span<float> weights) {
    for (float& weight : weights)
        weight = quantizeShiftWeight(weight);
}

} // namespace pairscape
