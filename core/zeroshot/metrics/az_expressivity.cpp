// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/zeroshot/metrics/metrics.h"
#include "core/zeroshot/metrics/model_metric.h"

namespace pairscape {

double expressivityScore(ModelRun& run) {
    double sum = 0;
    for (const double entropy : run.entropies())
        sum += entropy;
    return sum;
}

Metric expressivityMetric() {
    MetricInfo info;
    info.name = "az_expressivity";
    info.title = "AZ-NAS expressivity";
    info.reference =
        "Lee and Ham, AZ-NAS: Assembling Zero-Cost Proxies for Network Architecture Search, CVPR 2024 "
        "(arXiv 2403.19232)";
    info.note = "Sum over the stem's and every block's output of the entropy of its channels' principal "
                "components, on noise images. Forward only, so shift and adder layers are taken as they are.";
    info.costClass = "forward";
    return onHybrid<expressivityScore, Setting::Kaiming>(std::move(info));
}

} // namespace pairscape
