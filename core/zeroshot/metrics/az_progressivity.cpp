// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/zeroshot/metrics/metrics.h"
#include "core/zeroshot/metrics/model_metric.h"

#include <algorithm>
#include <limits>

namespace pairscape {

double progressivityScore(ModelRun& run) {
    const std::vector<double>& entropies = run.entropies();
    double least = std::numeric_limits<double>::infinity();
    for (std::size_t i = 1; i < entropies.size(); ++i)
        least = std::min(least, entropies[i] - entropies[i - 1]);
    return least;
}

Metric progressivityMetric() {
    MetricInfo info;
    info.name = "az_progressivity";
    info.title = "AZ-NAS progressivity";
    info.reference =
        "Lee and Ham, AZ-NAS: Assembling Zero-Cost Proxies for Network Architecture Search, CVPR 2024 "
        "(arXiv 2403.19232)";
    info.note = "The least gain in that entropy from one block to the next. Forward only, so shift and adder "
                "layers are taken as they are.";
    info.costClass = "forward";
    return onHybrid<progressivityScore, Setting::Kaiming>(std::move(info));
}

} // namespace pairscape
