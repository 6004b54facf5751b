// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/operators/kernels/layer_kernels.h"

#include <cstddef>
#include <cstdint>

/// Backward kernels of the layers on batch-innermost maps (layer_kernels.h), for `Term::Product` (conv, and
/// shift with its rounded weights) and `Term::Distance` (adder, with AdderNet's surrogates):
///
///     weight gradient  Product: sum of x dY          Distance: sum of (x - w) dY, padding included
///     input gradient   Product: sum of w dY          Distance: sum of clamp(w - x, -1, 1) dY
///
/// `images` maps of the shape lie one after the other, as in [images][channels][height][width] with batch 1.
/// Each task writes outputs of its own, summed in an order that no thread changes: results are identical for
/// any number of threads. Vector widths change the last digits of weight gradients. Memory taken by a call
/// stays below 1.5 MiB for dense layers and below three padded channels for depthwise ones.
namespace pairscape::kernels {

std::int64_t weightGradientTasks(const LayerShape& shape);

/// Writes the tasks' part of `gradient` [out][in / groups][kernel][kernel].
void denseWeightGradient(Term term, const LayerShape& shape, std::int64_t images, const float* input,
                         const float* weights, const float* outputGradient, float* gradient,
                         std::int64_t begin, std::int64_t end);

/// Floats that packTransposed() writes.
std::size_t transposedWeightFloats(const LayerShape& shape);

/// Rearranges weights into the panels that denseInputGradient() reads.
void packTransposed(const LayerShape& shape, const float* weights, float* packed);

std::int64_t inputGradientTasks(const LayerShape& shape, std::int64_t images);

/// Writes the tasks' part of `gradient`, a map like `input`.
void denseInputGradient(Term term, const LayerShape& shape, const float* input, const float* packed,
                        const float* outputGradient, float* gradient, std::int64_t begin, std::int64_t end);

/// Both gradients of channels [begin, end) of a depthwise layer; either result may be null.
void depthwiseGradients(Term term, const LayerShape& shape, std::int64_t images, const float* input,
                        const float* weights, const float* outputGradient, float* inputGradient,
                        float* weightGradient, std::int64_t begin, std::int64_t end);

} // namespace pairscape::kernels
