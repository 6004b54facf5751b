// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Gradients of the layers against loops written from the formulas, which are themselves held against finite
// differences of what they are the derivatives of: conv of its own sum; the adder's weight gradient of -1/2
// (x - w)^2, its clipped input gradient of minus Huber's function of x - w.

#include "tests/core/operators/instruction_sets.h"
#include "tests/core/operators/slow_gradients.h"
#include "tests/core/operators/slow_layers.h"
#include "tests/core/operators/tensors.h"

#include "core/operators/differentiable_layers.h"
#include "core/operators/shift_weights.h"
#include "core/operators/tensor_layers.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace pairscape {
namespace {

using torch::Tensor;

using DifferentiableLayer = std::function<Tensor(const Tensor&, const Tensor&, const LayerOptions&)>;

struct FastGradients {
    std::vector<float> input, weight;
};

FastGradients fastGradients(const DifferentiableLayer& layer, const LayerData& data,
                            const LayerOptions& options, const std::vector<float>& outputGradient,
                            torch::ScalarType type = torch::kFloat) {
    const Tensor x = data.input.to(type, false, true).requires_grad_();
    const Tensor w = data.weight.to(type, false, true).requires_grad_();
    const Tensor y = layer(x, w, options);
    y.backward(tensorOf(outputGradient, y.sizes()).to(type));
    return {valuesOf(x.grad().to(torch::kFloat)), valuesOf(w.grad().to(torch::kFloat))};
}

void expectNear(const std::vector<float>& fast, const std::vector<double>& slow,
                const std::vector<double>& magnitude) {
    RC_ASSERT(fast.size() == slow.size());
    for (std::size_t i = 0; i < slow.size(); ++i)
        RC_ASSERT(std::abs(static_cast<double>(fast[i]) - slow[i]) <= 3e-6 * (1e-3 + magnitude[i]));
}

std::vector<float> normals(std::int64_t count, std::uint64_t seed) {
    std::vector<float> values(static_cast<std::size_t>(count));
    RandomStream({seed, 1}).fillNormal(values);
    return values;
}

void check(Grouping grouping, const DifferentiableLayer& layer, const SlowDerivatives& derivatives,
           bool shift) {
    const LayerShape shape = *arbitraryShape(grouping);
    LayerData data(shape, *rc::gen::arbitrary<std::uint32_t>());
    const std::vector<float> dy = normals(shape.outputElements(), *rc::gen::arbitrary<std::uint32_t>());
    std::vector<FastGradients> fast;
    forEachInstructionSet(
        [&](const char*) { fast.push_back(fastGradients(layer, data, optionsOf(shape), dy)); });
    if (shift) // straight through: the gradients are those of the rounded weights
        quantizeShiftWeights(data.w);
    const SlowGradients slow = slowGradients(shape, derivatives, data.x, data.w, dy);
    for (const FastGradients& gradients : fast) {
        expectNear(gradients.input, slow.input, slow.inputMagnitude);
        expectNear(gradients.weight, slow.weight, slow.weightMagnitude);
    }
}

Tensor adder(const Tensor& x, const Tensor& w, const LayerOptions& options) {
    return adderLayer(x, w, options);
}

} // namespace

RC_GTEST_PROP(ConvGradients, AreTheFormulaDense, ()) {
    check(Grouping::Dense, convLayer, productDerivatives, false);
}
RC_GTEST_PROP(ConvGradients, AreTheFormulaGrouped, ()) {
    check(Grouping::Grouped, convLayer, productDerivatives, false);
}
RC_GTEST_PROP(ConvGradients, AreTheFormulaDepthwise, ()) {
    check(Grouping::Depthwise, convLayer, productDerivatives, false);
}
RC_GTEST_PROP(ShiftGradients, PassStraightThroughTheRounding, ()) {
    check(Grouping::Grouped, shiftLayer, productDerivatives, true);
}
RC_GTEST_PROP(AdderGradients, AreTheFormulaDense, ()) {
    check(Grouping::Dense, adder, adderDerivatives, false);
}
RC_GTEST_PROP(AdderGradients, AreTheFormulaGrouped, ()) {
    check(Grouping::Grouped, adder, adderDerivatives, false);
}
RC_GTEST_PROP(AdderGradients, AreTheFormulaDepthwise, ()) {
    check(Grouping::Depthwise, adder, adderDerivatives, false);
}

/// What CUDA tensors run on, here in double precision on the CPU.
RC_GTEST_PROP(AdderByTensors, IsTheFormula, ()) {
    const LayerShape shape =
        *arbitraryShape(*rc::gen::element(Grouping::Dense, Grouping::Grouped, Grouping::Depthwise));
    const LayerData data(shape, *rc::gen::arbitrary<std::uint32_t>());
    const std::vector<float> dy = normals(shape.outputElements(), 3);
    const Tensor y = adderForwardByTensors(data.input, data.weight, optionsOf(shape));
    const std::vector<double> slow = slowForward(shape, distanceTerm, data.x, data.w);
    const std::vector<float> values = valuesOf(y);
    for (std::size_t i = 0; i < slow.size(); ++i)
        RC_ASSERT(std::abs(static_cast<double>(values[i]) - slow[i]) <= 1e-5 * (1 + std::abs(slow[i])));
    const FastGradients fast = fastGradients(adder, data, optionsOf(shape), dy, torch::kDouble);
    const SlowGradients gradients = slowGradients(shape, adderDerivatives, data.x, data.w, dy);
    expectNear(fast.input, gradients.input, gradients.inputMagnitude);
    expectNear(fast.weight, gradients.weight, gradients.weightMagnitude);
}

/// Long rows, many tasks, tiles that are not full.
TEST(Gradients, OfLargerLayersAreTheFormula) {
    for (const LayerShape& shape :
         {LayerShape{3, 45, 101, 17, 18, 3, 1, 1, 1}, LayerShape{2, 150, 210, 9, 9, 1, 1, 0, 1},
          LayerShape{2, 26, 34, 19, 21, 5, 2, 2, 2}, LayerShape{20, 60, 37, 3, 3, 3, 1, 1, 1},
          LayerShape{20, 37, 37, 7, 6, 5, 2, 2, 37}}) {
        const LayerData data(shape, 5);
        const std::vector<float> dy = normals(shape.outputElements(), 9);
        for (const bool isAdder : {false, true}) {
            const FastGradients fast =
                fastGradients(isAdder ? DifferentiableLayer(adder) : DifferentiableLayer(convLayer), data,
                              optionsOf(shape), dy);
            const SlowGradients slow =
                slowGradients(shape, isAdder ? adderDerivatives : productDerivatives, data.x, data.w, dy);
            for (std::size_t i = 0; i < slow.input.size(); ++i)
                ASSERT_NEAR(static_cast<double>(fast.input[i]), slow.input[i],
                            2e-6 * (1 + slow.inputMagnitude[i]))
                    << shape << (isAdder ? " adder" : " conv");
            for (std::size_t i = 0; i < slow.weight.size(); ++i)
                ASSERT_NEAR(static_cast<double>(fast.weight[i]), slow.weight[i],
                            2e-6 * (1 + slow.weightMagnitude[i]))
                    << shape << (isAdder ? " adder" : " conv");
        }
    }
}

/// The derivatives that the slow loops use are those of the functions they claim to be from.
RC_GTEST_PROP(SlowDerivatives, AreFiniteDifferences, (int a, int b)) {
    const double x = a % 1000 / 250.0, w = b % 1000 / 250.0 + 0.0005; // never exactly at Huber's corners
    const auto huber = [](double d) { return std::abs(d) <= 1 ? 0.5 * d * d : std::abs(d) - 0.5; };
    constexpr double step = 1e-5;
    const auto slope = [&](const auto& f) { return (f(step) - f(-step)) / (2 * step); };
    RC_ASSERT(std::abs(slope([&](double h) { return -huber(x + h - w); }) - adderDerivatives.byInput(x, w)) <
              1e-4);
    RC_ASSERT(std::abs(slope([&](double h) { return -0.5 * std::pow(x - w - h, 2); }) -
                       adderDerivatives.byWeight(x, w)) < 1e-4);
    RC_ASSERT(std::abs(slope([&](double h) { return (x + h) * w; }) - productDerivatives.byInput(x, w)) <
              1e-4);
    RC_ASSERT(std::abs(slope([&](double h) { return x * (w + h); }) - productDerivatives.byWeight(x, w)) <
              1e-4);
}

/// Derivatives of a gradient, against LibTorch's own convolution.
TEST(ConvGradients, CanBeTakenTwice) {
    const LayerShape shape = {2, 6, 8, 7, 6, 3, 2, 1, 2};
    const LayerData data(shape, 4);
    const auto second = [&](const auto& layer) {
        const Tensor x = data.input.clone().requires_grad_(), w = data.weight.clone().requires_grad_();
        const std::vector<Tensor> first =
            torch::autograd::grad({layer(x, w).pow(3).sum()}, {x, w}, {}, true, true);
        return torch::autograd::grad({first[0].pow(2).sum() + first[1].pow(2).sum()}, {x, w});
    };
    const std::vector<Tensor> ours =
        second([&](const Tensor& x, const Tensor& w) { return convLayer(x, w, optionsOf(shape)); });
    const std::vector<Tensor> theirs = second([&](const Tensor& x, const Tensor& w) {
        return at::conv2d(x, w, {}, shape.stride, shape.padding, 1, shape.groups);
    });
    for (const std::size_t i : {0U, 1U})
        EXPECT_LT((ours[i] - theirs[i]).norm().item<double>(), 1e-4 * theirs[i].norm().item<double>());
}

TEST(AdderGradients, HaveNoDerivatives) {
    const Tensor w = torch::randn({3, 2, 1, 1}).requires_grad_();
    const Tensor y = adderLayer(torch::randn({2, 2, 4, 4}), w);
    EXPECT_THROW(torch::autograd::grad({y.sum()}, {w}, {}, true, true), c10::Error);
}

TEST(AdderGradients, AreScaledByLayer) {
    const LayerShape shape = {2, 6, 9, 5, 5, 3, 1, 1, 1};
    const LayerData data(shape, 4);
    const std::vector<float> dy = normals(shape.outputElements(), 5);
    const auto gradient = [&](double eta) {
        const Tensor w = data.weight.clone().requires_grad_();
        const Tensor y = adderLayer(data.input, w, optionsOf(shape), eta);
        y.backward(tensorOf(dy, y.sizes()));
        return w.grad();
    };
    const Tensor plain = gradient(0), scaled = gradient(0.2);
    EXPECT_NEAR(scaled.norm().item<double>(), 0.2 * std::sqrt(static_cast<double>(plain.numel())), 1e-4);
    EXPECT_TRUE(torch::allclose(scaled / scaled.norm(), plain / plain.norm(), 1e-5, 1e-6));
}

TEST(AdderGradients, OfAZeroGradientStayFinite) {
    const Tensor w = torch::randn({3, 2, 1, 1}).requires_grad_();
    const Tensor y = adderLayer(torch::randn({2, 2, 4, 4}), w, {}, 0.2);
    y.backward(torch::zeros_like(y));
    EXPECT_EQ(w.grad().abs().max().item<float>(), 0.0F);
}

TEST(ShiftWeights, OfPowersAndSignsHaveDeepShiftsGradients) {
    const Tensor power = torch::tensor({-0.4F, -0.6F, -2.5F, -40.0F, 3.0F, -1.0F}).requires_grad_();
    const Tensor sign = torch::tensor({0.9F, -0.7F, 1.7F, 1.0F, -1.0F, 0.2F}).requires_grad_();
    const Tensor weight = shiftWeights(power, sign);
    const std::vector<float> expected = {1.0F, -0.5F, 0.25F, 0x1p-30F, -1.0F, 0.0F};
    EXPECT_EQ(valuesOf(weight), expected);
    const Tensor dw = torch::tensor({1.0F, 2.0F, 3.0F, 4.0F, 5.0F, 6.0F});
    weight.backward(dw);
    EXPECT_TRUE(torch::equal(sign.grad(), dw));
    EXPECT_TRUE(torch::allclose(power.grad(), dw * weight.detach() * std::numbers::ln2));
}

TEST(ShiftWeights, RoundedByTensorsAreTheKernels) {
    const Tensor w = torch::cat({torch::randn({1000}), torch::tensor({0.0F, 1e-20F, 5.0F, -1e-12F})});
    EXPECT_TRUE(
        torch::equal(roundShiftWeights(w), roundShiftWeights(w.to(torch::kDouble)).to(torch::kFloat)));
}

TEST(Gradients, TheNumberOfThreadsChangesNothing) {
    for (const LayerShape& shape :
         {LayerShape{4, 33, 129, 14, 14, 3, 1, 1, 1}, LayerShape{5, 24, 24, 13, 13, 3, 2, 1, 24},
          LayerShape{2, 32, 48, 16, 16, 3, 1, 1, 4}}) {
        const LayerData data(shape, 21);
        const std::vector<float> dy = normals(shape.outputElements(), 22);
        for (const DifferentiableLayer& layer :
             {DifferentiableLayer(convLayer), DifferentiableLayer(shiftLayer), DifferentiableLayer(adder)}) {
            FastGradients one;
            for (const int threads : {1, 2, 4}) {
                const Threads set(threads);
                const FastGradients result = fastGradients(layer, data, optionsOf(shape), dy);
                if (threads == 1)
                    one = result;
                EXPECT_EQ(one.input, result.input) << threads << " threads, " << shape;
                EXPECT_EQ(one.weight, result.weight) << threads << " threads, " << shape;
            }
        }
    }
}

TEST(Gradients, AreTakenOnlyWhereTheyAreWanted) {
    const LayerShape shape = {2, 4, 4, 6, 6, 3, 1, 1, 1};
    const LayerData data(shape, 6);
    const Tensor x = data.input.clone().requires_grad_();
    adderLayer(x, data.weight, optionsOf(shape)).sum().backward();
    EXPECT_TRUE(x.grad().defined());
    EXPECT_FALSE(data.weight.grad().defined());
}

} // namespace pairscape
