// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/accelerator/design_space.h"

#include <algorithm>
#include <bit>

namespace pairscape {

namespace {

constexpr int smallestTile = 8;

int largestPowerBelow(int value) {
    return value > 1 ? static_cast<int>(std::bit_floor(static_cast<unsigned>(value - 1))) : 0;
}

} // namespace

int bufferIndexFor(std::int64_t bytes) {
    return static_cast<int>(std::lower_bound(bufferSizes.begin(), bufferSizes.end(), bytes) -
                            bufferSizes.begin());
}

std::vector<int> channelTiles(int channels) {
    std::vector<int> tiles;
    for (int tile = smallestTile; tile < channels; tile *= 2)
        tiles.push_back(tile);
    tiles.push_back(channels);
    return tiles;
}

std::vector<PixelTile> pixelTiles(const LayerShape& layer, int batch) {
    std::vector<PixelTile> tiles;
    tiles.push_back({batch * layer.outRows, layer.outColumns});
    for (int images = largestPowerBelow(batch); images > 0; images /= 2)
        tiles.push_back({images * layer.outRows, layer.outColumns});
    for (int rows = largestPowerBelow(layer.outRows); rows > 0; rows /= 2)
        tiles.push_back({rows, layer.outColumns});
    for (int columns = largestPowerBelow(layer.outColumns); columns >= smallestTile; columns /= 2)
        tiles.push_back({1, columns});
    return tiles;
}

const std::vector<Chunk>& unrollChoices() {
    static const std::vector<Chunk> choices = [] {
        std::vector<Chunk> all;
        for (const int out : channelUnrolls)
            for (const int in : channelUnrolls)
                for (const int pixels : pixelUnrolls)
                    all.push_back({out, in, pixels, 0, 0, 0});
        return all;
    }();
    return choices;
}

} // namespace pairscape
