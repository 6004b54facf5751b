// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/operators/layer_options.h"

namespace pairscape {

/// Adder layer (AdderNet): Y[n, m, e, f] = - sum over c, r, s of |X[n, c, ...] - W[m, c, r, s]|. Padding is
/// zero, so it contributes -|W|. As convForward() otherwise. The sum of |x - w| is computed as 2 max(x, w) -
/// x - w, so its error is some float rounding units of the sum of |x| + |w| (not of the result, which matters
/// only where X equals W all over).
torch::Tensor adderForward(const torch::Tensor& input, const torch::Tensor& weight,
                           const LayerOptions& options = {});

} // namespace pairscape
