// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/zeroshot/metric.h"

/// Every metric, each from the file of its name.
namespace pairscape {

Metric nnDegreeMetric();
Metric zenMetric();
Metric parametersMetric();
Metric macsMetric();

Metric snipMetric();
Metric gradNormMetric();
Metric plainMetric();
Metric graspMetric();
Metric fisherMetric();
Metric synflowMetric();
Metric jacobianCovarianceMetric();
Metric naswotMetric();
Metric linearRegionsMetric();
Metric swapMetric();
Metric expressivityMetric();
Metric progressivityMetric();
Metric trainabilityMetric();
Metric zicoMetric();
Metric mecoMetric();
Metric l2NormMetric();
Metric vkdnwMetric();

} // namespace pairscape
