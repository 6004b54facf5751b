// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The two baselines that every zero-shot metric has to beat: how many parameters, how many operations.

#include "core/zeroshot/metrics/metrics.h"

namespace pairscape {

Metric parametersMetric() {
    MetricInfo info;
    info.name = "params";
    info.title = "Parameters";
    info.reference = "a common baseline, for example in Abdelfattah et al., ICLR 2021 (zero-cost-nas)";
    info.note = "Weights, biases and batch-norm scale and shift, whatever the operator type.";
    info.costClass = "topology";
    return {info, [](const MetricInput& input) -> Result<double> {
                return static_cast<double>(input.network.counts().parameters);
            }};
}

Metric macsMetric() {
    MetricInfo info;
    info.name = "macs";
    info.title = "MAC-equivalents";
    info.reference =
        "a common baseline (\"FLOPs\"), for example in Abdelfattah et al., ICLR 2021 (zero-cost-nas)";
    info.note = "One multiply-accumulate, shift-accumulate or absolute-difference-accumulate counts as one.";
    info.costClass = "topology";
    return {info, [](const MetricInput& input) -> Result<double> {
                return static_cast<double>(input.network.counts().total());
            }};
}

} // namespace pairscape
