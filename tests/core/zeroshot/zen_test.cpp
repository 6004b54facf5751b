// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The Zen score against a slow twin: double precision, layer by layer, with the formula as the paper has it.

#include "tests/core/operators/slow_network.h"
#include "tests/core/operators/tensors.h"

#include "core/base/hash.h"
#include "core/operators/kernels/normal_kernel.h"
#include "core/zeroshot/scorer.h"

#include <gtest/gtest.h>

#include <cmath>

namespace pairscape {
namespace {

constexpr std::uint64_t seed = 7;

/// As the metric draws them: one stream for an architecture and repeat, channel by channel with the images
/// innermost.
torch::Tensor noise(std::uint64_t key, const Network& network, std::int64_t batch) {
    std::vector<float> values(static_cast<std::size_t>(3 * network.inputSize * network.inputSize * batch));
    kernels::fillNormal(key, values);
    return tensorOf(values, {3, network.inputSize, network.inputSize, batch}).permute({3, 0, 1, 2});
}

double slowZen(const SearchSpace& space, const Architecture& architecture, std::int64_t batch,
               std::uint64_t repeat) {
    const std::uint64_t hash = space.hash(architecture);
    const HybridNetwork network(space.expand(architecture), {seed, hash, repeat});
    RandomStream stream({seed, hash, stableHash("zen images"), repeat});
    const torch::Tensor x = noise(stream.next64(), network.network(), batch);
    const torch::Tensor moved = x + 0.01F * noise(stream.next64(), network.network(), batch);

    SlowNetwork first = slowTwin(network, false), second = slowTwin(network, false);
    const torch::Tensor f = first.features(x.to(torch::kDouble));
    const torch::Tensor g = second.features(moved.to(torch::kDouble));
    double score = std::log((f - g).abs().sum({1, 2, 3}).mean().item<double>());
    for (const auto& [layer, variances] : first.variances) {
        const Layer& l = network.network().layers[layer];
        const auto count = static_cast<double>(batch * l.outHeight * l.outWidth);
        double mean = 0;
        for (const double variance : variances)
            mean += variance * count / (count - 1) / static_cast<double>(variances.size());
        score += std::log(std::sqrt(mean));
    }
    return score;
}

} // namespace

TEST(Zen, IsThePapersFormula) {
    const SearchSpace space = *SearchSpace::preset("tiny");
    const auto scorer =
        makeScorer(space, {.seed = seed, .metrics = {"zen"}, .zenBatch = 16, .zenRepeats = 1});
    ASSERT_TRUE(scorer.ok());
    for (int i = 0; i < 12; ++i) {
        const Architecture architecture = referenceArchitecture(space, 3, i);
        const auto scores = (*scorer)->score(architecture, {});
        ASSERT_TRUE(scores.ok());
        EXPECT_NEAR(scores->front().value, slowZen(space, architecture, 16, 0), 1e-3)
            << space.format(architecture);
    }
}

TEST(Zen, RepeatsAreAveraged) {
    const SearchSpace space = *SearchSpace::preset("tiny");
    const Architecture architecture = referenceArchitecture(space, 3, 0);
    const auto scorer = makeScorer(space, {.seed = seed, .metrics = {"zen"}, .zenBatch = 8, .zenRepeats = 3});
    double mean = 0;
    for (std::uint64_t repeat = 0; repeat < 3; ++repeat)
        mean += slowZen(space, architecture, 8, repeat) / 3;
    EXPECT_NEAR((*scorer)->score(architecture, {})->front().value, mean, 2e-3);
}

TEST(Zen, DependsOnTheStudysSeedAndOnTheOperators) {
    const SearchSpace space = *SearchSpace::preset("tiny");
    const auto of = [&](std::uint64_t s, OperatorType op) {
        return (*makeScorer(space, {.seed = s, .metrics = {"zen"}}))
            ->score(space.largest(op), {})
            ->front()
            .value;
    };
    EXPECT_EQ(of(1, OperatorType::Adder), of(1, OperatorType::Adder));
    EXPECT_NE(of(1, OperatorType::Adder), of(2, OperatorType::Adder));
    EXPECT_NE(of(1, OperatorType::Adder), of(1, OperatorType::Conv));
    EXPECT_NE(of(1, OperatorType::Shift), of(1, OperatorType::Conv));
}

} // namespace pairscape
