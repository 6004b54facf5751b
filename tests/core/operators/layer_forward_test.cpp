// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Forward passes of the layers against loops written from the formulas.

#include "tests/core/operators/instruction_sets.h"
#include "tests/core/operators/slow_layers.h"
#include "tests/core/operators/tensors.h"

#include "core/operators/adder_layer.h"
#include "core/operators/conv_layer.h"
#include "core/operators/kernels/layer_kernels.h"
#include "core/operators/shift_layer.h"
#include "core/operators/shift_weights.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

namespace pairscape {
namespace {

using Forward = torch::Tensor (*)(const torch::Tensor&, const torch::Tensor&, const LayerOptions&);

/// Rounding units of the sum of |x| + |w|, which is what the adder's detour over maxima costs.
void expectNearForward(const torch::Tensor& fast, const std::vector<double>& slow,
                       const std::vector<double>& magnitude) {
    const std::vector<float> values = valuesOf(fast);
    RC_ASSERT(values.size() == slow.size());
    for (std::size_t i = 0; i < slow.size(); ++i)
        RC_ASSERT(std::abs(static_cast<double>(values[i]) - slow[i]) <= 4e-6 * (1.0 + magnitude[i]));
}

void checkForward(Grouping grouping, Forward forward, const SlowTerm& term, bool shift) {
    const LayerShape shape = *arbitraryShape(grouping);
    LayerData data(shape, *rc::gen::arbitrary<std::uint32_t>());
    std::vector<torch::Tensor> fast;
    forEachInstructionSet(
        [&](const char*) { fast.push_back(forward(data.input, data.weight, optionsOf(shape))); });
    RC_ASSERT(fast.front().sizes() ==
              torch::IntArrayRef({shape.batch, shape.outChannels, shape.outHeight(), shape.outWidth()}));
    if (shift)
        for (float& w : data.w)
            w = std::copysign(std::exp2(std::round(std::log2(std::min(std::abs(w), 1.0F)))), w);
    const std::vector<double> magnitude = slowForward(
        shape, [](double x, double w) { return std::abs(x) + std::abs(w); }, data.x, data.w);
    const std::vector<double> slow = slowForward(shape, term, data.x, data.w);
    for (const torch::Tensor& result : fast)
        expectNearForward(result, slow, magnitude);
}

} // namespace

RC_GTEST_PROP(ConvForward, IsTheFormulaDense, ()) {
    checkForward(Grouping::Dense, convForward, productTerm, false);
}
RC_GTEST_PROP(ConvForward, IsTheFormulaGrouped, ()) {
    checkForward(Grouping::Grouped, convForward, productTerm, false);
}
RC_GTEST_PROP(ConvForward, IsTheFormulaDepthwise, ()) {
    checkForward(Grouping::Depthwise, convForward, productTerm, false);
}
RC_GTEST_PROP(ShiftForward, IsTheFormulaDense, ()) {
    checkForward(Grouping::Dense, shiftForward, productTerm, true);
}
RC_GTEST_PROP(ShiftForward, IsTheFormulaGrouped, ()) {
    checkForward(Grouping::Grouped, shiftForward, productTerm, true);
}
RC_GTEST_PROP(ShiftForward, IsTheFormulaDepthwise, ()) {
    checkForward(Grouping::Depthwise, shiftForward, productTerm, true);
}
RC_GTEST_PROP(AdderForward, IsTheFormulaDense, ()) {
    checkForward(Grouping::Dense, adderForward, distanceTerm, false);
}
RC_GTEST_PROP(AdderForward, IsTheFormulaGrouped, ()) {
    checkForward(Grouping::Grouped, adderForward, distanceTerm, false);
}
RC_GTEST_PROP(AdderForward, IsTheFormulaDepthwise, ()) {
    checkForward(Grouping::Depthwise, adderForward, distanceTerm, false);
}

/// Sums longer than one block of terms, outputs beyond one tile, and panels that are not full.
TEST(LayerForward, LongSumsAndManyTilesAreTheFormulaWithEveryInstructionSet) {
    for (const LayerShape& shape :
         {LayerShape{2, 45, 31, 12, 13, 3, 1, 1, 1}, LayerShape{3, 400, 13, 10, 10, 1, 1, 0, 1},
          LayerShape{1, 96, 26, 20, 20, 3, 2, 1, 2}, LayerShape{40, 7, 7, 9, 9, 5, 1, 2, 7}}) {
        const LayerData data(shape, 5);
        const std::vector<double> conv = slowForward(shape, productTerm, data.x, data.w);
        const std::vector<double> adder = slowForward(shape, distanceTerm, data.x, data.w);
        const auto terms = static_cast<double>(shape.terms());
        forEachInstructionSet([&](const char* set) {
            const std::vector<float> fastConv =
                valuesOf(convForward(data.input, data.weight, optionsOf(shape)));
            const std::vector<float> fastAdder =
                valuesOf(adderForward(data.input, data.weight, optionsOf(shape)));
            for (std::size_t i = 0; i < conv.size(); ++i) {
                ASSERT_NEAR(static_cast<double>(fastConv[i]), conv[i], 1e-6 * terms) << set << ", " << shape;
                ASSERT_NEAR(static_cast<double>(fastAdder[i]), adder[i], 3e-6 * terms)
                    << set << ", " << shape;
            }
        });
    }
}

TEST(AdderForward, PaddingContributesMinusTheMagnitudeOfTheWeight) {
    // One pixel in the middle of a 3x3 kernel: the eight other weights meet padding.
    torch::Tensor weight =
        torch::tensor({1.F, -2.F, 3.F, -4.F, 5.F, -6.F, 7.F, -8.F, 9.F}).reshape({1, 1, 3, 3});
    const torch::Tensor input = torch::full({1, 1, 1, 1}, 2.0F);
    const LayerOptions options = {1, 1, 1};
    // Depthwise, and the same dense with a second channel that adds -9 * 1.
    EXPECT_FLOAT_EQ(adderForward(input, weight, options).item<float>(), -(40.0F + 3.0F));
    weight = torch::cat({weight, torch::ones({1, 1, 3, 3})}, 1);
    const torch::Tensor two = torch::cat({input, torch::full({1, 1, 1, 1}, 1.0F)}, 1);
    EXPECT_FLOAT_EQ(adderForward(two, weight, options).item<float>(), -(43.0F + 8.0F));
}

TEST(AdderForward, AgreesWithTorchsL1Distance) {
    const LayerShape shape = {30, 50, 24, 1, 1, 1, 1, 0, 1};
    const LayerData data(shape, 11);
    const torch::Tensor expected =
        -torch::cdist(data.input.reshape({30, 50}), data.weight.reshape({24, 50}), 1.0);
    EXPECT_TRUE(
        torch::allclose(adderForward(data.input, data.weight).reshape({30, 24}), expected, 1e-5, 1e-4));
}

TEST(ConvForward, AgreesWithTorchsConvolution) {
    const LayerShape shape = {3, 24, 36, 11, 9, 5, 2, 2, 4};
    const LayerData data(shape, 12);
    const torch::Tensor expected = at::conv2d(data.input, data.weight, {}, 2, 2, 1, 4);
    EXPECT_TRUE(
        torch::allclose(convForward(data.input, data.weight, optionsOf(shape)), expected, 1e-4, 1e-4));
}

/// Bit for bit, for shapes with several tiles or channels to share among the threads.
TEST(LayerForward, TheNumberOfThreadsChangesNothing) {
    for (const LayerShape& shape :
         {LayerShape{4, 33, 29, 14, 14, 3, 1, 1, 1}, LayerShape{5, 24, 24, 13, 13, 3, 2, 1, 24},
          LayerShape{2, 32, 48, 16, 16, 3, 1, 1, 4}}) {
        const LayerData data(shape, 21);
        for (const Forward forward : {Forward{convForward}, Forward{shiftForward}, Forward{adderForward}}) {
            torch::Tensor one;
            for (const int threads : {1, 2, 4}) {
                const Threads set(threads);
                const torch::Tensor result = forward(data.input, data.weight, optionsOf(shape));
                if (threads == 1)
                    one = result;
                else
                    EXPECT_TRUE(torch::equal(one, result)) << threads << " threads, " << shape;
            }
        }
    }
}

/// The batch is only a place in memory: an image alone gives what it gives among others.
TEST(LayerForward, ImagesOfABatchDoNotMeet) {
    const LayerShape shape = {7, 20, 18, 10, 10, 3, 1, 1, 2};
    const LayerData data(shape, 22);
    for (const Forward forward : {Forward{convForward}, Forward{adderForward}}) {
        const torch::Tensor all = forward(data.input, data.weight, optionsOf(shape));
        for (std::int64_t n = 0; n < shape.batch; ++n)
            EXPECT_TRUE(torch::equal(all.slice(0, n, n + 1),
                                     forward(data.input.slice(0, n, n + 1), data.weight, optionsOf(shape))));
    }
}

TEST(LayerForward, TakesTensorsInAnyMemoryOrder) {
    const LayerShape shape = {4, 6, 5, 7, 8, 3, 1, 1, 1};
    const LayerData data(shape, 23);
    const torch::Tensor plain = adderForward(data.input, data.weight, optionsOf(shape));
    const torch::Tensor last =
        adderForward(data.input.contiguous(torch::MemoryFormat::ChannelsLast),
                     data.weight.contiguous(torch::MemoryFormat::ChannelsLast), optionsOf(shape));
    const torch::Tensor innermost = data.input.permute({1, 2, 3, 0}).contiguous().permute({3, 0, 1, 2});
    EXPECT_TRUE(plain.is_contiguous());
    EXPECT_TRUE(torch::equal(plain, last));
    EXPECT_TRUE(torch::equal(plain, adderForward(innermost, data.weight, optionsOf(shape))));
}

} // namespace pairscape
