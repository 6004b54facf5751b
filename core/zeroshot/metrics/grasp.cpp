// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/zeroshot/metrics/metrics.h"
#include "core/zeroshot/metrics/model_metric.h"

#include <algorithm>

namespace pairscape {

namespace {

/// Moves every weight along its direction for a scope, and puts it back bit by bit.
class Moved {
  public:
    Moved(const std::vector<torch::Tensor>& weights, const std::vector<torch::Tensor>& direction, double step)
        : weights_(weights) {
        const torch::NoGradGuard noGradient;
        for (std::size_t i = 0; i < weights.size(); ++i) {
            before_.push_back(weights[i].detach().clone());
            weights[i].detach().add_(direction[i], step);
        }
    }
    ~Moved() {
        const torch::NoGradGuard noGradient;
        for (std::size_t i = 0; i < weights_.size(); ++i)
            weights_[i].detach().copy_(before_[i]);
    }
    Moved(const Moved&) = delete;
    Moved& operator=(const Moved&) = delete;

  private:
    const std::vector<torch::Tensor>& weights_;
    std::vector<torch::Tensor> before_;
};

double normOf(const std::vector<torch::Tensor>& tensors) {
    double squares = 0;
    for (const torch::Tensor& tensor : tensors)
        squares += tensor.detach().pow(2).sum(torch::kDouble).item<double>();
    return std::sqrt(squares);
}

} // namespace

double graspScore(ModelRun& run) {
    const ProxyModel& model = run.model();
    const Probe& probe = run.probe();
    const std::vector<torch::Tensor>& weights = model.weights();
    const std::vector<torch::Tensor>& gradients = run.loss().gradients;
    // Small enough that the loss changes by some thousandths, or the weights by a hundredth of their length.
    const double length = std::max(normOf(gradients), 1e-30);
    const double step = std::min(0.003 / (length * length), 0.01 * normOf(weights) / length);
    std::vector<torch::Tensor> above, below;
    {
        const Moved moved(weights, gradients, step);
        above = weightGradients(model, probeLoss(model, probe));
    }
    {
        const Moved moved(weights, gradients, -step);
        below = weightGradients(model, probeLoss(model, probe));
    }
    double sum = 0;
    for (std::size_t i = 0; i < weights.size(); ++i)
        sum -= (weights[i] * (above[i] - below[i])).sum(torch::kDouble).item<double>() / (2 * step);
    return sum;
}

Metric graspMetric() {
    MetricInfo info;
    info.name = "grasp";
    info.title = "GraSP";
    info.reference =
        "Wang et al., Picking Winning Tickets Before Training by Preserving Gradient Flow, ICLR 2020; as "
        "a score: Abdelfattah et al., ICLR 2021";
    info.note =
        "Minus the sum of w (H g), with the Hessian's product taken as a difference of two gradients, "
        "since AdderNet's gradients are rules and have no derivative of their own. A difference sees the "
        "corners of ReLU, which the published second derivative takes as zero. Noise images and "
        "random labels in place of data. Adder layers take AdderNet's own gradients (full-precision for "
        "weights, clipped for inputs, unscaled), shift layers pass theirs straight through the rounding.";
    info.needsData = info.needsGradient = info.needsLabels = true;
    info.costClass = "backward";
    return onHybrid<graspScore, Setting::Default>(std::move(info));
}

} // namespace pairscape
