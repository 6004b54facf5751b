// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/zeroshot/metrics/metrics.h"
#include "core/zeroshot/metrics/model_metric.h"

namespace pairscape {

double gradNormScore(ModelRun& run) {
    double sum = 0;
    for (const torch::Tensor& gradient : run.loss().gradients)
        sum += gradient.norm().item<double>();
    return sum;
}

Metric gradNormMetric() {
    MetricInfo info;
    info.name = "grad_norm";
    info.title = "Gradient norm";
    info.reference =
        "Abdelfattah et al., Zero-Cost Proxies for Lightweight NAS, ICLR 2021 (arXiv 2101.08134)";
    info.note =
        "Sum over the layers of the norm of the loss gradient with respect to their weights. Noise images "
        "and random labels in place of data. Adder layers take AdderNet's own gradients (full-precision "
        "for weights, clipped for inputs, unscaled), shift layers pass theirs straight through the "
        "rounding.";
    info.needsData = info.needsGradient = info.needsLabels = true;
    info.costClass = "backward";
    return onHybrid<gradNormScore, Setting::Default>(std::move(info));
}

} // namespace pairscape
