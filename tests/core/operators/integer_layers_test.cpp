// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Integer layers against a loop over the terms, bit for bit, with every instruction set.

#include "tests/core/operators/instruction_sets.h"
#include "tests/core/operators/slow_layers.h"

#include "core/base/random.h"
#include "core/operators/integer_layers.h"
#include "core/operators/shift_weights.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <vector>

namespace pairscape {
namespace {

/// Where element i of [a][b][h][w] lies in [a][h][w][b].
std::size_t lastOf(std::int64_t i, std::int64_t b, std::int64_t h, std::int64_t w) {
    const std::int64_t x = i % w, y = i / w % h, c = i / (w * h) % b, n = i / (w * h * b);
    return static_cast<std::size_t>(((n * h + y) * w + x) * b + c);
}

std::vector<std::int8_t> randomBytes(std::int64_t count, std::uint64_t seed, int low, int high) {
    std::vector<std::int8_t> bytes(static_cast<std::size_t>(count));
    RandomStream random({seed});
    for (std::int8_t& byte : bytes)
        byte = static_cast<std::int8_t>(
            low + static_cast<int>(random.below(static_cast<std::uint32_t>(high - low + 1))));
    return bytes;
}

/// Sums of product(x, w) over the terms, in the channels-last order of the integer layers.
template <class Weight, class Product>
std::vector<std::int32_t> slowSums(const LayerShape& s, const std::vector<std::int8_t>& input,
                                   const std::vector<Weight>& weights, const Product& product) {
    std::vector<std::int32_t> sums(static_cast<std::size_t>(s.outputElements()), 0);
    forEachTerm(s, [&](std::int64_t i, std::int64_t w, std::int64_t o) {
        const std::int8_t x = i < 0 ? std::int8_t{0} : input[lastOf(i, s.inChannels, s.inHeight, s.inWidth)];
        sums[lastOf(o, s.outChannels, s.outHeight(), s.outWidth())] +=
            product(x, weights[lastOf(w, s.groupInputs(), s.kernel, s.kernel)]);
    });
    return sums;
}

LayerShape anyShape() {
    return *arbitraryShape(*rc::gen::element(Grouping::Dense, Grouping::Grouped, Grouping::Depthwise));
}

} // namespace

RC_GTEST_PROP(IntegerConv, IsItsDefinition, ()) {
    const LayerShape s = anyShape();
    const auto x = randomBytes(s.inputElements(), *rc::gen::arbitrary<std::uint32_t>(), -128, 127);
    const auto w = randomBytes(s.weights(), *rc::gen::arbitrary<std::uint32_t>(), -128, 127);
    std::vector<std::int32_t> sums(static_cast<std::size_t>(s.outputElements()), 7);
    integerConvForward(s, x, w, sums);
    RC_ASSERT(sums == slowSums(s, x, w, [](int a, int b) { return a * b; }));
}

RC_GTEST_PROP(IntegerShift, IsItsDefinition, ()) {
    const LayerShape s = anyShape();
    const auto x = randomBytes(s.inputElements(), *rc::gen::arbitrary<std::uint32_t>(), -128, 127);
    const auto codes = randomBytes(s.weights(), *rc::gen::arbitrary<std::uint32_t>(), 0, 63);
    std::vector<ShiftWeight> w;
    for (const std::int8_t code : codes)
        w.push_back({(code & 32) != 0, static_cast<std::uint8_t>(code & 31)});
    std::vector<std::int32_t> sums(static_cast<std::size_t>(s.outputElements()), 7);
    integerShiftForward(s, x, w, sums);
    RC_ASSERT(sums == slowSums(s, x, w, [](int a, ShiftWeight b) {
                  const double value = b.exponent > 7 ? 0 : a * std::ldexp(128.0, -b.exponent);
                  return static_cast<std::int32_t>(b.negative ? -value : value);
              }));
}

RC_GTEST_PROP(IntegerAdder, IsItsDefinitionWithEveryInstructionSet, ()) {
    const LayerShape s = anyShape();
    const bool sixBits = *rc::gen::arbitrary<bool>();
    const int low = sixBits ? -32 : -128, high = sixBits ? 31 : 127;
    const auto x = randomBytes(s.inputElements(), *rc::gen::arbitrary<std::uint32_t>(), low, high);
    const auto w = randomBytes(s.weights(), *rc::gen::arbitrary<std::uint32_t>(), low, high);
    const auto slow = slowSums(s, x, w, [](int a, int b) { return -std::abs(a - b); });
    forEachInstructionSet([&](const char*) {
        std::vector<std::int32_t> sums(static_cast<std::size_t>(s.outputElements()), 7);
        integerAdderForward(s, x, w, sums);
        RC_ASSERT(sums == slow);
    });
}

TEST(IntegerAdder, OfLongRowsAndManyPixelsIsItsDefinition) {
    for (const LayerShape& s :
         {LayerShape{2, 70, 37, 9, 8, 3, 1, 1, 1}, LayerShape{1, 576, 13, 8, 8, 1, 1, 0, 1}}) {
        const auto x = randomBytes(s.inputElements(), 1, -128, 127),
                   w = randomBytes(s.weights(), 2, -128, 127);
        std::vector<std::int32_t> sums(static_cast<std::size_t>(s.outputElements()));
        integerAdderForward(s, x, w, sums);
        EXPECT_EQ(sums, slowSums(s, x, w, [](int a, int b) { return -std::abs(a - b); })) << s;
    }
}

TEST(ToInteger, RoundsHalfToEvenAndClamps) {
    EXPECT_EQ(toInteger(0.5F, 1, 8), 0);
    EXPECT_EQ(toInteger(1.5F, 1, 8), 2);
    EXPECT_EQ(toInteger(-2.5F, 1, 8), -2);
    EXPECT_EQ(toInteger(3.0F, 2, 8), 2); // 1.5
    EXPECT_EQ(toInteger(1000, 1, 8), 127);
    EXPECT_EQ(toInteger(-1000, 1, 8), -128);
    EXPECT_EQ(toInteger(31.4F, 1, 6), 31);
    EXPECT_EQ(toInteger(40, 1, 6), 31);
    EXPECT_EQ(toInteger(-40, 1, 6), -32);
}

TEST(ToInteger, ScaleMapsTheLargestToTheEnd) {
    const std::vector<float> values = {0.25F, -3.0F, 1.0F};
    const float scale = integerScale(values, 6);
    EXPECT_EQ(toInteger(-3.0F, scale, 6), -31);
    EXPECT_EQ(integerScale(std::vector<float>{0, 0}, 8), 1.0F);
}

RC_GTEST_PROP(ToShiftWeight, IsTheRoundedWeightRelativeToTheLargest, ()) {
    const float w = static_cast<float>(*rc::gen::inRange(1, 2'000'000)) * (*rc::gen::element(-1e-6F, 1e-6F));
    const ShiftWeight code = toShiftWeight(w, 0);
    const float rounded = quantizeShiftWeight(w);
    RC_ASSERT(code.negative == (rounded < 0));
    RC_ASSERT(std::ldexp(1.0F, -code.exponent) == std::abs(rounded));
    RC_ASSERT(toShiftWeight(w * 4, 2).code() == code.code() || std::abs(w) > 1.0F);
}

TEST(ToShiftWeight, OfZeroActsAsZero) {
    EXPECT_EQ(shiftProduct(127, toShiftWeight(0.0F, 0)), 0);
    EXPECT_EQ(shiftProduct(127, toShiftWeight(1e-30F, 0)), 0);
    EXPECT_EQ(shiftProduct(-5, toShiftWeight(-0.5F, 0)), 5 * 64);
}

} // namespace pairscape
