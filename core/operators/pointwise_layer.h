// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/operators/torch.h"

namespace pairscape {

/// 1x1 layers of stride 1 with gradients, for training on the CPU: most of a network's work. As convLayer()
/// and adderLayer() otherwise, but every product of matrices goes to the BLAS, which is faster on maps of few
/// pixels and does not repack weights; results then depend on its version, and may on its number of threads,
/// in the last digits. Float tensors on the CPU; output batch-innermost in memory.
torch::Tensor pointwiseConv(const torch::Tensor& input, const torch::Tensor& weight);

/// `eta` as in adderLayer(). The weight gradient is a product of matrices; forward pass and input gradient
/// run on the adder kernels.
torch::Tensor pointwiseAdder(const torch::Tensor& input, const torch::Tensor& weight, double eta);

} // namespace pairscape
