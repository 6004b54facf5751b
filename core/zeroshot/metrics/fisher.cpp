// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/zeroshot/metrics/metrics.h"
#include "core/zeroshot/metrics/model_metric.h"

namespace pairscape {

double fisherScore(ModelRun& run) {
    const std::vector<torch::Tensor>& saliences = run.loss().saliences;
    double sum = 0;
    for (std::size_t i = 0; i < saliences.size(); ++i) {
        if (!saliences[i].defined())
            continue; // nothing depends on the layer
        const double channels = 0.5 * saliences[i].pow(2).mean(0).sum(torch::kDouble).item<double>();
        const torch::Tensor& weight = run.model().weights()[i];
        sum += channels * static_cast<double>(weight.numel() / weight.size(0));
    }
    return sum;
}

Metric fisherMetric() {
    MetricInfo info;
    info.name = "fisher";
    info.title = "Fisher";
    info.reference =
        "Turner et al., BlockSwap: Fisher-guided Block Substitution for Network Compression, ICLR 2020; "
        "as a score: Abdelfattah et al., ICLR 2021";
    info.note = "Half the mean over images of (sum over pixels of a dL/da)^2 for every channel, with a the "
                "layer's output "
                "before batch norm; each channel counts once for each of its weights, as in zero-cost-nas. "
                "An adder layer's "
                "a is minus a distance, far from zero; the formula is taken as it is. Noise images and "
                "random labels in place "
                "of data. Adder layers take AdderNet's own gradients (full-precision for weights, clipped "
                "for inputs, "
                "unscaled), shift layers pass theirs straight through the rounding.";
    info.needsData = info.needsGradient = info.needsLabels = true;
    info.costClass = "backward";
    return onHybrid<fisherScore, Setting::Default>(std::move(info));
}

} // namespace pairscape
