// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Batch norm with activation, and the 1x1 layers, against loops and operators that share nothing with them.
#include "core/operators/differentiable_layers.h"
#include "core/operators/norm_layer.h"
#include "core/operators/pointwise_layer.h"

#include <gtest/gtest.h>

namespace pairscape {
namespace {

using torch::Tensor;

Tensor drawn(torch::IntArrayRef sizes, std::uint64_t seed, bool innermost = false) {
    torch::manual_seed(seed);
    const Tensor map = torch::randn(sizes) * 2 + 0.7;
    return innermost ? map.permute({1, 2, 3, 0}).contiguous().permute({3, 0, 1, 2}) : map;
}

Tensor inDouble(Activation activation, const Tensor& y) {
    switch (activation) {
    case Activation::Relu:
        return y.clamp_min(0);
    case Activation::Swish:
        return y / (1 + torch::exp(-y));
    case Activation::HardSigmoid:
        return (y + 3).clamp(0, 6) / 6;
    case Activation::None:
        break;
    }
    return y;
}

void expectClose(const Tensor& found, const Tensor& wanted, const char* what) {
    EXPECT_LT((found.to(torch::kDouble) - wanted).abs().max().item<double>(),
              2e-5 * (1 + wanted.abs().max().item<double>()))
        << what;
}

TEST(NormLayer, ForwardAndGradientsAreThoseOfTheFormula) {
    for (const Activation activation :
         {Activation::None, Activation::Relu, Activation::Swish, Activation::HardSigmoid})
        for (const bool ofBatch : {true, false})
            for (const auto& [batch, size] :
                 {std::pair<std::int64_t, std::int64_t>{3, 5}, {32, 1}, {8, 40}}) {
                const Tensor x = drawn({batch, 4, size, size}, 1, batch != 3).requires_grad_(true);
                const Tensor scale = drawn({4}, 2).requires_grad_(true),
                             shift = drawn({4}, 3).requires_grad_(true);
                const Tensor mean = drawn({4}, 4), variance = drawn({4}, 5).abs() + 0.3;
                const Tensor dy = drawn({batch, 4, size, size}, 6);
                const Tensor y = ofBatch ? batchNormActivate(x, scale, shift, activation)
                                         : fixedNormActivate(x, scale, shift, activation, mean, variance);
                const auto gradients = torch::autograd::grad({y}, {x, scale, shift}, {dy});

                const Tensor xd = x.detach().to(torch::kDouble).requires_grad_(true);
                const Tensor sd = scale.detach().to(torch::kDouble).requires_grad_(true);
                const Tensor bd = shift.detach().to(torch::kDouble).requires_grad_(true);
                const auto spread = [](const Tensor& t) { return t.to(torch::kDouble).view({1, -1, 1, 1}); };
                const Tensor m = ofBatch ? xd.mean({0, 2, 3}, true) : spread(mean);
                const Tensor v = ofBatch ? (xd - m).square().mean({0, 2, 3}, true) : spread(variance);
                const Tensor yd =
                    inDouble(activation, (xd - m) / (v + 1e-5).sqrt() * spread(sd) + spread(bd));
                const auto wanted = torch::autograd::grad({yd}, {xd, sd, bd}, {dy.to(torch::kDouble)});
                expectClose(y.detach(), yd.detach(), "output");
                expectClose(gradients[0], wanted[0], "input");
                expectClose(gradients[1] / static_cast<double>(batch * size),
                            wanted[1] / static_cast<double>(batch * size), "scale");
                expectClose(gradients[2] / static_cast<double>(batch * size),
                            wanted[2] / static_cast<double>(batch * size), "shift");
            }
}

TEST(NormLayer, RunningFiguresMoveByTheirShare) {
    const Tensor x = drawn({5, 3, 2, 2}, 1);
    Tensor mean = torch::full({3}, 2.0), variance = torch::full({3}, 4.0);
    batchNormActivate(x, torch::ones({3}), torch::zeros({3}), Activation::None, mean, variance, 0.25);
    expectClose(mean, (x.to(torch::kDouble).mean({0, 2, 3}) * 0.25 + 1.5), "mean");
    expectClose(variance, x.to(torch::kDouble).permute({1, 0, 2, 3}).flatten(1).var(1, true) * 0.25 + 3.0,
                "variance");
}

TEST(NormLayer, IsTheSameForAnyNumberOfThreads) {
    const Tensor x = drawn({16, 33, 7, 7}, 1).requires_grad_(true);
    const Tensor scale = drawn({33}, 2).requires_grad_(true), shift = drawn({33}, 3).requires_grad_(true);
    std::vector<Tensor> before;
    for (const int threads : {1, 3}) {
        at::set_num_threads(threads);
        const Tensor y = batchNormActivate(x, scale, shift, Activation::Swish);
        auto all = torch::autograd::grad({y}, {x, scale, shift}, {torch::ones_like(y)});
        all.push_back(y.detach());
        for (std::size_t i = 0; i < before.size(); ++i)
            EXPECT_TRUE(torch::equal(all[i], before[i]));
        before = all;
    }
    at::set_num_threads(1);
}

TEST(GateLayer, IsAProductWithItsGradients) {
    for (const std::int64_t size : {1, 5}) {
        const Tensor x = drawn({7, 4, size, size}, 1).requires_grad_(true),
                     g = drawn({7, 4, 1, 1}, 2).requires_grad_(true);
        const Tensor dy = drawn({7, 4, size, size}, 3);
        const Tensor y = gated(x, g);
        const auto gradients = torch::autograd::grad({y}, {x, g}, {dy});
        expectClose(y.detach(), (x * g).detach().to(torch::kDouble), "output");
        expectClose(gradients[0], (dy * g).detach().to(torch::kDouble), "map");
        expectClose(gradients[1], (dy * x).detach().to(torch::kDouble).sum({2, 3}, true), "gates");
    }
}

TEST(PointwiseLayer, AgreesWithTheLayersOnKernels) {
    for (const bool adder : {false, true})
        for (const double eta : {0.0, 0.2})
            for (const auto& [batch, size] : {std::pair<std::int64_t, std::int64_t>{4, 6}, {40, 1}}) {
                const Tensor x = drawn({batch, 24, size, size}, 1, true).requires_grad_(true);
                const Tensor w = drawn({18, 24, 1, 1}, 2).requires_grad_(true);
                const Tensor dy = drawn({batch, 18, size, size}, 3);
                const Tensor fast = adder ? pointwiseAdder(x, w, eta) : pointwiseConv(x, w);
                const Tensor slow = adder ? adderLayer(x, w, {}, eta) : convLayer(x, w);
                const auto ours = torch::autograd::grad({fast}, {x, w}, {dy});
                const auto theirs = torch::autograd::grad({slow}, {x, w}, {dy});
                expectClose(fast.detach(), slow.detach().to(torch::kDouble), "output");
                expectClose(ours[0], theirs[0].to(torch::kDouble), "input");
                expectClose(ours[1], theirs[1].to(torch::kDouble), "weight");
            }
}

} // namespace
} // namespace pairscape
