// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/accelerator/accelerator.h"
#include "core/accelerator/layer_shape.h"

#include <array>
#include <cstdint>
#include <vector>

namespace pairscape {

// The space that all search methods search: fixed, finite lists that no platform changes, so that a larger
// platform only adds accelerators.

inline constexpr std::array<int, 7> channelUnrolls = {1,  2,  4, 8,
                                                      16, 32, 64}; ///< of output and of input channels
inline constexpr std::array<int, 17> pixelUnrolls = {1,  2,  3,  4,  5,  6,  7,  8, 9,
                                                     10, 12, 14, 16, 20, 24, 28, 32};
inline constexpr std::array<int, 5> batches = {1, 2, 4, 8, 16};

/// Bytes of one half of a ping-pong buffer.
inline constexpr std::array<std::int64_t, 10> bufferSizes = {
    2 << 10, 4 << 10, 8 << 10, 16 << 10, 32 << 10, 64 << 10, 128 << 10, 256 << 10, 512 << 10, 1024 << 10};
inline constexpr int bufferSizeCount = static_cast<int>(bufferSizes.size());

/// Index of the smallest size that holds `bytes`; bufferSizeCount where none does.
int bufferIndexFor(std::int64_t bytes);

/// Tile sizes of a channel dimension, ascending: powers of two from 8 on and the whole.
std::vector<int> channelTiles(int channels);

struct PixelTile {
    int rows = 0, columns = 0;
};
/// Pixel tiles of a batch, large to small: 2^k whole images, then the whole batch; 2^k whole rows; 2^k (from
/// 8) columns of one row.
std::vector<PixelTile> pixelTiles(const LayerShape& layer, int batch);

/// The unrolls of all chunks in the space, in a fixed order; buffers are left empty.
const std::vector<Chunk>& unrollChoices();

} // namespace pairscape
