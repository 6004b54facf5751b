// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/space/network.h"

#include "core/operators/torch.h"

/// Batch norm, the activation after it and gates, with gradients, for training.
namespace pairscape {

/// Added to a variance before its square root is taken.
inline constexpr double normEpsilon = 1e-5;

/// activation(scale (x - mean) / sqrt(variance + epsilon) + shift) with the batch's own mean and biased
/// variance, by channel of [batch][channels][height][width]. Float tensors on the CPU run on our kernels and
/// come out batch-innermost in memory; others on LibTorch's operators. Where `runningMean` is defined, it and
/// `runningVariance` (unbiased) move towards the batch's by the share `momentum`. Results do not depend on
/// the number of threads.
torch::Tensor batchNormActivate(const torch::Tensor& input, const torch::Tensor& scale,
                                const torch::Tensor& shift, Activation activation,
                                torch::Tensor runningMean = {}, torch::Tensor runningVariance = {},
                                double momentum = 0);

/// The same with a mean and variance that are given.
torch::Tensor fixedNormActivate(const torch::Tensor& input, const torch::Tensor& scale,
                                const torch::Tensor& shift, Activation activation, const torch::Tensor& mean,
                                const torch::Tensor& variance);

/// Every channel and image of a map times its gate [batch][channels][1][1] (squeeze and excite), with both
/// gradients.
torch::Tensor gated(const torch::Tensor& map, const torch::Tensor& gates);

/// The activation alone.
torch::Tensor activated(Activation activation, const torch::Tensor& input);

} // namespace pairscape
