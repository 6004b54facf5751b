// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/operators/layer_shape.h"

#include <cstdint>

struct CUstream_st; // what cudaStream_t points to

/// The adder layer on a CUDA device (Y = - sum |X - W|, with AdderNet's gradients; docs/operators.md), dense,
/// grouped and depthwise. All pointers are device memory of floats aligned to 16 bytes, maps as
/// [batch][channels][height][width], weights as [out][in / groups][kernel][kernel]. Work is queued on the
/// stream; the calls do not wait for it. Results are the same each time, on every device. They return
/// nullptr, or CUDA's own name for what went wrong when it was queued. No LibTorch here: adder_device.h hands
/// tensors over.
namespace pairscape::cuda {

/// Whether the layer is small enough for the kernels (2^30 elements a map).
bool adderFits(const LayerShape& shape);

const char* adderForward(const LayerShape& shape, const float* input, const float* weights, float* output,
                         CUstream_st* stream);

/// sum clamp(W - X, -1, 1) dY.
const char* adderInputGradient(const LayerShape& shape, const float* input, const float* weights,
                               const float* outputGradient, float* gradient, CUstream_st* stream);

/// Floats that adderWeightGradient() needs for partial sums; at most as many as input and output together.
std::int64_t adderScratchFloats(const LayerShape& shape);

/// sum (X - W) dY, padding included.
const char* adderWeightGradient(const LayerShape& shape, const float* input, const float* weights,
                                const float* outputGradient, float* gradient, float* scratch,
                                CUstream_st* stream);

} // namespace pairscape::cuda
