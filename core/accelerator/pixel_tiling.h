// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/accelerator/layer_shape.h"

#include <array>
#include <cstdint>
#include <vector>

namespace pairscape {

/// Tiles of output pixels that are alike: same number of outputs, of input pixels and of images.
struct PixelClass {
    std::int64_t count = 0;
    std::int32_t pixels = 0; ///< output pixels of one channel
    std::int32_t inputPixels =
        0; ///< input pixels of one channel that they need: halo included, padding excluded
    std::int32_t images = 0;
};

/// How a batch of output maps is cut into tiles of `rows` x `columns`. A tile of more rows than the map has
/// spans rows / outRows whole images; rows is then a multiple of outRows and columns the whole width.
/// Tiles are walked image by image, row by row, column by column.
struct PixelTiling {
    static constexpr int maxClasses = 64; ///< largestKernel bounds the kinds of rows and columns to 8 each

    std::array<PixelClass, maxClasses> classes;
    int classCount = 0;
    int first = 0, last = 0; ///< classes of the first and of the last tile
    std::int64_t tiles = 0;
    std::int64_t pixels = 0, inputPixels = 0, images = 0;          ///< summed over all tiles
    std::int32_t maxPixels = 0, maxInputPixels = 0, maxImages = 0; ///< of any tile: what buffers must hold

    PixelTiling() {} // the classes stay raw until they are counted
};

/// Whether a tile of these rows and columns cuts the layer as PixelTiling says.
bool validPixelTile(const LayerShape& layer, int batch, int rows, int columns);

/// The tiling, by counting. Needs validPixelTile(). Allocates nothing.
PixelTiling tilePixels(const LayerShape& layer, int batch, int rows, int columns);

/// The tiles one by one in the order in which they are walked, each with a count of 1. Needs
/// validPixelTile().
std::vector<PixelClass> pixelTilesInOrder(const LayerShape& layer, int batch, int rows, int columns);

} // namespace pairscape
