// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/zeroshot/metrics/metrics.h"
#include "core/zeroshot/metrics/model_metric.h"

#include <cmath>

namespace pairscape {

double zicoScore(ModelRun& run) {
    const ProxyModel& model = run.model();
    const Probe& probe = run.probe();
    const std::int64_t half = probe.images.size(0) / 2;
    const auto part = [&](std::int64_t first) {
        return Probe{probe.images.narrow(0, first, half), probe.labels.narrow(0, first, half), {}, {}};
    };
    const std::vector<torch::Tensor> a = weightGradients(model, probeLoss(model, part(0)));
    const std::vector<torch::Tensor> b = weightGradients(model, probeLoss(model, part(half)));
    double score = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        const torch::Tensor mean = (a[i].abs() + b[i].abs()) / 2, deviation = (a[i] - b[i]).abs() / 2;
        const torch::Tensor ratio = torch::where(deviation > 0, mean / deviation, torch::zeros_like(mean));
        const double sum = ratio.sum(torch::kDouble).item<double>();
        if (sum > 0)
            score += std::log(sum);
    }
    return score;
}

Metric zicoMetric() {
    MetricInfo info;
    info.name = "zico";
    info.title = "ZiCo";
    info.reference =
        "Li et al., ZiCo: Zero-shot NAS via Inverse Coefficient of Variation on Gradients, ICLR 2023 "
        "(arXiv 2301.11300)";
    info.note =
        "Sum over layers of log of the sum over weights of mean |g| / std g, over two batches: the two "
        "halves of the probe. Weights whose gradient does not vary are left out. Noise images and random "
        "labels in place of data. Adder layers take AdderNet's own gradients (full-precision for weights, "
        "clipped for inputs, unscaled), shift layers pass theirs straight through the rounding.";
    info.needsData = info.needsGradient = info.needsLabels = true;
    info.costClass = "backward";
    return onHybrid<zicoScore, Setting::Default>(std::move(info));
}

} // namespace pairscape
