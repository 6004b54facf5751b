// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Shift weights against DeepShift's definition: clamp |w| to [2^-31, 1], then 2^round(log2 |w|), sign kept.

#include "core/operators/shift_weights.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <bit>
#include <cmath>
#include <limits>
#include <vector>

namespace pairscape {
namespace {

/// In long double, so that log2 of a float near a halfway point falls on its true side.
float deepShift(float w) {
    if (w == 0.0F)
        return w;
    const long double magnitude = std::min(std::max(std::abs(static_cast<long double>(w)), 0x1p-31L), 1.0L);
    const auto power = static_cast<float>(std::exp2(std::round(std::log2(magnitude))));
    return std::copysign(power, w);
}

} // namespace

RC_GTEST_PROP(ShiftWeights, AreDeepShiftsPowersOfTwo, ()) {
    const auto bits = *rc::gen::arbitrary<std::uint32_t>();
    const auto w = std::bit_cast<float>(bits);
    RC_PRE(std::isfinite(w));
    RC_ASSERT(quantizeShiftWeight(w) == deepShift(w));
}

RC_GTEST_PROP(ShiftWeights, OfTheUsualSizeAreDeepShiftsPowersOfTwo, ()) {
    const float w = static_cast<float>(*rc::gen::inRange(-2'000'000, 2'000'001)) * 1e-6F;
    RC_ASSERT(quantizeShiftWeight(w) == deepShift(w));
}

TEST(ShiftWeights, TurnAtTheGeometricMiddle) {
    for (int exponent = -31; exponent < 0; ++exponent) {
        // The floats on both sides of sqrt(2) * 2^exponent.
        const float below = std::ldexp(std::bit_cast<float>(0x3FB504F3U), exponent);
        const float above = std::ldexp(std::bit_cast<float>(0x3FB504F4U), exponent);
        ASSERT_LT(static_cast<double>(below), std::ldexp(std::sqrt(2.0), exponent));
        ASSERT_GT(static_cast<double>(above), std::ldexp(std::sqrt(2.0), exponent));
        EXPECT_EQ(quantizeShiftWeight(below), std::ldexp(1.0F, exponent));
        EXPECT_EQ(quantizeShiftWeight(-above), -std::ldexp(1.0F, exponent + 1));
    }
}

TEST(ShiftWeights, ClampAtBothEnds) {
    EXPECT_EQ(quantizeShiftWeight(17.5F), 1.0F);
    EXPECT_EQ(quantizeShiftWeight(-1e30F), -1.0F);
    EXPECT_EQ(quantizeShiftWeight(1e-30F), 0x1p-31F);
    EXPECT_EQ(quantizeShiftWeight(std::numeric_limits<float>::denorm_min()), 0x1p-31F);
    EXPECT_EQ(quantizeShiftWeight(0.0F), 0.0F);
    EXPECT_TRUE(std::signbit(quantizeShiftWeight(-0.0F)));
}

TEST(ShiftWeights, InPlaceIsOneByOne) {
    std::vector<float> weights = {0.3F, -0.7F, 0.0F, 1.5F, -0.0001F};
    std::vector<float> expected;
    for (const float w : weights)
        expected.push_back(quantizeShiftWeight(w));
    quantizeShiftWeights(weights);
    EXPECT_EQ(weights, expected);
}

} // namespace pairscape
