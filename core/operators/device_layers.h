// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/operators/layer_options.h"

#include "core/operators/torch.h"

#include <tuple>

/// The adder layer on our CUDA kernels (cuda/adder_cuda.h), where LibTorch has CUDA and a compiler for it was
/// found when Pairscape was built. On the tensors' device and LibTorch's current stream. No gradient is
/// recorded. Throw c10::Error where CUDA refuses.
namespace pairscape {

/// Whether the kernels were built and take these tensors: floats on a CUDA device, maps of at most 2^30
/// elements.
bool onDeviceKernels(const torch::Tensor& input, const torch::Tensor& weight, const LayerOptions& options);

torch::Tensor adderForwardOnDevice(const torch::Tensor& input, const torch::Tensor& weight,
                                   const LayerOptions& options);

/// Input gradient and weight gradient of adderLayer(), unscaled; undefined where not wanted.
std::tuple<torch::Tensor, torch::Tensor> adderBackwardOnDevice(const torch::Tensor& input,
                                                               const torch::Tensor& weight,
                                                               const torch::Tensor& outputGradient,
                                                               const LayerOptions& options, bool wantInput,
                                                               bool wantWeight);

} // namespace pairscape
