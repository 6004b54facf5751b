// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/space/network.h"

#include <cstdint>

/// What happens to maps between the layers, on batch-innermost maps (layer_kernels.h). Results are the same
/// on all machines and for any split into ranges: sums run in a fixed order and nothing is fused.
namespace pairscape::kernels {

/// A batch-innermost map. `parts` > 1 means that the batch holds that many equal parts after each other, each
/// normalised by its own statistics, as if they had come as separate batches.
struct MapShape {
    std::int64_t channels = 1;
    std::int64_t height = 1, width = 1;
    std::int64_t batch = 1;
    std::int64_t parts = 1;

    std::int64_t pixels() const { return height * width; }
    std::int64_t elements() const { return channels * pixels() * batch; }
};

/// Added to a variance before its square root is taken, as in PyTorch.
inline constexpr double batchNormEpsilon = 1e-5;

/// Batch norm with the batch's own statistics (scale 1, shift 0) and the activation after it, in place, for
/// channels [begin, end). Writes the biased variance of part p and channel c to variances[p * channels + c].
/// Two passes, so that a mean far from zero, as adder layers have it, costs no digits.
void normalizeAndActivate(const MapShape& shape, Activation activation, float* map, double* variances,
                          std::int64_t begin, std::int64_t end);

/// The activation alone, for channels [begin, end), in place.
void activate(const MapShape& shape, Activation activation, float* map, std::int64_t begin, std::int64_t end);

/// Mean over the pixels of each channel and image, as a map of one pixel.
void averagePool(const MapShape& shape, const float* map, float* pooled);

/// Mean over windows of stride x stride, into a map of ceil(height / stride) rows: a window that reaches over
/// the edge takes the mean of what is inside.
void windowPool(const MapShape& shape, std::int64_t stride, const float* map, float* pooled);

/// Multiplies all pixels of a channel and image with its gate, in place. Gates are a map of one pixel.
void scaleChannels(const MapShape& shape, const float* gates, float* map);

/// map += other.
void addTo(std::int64_t elements, const float* other, float* map);

} // namespace pairscape::kernels
