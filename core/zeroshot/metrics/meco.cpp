// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/zeroshot/metrics/metrics.h"
#include "core/zeroshot/metrics/model_metric.h"

#include <cmath>

namespace pairscape {

double mecoScore(ModelRun& run) {
    const ProxyModel& model = run.model();
    const Probe& probe = run.probe();
    const torch::NoGradGuard noGradient;
    ProxyTrace trace;
    const torch::Tensor noise = probe.noise.flatten();
    constexpr std::int64_t size = 64;
    const std::int64_t channels = model.inputChannels();
    model.forward(noise.narrow(0, 0, channels * size * size).reshape({1, channels, size, size}), &trace);
    double sum = 0;
    for (const torch::Tensor& map : trace.modules) {
        const torch::Tensor rows = map.select(0, 0).flatten(1).to(torch::kDouble);
        if (rows.size(1) <= rows.size(0))
            continue; // of lower rank than it has rows
        const torch::Tensor correlations =
            rows.size(0) > 1 ? torch::corrcoef(rows) : torch::ones({1, 1}, torch::kDouble);
        if (!torch::isfinite(correlations).all().item<bool>())
            continue;
        sum += at::linalg_eigvalsh(correlations)[0].item<double>();
    }
    return sum;
}

Metric mecoMetric() {
    MetricInfo info;
    info.name = "meco";
    info.title = "MeCo";
    info.reference =
        "Jiang et al., MeCo: Zero-Shot NAS with One Data and Single Forward Pass via Minimum Eigenvalue "
        "of Correlation, NeurIPS 2023";
    info.note =
        "One noise image of 64x64; for the output of every layer, batch norm and activation the least "
        "eigenvalue of the correlations between its channels over the pixels; their sum. Zero where there "
        "are no more pixels than channels, or a channel is constant. Needs no gradient, so shift and "
        "adder layers are taken as they are.";
    info.costClass = "forward";
    return onHybrid<mecoScore, Setting::Default>(std::move(info));
}

} // namespace pairscape
