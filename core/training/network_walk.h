// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/space/network.h"

#include <cstddef>

namespace pairscape {

/// Takes a map through a network: what follows what, whatever a map is (floats, floats that stand for
/// integers, integers). `Ops` has a type Map and
///     Map layer(int index, const Map& input)                      a layer with norm and activation
///     Map mean(int block, const Map& map)                         over all pixels; block -1 before the head
///     Map windowMean(int block, const Map& map, int stride)       over windows, cut at the edge
///     Map gate(int block, const Map& map, const Map& gates)       channel by channel
///     Map add(int block, const Map& map, const Map& around)
template <class Ops>
typename Ops::Map walkBlock(const NetworkBlock& b, int index, const typename Ops::Map& input, Ops& ops) {
    using Map = typename Ops::Map;
    Map x = b.expand >= 0 ? ops.layer(b.expand, input) : input;
    x = ops.layer(b.depthwise, x);
    if (b.squeezeReduce >= 0)
        x = ops.gate(index, x, ops.layer(b.squeezeExpand, ops.layer(b.squeezeReduce, ops.mean(index, x))));
    x = ops.layer(b.project, x);
    if (!b.residual)
        return x;
    Map around = b.shortcutPooling > 1 ? ops.windowMean(index, input, b.shortcutPooling) : input;
    if (b.shortcut >= 0)
        around = ops.layer(b.shortcut, around);
    return ops.add(index, x, around);
}

/// From the images to what the classifier gives, [batch][classes][1][1].
template <class Ops>
typename Ops::Map walkNetwork(const Network& network, const typename Ops::Map& images, Ops& ops) {
    typename Ops::Map x = ops.layer(network.stem, images);
    for (std::size_t b = 0; b < network.blocks.size(); ++b)
        x = walkBlock(network.blocks[b], static_cast<int>(b), x, ops);
    if (network.poolBeforeHead) {
        if (network.headExpand >= 0)
            x = ops.layer(network.headExpand, x);
        x = ops.layer(network.head, ops.mean(-1, x));
    } else {
        if (network.head >= 0)
            x = ops.layer(network.head, x);
        x = ops.mean(-1, x);
    }
    return ops.layer(network.classifier, x);
}

} // namespace pairscape
