// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/zeroshot/metrics/metrics.h"
#include "core/zeroshot/metrics/model_metric.h"

#include <cmath>

namespace pairscape {

double linearRegionsScore(ModelRun& run) {
    const ProxyModel& model = run.model();
    const Probe& probe = run.probe();
    const torch::NoGradGuard noGradient;
    ProxyTrace trace;
    const std::int64_t batch = probe.images.size(0);
    model.forward(torch::cat({probe.images, probe.images + 0.01 * probe.noise}), &trace);
    double crossed = 0;
    for (const torch::Tensor& x : trace.preactivations) {
        const torch::Tensor on = x > 0;
        crossed += on.narrow(0, 0, batch).ne(on.narrow(0, batch, batch)).sum().item<double>();
    }
    return std::log(1 + crossed / static_cast<double>(batch));
}

Metric linearRegionsMetric() {
    MetricInfo info;
    info.name = "linear_regions";
    info.title = "Linear regions";
    info.reference =
        "Chen et al., Neural Architecture Search on ImageNet in Four GPU Hours (TE-NAS), ICLR 2021; "
        "counted along lines as in Hanin and Rolnick, ICML 2019";
    info.note =
        "How many linear regions lie between an image and a neighbour: units whose rectifier turns on or "
        "off when noise images move by 0.01, mean over the images, as a log. Our reading: the distinct "
        "patterns that TE-NAS counts are all different for every network of our size, so they rank "
        "nothing. With swish and adder layers the regions are not linear; the borders are counted the "
        "same way.";
    info.costClass = "forward";
    return onHybrid<linearRegionsScore, Setting::Unit>(std::move(info));
}

} // namespace pairscape
