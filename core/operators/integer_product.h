// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

/// One term of a conv, shift or adder sum in integers: the definition that the hardware's PEs (resources/rtl)
/// and every integer kernel must equal bit for bit. Terms are summed in 32 bits. Header only, without
/// LibTorch.
namespace pairscape {

/// A shift weight: (-1)^negative * 2^-exponent, relative to the layer's largest. 6 bits: sign and 0 <=
/// exponent < 32.
struct ShiftWeight {
    bool negative = false;
    std::uint8_t exponent = 0;

    /// As it is stored and as the PE reads it: the sign above five bits of exponent.
    constexpr std::uint8_t code() const { return static_cast<std::uint8_t>((negative ? 32 : 0) | exponent); }
};

/// Octaves below a layer's largest weight that the integer form tells apart; smaller weights act as zero
/// there. Sums of shift products are in units of 2^-shiftReach of the layer's scale, so no bit of a product
/// is cut off.
inline constexpr int shiftReach = 7;

/// Conv: 8-bit activation times 8-bit weight.
constexpr std::int32_t convProduct(std::int8_t x, std::int8_t w) {
    return std::int32_t{x} * w;
}

/// Shift: 8-bit activation times a power of two, in units of 2^-shiftReach.
constexpr std::int32_t shiftProduct(std::int8_t x, ShiftWeight w) {
    if (w.exponent > shiftReach)
        return 0;
    const std::int32_t magnitude = std::int32_t{x} * (1 << (shiftReach - w.exponent));
    return w.negative ? -magnitude : magnitude;
}

/// Adder: -|x - w| of two 6-bit numbers (-32 to 31) on one scale.
constexpr std::int32_t adderTerm(std::int8_t x, std::int8_t w) {
    const std::int32_t difference = std::int32_t{x} - w;
    return difference < 0 ? difference : -difference;
}

} // namespace pairscape
