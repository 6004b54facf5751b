// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>

/// What happens between two integer layers: 32-bit sums become activations of a few bits by a multiplication,
/// an addition and a shift, rounded half to even. Every intermediate value stays below 2^53, so that double
/// arithmetic gives the same numbers. Header only.
namespace pairscape {

/// value / 2^shift, rounded half to even; shift from 0 to 62.
constexpr std::int64_t shiftRounded(std::int64_t value, int shift) {
    if (shift == 0)
        return value;
    const std::int64_t down = value >> shift; // towards minus infinity, as C++20 says
    const std::int64_t rest = value - down * (std::int64_t{1} << shift),
                       half = std::int64_t{1} << (shift - 1);
    return down + (rest > half || (rest == half && (down & 1) != 0) ? 1 : 0);
}

/// Within the numbers of `bits` bits, two's complement.
constexpr std::int64_t clampToBits(std::int64_t value, int bits) {
    const std::int64_t limit = std::int64_t{1} << (bits - 1);
    return std::clamp(value, -limit, limit - 1);
}

/// (multiplier x + offset) / 2^shift: a factor and an addend in fixed point.
struct FixedAffine {
    std::int64_t multiplier = 0, offset = 0;
    int shift = 0;

    constexpr std::int64_t of(std::int64_t x) const { return shiftRounded(multiplier * x + offset, shift); }
};

/// The fixed-point form nearest to factor x + addend: a multiplier of at most 23 bits with as many of them
/// behind the point as there can be, at most 40. For |x| below 2^25 no intermediate value reaches 2^53.
inline FixedAffine fixedAffine(double factor, double addend = 0) {
    constexpr int multiplierBits = 23, mostShift = 40, offsetBits = 50;
    const auto bitsOf = [](double value) { // value < 2^bits
        int exponent = 0;
        std::frexp(value, &exponent);
        return exponent;
    };
    int shift = mostShift;
    if (factor != 0)
        shift = std::min(shift, multiplierBits - bitsOf(factor));
    if (addend != 0)
        shift = std::min(shift, offsetBits - bitsOf(addend));
    shift = std::max(shift, 0);
    const auto most = static_cast<double>(std::int64_t{1} << offsetBits);
    FixedAffine fixed;
    fixed.shift = shift;
    fixed.multiplier = std::llrint(std::clamp(std::ldexp(factor, shift), -8388608.0, 8388608.0));
    fixed.offset = std::llrint(std::clamp(std::ldexp(addend, shift), -most, most));
    return fixed;
}

} // namespace pairscape
