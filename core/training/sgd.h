// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/training/parameter_set.h"

#include <vector>

namespace pairscape {

/// SGD with momentum, weight decay and clipping of every gradient value, as in PyTorch:
///     g = clamp(gradient, -clip, clip) + decay * p;  v = momentum * v + g;  p -= rate * (g + momentum * v)
/// (Nesterov), or p -= rate * v. One pass over the memory on the CPU.
struct SgdSettings {
    double momentum = 0.9;
    double weightDecay = 1e-4; ///< on parameters that decay
    double clip = 1.0;         ///< 0: none
    bool nesterov = true;
};

class Sgd {
  public:
    /// `parameters` must live as long as the optimiser.
    Sgd(const ParameterSet& parameters, const SgdSettings& settings);

    /// `gradients` belong to the parameters in their order; an undefined one counts as zero.
    void step(double rate, const std::vector<torch::Tensor>& gradients);

    /// v of all parameters, flat as ParameterSet::flat().
    const torch::Tensor& velocity() const { return velocity_; }

  private:
    void stepOnCpu(double rate, const std::vector<torch::Tensor>& gradients);
    void stepByTensors(double rate, const std::vector<torch::Tensor>& gradients);

    const ParameterSet& parameters_;
    SgdSettings settings_;
    torch::Tensor velocity_;
    torch::Tensor decay_; ///< weight decay of every value; for stepByTensors() only
};

} // namespace pairscape
