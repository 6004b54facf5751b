// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
// One step of the trainable network against a reference written from the formulas, and the optimiser against
// loops.
#include "tests/core/training/reference_network.h"

#include "core/base/random.h"
#include "core/space/search_space.h"
#include "core/training/retarget.h"
#include "core/training/sgd.h"
#include "core/training/trainer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace pairscape {
namespace {

using torch::Tensor;

constexpr const char* everyKind = "stem8 8k3e1:CS 16k5e3:SA head32";

Network networkOf(const std::string& text, int size = 12, int classes = 5) {
    const SearchSpace space = *SearchSpace::preset("tiny");
    return retargeted(space.expand(*space.parse(text)), size, classes);
}

Tensor imagesOf(std::int64_t batch, int size, std::uint64_t seed = 1) {
    Tensor images = torch::empty({batch, 3, size, size});
    RandomStream({seed}).fillNormal({images.data_ptr<float>(), static_cast<std::size_t>(images.numel())});
    return images;
}

Tensor labelsOf(std::int64_t batch, int classes) {
    return torch::arange(batch, torch::kLong).remainder(classes);
}

double difference(const Tensor& a, const Tensor& b) {
    const Tensor x = a.to(torch::kDouble);
    return ((x - b).norm() / (b.norm() + 1e-9)).item<double>();
}

class StepTest : public testing::TestWithParam<const char*> {};

TEST_P(StepTest, LossAndGradientsAreThoseOfTheFormulas) {
    for (const double eta : {0.0, 0.2}) {
        TrainableNetwork network(networkOf(GetParam()), {3, 17, eta, false}, torch::kCPU);
        const Tensor images = imagesOf(6, 12), labels = labelsOf(6, 5);
        const Tensor logits = network.forward(images, TrainableNetwork::Mode::Train);
        const Tensor loss = smoothedCrossEntropy(logits, labels, 0.1);
        const auto gradients = torch::autograd::grad({loss}, network.leaves());
        const test::ReferenceStep expected = test::referenceStep(network, images, labels, 0.1, eta);
        EXPECT_NEAR(loss.item<double>(), expected.loss, 1e-5);
        EXPECT_LT(difference(logits.detach(), expected.logits.detach()), 1e-4);
        double largest = 0;
        for (const auto& [name, gradient] : expected.gradients)
            largest = std::max(largest, gradient.norm().item<double>());
        for (std::size_t k = 0; k < gradients.size(); ++k) {
            const std::string& name = network.parameters()[k].name;
            const Tensor& wanted = expected.gradients.at(name);
            // A gradient that is zero by its formula (a shift before a norm) is noise of the others' size.
            const double error = (gradients[k].to(torch::kDouble) - wanted).norm().item<double>();
            EXPECT_LT(error, 1e-3 * wanted.norm().item<double>() + 1e-6 * largest) << name << ", eta " << eta;
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Kinds, StepTest,
                         testing::Values(everyKind, "stem8 8k3e1:A 8k3e2:AC head32",
                                         "stem8 8k3e1:SS 16k3e2:CC head32"));

TEST(TrainableNetwork, BlocksBeginAsTheirShortcuts) {
    TrainableNetwork network(networkOf(everyKind), {3, 17, 0.2, true}, torch::kCPU);
    std::map<std::string, Tensor> seen;
    network.forward(imagesOf(4, 12), TrainableNetwork::Mode::Train, {},
                    [&](std::size_t layer, const Tensor& output) {
                        seen[network.network().layers[layer].name] = output;
                    });
    for (const NetworkBlock& block : network.network().blocks)
        if (block.residual) {
            EXPECT_EQ(seen[network.network().layers[static_cast<std::size_t>(block.project)].name]
                          .abs()
                          .max()
                          .item<float>(),
                      0);
        }
}

TEST(TrainableNetwork, EvaluatesWithTheMeanOfTheMeasuredBatches) {
    TrainableNetwork network(networkOf(everyKind), {3, 17, 0.2, false}, torch::kCPU);
    const torch::NoGradGuard noGradient;
    const Tensor first = imagesOf(8, 12, 1), second = imagesOf(8, 12, 2);
    network.resetStatistics();
    network.forward(first, TrainableNetwork::Mode::Measure);
    // Measured over one batch, that batch evaluates as it trains, but for the unbiased variance.
    const Tensor trained = network.forward(first, TrainableNetwork::Mode::Train);
    EXPECT_LT(
        difference(network.forward(first, TrainableNetwork::Mode::Evaluate), trained.to(torch::kDouble)),
        0.08);
    const Tensor one = network.statistics().clone();
    network.resetStatistics();
    network.forward(second, TrainableNetwork::Mode::Measure);
    const Tensor other = network.statistics().clone();
    network.resetStatistics();
    network.forward(first, TrainableNetwork::Mode::Measure);
    network.forward(second, TrainableNetwork::Mode::Measure);
    EXPECT_LT(difference(network.statistics(), ((one + other) / 2).to(torch::kDouble)), 1e-5);
    // An image's logits do not depend on its neighbours.
    const Tensor together = network.forward(first, TrainableNetwork::Mode::Evaluate);
    const Tensor alone = network.forward(first.narrow(0, 3, 1), TrainableNetwork::Mode::Evaluate);
    EXPECT_LT(difference(alone, together.narrow(0, 3, 1).to(torch::kDouble)), 1e-4);
}

TEST(TrainableNetwork, ShapesFollowTheBudget) {
    const SearchSpace space = *SearchSpace::preset("nash-cifar100");
    RandomStream random({4});
    const Network network = space.expand(space.sample(random));
    EXPECT_EQ(retargeted(network, network.inputSize, network.classes).counts(), network.counts());
    const Network small = retargeted(network, 16, 20);
    EXPECT_EQ(small.layers[static_cast<std::size_t>(small.classifier)].outChannels, 20);
    EXPECT_EQ(small.blocks.back().outHeight, 1);
    EXPECT_LT(small.counts().total(), network.counts().total() / 2);
    EXPECT_EQ(smallestInput(network), 16);
}

TEST(Sgd, IsTheFormula) {
    TrainableNetwork network(networkOf(everyKind), {3, 17, 0.2, false}, torch::kCPU);
    const SgdSettings settings{0.9, 0.01, 0.5, true};
    Sgd sgd(network.parameterSet(), settings);
    std::vector<double> p, v(static_cast<std::size_t>(network.flat().numel()), 0.0);
    for (std::int64_t i = 0; i < network.flat().numel(); ++i)
        p.push_back(static_cast<double>(network.flat().data_ptr<float>()[i]));
    for (int step = 0; step < 3; ++step) {
        std::vector<Tensor> gradients;
        for (const auto& parameter : network.parameters()) {
            Tensor gradient = torch::empty(parameter.value.sizes());
            RandomStream({7, static_cast<std::uint64_t>(step), static_cast<std::uint64_t>(parameter.offset)})
                .fillNormal({gradient.data_ptr<float>(), static_cast<std::size_t>(gradient.numel())});
            gradients.push_back(gradient);
        }
        const double rate = 0.1 * (step + 1);
        sgd.step(rate, gradients);
        for (std::size_t k = 0; k < gradients.size(); ++k) {
            const auto& parameter = network.parameters()[k];
            const bool isWeight = parameter.name.ends_with(".weight");
            for (std::int64_t i = 0; i < gradients[k].numel(); ++i) {
                const auto at = static_cast<std::size_t>(parameter.offset + i);
                const double raw = static_cast<double>(gradients[k].data_ptr<float>()[i]);
                const double g = std::clamp(raw, -0.5, 0.5) + (isWeight ? 0.01 * p[at] : 0);
                v[at] = 0.9 * v[at] + g;
                p[at] -= rate * (g + 0.9 * v[at]);
            }
        }
    }
    for (std::size_t i = 0; i < p.size(); ++i) {
        ASSERT_NEAR(network.flat().data_ptr<float>()[i], p[i], 1e-5 * (1 + std::abs(p[i])));
        ASSERT_NEAR(sgd.velocity().data_ptr<float>()[i], v[i], 1e-5 * (1 + std::abs(v[i])));
    }
}

TEST(LearningRate, RisesAndFallsAsACosine) {
    TrainingBudget budget;
    budget.epochs = 10;
    budget.learningRate = 0.4;
    budget.warmUpEpochs = 2;
    budget.finalRate = 0.01;
    const std::int64_t perEpoch = 50;
    EXPECT_NEAR(rateOfStep(budget, 0, perEpoch), 0.4 * 0.5 / 100, 1e-12);
    EXPECT_NEAR(rateOfStep(budget, 49, perEpoch), 0.4 * 49.5 / 100, 1e-12);
    for (std::int64_t step = 101; step < 500; ++step)
        ASSERT_LT(rateOfStep(budget, step, perEpoch), rateOfStep(budget, step - 1, perEpoch));
    const double middle = (rateOfStep(budget, 299, perEpoch) + rateOfStep(budget, 300, perEpoch)) / 2;
    EXPECT_NEAR(middle, 0.4 * (1 + 0.01) / 2, 1e-4);
    EXPECT_NEAR(rateOfStep(budget, 499, perEpoch), 0.004, 1e-4);
}

} // namespace
} // namespace pairscape
