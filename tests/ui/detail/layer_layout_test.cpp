// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/space/search_space.h"
#include "ui/detail/layer_layout.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>

namespace pairscape {
namespace {

SearchSpace space(const char* name) {
    auto loaded = SearchSpace::preset(name);
    return *std::move(loaded);
}

Network largest(const char* name) {
    const SearchSpace of = space(name);
    return of.expand(of.largest(OperatorType::Conv));
}

/// Which layer a place belongs to, by looking at each.
int slowLayerAt(const LayerLayout& layout, double x) {
    for (std::size_t i = 0; i < layout.layers().size(); ++i)
        if (x >= layout.layers()[i].x && x < layout.layers()[i].end())
            return static_cast<int>(i);
    return -1;
}

void expectSound(const LayerLayout& layout, const Network& network, double window) {
    ASSERT_EQ(layout.layers().size(), network.layers.size());
    double x = 0;
    for (const LayerLayout::Span& span : layout.layers()) {
        EXPECT_NEAR(span.x, x, 1e-6);
        EXPECT_GE(span.width, LayerLayout::leastWidth * 0.99);
        x = span.end();
    }
    EXPECT_NEAR(x, layout.length(), 1e-6);
    EXPECT_GE(layout.length(), window - 1e-9);
    // More MACs are never narrower.
    for (std::size_t i = 1; i < network.layers.size(); ++i) {
        const double change = layout.layers()[i].width - layout.layers()[i - 1].width;
        const auto macs = network.layers[i].macs() - network.layers[i - 1].macs();
        EXPECT_TRUE(macs == 0 ? std::abs(change) < 1e-9 : (macs > 0) == (change > 0)) << i;
    }
}

TEST(LayerLayout, CoversTheWindowInEverySpace) {
    for (const std::string& name : SearchSpace::presetNames())
        for (const double window : {120.0, 311.0, 480.0, 1240.0})
            for (const double zoom : {1.0, 1.5, 16.0}) {
                const Network network = largest(name.c_str());
                const LayerLayout layout(network, window, zoom);
                expectSound(layout, network, window);
                EXPECT_NEAR(layout.length(), LayerLayout(network, window, 1).length() * zoom, 1e-6);
            }
}

TEST(LayerLayout, FindsTheLayerUnderAPlace) {
    const Network network = largest("nash-cifar100");
    const LayerLayout layout(network, 311, 1);
    std::set<int> hit;
    for (double x = -2; x < layout.length() + 3; x += 0.5) {
        ASSERT_EQ(layout.layerAt(x), slowLayerAt(layout, x)) << x;
        hit.insert(layout.layerAt(x));
    }
    // Each layer can be hit, and the outside is none.
    EXPECT_EQ(hit.size(), network.layers.size() + 1);
    EXPECT_EQ(LayerLayout().layerAt(0), -1);
}

TEST(LayerLayout, ShowsTheLargestNashNetworkWithoutScrollingInADock) {
    const Network network = largest("nash-cifar100");
    EXPECT_GE(network.layers.size(), 160U);
    EXPECT_NEAR(LayerLayout(network, 320, 1).length(), 320, 1e-9);
}

TEST(LayerLayout, NamesStagesAndLeavesNoLayerOut) {
    const SearchSpace nash = space("nash-cifar100");
    const Network network = nash.expand(nash.smallest(OperatorType::Shift));
    const LayerLayout layout(network, 800, 1);
    std::vector<QString> names;
    int next = 0;
    for (const LayerLayout::Stage& stage : layout.stages()) {
        names.push_back(stage.name);
        EXPECT_EQ(stage.first, next);
        next = stage.last + 1;
        EXPECT_DOUBLE_EQ(stage.span.x, layout.layers()[static_cast<std::size_t>(stage.first)].x);
        EXPECT_NEAR(stage.span.end(), layout.layers()[static_cast<std::size_t>(stage.last)].end(), 1e-9);
    }
    EXPECT_EQ(next, static_cast<int>(network.layers.size()));
    const std::vector<QString> expected = {"stem", "mb1", "mb2", "mb3",  "mb4",
                                           "mb5",  "mb6", "mb7", "head", "classifier"};
    EXPECT_EQ(names, expected);
}

TEST(LayerLayout, AnEmptyNetworkHasNoPlace) {
    const LayerLayout layout(Network{}, 300, 1);
    EXPECT_TRUE(layout.layers().empty());
    EXPECT_EQ(layout.length(), 0);
}

} // namespace
} // namespace pairscape
