// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/operators/layer_shape.h"

#include <cstddef>
#include <cstdint>

/// Forward kernels of the layers on plain memory, written with Highway: the fastest instruction set of the
/// running machine is chosen at run time.
///
/// All of them work on *batch-innermost* maps: element (n, c, h, w) lies at ((c * height + h) * width + w) *
/// batch + n. So one column of pixels and images is contiguous for each channel, 1x1 layers are matrix
/// products without any rearrangement, and small maps still fill a vector. With one image it is NCHW.
///
/// Every output is summed in one fixed order of its terms (channel, then kernel row, then kernel column),
/// in blocks of `sumBlock` terms, whatever the vector width, the tile or the thread: results are identical
/// for any number of threads, and on all machines whose vector units fuse multiply and add (AVX2, AVX-512,
/// NEON); adder layers even on those that do not.
namespace pairscape::kernels {

/// What one weight does to one activation.
enum class Term : std::uint8_t {
    Product,  ///< conv, and shift with its weights rounded to powers of two: sum of x * w
    Distance, ///< adder: minus the sum of |x - w|; padding is 0 and so contributes -|w|
};

/// Terms that are summed before they join the rest of the output's sum.
inline constexpr std::int64_t sumBlock = 192;

/// Floats that packWeights() writes.
std::size_t packedWeightFloats(const LayerShape& shape);

/// Rearranges weights [out][in / groups][kernel][kernel] into the panels that denseForward() reads.
void packWeights(const LayerShape& shape, const float* weights, float* packed);

/// Independent pieces of work in a layer that is not depthwise: tiles of output columns.
std::int64_t denseTiles(const LayerShape& shape);

/// Computes the tiles in [begin, end) of `output` from `input`, both batch-innermost. Nothing is unfolded
/// beyond one tile: each call takes less than 1 MiB of memory.
void denseForward(Term term, const LayerShape& shape, const float* input, const float* packed, float* output,
                  std::int64_t begin, std::int64_t end);

/// Channels in [begin, end) of a depthwise layer; weights are [channel][kernel][kernel], not packed.
/// Takes memory for one padded channel.
void depthwiseForward(Term term, const LayerShape& shape, const float* input, const float* weights,
                      float* output, std::int64_t begin, std::int64_t end);

/// Name of the instruction set in use: "AVX2", "AVX3", ...
const char* instructionSet();

} // namespace pairscape::kernels
