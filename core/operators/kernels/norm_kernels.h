// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/space/network.h"

#include <cstdint>

/// Batch norm with scale and shift, the activation after it, and the gradients of both, for training. Maps
/// are batch-innermost (layer_kernels.h), so that a channel is one row of `row` = height * width * batch
/// floats. Sums run in a fixed order whatever the split into ranges and the vector's width.
namespace pairscape::kernels {

/// Mean and biased variance of every channel in [begin, end), in two passes.
void channelMoments(std::int64_t row, const float* map, float* means, float* variances, std::int64_t begin,
                    std::int64_t end);

/// out = activation(factor[c] * (x - centre[c]) + offset[c]). `out` may be `map`.
void affineActivate(std::int64_t row, Activation activation, const float* map, const float* centres,
                    const float* factors, const float* offsets, float* out, std::int64_t begin,
                    std::int64_t end);

/// Statistics and parameters of the norm whose gradient is taken.
struct NormGradientInput {
    std::int64_t row = 0;
    Activation activation = Activation::None;
    bool ofBatch = true;             ///< mean and variance came from this batch and depend on it
    const float* map = nullptr;      ///< what the norm got
    const float* gradient = nullptr; ///< of the activation's output
    const float* means = nullptr;    ///< by channel
    const float* inverses = nullptr; ///< 1 / sqrt(variance + epsilon), by channel
    const float* scales = nullptr;   ///< by channel
    const float* shifts = nullptr;   ///< by channel
};

/// Gradients of the norm's input, scale and shift for channels [begin, end).
void normGradients(const NormGradientInput& input, float* mapGradient, float* scaleGradient,
                   float* shiftGradient, std::int64_t begin, std::int64_t end);

/// out[c][p][n] = map[c][p][n] * gates[c][n] for channels [begin, end) of `pixels` pixels.
void gateChannels(std::int64_t pixels, std::int64_t batch, const float* map, const float* gates, float* out,
                  std::int64_t begin, std::int64_t end);

/// Gradients of the map and of the gates.
void gateGradients(std::int64_t pixels, std::int64_t batch, const float* map, const float* gates,
                   const float* gradient, float* mapGradient, float* gatesGradient, std::int64_t begin,
                   std::int64_t end);

} // namespace pairscape::kernels
