// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/zeroshot/metrics/metrics.h"
#include "core/zeroshot/metrics/model_metric.h"

namespace pairscape {

double jacobianCovarianceScore(ModelRun& run) {
    const torch::Tensor images = run.probe().images.detach().clone().requires_grad_();
    const torch::Tensor jacobian = torch::autograd::grad({run.model().forward(images).sum()}, {images})[0];
    const torch::Tensor correlations = torch::corrcoef(jacobian.flatten(1).to(torch::kDouble));
    const torch::Tensor v = at::linalg_eigvalsh(correlations) + 1e-5;
    return -(v.log() + v.reciprocal()).sum().item<double>();
}

Metric jacobianCovarianceMetric() {
    MetricInfo info;
    info.name = "jacob_cov";
    info.title = "Jacobian covariance";
    info.reference =
        "Mellor et al., Neural Architecture Search without Training, ICML 2021 (arXiv 2006.04647, first "
        "version); as a score: Abdelfattah et al., ICLR 2021";
    info.note =
        "Correlations between images of the gradients of the summed logits: minus the sum over "
        "eigenvalues v of log(v + k) + 1 / (v + k), k = 1e-5. Noise images in place of data. Adder layers "
        "pass clipped gradients on, which carry little of where the image lies: on hybrids the score is "
        "weak (Kendall tau 0.06 in NASH).";
    info.needsData = info.needsGradient = true;
    info.costClass = "backward";
    return onHybrid<jacobianCovarianceScore, Setting::Default>(std::move(info));
}

} // namespace pairscape
