// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/operators/layer_options.h"

#include "core/operators/torch.h"

#include <tuple>

/// The adder layer by tensor operations alone, for types and devices that have no kernel of ours.
/// Works through taps and slices of channels, so that no step holds more than some tens of megabytes beyond
/// its input and output. No gradient is recorded.
namespace pairscape {

torch::Tensor adderForwardByTensors(const torch::Tensor& input, const torch::Tensor& weight,
                                    const LayerOptions& options);

/// Input gradient and weight gradient of adderLayer(), unscaled; undefined where not wanted.
std::tuple<torch::Tensor, torch::Tensor> adderBackwardByTensors(const torch::Tensor& input,
                                                                const torch::Tensor& weight,
                                                                const torch::Tensor& outputGradient,
                                                                const LayerOptions& options, bool wantInput,
                                                                bool wantWeight);

} // namespace pairscape
