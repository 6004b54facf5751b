// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Quantised networks: the trainer's floats and the integer kernels give the same logits, bit for bit; both
// are near to what training sees.
#include "core/base/random.h"
#include "core/operators/shift_weights.h"
#include "core/space/search_space.h"
#include "core/training/folded_forward.h"
#include "core/training/retarget.h"
#include "core/training/trainable_network.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>

namespace pairscape {
namespace {

using torch::Tensor;
using Mode = TrainableNetwork::Mode;

Tensor noise(std::vector<std::int64_t> shape, std::uint64_t seed) {
    Tensor values = torch::empty(shape);
    RandomStream({seed}).fillNormal({values.data_ptr<float>(), static_cast<std::size_t>(values.numel())});
    return values;
}

/// A quantised network with norms away from their beginning, measured on two batches.
TrainableNetwork measuredNetwork(const SearchSpace& space, const Architecture& architecture, int size,
                                 int classes, std::uint64_t seed, std::int64_t batch = 4) {
    TrainableNetwork network(retargeted(space.expand(architecture), size, classes),
                             {seed, space.hash(architecture), 0.2, false, true}, torch::kCPU);
    const torch::NoGradGuard noGradient;
    for (const TrainableNetwork::Parameter& parameter : network.parameters())
        if (!parameter.name.ends_with(".weight"))
            parameter.value.add_(
                noise(parameter.value.sizes().vec(), seed + static_cast<std::uint64_t>(parameter.offset)),
                0.3);
    network.resetStatistics();
    for (std::uint64_t k = 0; k < 2; ++k)
        network.forward(noise({batch, 3, size, size}, 100 * seed + k), Mode::Measure);
    return network;
}

/// Logits in integers as doubles.
Tensor integersOf(const FoldedNetwork& folded, const Tensor& images) {
    const Tensor x = images.contiguous();
    std::vector<std::int32_t> logits =
        integerLogits(folded, {x.data_ptr<float>(), static_cast<std::size_t>(x.numel())}, x.size(0));
    return torch::from_blob(logits.data(), {x.size(0), folded.network.classes}, torch::kInt)
        .to(torch::kDouble);
}

TEST(IntegerInference, EqualsTheQuantisedNetworkBitForBit) {
    std::set<OperatorType> seen;
    for (const char* name : {"tiny", "nasa-cifar"}) {
        const SearchSpace space = *SearchSpace::preset(name);
        const int count = std::string(name) == "tiny" ? 40 : 3;
        for (int i = 0; i < count; ++i) {
            RandomStream random({static_cast<std::uint64_t>(i), 11});
            const Architecture architecture = space.sample(random);
            for (const StageGene& stage : architecture.stages)
                for (const BlockGene& block : stage.blocks)
                    seen.insert(block.op);
            // Odd sizes have windows that the edge cuts.
            const int size = 8 + i % 7;
            const auto seed = static_cast<std::uint64_t>(i + 1);
            const FoldedNetwork folded = measuredNetwork(space, architecture, size, 7, seed).folded();
            // Larger than what was measured, so that clamping happens.
            const Tensor images = noise({3, 3, size, size}, 5000 + seed) * 1.5;
            const Tensor integers = integersOf(folded, images), floats = foldedForward(folded, images);
            EXPECT_TRUE(torch::equal(integers, floats)) << space.format(architecture) << " at " << size;
            EXPECT_TRUE(torch::equal(integers.argmax(1), floats.argmax(1)));
            EXPECT_GT(integers.std().item<double>(), 0) << "all logits are one number";
        }
    }
    EXPECT_EQ(seen.size(), operatorTypeCount);
}

TEST(IntegerInference, SumsOfMoreThanAThousandProductsStayExact) {
    const SearchSpace space = *SearchSpace::preset("nash-cifar100"); // 1,296 and more inputs before its head
    const FoldedNetwork folded =
        measuredNetwork(space, space.smallest(OperatorType::Conv), 16, 5, 3, 2).folded();
    const Tensor images = noise({1, 3, 16, 16}, 8);
    EXPECT_TRUE(torch::equal(integersOf(folded, images), foldedForward(folded, images)));
    // At their largest the sums go beyond what a float holds.
    FoldedNetwork extreme = folded;
    for (FoldedLayer& layer : extreme.layers)
        std::ranges::fill(layer.weights, std::int8_t{127});
    EXPECT_TRUE(torch::equal(integersOf(extreme, images), foldedForward(extreme, images)));
}

TEST(IntegerInference, IsNearToWhatTrainingSees) {
    const SearchSpace space = *SearchSpace::preset("tiny");
    for (const char* text : {"stem8 8k3e1:C 16k3e2:CC head32", "stem8 8k3e1:SS 8k5e2:S head32",
                             "stem8 8k3e1:A 16k3e3:AA head32", "stem8 8k3e1:CS 16k5e3:SA head32"}) {
        TrainableNetwork network = measuredNetwork(space, *space.parse(text), 12, 5, 2, 16);
        const torch::NoGradGuard noGradient;
        const Tensor images = noise({32, 3, 12, 12}, 200); // as those that were measured
        const FoldedNetwork folded = network.folded();
        const Tensor integer = foldedForward(folded, images) * folded.logitStep,
                     seen = network.forward(images, Mode::Evaluate).to(torch::kDouble);
        // Roundings that fall the other way make differences of single steps, which later layers pass on.
        EXPECT_LT(((integer - seen).norm() / seen.norm()).item<double>(), 0.1) << text;
    }
}

TEST(IntegerInference, UsesAsManyBitsAsTheLayersSay) {
    const SearchSpace space = *SearchSpace::preset("tiny");
    const FoldedNetwork folded =
        measuredNetwork(space, *space.parse("stem8 8k3e1:CS 16k5e3:SA head32"), 12, 5, 4).folded();
    for (std::size_t i = 0; i < folded.layers.size(); ++i) {
        const Layer& l = folded.network.layers[i];
        const FoldedLayer& f = folded.layers[i];
        const auto count = static_cast<std::size_t>(l.weights());
        EXPECT_EQ(l.op == OperatorType::Shift ? f.shifts.size() : f.weights.size(), count) << l.name;
        int largest = 0;
        for (const std::int8_t w : f.weights)
            largest = std::max(largest, std::abs(static_cast<int>(w)));
        if (l.op == OperatorType::Conv) {
            EXPECT_EQ(largest, 127) << l.name;
        }
        if (l.op == OperatorType::Adder) {
            EXPECT_LE(largest, 32) << l.name;
            EXPECT_GT(largest, 4) << l.name;
        }
        if (l.op == OperatorType::Shift) {
            EXPECT_TRUE(std::ranges::any_of(f.shifts, [](ShiftWeight w) { return w.exponent == 0; }))
                << l.name;
        }
    }
}

TEST(FakeQuantiser, RoundsAndLetsGradientsThrough) {
    const SearchSpace space = *SearchSpace::preset("tiny");
    const Network network = space.expand(*space.parse("stem8 8k3e1:CS 16k5e3:SA head32"));
    FakeQuantiser fake(network);
    // Measured over two batches with ranges 2.54 and 1.27: 1.905, in steps of 0.015.
    fake.begin(FakeQuantiser::Ranges::Measured);
    fake.at(fake.places().images(), torch::tensor({2.54F, -1.0F}), 8);
    fake.begin(FakeQuantiser::Ranges::Measured);
    fake.at(fake.places().images(), torch::tensor({1.27F, -1.0F}), 8);
    EXPECT_NEAR(fake.ranges()[fake.places().images()], 1.905, 1e-6);
    fake.begin(FakeQuantiser::Ranges::Fixed);
    Tensor x = torch::tensor({0.0149F, -0.02F, 5.0F, -5.0F}).requires_grad_(true);
    const Tensor y = fake.at(fake.places().images(), x, 8);
    const double step = 1.905 / 127;
    const Tensor expected = torch::tensor({step, -step, 127 * step, -128 * step}, torch::kDouble);
    EXPECT_LT((y.detach().to(torch::kDouble) - expected).abs().max().item<double>(), 1e-6);
    const Tensor slope = torch::autograd::grad({(y * torch::tensor({1.0F, 2.0F, 3.0F, 4.0F})).sum()}, {x})[0];
    EXPECT_TRUE(
        torch::equal(slope, torch::tensor({1.0F, 2.0F, 0.0F, 0.0F}))); // none beyond the largest number

    // Shift weights beyond the reach of integers are zero there, and learn all the same.
    for (std::size_t i = 0; i < network.layers.size(); ++i) {
        const Layer& layer = network.layers[i];
        if (layer.op == OperatorType::Conv)
            continue;
        Tensor w = torch::tensor({0.7F, -0.3F, 0.005F, 0.0025F}).requires_grad_(true);
        const auto [input, weight] = fake.operands(layer, i, torch::tensor({1.0F, -0.5F}), w);
        const Tensor passed = torch::autograd::grad({weight.sum()}, {w})[0];
        EXPECT_TRUE(torch::equal(passed, torch::ones({4}))) << layer.name;
        if (layer.op == OperatorType::Shift) {
            EXPECT_TRUE(torch::equal(weight.detach(), torch::tensor({0.5F, -0.25F, 0.00390625F, 0.0F})))
                << weight;
        } else { // one scale for both: the larger range is the weights' here, since nothing was measured
            EXPECT_LT((weight.detach() * 31 / 0.7 - torch::tensor({31.0F, -13.0F, 0.0F, 0.0F}))
                          .abs()
                          .max()
                          .item<double>(),
                      1e-4)
                << weight;
        }
    }
}

RC_GTEST_PROP(FixedPoint, RoundsHalfToEvenAsDoublesDo, ()) {
    const auto value = *rc::gen::inRange<std::int64_t>(-(std::int64_t{1} << 50), std::int64_t{1} << 50);
    const int shift = *rc::gen::inRange(0, 41);
    RC_ASSERT(static_cast<double>(shiftRounded(value, shift)) ==
              std::nearbyint(std::ldexp(static_cast<double>(value), -shift)));
    const std::int64_t tie = (value >> 10) * 1024 + 512;
    RC_ASSERT(shiftRounded(tie, 10) % 2 == 0);
}

RC_GTEST_PROP(FixedPoint, IsTheNearestFactorAndAddend, ()) {
    const double factor = *rc::gen::inRange(-100000, 100000) * std::ldexp(1.0, *rc::gen::inRange(-40, 4));
    const double addend = *rc::gen::inRange(-100000, 100000) / 64.0;
    const auto x = *rc::gen::inRange<std::int64_t>(-(1 << 24), 1 << 24);
    const double exact = factor * static_cast<double>(x) + addend;
    const FixedAffine fixed = fixedAffine(factor, addend);
    // Half a unit of rounding, and the multiplier's error of at most 2^-22 of the product.
    const double bound = 0.5 + std::abs(factor * static_cast<double>(x)) * std::ldexp(1.0, -21) + 1e-3 +
                         static_cast<double>(std::abs(x)) * std::ldexp(0.5, -fixed.shift);
    RC_ASSERT(std::abs(static_cast<double>(fixed.of(x)) - exact) <= bound);
    RC_ASSERT(std::abs(static_cast<double>(fixed.multiplier) * static_cast<double>(x)) +
                  std::abs(static_cast<double>(fixed.offset)) <
              std::ldexp(1.0, 53));
}

} // namespace
} // namespace pairscape
