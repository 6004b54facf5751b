// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
// NN-Degree by hand, and what our reading of it says it does and does not see.

#include "core/zeroshot/metrics/metrics.h"

#include <gtest/gtest.h>

#include <cmath>

namespace pairscape {
namespace {

double degreeOf(const Network& network) {
    const ScorerSettings settings;
    WorkspacePool workspaces;
    return *nnDegreeMetric().compute({network, 0, settings, workspaces, *makeProxyRuns(), {}});
}

Layer wide(int outChannels) {
    Layer layer;
    layer.outChannels = outChannels;
    return layer;
}

NetworkBlock blockOf(int stage, int expand, int depthwise, int project, int outChannels, bool residual) {
    NetworkBlock block;
    block.stage = stage;
    block.expand = expand;
    block.depthwise = depthwise;
    block.project = project;
    block.outChannels = outChannels;
    block.residual = residual;
    return block;
}

} // namespace

TEST(NnDegree, OfTwoCellsByHand) {
    Network network;
    //                 stem      block 1 (no expand)  block 2                      block 3 (stage 2)
    network.layers = {wide(16), wide(16),  wide(24),  wide(96), wide(96),
                      wide(24), wide(144), wide(144), wide(40)};
    network.blocks = {blockOf(0, -1, 1, 2, 24, false), blockOf(0, 3, 4, 5, 24, true),
                      blockOf(2, 6, 7, 8, 40, true)};
    // Cell 0: widths 16 + 24 + 96 + 96 + 24 = 256 in 5 layers, 24 channels skip. Cell 1 is empty: its stage
    // was skipped. Cell 2: 144 + 144 + 40 = 328 in 3 layers, 40 channels skip.
    EXPECT_DOUBLE_EQ(degreeOf(network), 256.0 / 5 + 24.0 / 256 + 328.0 / 3 + 40.0 / 328);
}

TEST(NnDegree, OfNoBlocksIsUndefined) {
    EXPECT_EQ(degreeOf(Network()), -HUGE_VAL);
}

TEST(NnDegree, SeesWidthAndDepthAndNeitherOperatorNorKernel) {
    const SearchSpace space = *SearchSpace::preset("nash-cifar100");
    const auto of = [&](const std::string& text) { return degreeOf(space.expand(*space.parse(text))); };
    const std::string base =
        "stem16 16k3e1:C 24k3e4:CCC 32k3e4:CCC 64k3e4:CCC 112k3e4:CCC 192k3e6:CCC 216k3e6:C head1792";
    const std::string other =
        "stem16 16k5e1:A 24k5e4:SAC 32k3e4:CCC 64k5e4:CAC 112k3e4:SSS 192k3e6:AAA 216k3e6:A head1792";
    const std::string wider =
        "stem16 16k3e1:C 24k3e5:CCC 32k3e4:CCC 64k3e4:CCC 112k3e4:CCC 192k3e6:CCC 216k3e6:C head1792";
    EXPECT_EQ(of(base), of(other));
    EXPECT_GT(of(wider), of(base));
}

} // namespace pairscape
