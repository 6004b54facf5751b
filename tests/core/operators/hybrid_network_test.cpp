// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The hybrid network's forward pass against a composition layer by layer in double precision.

#include "tests/core/operators/slow_network.h"
#include "tests/core/operators/tensors.h"
#include "tests/core/space/test_spaces.h"

#include "core/operators/hybrid_network.h"
#include "core/space/search_space.h"

#include <gtest/gtest.h>

#include <map>
#include <vector>

namespace pairscape {
namespace {

using torch::Tensor;

struct Case {
    SearchSpace space;
    std::uint64_t seed;
};

HybridNetwork sampled(const Case& c) {
    RandomStream random({c.seed});
    const Architecture architecture = c.space.sample(random);
    return {c.space.expand(architecture), {1, c.space.hash(architecture), 0}};
}

Tensor images(const Network& network, std::int64_t batch) {
    std::vector<float> x(static_cast<std::size_t>(batch * 3 * network.inputSize * network.inputSize));
    RandomStream({99}).fillNormal(x);
    return tensorOf(x, {batch, 3, network.inputSize, network.inputSize});
}

/// Projected shortcuts, squeeze-and-excite and pooling before the head; identity shortcuts, skipped blocks
/// and a head on the full map.
std::vector<Case> cases() {
    std::vector<Case> list;
    for (std::uint64_t seed = 1; seed <= 8; ++seed) {
        list.push_back({*SearchSpace::preset("tiny"), seed});
        list.push_back({skippingSpace(), seed});
    }
    return list;
}

} // namespace

TEST(HybridNetwork, ForwardIsTheCompositionOfItsLayers) {
    Workspace workspace; // one for all: nothing may be left over from the network before
    for (const Case& c : cases()) {
        const HybridNetwork net = sampled(c);
        const Tensor x = images(net.network(), 16);
        SlowNetwork slow = slowTwin(net);
        const auto features = net.forwardFeatures(x, {}, workspace);
        const auto logits = net.forward(x, {}, workspace);
        ASSERT_TRUE(features.ok() && logits.ok());
        EXPECT_LT(relativeError(*features, slow.features(x.to(torch::kDouble))), 2e-3)
            << c.space.name() << ' ' << c.seed;
        EXPECT_LT(relativeError(*logits, slow.logits(x.to(torch::kDouble))), 2e-3)
            << c.space.name() << ' ' << c.seed;
        EXPECT_EQ(logits->sizes(), torch::IntArrayRef({16, net.network().classes}));
    }
}

TEST(HybridNetwork, PartsAreBatchesOfTheirOwnAndShortcutsCanBeLeftOut) {
    Workspace workspace;
    for (const Case& c : cases()) {
        const HybridNetwork net = sampled(c);
        const Tensor x = images(net.network(), 32);
        std::map<std::size_t, std::vector<double>> seen;
        ForwardOptions options;
        options.shortcuts = false;
        options.parts = 2;
        options.observer = [&](std::size_t layer, std::span<const double> variances, std::int64_t count) {
            const Layer& l = net.network().layers[layer];
            EXPECT_EQ(count, 16 * std::int64_t{l.outHeight} * l.outWidth);
            EXPECT_TRUE(seen.emplace(layer, std::vector<double>(variances.begin(), variances.end())).second);
        };
        const auto features = net.forwardFeatures(x, options, workspace);
        ASSERT_TRUE(features.ok());
        SlowNetwork slow = slowTwin(net, false, 2);
        EXPECT_LT(relativeError(*features, slow.features(x.to(torch::kDouble))), 2e-3)
            << c.space.name() << ' ' << c.seed;
        ASSERT_EQ(seen.size(), slow.variances.size());
        for (const auto& [layer, variances] : slow.variances) {
            ASSERT_EQ(seen[layer].size(), variances.size());
            for (std::size_t i = 0; i < variances.size(); ++i)
                EXPECT_NEAR(seen[layer][i], variances[i], 2e-3 * variances[i] + 1e-6) << "layer " << layer;
        }
    }
}

TEST(HybridNetwork, TheNumberOfThreadsChangesNothing) {
    const HybridNetwork net = sampled({*SearchSpace::preset("nasa-cifar"), 4});
    const Tensor x = images(net.network(), 6);
    Tensor one;
    for (const int threads : {1, 2, 4}) {
        const Threads set(threads);
        Workspace workspace;
        const auto logits = net.forward(x, {}, workspace);
        ASSERT_TRUE(logits.ok());
        if (threads == 1)
            one = *logits;
        else
            EXPECT_TRUE(torch::equal(one, *logits)) << threads << " threads";
    }
}

TEST(HybridNetwork, WeightsAreAFunctionOfTheKeys) {
    const SearchSpace space = *SearchSpace::preset("tiny");
    const Network network = space.expand(space.largest(OperatorType::Shift));
    const HybridNetwork a(network, {1, 2, 0}), same(network, {1, 2, 0}), seed(network, {9, 2, 0}),
        hash(network, {1, 3, 0}), draw(network, {1, 2, 1});
    for (std::size_t i = 0; i < network.layers.size(); ++i) {
        const Tensor w = a.weight(i);
        EXPECT_TRUE(torch::equal(w, same.weight(i)));
        for (const HybridNetwork* other : {&seed, &hash, &draw})
            EXPECT_FALSE(torch::equal(w, other->weight(i))) << network.layers[i].name;
        if (network.layers[i].op == OperatorType::Shift) {
            const Tensor exponents = w.abs().log2();
            EXPECT_TRUE(torch::equal(exponents, exponents.round()));
            EXPECT_LE(exponents.max().item<float>(), 0.0F);
        }
    }
}

TEST(HybridNetwork, StopsBetweenLayers) {
    const HybridNetwork net = sampled({*SearchSpace::preset("tiny"), 1});
    std::stop_source source;
    ForwardOptions options;
    options.stop = source.get_token();
    int seen = 0;
    options.observer = [&](std::size_t, std::span<const double>, std::int64_t) {
        if (++seen == 3)
            source.request_stop();
    };
    Workspace workspace;
    const auto result = net.forward(images(net.network(), 2), options, workspace);
    ASSERT_FALSE(result.ok());
    EXPECT_EQ(result.error().code, ErrorCode::Stopped);
    EXPECT_EQ(seen, 3);
}

} // namespace pairscape
