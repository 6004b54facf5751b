// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/zeroshot/metrics/metrics.h"
#include "core/zeroshot/metrics/model_metric.h"

namespace pairscape {

double l2NormScore(ModelRun& run) {
    double sum = 0;
    for (const torch::Tensor& weight : run.model().weights())
        sum += weight.norm().item<double>();
    return sum;
}

Metric l2NormMetric() {
    MetricInfo info;
    info.name = "l2_norm";
    info.title = "Weight norm";
    info.reference = "Krishnakumar et al., NAS-Bench-Suite-Zero, NeurIPS 2022 (l2_norm)";
    info.note =
        "Sum over the layers of the norm of their initial weights: nearly a count of layers and widths. "
        "Adder weights are N(0, 1), others are smaller with their fan-in, so operator types do enter.";
    info.costClass = "topology";
    return onHybrid<l2NormScore, Setting::Default>(std::move(info));
}

} // namespace pairscape
