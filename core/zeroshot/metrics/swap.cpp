// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/zeroshot/metrics/metrics.h"
#include "core/zeroshot/metrics/model_metric.h"

#include <algorithm>
#include <cstdint>

namespace pairscape {

double swapScore(ModelRun& run) {
    const ProxyModel& model = run.model();
    const Probe& probe = run.probe();
    const torch::NoGradGuard noGradient;
    ProxyTrace trace;
    const std::int64_t images = std::min<std::int64_t>(probe.images.size(0), 32);
    model.forward(probe.images.narrow(0, 0, images), &trace);
    std::vector<std::uint32_t> patterns;
    for (const torch::Tensor& x : trace.preactivations) {
        const torch::Tensor on = (x > 0).flatten(1).contiguous();
        const bool* values = on.data_ptr<bool>();
        const auto units = static_cast<std::size_t>(on.size(1));
        const std::size_t first = patterns.size();
        patterns.resize(first + units, 0);
        for (std::int64_t n = 0; n < images; ++n)
            for (std::size_t u = 0; u < units; ++u)
                patterns[first + u] |= static_cast<std::uint32_t>(*values++) << n;
    }
    std::sort(patterns.begin(), patterns.end());
    return static_cast<double>(std::unique(patterns.begin(), patterns.end()) - patterns.begin());
}

Metric swapMetric() {
    MetricInfo info;
    info.name = "swap";
    info.title = "SWAP";
    info.reference =
        "Peng et al., SWAP-NAS: Sample-Wise Activation Patterns for Ultra-fast NAS, ICLR 2024 (arXiv "
        "2403.04161)";
    info.note =
        "Number of distinct patterns: each unit has one, over which of the images it is on. Weights N(0, "
        "1), one initialisation instead of 32, without the regularisation by size, noise images. Units "
        "are on where what enters their rectifier (ReLU, swish) is positive, after layers of any type.";
    info.needsData = true;
    info.costClass = "forward";
    return onHybrid<swapScore, Setting::Unit>(std::move(info));
}

} // namespace pairscape
