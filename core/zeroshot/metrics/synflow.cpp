// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/zeroshot/metrics/metrics.h"
#include "core/zeroshot/metrics/model_metric.h"

#include <cmath>

namespace pairscape {

double synflowScore(ModelRun& run) {
    const ProxyModel& model = run.model();
    const std::int64_t size = model.inputSize();
    const torch::Tensor ones = torch::ones({1, model.inputChannels(), size, size}, torch::kDouble);
    const std::vector<torch::Tensor> gradients = weightGradients(model, model.forward(ones).sum());
    double sum = 0;
    for (std::size_t i = 0; i < gradients.size(); ++i)
        sum += (model.weights()[i] * gradients[i]).abs().sum().item<double>();
    return std::log(sum);
}

Metric synflowMetric() {
    MetricInfo info;
    info.name = "synflow";
    info.title = "SynFlow";
    info.reference =
        "Tanaka et al., Pruning neural networks without any data by iteratively conserving synaptic flow, "
        "NeurIPS 2020; as a score: Abdelfattah et al., ICLR 2021";
    info.note =
        "Log of the sum of w dR/dw in the linear network with |w| and an image of ones: how much the "
        "paths of the network add up to. Undefined for adder layers, whose output does not pass "
        "activations on by multiplication; they count as convolutions with the same connections here, so "
        "the score sees their topology and not their type. Shift weights are rounded. No gates: squeeze- "
        "and-excite passes everything. Double precision.";
    info.needsGradient = true;
    info.costClass = "backward";
    return onHybrid<synflowScore, Setting::Linear>(std::move(info));
}

} // namespace pairscape
