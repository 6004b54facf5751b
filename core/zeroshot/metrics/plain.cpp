// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/zeroshot/metrics/metrics.h"
#include "core/zeroshot/metrics/model_metric.h"

namespace pairscape {

double plainScore(ModelRun& run) {
    const std::vector<torch::Tensor>& gradients = run.loss().gradients;
    double sum = 0;
    for (std::size_t i = 0; i < gradients.size(); ++i)
        sum += (run.model().weights()[i] * gradients[i]).sum(torch::kDouble).item<double>();
    return sum;
}

Metric plainMetric() {
    MetricInfo info;
    info.name = "plain";
    info.title = "Plain";
    info.reference = "Abdelfattah et al., ICLR 2021 (a control without the absolute value)";
    info.note =
        "Sum of w dL/dw. Where batch norm follows, scaling the weights changes nothing and the sum is "
        "near zero: noise, kept as a control. Noise images and random labels in place of data. Adder "
        "layers take AdderNet's own gradients (full-precision for weights, clipped for inputs, unscaled), "
        "shift layers pass theirs straight through the rounding.";
    info.needsData = info.needsGradient = info.needsLabels = true;
    info.costClass = "backward";
    return onHybrid<plainScore, Setting::Default>(std::move(info));
}

} // namespace pairscape
