// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/accelerator/pixel_tiling.h"

#include <algorithm>
#include <cassert>

namespace pairscape {

namespace {

struct LineClass {
    std::int32_t outputs = 0, inputs = 0, count = 0;
};

/// One dimension cut into tiles, equal ones counted together.
struct Lines {
    std::array<LineClass, 8> classes;
    int classCount = 0;
    int first = 0, last = 0;
};

/// Inputs that outputs [from, from + outputs) need: from the first to the last one inside the map.
std::int32_t inputsOf(int from, int outputs, int kernel, int stride, int padding, int size) {
    const int begin = std::max(0, from * stride - padding);
    const int end = std::min(size, (from + outputs - 1) * stride - padding + kernel);
    return std::max(0, end - begin);
}

Lines cut(int outputs, int tile, int kernel, int stride, int padding, int size) {
    Lines lines;
    for (int from = 0; from < outputs; from += tile) {
        const std::int32_t out = std::min(tile, outputs - from);
        const std::int32_t in = inputsOf(from, out, kernel, stride, padding, size);
        int found = 0;
        while (found < lines.classCount &&
               (lines.classes[found].outputs != out || lines.classes[found].inputs != in))
            ++found;
        if (found == lines.classCount) {
            assert(lines.classCount < static_cast<int>(lines.classes.size()));
            lines.classes[lines.classCount++] = {out, in, 0};
        }
        ++lines.classes[found].count;
        if (from == 0)
            lines.first = found;
        lines.last = found;
    }
    return lines;
}

void add(PixelTiling& tiling, std::int64_t count, std::int32_t pixels, std::int32_t inputPixels,
         std::int32_t images) {
    tiling.classes[tiling.classCount++] = {count, pixels, inputPixels, images};
    tiling.tiles += count;
    tiling.pixels += count * pixels;
    tiling.inputPixels += count * inputPixels;
    tiling.images += count * images;
    tiling.maxPixels = std::max(tiling.maxPixels, pixels);
    tiling.maxInputPixels = std::max(tiling.maxInputPixels, inputPixels);
    tiling.maxImages = std::max(tiling.maxImages, images);
}

} // namespace

bool validPixelTile(const LayerShape& layer, int batch, int rows, int columns) {
    if (rows < 1 || columns < 1 || columns > layer.outColumns)
        return false;
    if (rows <= layer.outRows)
        return true;
    return columns == layer.outColumns && rows % layer.outRows == 0 && rows / layer.outRows <= batch;
}

PixelTiling tilePixels(const LayerShape& layer, int batch, int rows, int columns) {
    assert(validPixelTile(layer, batch, rows, columns));
    PixelTiling tiling;
    const int k = layer.kernel, s = layer.stride, p = layer.padding;
    if (rows >= layer.outRows && columns == layer.outColumns) {
        const int images = rows / layer.outRows;
        const std::int32_t pixels = layer.outRows * layer.outColumns;
        const std::int32_t inputs = inputsOf(0, layer.outRows, k, s, p, layer.inRows) *
                                    inputsOf(0, layer.outColumns, k, s, p, layer.inColumns);
        const int whole = batch / images, rest = batch % images;
        add(tiling, whole, images * pixels, images * inputs, images);
        if (rest > 0) {
            add(tiling, 1, rest * pixels, rest * inputs, rest);
            tiling.last = 1;
        }
        return tiling;
    }
    const Lines down = cut(layer.outRows, rows, k, s, p, layer.inRows);
    const Lines across = cut(layer.outColumns, columns, k, s, p, layer.inColumns);
    for (int r = 0; r < down.classCount; ++r)
        for (int c = 0; c < across.classCount; ++c) {
            if (r == down.first && c == across.first)
                tiling.first = tiling.classCount;
            if (r == down.last && c == across.last)
                tiling.last = tiling.classCount;
            add(tiling, std::int64_t{batch} * down.classes[r].count * across.classes[c].count,
                down.classes[r].outputs * across.classes[c].outputs,
                down.classes[r].inputs * across.classes[c].inputs, 1);
        }
    return tiling;
}

std::vector<PixelClass> pixelTilesInOrder(const LayerShape& layer, int batch, int rows, int columns) {
    assert(validPixelTile(layer, batch, rows, columns));
    const int k = layer.kernel, s = layer.stride, p = layer.padding;
    const int imagesOfTile = std::max(1, rows / layer.outRows), rowsOfTile = std::min(rows, layer.outRows);
    std::vector<PixelClass> tiles;
    for (int image = 0; image < batch; image += imagesOfTile) {
        const int images = std::min(imagesOfTile, batch - image);
        for (int row = 0; row < layer.outRows; row += rowsOfTile) {
            const int outRows = std::min(rowsOfTile, layer.outRows - row);
            const int inRows = inputsOf(row, outRows, k, s, p, layer.inRows);
            for (int column = 0; column < layer.outColumns; column += columns) {
                const int outColumns = std::min(columns, layer.outColumns - column);
                tiles.push_back({1, images * outRows * outColumns,
                                 images * inRows * inputsOf(column, outColumns, k, s, p, layer.inColumns),
                                 images});
            }
        }
    }
    return tiles;
}

} // namespace pairscape
