// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/zeroshot/metrics/metrics.h"

#include <array>

namespace pairscape {

std::span<const Metric> allMetrics() {
    static const std::array metrics = {
        nnDegreeMetric(),
        zenMetric(),
        parametersMetric(),
        macsMetric(),
        snipMetric(),
        gradNormMetric(),
        plainMetric(),
        graspMetric(),
        fisherMetric(),
        synflowMetric(),
        jacobianCovarianceMetric(),
        naswotMetric(),
        linearRegionsMetric(),
        swapMetric(),
        expressivityMetric(),
        progressivityMetric(),
        trainabilityMetric(),
        zicoMetric(),
        mecoMetric(),
        l2NormMetric(),
        vkdnwMetric(),
    };
    return metrics;
}

std::vector<MetricInfo> metricInfos() {
    std::vector<MetricInfo> infos;
    for (const Metric& metric : allMetrics())
        infos.push_back(metric.info);
    return infos;
}

} // namespace pairscape
