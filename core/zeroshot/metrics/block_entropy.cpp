// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/zeroshot/metrics/block_entropy.h"

namespace pairscape {

std::vector<double> blockEntropies(const ProxyModel& model, const Probe& probe) {
    const torch::NoGradGuard noGradient;
    ProxyTrace trace;
    model.forward(probe.noise, &trace);
    std::vector<double> entropies;
    for (const torch::Tensor& map : trace.blocks) {
        const torch::Tensor rows = map.permute({0, 2, 3, 1}).reshape({-1, map.size(1)});
        const torch::Tensor centred = rows - rows.mean(0, true);
        const torch::Tensor covariance =
            torch::mm(centred.t(), centred).to(torch::kDouble) / static_cast<double>(rows.size(0));
        const torch::Tensor values = at::linalg_eigvalsh(covariance).clamp_min(0);
        const torch::Tensor p = values / values.sum();
        entropies.push_back(-(p * (p + 1e-8).log()).sum().item<double>());
    }
    return entropies;
}

} // namespace pairscape
