// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/operators/kernels/layer_kernels.h"
#include "core/operators/layer_options.h"
#include "core/operators/workspace.h"

namespace pairscape {

/// `images` layers of the same shape on maps that lie one after the other, each batch-innermost, with
/// LibTorch's threads. Weights are [out][in / groups][kernel][kernel]; `packedSlot` of the workspace may be
/// overwritten.
void runLayer(kernels::Term term, const LayerShape& shape, std::int64_t images, const float* input,
              const float* weights, float* output, Workspace& workspace, std::size_t packedSlot);

/// How tensors are handed to the kernels. Either the batch is innermost and there is one map, or each image
/// is a map of its own, as in plain [batch][channels][height][width] memory: no copy, but small maps waste
/// vectors.
struct MapLayout {
    LayerShape shape; ///< of one map
    std::int64_t images = 1;
    bool innermost = false;

    static MapLayout choose(const torch::Tensor& input, const LayerShape& shape);

    /// The tensor in this layout: itself where its memory lies so already, else a copy.
    torch::Tensor take(const torch::Tensor& map) const;
    /// Memory for a map of `channels` channels, and the tensor [batch][channels][height][width] that shows
    /// it.
    torch::Tensor make(std::int64_t channels, std::int64_t height, std::int64_t width) const;
    torch::Tensor show(const torch::Tensor& memory) const;
};

} // namespace pairscape
