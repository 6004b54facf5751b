// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Weight sharing: a subnet is the network of its own with the shared weights copied by hand, and its
// gradients go back to where the weights came from.
#include "core/training/supernet.h"

#include "core/base/random.h"
#include "tests/core/training/reference_network.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace pairscape {
namespace {

using torch::Tensor;
using Mode = TrainableNetwork::Mode;

constexpr int supernetSize = 12, supernetClasses = 5;

Supernet supernetOf(const SearchSpace& space) {
    Supernet net(space, {supernetSize, supernetClasses, 3, 0.2, false}, torch::kCPU);
    // Norms and biases too must differ from channel to channel, or a wrong one would not be seen.
    const torch::NoGradGuard noGradient;
    for (const ParameterSet::Parameter& parameter : net.parameters().list())
        if (!parameter.name.ends_with(".weight")) {
            Tensor noise = torch::empty(parameter.value.sizes());
            RandomStream({9, static_cast<std::uint64_t>(parameter.offset)})
                .fillNormal({noise.data_ptr<float>(), static_cast<std::size_t>(noise.numel())});
            parameter.value.add_(noise, 0.3);
        }
    return net;
}

Tensor drawnBatch(std::uint64_t seed) {
    Tensor images = torch::empty({6, 3, supernetSize, supernetSize});
    RandomStream({seed}).fillNormal({images.data_ptr<float>(), static_cast<std::size_t>(images.numel())});
    return images;
}

/// Where element `at` of a subnet's parameter lies in the shared one, counted out by hand.
std::int64_t placeInShared(std::int64_t at, at::IntArrayRef own, at::IntArrayRef shared) {
    if (own.size() == 1)
        return at;
    const std::int64_t k = own[3], x = at % k, y = at / k % k, in = at / (k * k) % own[1],
                       out = at / (k * k * own[1]);
    const std::int64_t whole = shared[3], border = whole / 2 - k / 2;
    return ((out * shared[1] + in) * whole + y + border) * whole + x + border;
}

/// The shared tensor that a parameter of a layer comes from, by name.
const ParameterSet::Parameter& sharedBy(const Supernet& net, const TrainableNetwork& subnet,
                                        const TrainableNetwork::Parameter& own) {
    const Layer& layer = subnet.network().layers[own.layer];
    std::string name = own.name;
    if (layer.op == OperatorType::Adder)
        name.insert(layer.name.size(), ".adder");
    for (const ParameterSet::Parameter& shared : net.parameters().list())
        if (shared.name == name)
            return shared;
    ADD_FAILURE() << "no shared tensor " << name;
    return net.parameters().list().front();
}

/// Small ones, large ones, all operator types, kernels, expansions and depths of the tiny space.
const std::vector<std::string>& someArchitectures() {
    static const std::vector<std::string> list = {
        "stem8 8k3e1:C 8k3e2:S head32", "stem8 8k3e1:CS 16k5e3:SA head32", "stem8 8k3e1:A 8k5e3:AC head32",
        "stem8 8k3e1:AA 16k3e2:A head32", "stem8 8k3e1:SC 16k3e3:CS head32"};
    return list;
}

TEST(LargestLayers, HoldEveryArchitecture) {
    for (const char* name : {"tiny", "nash-cifar100", "nasa-cifar"}) {
        const SearchSpace space = *SearchSpace::preset(name);
        const auto largest = largestLayers(space);
        std::vector<Architecture> some;
        for (const OperatorType op : space.operators()) {
            some.push_back(space.smallest(op));
            some.push_back(space.largest(op));
        }
        for (std::uint64_t i = 0; i < 300; ++i) {
            RandomStream random({i});
            some.push_back(space.sample(random));
        }
        for (const Architecture& architecture : some)
            for (const Layer& layer : space.expand(architecture).layers) {
                ASSERT_TRUE(largest.contains(layer.name)) << name << ": " << layer.name;
                const Layer& most = largest.at(layer.name);
                ASSERT_LE(layer.outChannels, most.outChannels) << layer.name;
                ASSERT_LE(layer.inChannels / layer.groups, most.inChannels / most.groups) << layer.name;
                ASSERT_LE(layer.kernel, most.kernel) << layer.name;
            }
    }
}

TEST(Supernet, ASubnetIsANetworkOfItsOwnWithTheWeightsCopied) {
    const SearchSpace space = *SearchSpace::preset("tiny");
    const Supernet net = supernetOf(space);
    const torch::NoGradGuard noGradient;
    for (const std::string& text : someArchitectures()) {
        const Architecture architecture = *space.parse(text);
        TrainableNetwork subnet = net.subnet(architecture);
        TrainableNetwork alone(net.networkOf(architecture), {77, 7, 0.2, true}, torch::kCPU);
        for (const TrainableNetwork::Parameter& own : alone.parameters()) {
            const ParameterSet::Parameter& shared = sharedBy(net, alone, own);
            for (std::int64_t i = 0; i < own.value.numel(); ++i)
                own.value.data_ptr<float>()[i] =
                    shared.value.data_ptr<float>()[placeInShared(i, own.value.sizes(), shared.value.sizes())];
        }
        const Tensor images = drawnBatch(1);
        EXPECT_TRUE(torch::equal(subnet.forward(images, Mode::Train), alone.forward(images, Mode::Train)))
            << text;
        for (TrainableNetwork* network : {&subnet, &alone}) {
            network->resetStatistics();
            network->forward(drawnBatch(2), Mode::Measure);
        }
        EXPECT_TRUE(
            torch::equal(subnet.forward(images, Mode::Evaluate), alone.forward(images, Mode::Evaluate)))
            << text;
    }
}

TEST(Supernet, GradientsOfAllSubnetsAddUpWhereTheirWeightsCameFrom) {
    const SearchSpace space = *SearchSpace::preset("tiny");
    const Supernet net = supernetOf(space);
    const Tensor images = drawnBatch(4), labels = torch::arange(6, torch::kLong).remainder(supernetClasses);
    Tensor sum = torch::zeros_like(net.parameters().flat());
    std::vector<double> expected(static_cast<std::size_t>(sum.numel()), 0.0);
    std::vector<bool> used(expected.size(), false);
    for (const std::string& text : {someArchitectures()[1], someArchitectures()[2]}) {
        TrainableNetwork subnet = net.subnet(*space.parse(text));
        const Tensor loss = smoothedCrossEntropy(subnet.forward(images, Mode::Train), labels, 0.1);
        net.addGradients(subnet, torch::autograd::grad({loss}, subnet.leaves()), sum);
        const test::ReferenceStep step = test::referenceStep(subnet, images, labels, 0.1, 0.2);
        EXPECT_NEAR(loss.item<double>(), step.loss, 1e-5);
        for (const TrainableNetwork::Parameter& own : subnet.parameters()) {
            const ParameterSet::Parameter& shared = sharedBy(net, subnet, own);
            const Tensor gradient = step.gradients.at(own.name).contiguous();
            for (std::int64_t i = 0; i < gradient.numel(); ++i) {
                const auto at = static_cast<std::size_t>(
                    shared.offset + placeInShared(i, own.value.sizes(), shared.value.sizes()));
                expected[at] += gradient.data_ptr<double>()[i];
                used[at] = true;
            }
        }
    }
    for (const ParameterSet::Parameter& shared : net.parameters().list()) {
        double error = 0, size = 0;
        for (std::int64_t i = shared.offset; i < shared.offset + shared.value.numel(); ++i) {
            const double wanted = expected[static_cast<std::size_t>(i)],
                         got = static_cast<double>(sum.data_ptr<float>()[i]);
            error += (got - wanted) * (got - wanted);
            size += wanted * wanted;
            if (!used[static_cast<std::size_t>(i)]) {
                EXPECT_EQ(got, 0) << shared.name;
            }
        }
        EXPECT_LT(std::sqrt(error), 1e-3 * std::sqrt(size) + 1e-5) << shared.name;
    }
}

TEST(Supernet, ConvAndShiftShareATensorAndAdderHasItsOwn) {
    const SearchSpace space = *SearchSpace::preset("tiny");
    const Supernet net = supernetOf(space);
    const torch::NoGradGuard noGradient;
    const auto logits = [&](const char* text) {
        return net.subnet(*space.parse(text)).forward(drawnBatch(1), Mode::Train);
    };
    const char* conv = "stem8 8k3e1:C 16k5e3:C head32";
    const char* shift = "stem8 8k3e1:S 16k5e3:S head32";
    const char* adder = "stem8 8k3e1:A 16k5e3:A head32";
    const Tensor before[] = {logits(conv), logits(shift), logits(adder)};
    const auto scale = [&](const std::string& name) {
        for (const ParameterSet::Parameter& parameter : net.parameters().list())
            if (parameter.name == name)
                parameter.value.copy_(parameter.value.flip(0).mul(1.7));
    };
    scale("b.1.project.weight");
    EXPECT_FALSE(torch::equal(before[0], logits(conv)));
    EXPECT_FALSE(torch::equal(before[1], logits(shift)));
    EXPECT_TRUE(torch::equal(before[2], logits(adder)));
    const Tensor between = logits(conv);
    scale("b.1.project.adder.weight");
    EXPECT_TRUE(torch::equal(between, logits(conv)));
    EXPECT_FALSE(torch::equal(before[2], logits(adder)));
}

TEST(Supernet, BlocksBeginAsTheirShortcutsAndSeedsDiffer) {
    const SearchSpace space = *SearchSpace::preset("tiny");
    const Supernet one(space, {supernetSize, supernetClasses, 3, 0.2, true}, torch::kCPU);
    const Supernet same(space, {supernetSize, supernetClasses, 3, 0.2, true}, torch::kCPU);
    const Supernet other(space, {supernetSize, supernetClasses, 4, 0.2, true}, torch::kCPU);
    EXPECT_TRUE(torch::equal(one.parameters().flat(), same.parameters().flat()));
    EXPECT_FALSE(torch::equal(one.parameters().flat(), other.parameters().flat()));
    for (const ParameterSet::Parameter& parameter : one.parameters().list())
        if (parameter.name.ends_with(".norm.scale")) {
            const bool last = parameter.name.find(".project") != std::string::npos;
            EXPECT_EQ(parameter.value.max().item<float>(), last ? 0 : 1) << parameter.name;
        }
}

} // namespace
} // namespace pairscape
