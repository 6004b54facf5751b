// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/operators/layer_options.h"

#include "core/operators/torch.h"

/// The layers with gradients, for training and for metrics that look at gradients. Float tensors on the CPU
/// run on our kernels (dense, grouped and depthwise, any kernel, stride and padding), and so do float tensors
/// of adder layers on a CUDA device where we were built for one; all others run on tensor operations whose
/// memory stays bounded. Results do not depend on the number of threads. Gradients of adder layers can be
/// taken once, those of the others twice. Throw what LibTorch throws.
namespace pairscape {

/// Convolution without bias.
torch::Tensor convLayer(const torch::Tensor& input, const torch::Tensor& weight,
                        const LayerOptions& options = {});

/// Adder layer with AdderNet's gradients: the weight gradient is in full precision, sum of (X - W) dY, the
/// input gradient is clipped, sum of clamp(W - X, -1, 1) dY. With `eta` > 0 the weight gradient is scaled by
/// layer, to eta sqrt(k) dW / ||dW|| for k weights (AdderNet trains with 0.2); 0 leaves it as it is.
torch::Tensor adderLayer(const torch::Tensor& input, const torch::Tensor& weight,
                         const LayerOptions& options = {}, double eta = 0.0);

/// DeepShift-Q: the weights rounded to signed powers of two, 2^-31 to 1 (shift_weights.h). The gradient of
/// the rounded weights is handed to the float weights unchanged (straight through).
torch::Tensor roundShiftWeights(const torch::Tensor& weight);

/// DeepShift-PS: sign(round s) 2^round(p), with p clamped to [-30, 0] and s to [-1, 1]; halves round to even.
/// Gradients are DeepShift's: dp = dw w ln 2, ds = dw, straight through rounding and clamping.
torch::Tensor shiftWeights(const torch::Tensor& power, const torch::Tensor& sign);

/// Shift layer: a convolution with roundShiftWeights(weight).
torch::Tensor shiftLayer(const torch::Tensor& input, const torch::Tensor& weight,
                         const LayerOptions& options = {});

} // namespace pairscape
