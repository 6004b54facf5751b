// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/zeroshot/metrics/metrics.h"
#include "core/zeroshot/metrics/model_metric.h"

#include <algorithm>

namespace pairscape {

namespace {

/// Moves every weight along its direction.
void shift(const std::vector<torch::Tensor>& weights, const std::vector<torch::Tensor>& direction,
           double step) {
    const torch::NoGradGuard noGradient;
    for (std::size_t i = 0; i < weights.size(); ++i)
        weights[i].detach().add_(direction[i], step);
}

double normOf(const std::vector<torch::Tensor>& tensors) {
    double squares = 0;
    for (const torch::Tensor& tensor : tensors)
        squares += tensor.detach().pow(2).sum(torch::kDouble).item<double>();
    return std::sqrt(squares);
}

} // namespace

double graspScore(const ProxyModel& model, const Probe& probe) {
    const std::vector<torch::Tensor>& weights = model.weights();
    const std::vector<torch::Tensor> gradients = weightGradients(model, probeLoss(model, probe));
    // Small enough that the loss changes by some thousandths, or the weights by a hundredth of their length.
    const double length = std::max(normOf(gradients), 1e-30);
    const double step = std::min(0.003 / (length * length), 0.01 * normOf(weights) / length);
    shift(weights, gradients, step);
    const std::vector<torch::Tensor> above = weightGradients(model, probeLoss(model, probe));
    shift(weights, gradients, -2 * step);
    const std::vector<torch::Tensor> below = weightGradients(model, probeLoss(model, probe));
    shift(weights, gradients, step);
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
        "since AdderNet's gradients are rules and have no derivative of their own. Noise images and "
        "random labels in place of data. Adder layers take AdderNet's own gradients (full-precision for "
        "weights, clipped for inputs, unscaled), shift layers pass theirs straight through the rounding.";
    info.needsData = info.needsGradient = info.needsLabels = true;
    info.costClass = "backward";
    return {info, onHybrid<graspScore, ProxyOptions::Weights::Default>};
}

} // namespace pairscape
