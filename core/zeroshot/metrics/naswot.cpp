// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/zeroshot/metrics/metrics.h"
#include "core/zeroshot/metrics/model_metric.h"

namespace pairscape {

double naswotScore(ModelRun& run) {
    const torch::NoGradGuard noGradient;
    const std::int64_t batch = run.probe().images.size(0);
    torch::Tensor kernel = torch::zeros({batch, batch}, torch::kDouble);
    for (const torch::Tensor& pattern : run.patterns()) {
        const torch::Tensor on = pattern.to(torch::kFloat); // counts below 2^24 are exact
        const torch::Tensor both = torch::mm(on, on.t()), sums = on.sum(1, true);
        const auto units = static_cast<double>(on.size(1));
        // on on' + (1 - on)(1 - on)' = units - s_i - s_j + 2 on on'
        kernel += (2 * both - sums - sums.t()).to(torch::kDouble) + units;
    }
    return std::get<1>(torch::linalg_slogdet(kernel)).item<double>();
}

Metric naswotMetric() {
    MetricInfo info;
    info.name = "naswot";
    info.title = "NASWOT";
    info.reference =
        "Mellor et al., Neural Architecture Search without Training, ICML 2021 (arXiv 2006.04647)";
    info.note =
        "log |det K|: K counts for each pair of images the units that are on for both or off for both. A "
        "unit is on where what enters its rectifier is positive; swish counts as a rectifier, hard- "
        "sigmoid gates do not. Needs no operator to be linear, so shift and adder layers are taken as "
        "they are. Noise images in place of data.";
    info.needsData = true;
    info.costClass = "forward";
    return onHybrid<naswotScore, Setting::Default>(std::move(info));
}

} // namespace pairscape
