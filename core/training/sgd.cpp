// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/sgd.h"

#include "core/operators/parallel_for.h"

#include <algorithm>

namespace pairscape {

Sgd::Sgd(const ParameterSet& parameters, const SgdSettings& settings)
    : parameters_(parameters), settings_(settings), velocity_(torch::zeros_like(parameters.flat())) {
    if (velocity_.device().is_cpu())
        return;
    decay_ = torch::zeros_like(velocity_);
    for (const ParameterSet::Parameter& parameter : parameters.list())
        if (parameter.decays)
            decay_.narrow(0, parameter.offset, parameter.value.numel()).fill_(settings.weightDecay);
}

void Sgd::step(double rate, const std::vector<torch::Tensor>& gradients) {
    const torch::NoGradGuard noGradient;
    velocity_.device().is_cpu() ? stepOnCpu(rate, gradients) : stepByTensors(rate, gradients);
}

void Sgd::stepOnCpu(double rate, const std::vector<torch::Tensor>& gradients) {
    const auto momentum = static_cast<float>(settings_.momentum), lr = static_cast<float>(rate);
    const float clip = settings_.clip > 0 ? static_cast<float>(settings_.clip) : 3e38F;
    const bool nesterov = settings_.nesterov;
    for (std::size_t k = 0; k < gradients.size(); ++k) {
        const ParameterSet::Parameter& parameter = parameters_.list()[k];
        const std::int64_t count = parameter.value.numel();
        const torch::Tensor gradient =
            gradients[k].defined() ? gradients[k].contiguous() : torch::zeros({count}, torch::kFloat);
        const float* g = gradient.data_ptr<float>();
        float* p = parameters_.flat().data_ptr<float>() + parameter.offset;
        float* v = velocity_.data_ptr<float>() + parameter.offset;
        const auto decay = static_cast<float>(parameter.decays ? settings_.weightDecay : 0);
        parallelFor(0, count, 1 << 15, [&](std::int64_t begin, std::int64_t end) {
            for (std::int64_t i = begin; i < end; ++i) {
                const float slope = std::min(std::max(g[i], -clip), clip) + decay * p[i];
                v[i] = momentum * v[i] + slope;
                p[i] -= lr * (nesterov ? slope + momentum * v[i] : v[i]);
            }
        });
    }
}

void Sgd::stepByTensors(double rate, const std::vector<torch::Tensor>& gradients) {
    std::vector<torch::Tensor> pieces;
    for (std::size_t k = 0; k < gradients.size(); ++k)
        pieces.push_back(gradients[k].defined()
                             ? gradients[k].reshape({-1})
                             : torch::zeros({parameters_.list()[k].value.numel()}, velocity_.options()));
    torch::Tensor slope = torch::cat(pieces);
    if (settings_.clip > 0)
        slope.clamp_(-settings_.clip, settings_.clip);
    slope.addcmul_(parameters_.flat(), decay_);
    velocity_.mul_(settings_.momentum).add_(slope);
    torch::Tensor values = parameters_.flat();
    if (settings_.nesterov)
        values.sub_(slope.add_(velocity_, settings_.momentum), rate);
    else
        values.sub_(velocity_, rate);
}

} // namespace pairscape
