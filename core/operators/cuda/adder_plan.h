// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/operators/cuda/adder_depthwise.h"

#include <algorithm>
#include <cstdint>

/// Which tiles and slices a layer's passes are cut into. A launcher starts what is planned, on the device or,
/// in tests, on the CPU; it has
///
///     template <class TileShape, class Problem> void tiles(const Problem&, int columnBlocks, int rowBlocks,
///     int layers); template <class Elements> void elements(const Elements&); void taps(const
///     DepthwiseWeightGradient&, int slices);
///
/// Plans depend on the shape alone, not on the device, so that results are the same on all of them.
namespace pairscape::cuda {

/// Whether the kernels' 32-bit indices and a grid's limits hold for the layer.
inline bool plannable(const LayerShape& s) {
    constexpr std::int64_t most = std::int64_t{1} << 30, grid = 65535;
    return s.valid() && s.inputElements() <= most && s.outputElements() <= most && s.weights() <= most &&
           s.groups <= grid && s.groupOutputs() <= 32 * grid && s.groupInputs() <= 32 * grid &&
           s.kernel <= 64;
}

inline int blocksOf(std::int64_t count, int size) {
    return static_cast<int>((count + size - 1) / size);
}

/// Blocks that keep a large device busy for some rounds, and the most slices that sums are cut into.
inline constexpr int wantedBlocks = 512, mostSlices = 256;

/// Slices of the weight gradient: enough blocks, at least 512 terms each, and no more memory for partial sums
/// than the layer's maps take.
inline int weightGradientSlices(const LayerShape& s) {
    const std::int64_t terms = s.batch * s.outHeight() * s.outWidth();
    const std::int64_t tiles =
        s.depthwise() ? s.outChannels * blocksOf(s.kernel * s.kernel, DepthwiseWeightGradient::taps)
                      : s.groups * blocksOf(s.groupOutputs(), 64) * blocksOf(s.terms(), 64);
    const std::int64_t memory = (s.inputElements() + s.outputElements()) / s.weights();
    const std::int64_t pieces = s.depthwise() ? s.batch : terms / 512;
    const std::int64_t grid = 65535 / s.groups;
    return static_cast<int>(std::max<std::int64_t>(
        1, std::min({(wantedBlocks + tiles - 1) / tiles, memory, pieces, grid, std::int64_t{mostSlices}})));
}

/// Floats for partial sums; 0 where none are needed.
inline std::int64_t scratchFloats(const LayerShape& s) {
    const int slices = weightGradientSlices(s);
    return slices > 1 ? slices * s.weights() : 0;
}

/// Starts a problem with the tile that fits: large ones reuse more, small ones make more blocks, and few rows
/// want a flat one.
template <class LargeTile, class Launcher, class Problem>
void planTiles(Launcher& launch, const Problem& problem, std::int64_t rows, std::int64_t columns,
               int layers) {
    const auto start = [&](auto tile) {
        using T = decltype(tile);
        launch.template tiles<T>(problem, blocksOf(columns, T::columns), blocksOf(rows, T::rows), layers);
    };
    const std::int64_t largeBlocks =
        std::int64_t{blocksOf(rows, LargeTile::rows)} * blocksOf(columns, LargeTile::columns) * layers;
    // Half of the last large tiles would be empty.
    const std::int64_t rest = rows % LargeTile::rows;
    const bool wasteful = rest > 0 && rest <= LargeTile::rows / 2 && rows < 4 * LargeTile::rows;
    if (rows <= 32)
        start(Tile<32, 128, 16, 4, 4>());
    else if (wasteful || columns <= 64 || largeBlocks < wantedBlocks / 2)
        start(Tile<64, 64, 16, 4, 4>());
    else
        start(LargeTile());
}

template <class Launcher>
void planForward(Launcher& launch, const LayerShape& s, const float* input, const float* weights,
                 float* output) {
    const Geometry g(s);
    if (s.depthwise())
        launch.elements(DepthwiseForward{g, input, weights, output});
    else
        planTiles<Tile<128, 128, 8, 8, 8>>(launch, ForwardProblem{g, input, weights, output}, g.groupOutputs,
                                           g.outPixels, g.groups);
}

template <class Launcher>
void planInputGradient(Launcher& launch, const LayerShape& s, const float* input, const float* weights,
                       const float* outputGradient, float* gradient) {
    const Geometry g(s);
    if (s.depthwise())
        launch.elements(DepthwiseInputGradient{g, input, weights, outputGradient, gradient});
    else
        planTiles<Tile<128, 64, 8, 8, 4>>(launch,
                                          InputGradientProblem{g, input, weights, outputGradient, gradient},
                                          g.groupInputs, g.inPixels, g.groups);
}

/// `scratch` has scratchFloats() floats.
template <class Launcher>
void planWeightGradient(Launcher& launch, const LayerShape& s, const float* input, const float* weights,
                        const float* outputGradient, float* gradient, float* scratch) {
    const Geometry g(s);
    const int wanted = weightGradientSlices(s);
    float* partial = wanted > 1 ? scratch : gradient;
    int slices = 1;
    if (s.depthwise()) {
        const int batch = static_cast<int>(s.batch), sliceImages = blocksOf(batch, wanted);
        slices = blocksOf(batch, sliceImages);
        launch.taps(DepthwiseWeightGradient{g, input, weights, outputGradient, partial, batch, sliceImages},
                    slices);
    } else {
        const int slicePixels = blocksOf(g.outPixels, wanted);
        slices = blocksOf(g.outPixels, slicePixels);
        const WeightGradientProblem problem{g, input, weights, outputGradient, partial, slicePixels};
        planTiles<Tile<128, 128, 8, 8, 8>>(launch, problem, problem.rows(), problem.columns(),
                                           g.groups * slices);
    }
    if (wanted > 1)
        launch.elements(SliceSum{partial, gradient, slices, static_cast<int>(s.weights())});
}

} // namespace pairscape::cuda
