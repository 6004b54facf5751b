// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/zeroshot/metrics/metrics.h"
#include "core/zeroshot/metrics/model_metric.h"

namespace pairscape {

double snipScore(ModelRun& run) {
    const std::vector<torch::Tensor>& gradients = run.loss().gradients;
    double sum = 0;
    for (std::size_t i = 0; i < gradients.size(); ++i)
        sum += (run.model().weights()[i] * gradients[i]).abs().sum().item<double>();
    return sum;
}

Metric snipMetric() {
    MetricInfo info;
    info.name = "snip";
    info.title = "SNIP";
    info.reference =
        "Lee et al., SNIP: Single-shot network pruning based on connection sensitivity, ICLR 2019; as a "
        "score: Abdelfattah et al., ICLR 2021";
    info.note = "Sum of |w dL/dw| over the weights of all layers. Noise images and random labels in place of "
                "data. Adder layers take AdderNet's own gradients (full-precision for weights, clipped for "
                "inputs, unscaled), shift layers pass theirs straight through the rounding.";
    info.needsData = info.needsGradient = info.needsLabels = true;
    info.costClass = "backward";
    return onHybrid<snipScore, Setting::Default>(std::move(info));
}

} // namespace pairscape
