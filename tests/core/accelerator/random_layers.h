// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/accelerator/cost_model.h"
#include "core/base/hash.h"
#include "core/base/random.h"

namespace pairscape {

/// A layer, an array, a DRAM, a batch and a mapping, all odd sizes and corners included.
struct RandomCase {
    LayerShape layer;
    ArrayShape array;
    DramRate rate;
    int batch = 1;
    Mapping mapping;
};

inline int between(RandomStream& random, int low, int high) {
    return low + static_cast<int>(random.below(static_cast<std::uint32_t>(high - low + 1)));
}

inline LayerShape randomLayer(RandomStream& random) {
    LayerShape layer;
    layer.depthwise = random.chance(0.3);
    layer.outChannels = between(random, 1, 40);
    layer.inChannels = layer.depthwise ? layer.outChannels : between(random, 1, 40);
    layer.kernel = static_cast<std::int16_t>(between(random, 1, random.chance(0.2) ? 7 : 5));
    layer.stride = static_cast<std::int16_t>(between(random, 1, 3));
    layer.padding = static_cast<std::int16_t>(between(random, 0, layer.kernel - 1));
    const auto size = [&](std::int32_t& in, std::int32_t& out) {
        in = between(random, std::max(1, layer.kernel - 2 * layer.padding), 14);
        out = (in + 2 * layer.padding - layer.kernel) / layer.stride + 1;
    };
    size(layer.inRows, layer.outRows);
    size(layer.inColumns, layer.outColumns);
    if (layer.kernel == 1 && random.chance(0.3))
        layer.pool = static_cast<std::int16_t>(between(random, 2, 4));
    if (random.chance(0.3))
        layer.addend = random.chance(0.5) ? 1 : 4;
    layer.scaled = random.chance(0.2);
    return layer;
}

inline RandomCase randomCase(RandomStream& random) {
    RandomCase draw;
    draw.layer = randomLayer(random);
    const LayerShape& layer = draw.layer;
    Chunk chunk;
    chunk.unrollOut = between(random, 1, 12);
    chunk.unrollIn = between(random, 1, 12);
    chunk.unrollPixels = between(random, 1, 12);
    PeCost pe;
    pe.weightBits = random.chance(0.5) ? 8 : 6;
    pe.activationBits = random.chance(0.8) ? 8 : 16;
    draw.array = arrayShape(chunk, pe);
    draw.rate.bytesPer1024Cycles = between(random, 1, 1 << between(random, 4, 18));
    draw.batch = between(random, 1, 8);
    Mapping& mapping = draw.mapping;
    mapping.tileOut = between(random, 1, layer.outChannels);
    mapping.tileIn = layer.depthwise ? mapping.tileOut : between(random, 1, layer.inChannels);
    if (random.chance(0.4)) {
        mapping.tileRows = layer.outRows * between(random, 1, draw.batch);
        mapping.tileColumns = layer.outColumns;
    } else {
        mapping.tileRows = between(random, 1, layer.outRows);
        mapping.tileColumns = between(random, 1, layer.outColumns);
    }
    mapping.stationary = static_cast<Stationary>(random.below(3));
    return draw;
}

} // namespace pairscape
