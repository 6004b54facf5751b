// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/training/trainable_network.h"

#include <map>
#include <string>

namespace pairscape::test {

/// A training step in double precision, written from the formulas: loss and gradients of every parameter by
/// name. Layers are sums over an unfolded input; the adder's surrogate gradients are those of -1/2 (x - w)^2
/// (weights) and of minus Huber's function of x - w (inputs); shift weights are rounded straight through;
/// batch norm is mean and variance.
struct ReferenceStep {
    double loss = 0;
    torch::Tensor logits;
    std::map<std::string, torch::Tensor> gradients;
};

ReferenceStep referenceStep(const TrainableNetwork& network, const torch::Tensor& images,
                            const torch::Tensor& labels, double smoothing, double eta);

} // namespace pairscape::test
