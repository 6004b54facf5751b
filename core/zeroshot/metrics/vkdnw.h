// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/zeroshot/proxy_model.h"

#include <vector>

namespace pairscape {

/// Of each of the first `layers` weighted layers one weight, the middle one of the kernel between the first
/// channels: what the gradients of the layers' outputs make of it, image by image, [batch][layers] in double
/// precision. Adder layers by AdderNet's rule (x - w) dY, shift layers as through their rounding.
torch::Tensor singleWeightGradients(const ProxyModel& model, const ProxyTrace& trace,
                                    const std::vector<torch::Tensor>& outputGradients);

/// Entropy of nine numbers, the deciles 0.1 to 0.9 of `values`, normalised to sum 1; as a share of its most,
/// log 9.
double decileEntropy(const torch::Tensor& values);

} // namespace pairscape
