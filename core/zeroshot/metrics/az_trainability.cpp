// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/zeroshot/metrics/metrics.h"
#include "core/zeroshot/metrics/model_metric.h"

#include <cmath>
#include <limits>

namespace pairscape {

namespace {

/// [batch][channels][height][width] as (batch x pixels) x channels.
torch::Tensor rowsOf(const torch::Tensor& map) {
    return map.permute({0, 2, 3, 1}).reshape({-1, map.size(1)});
}

/// Largest singular value, by the eigenvalues of the smaller Gram matrix.
double largestSingularValue(const torch::Tensor& matrix) {
    const torch::Tensor m = matrix.to(torch::kDouble);
    const torch::Tensor gram = m.size(0) < m.size(1) ? torch::mm(m, m.t()) : torch::mm(m.t(), m);
    return std::sqrt(std::max(0.0, at::linalg_eigvalsh(gram).max().item<double>()));
}

} // namespace

double trainabilityScore(ModelRun& run) {
    const ProxyModel& model = run.model();
    const Probe& probe = run.probe();
    ProxyTrace trace;
    model.forward(probe.noise, &trace);
    const torch::Tensor noise = probe.other.flatten();
    double sum = 0;
    std::int64_t used = 0;
    for (std::size_t i = trace.blocks.size() - 1; i > 0; --i) {
        const torch::Tensor& out = trace.blocks[i];
        const torch::Tensor& in = trace.blocks[i - 1];
        // Signs of the noise, again from its start where a map is larger.
        if (used + out.numel() > noise.numel())
            used = 0;
        const std::int64_t copies = (out.numel() + noise.numel() - 1) / noise.numel();
        const torch::Tensor source = copies > 1 ? noise.repeat({copies}) : noise;
        const torch::Tensor seed = torch::where(source.narrow(0, used, out.numel()) < 0,
                                                torch::full({}, -1.0F), torch::full({}, 1.0F))
                                       .reshape(out.sizes())
                                       .to(out.scalar_type());
        used += copies > 1 ? 0 : out.numel();
        torch::Tensor back = torch::autograd::grad({out}, {in}, {seed}, true, false, true)[0];
        if (!back.defined() || (back.sizes() == seed.sizes() && torch::equal(back, seed)))
            return -std::numeric_limits<double>::infinity();
        const std::int64_t stride = in.size(2) / out.size(2);
        if (stride > 1) {
            // A map of odd size has a last row and column that no whole window covers.
            back = back.narrow(2, 0, out.size(2) * stride).narrow(3, 0, out.size(3) * stride);
            back = torch::pixel_unshuffle(back, stride);
        }
        const torch::Tensor product = torch::mm(rowsOf(back).t(), rowsOf(seed));
        const double s = largestSingularValue(product / static_cast<double>(rowsOf(seed).size(0)));
        sum += 2 - s - 1 / (s + 1e-6);
    }
    return sum / static_cast<double>(trace.blocks.size() - 1);
}

Metric trainabilityMetric() {
    MetricInfo info;
    info.name = "az_trainability";
    info.title = "AZ-NAS trainability";
    info.reference =
        "Lee and Ham, AZ-NAS: Assembling Zero-Cost Proxies for Network Architecture Search, CVPR 2024 "
        "(arXiv 2403.19232)";
    info.note =
        "Mean over the blocks of 2 - s - 1 / s, with s the largest singular value of the block's gradient "
        "map, estimated with random signs: 0 where gradients keep their size. Adder layers pass clipped "
        "gradients whose size has nothing to do with their weights' scale; the formula is taken as it is. "
        "A block that passes gradients on unchanged makes it -infinity, as published.";
    info.needsGradient = true;
    info.costClass = "backward";
    return onHybrid<trainabilityScore, Setting::Kaiming>(std::move(info));
}

} // namespace pairscape
