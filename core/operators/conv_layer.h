// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/operators/layer_options.h"

namespace pairscape {

/// Convolution: Y[n, m, e, f] = sum over c, r, s of X[n, c, e * stride + r - padding, ...] * W[m, c, r, s].
/// Float tensors on the CPU, dense, grouped or depthwise, any kernel, stride and padding. Output
/// [batch][out][height][width], batch-innermost in memory if the input was, else contiguous. Runs on
/// LibTorch's threads; the result does not depend on their number. Takes at most one copy each of input and
/// output. No gradient is recorded.
torch::Tensor convForward(const torch::Tensor& input, const torch::Tensor& weight,
                          const LayerOptions& options = {});

} // namespace pairscape
