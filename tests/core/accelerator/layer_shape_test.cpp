// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/accelerator/layer_shape.h"

#include "core/space/search_space.h"

#include <gtest/gtest.h>

namespace pairscape {
namespace {

Network networkOf(const char* space, const char* architecture) {
    const auto loaded = SearchSpace::load(space);
    const auto parsed = loaded->parse(architecture);
    EXPECT_TRUE(parsed.ok());
    return loaded->expand(*parsed);
}

int layerNamed(const Network& network, const std::string& name) {
    for (std::size_t i = 0; i < network.layers.size(); ++i)
        if (network.layers[i].name == name)
            return static_cast<int>(i);
    ADD_FAILURE() << "no layer " << name;
    return 0;
}

// stem 16x16, two blocks without stride, then two of a squeeze-and-excite stage that starts with stride 2.
constexpr const char* architecture = "stem8 8k3e1:CS 16k5e3:SA head32";

TEST(Workload, FollowsTheDataAroundABlock) {
    const Network network = networkOf("tiny", architecture);
    const auto workload = workloadOf(network);
    ASSERT_TRUE(workload.ok());
    const auto at = [&](const char* name) { return layerNamed(network, name); };
    const auto& from = workload->sources;
    EXPECT_EQ(from[at("stem")].input, -1);
    EXPECT_EQ(from[at("a.1.depthwise")].input, at("stem"));
    EXPECT_EQ(from[at("a.1.project")].addend, at("stem"));
    EXPECT_EQ(from[at("b.1.expand")].input, at("a.2.project"));
    EXPECT_EQ(from[at("b.1.squeeze-reduce")].input, at("b.1.depthwise"));
    EXPECT_EQ(from[at("b.1.project")].input, at("b.1.depthwise"));
    EXPECT_EQ(from[at("b.1.project")].gate, at("b.1.squeeze-expand"));
    EXPECT_EQ(from[at("b.1.project")].addend, -2);
    EXPECT_EQ(from[at("b.1.shortcut")].input, at("a.2.project"));
    EXPECT_EQ(from[at("b.1.shortcut")].addend, at("b.1.project"));
    EXPECT_EQ(from[at("b.2.expand")].input, at("b.1.shortcut"));
    EXPECT_EQ(from[at("b.2.project")].addend, at("b.1.shortcut"));
    EXPECT_EQ(from[at("head-expand")].input, at("b.2.project"));
    EXPECT_EQ(from[at("classifier")].input, at("head"));
    for (std::size_t i = 0; i < from.size(); ++i) {
        EXPECT_LT(from[i].input, static_cast<int>(i));
        EXPECT_LT(from[i].gate, static_cast<int>(i));
        EXPECT_LT(from[i].addend, static_cast<int>(i));
    }
}

TEST(Workload, ReadsWholeMapsWhereTheyArePooled) {
    const Network network = networkOf("tiny", architecture);
    const auto workload = workloadOf(network);
    ASSERT_TRUE(workload.ok());
    const auto shape = [&](const char* name) { return workload->shapes[layerNamed(network, name)]; };
    EXPECT_EQ(shape("b.1.squeeze-reduce").pool, 8); // an 8x8 map to one element
    EXPECT_EQ(shape("b.1.squeeze-expand").pool, 1);
    EXPECT_EQ(shape("b.1.shortcut").pool, 2);
    EXPECT_EQ(shape("b.1.shortcut").addend, 1);
    EXPECT_EQ(shape("head").pool, 8);
    EXPECT_EQ(shape("classifier").pool, 1);
    EXPECT_TRUE(shape("b.1.project").scaled);
    EXPECT_FALSE(shape("a.1.project").scaled);
    EXPECT_TRUE(shape("b.1.depthwise").depthwise);
}

TEST(Workload, CountsTheNetworksMacs) {
    for (const char* preset : {"tiny", "nash-cifar100", "nash-tiny-imagenet", "nasa-cifar"}) {
        const auto space = SearchSpace::load(preset);
        ASSERT_TRUE(space.ok());
        RandomStream random({4});
        const Network network = space->expand(space->sample(random));
        const auto workload = workloadOf(network);
        ASSERT_TRUE(workload.ok());
        std::int64_t macs = 0;
        for (const LayerShape& shape : workload->shapes)
            macs += shape.macs();
        EXPECT_EQ(macs, network.counts().total()) << preset;
    }
}

TEST(Workload, RefusesGroupsThatAreNotDepthwise) {
    Network network = networkOf("tiny", architecture);
    network.layers[0].groups = 3;
    network.layers[0].inChannels = 6;
    const auto workload = workloadOf(network);
    ASSERT_FALSE(workload.ok());
    EXPECT_EQ(workload.error().code, ErrorCode::Unsupported);
    network.layers[0].groups = 1;
    network.layers[0].outHeight = 0;
    EXPECT_EQ(workloadOf(network).error().code, ErrorCode::InvalidInput);
}

} // namespace
} // namespace pairscape
