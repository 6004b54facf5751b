// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/operators/layer_shape.h"

#include "core/operators/torch.h"

namespace pairscape {

/// Stride, zero padding and groups of a layer on tensors.
struct LayerOptions {
    std::int64_t stride = 1;
    std::int64_t padding = 0;
    std::int64_t groups = 1;
};

/// Shape of a layer from its input [batch][channels][height][width] and weight [out][in /
/// groups][kernel][kernel].
LayerShape layerShape(const torch::Tensor& input, const torch::Tensor& weight, const LayerOptions& options);

/// The tensor as [channels][height][width][batch] without gaps, the layout of the kernels: a copy unless its
/// memory lies so already.
torch::Tensor batchInnermost(const torch::Tensor& map);

} // namespace pairscape
