// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/operators/layer_options.h"

namespace pairscape {

/// Shift layer (DeepShift-Q, 6 bits): the weights are rounded to signed powers of two (shift_weights.h), and
/// then it is a convolution in which every product only shifts. As convForward() otherwise.
torch::Tensor shiftForward(const torch::Tensor& input, const torch::Tensor& weight,
                           const LayerOptions& options = {});

} // namespace pairscape
