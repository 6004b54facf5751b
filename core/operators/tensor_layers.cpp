// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operators/tensor_layers.h"

#include <algorithm>

namespace pairscape {

namespace {

/// Elements that one step may hold.
constexpr std::int64_t stepElements = std::int64_t{1} << 22;

/// What tap (r, s) of the kernel sees: a view [batch][channels][out height][out width] of the padded input.
torch::Tensor tapView(const torch::Tensor& padded, const LayerShape& s, std::int64_t r, std::int64_t q) {
    return padded.slice(2, r, r + (s.outHeight() - 1) * s.stride + 1, s.stride)
        .slice(3, q, q + (s.outWidth() - 1) * s.stride + 1, s.stride);
}

torch::Tensor pad(const torch::Tensor& input, std::int64_t padding) {
    return padding == 0 ? input : at::constant_pad_nd(input, {padding, padding, padding, padding}, 0);
}

/// Output channels of a group that fit into one step.
std::int64_t outputsPerStep(const LayerShape& s) {
    const std::int64_t each = s.batch * s.groupInputs() * s.outHeight() * s.outWidth();
    return std::clamp<std::int64_t>(stepElements / std::max<std::int64_t>(each, 1), 1, s.groupOutputs());
}

/// Weights [outputs][inputs] of a tap, ready to meet [batch][1][inputs][height][width].
torch::Tensor spreadWeights(const torch::Tensor& weight, std::int64_t r, std::int64_t q) {
    return weight.select(3, q).select(2, r).unsqueeze(0).unsqueeze(-1).unsqueeze(-1);
}

} // namespace

torch::Tensor adderForwardByTensors(const torch::Tensor& input, const torch::Tensor& weight,
                                    const LayerOptions& options) {
    const torch::NoGradGuard noGradient;
    const LayerShape s = layerShape(input, weight, options);
    const torch::Tensor padded = pad(input, s.padding);
    torch::Tensor output =
        torch::zeros({s.batch, s.outChannels, s.outHeight(), s.outWidth()}, input.options());
    for (std::int64_t r = 0; r < s.kernel; ++r)
        for (std::int64_t q = 0; q < s.kernel; ++q) {
            const torch::Tensor x = tapView(padded, s, r, q);
            if (s.depthwise()) {
                output.sub_((x - weight.select(3, q).select(2, r).reshape({1, -1, 1, 1})).abs_());
                continue;
            }
            for (std::int64_t g = 0; g < s.groups; ++g) {
                const torch::Tensor xg = x.narrow(1, g * s.groupInputs(), s.groupInputs()).unsqueeze(1);
                for (std::int64_t m = 0; m < s.groupOutputs(); m += outputsPerStep(s)) {
                    const std::int64_t count = std::min(outputsPerStep(s), s.groupOutputs() - m);
                    const std::int64_t first = g * s.groupOutputs() + m;
                    const torch::Tensor w = spreadWeights(weight.narrow(0, first, count), r, q);
                    output.narrow(1, first, count).sub_((xg - w).abs_().sum(2));
                }
            }
        }
    return output;
}

std::tuple<torch::Tensor, torch::Tensor> adderBackwardByTensors(const torch::Tensor& input,
                                                                const torch::Tensor& weight,
                                                                const torch::Tensor& outputGradient,
                                                                const LayerOptions& options, bool wantInput,
                                                                bool wantWeight) {
    const torch::NoGradGuard noGradient;
    const LayerShape s = layerShape(input, weight, options);
    const torch::Tensor padded = pad(input, s.padding);
    torch::Tensor inputGradient, weightGradient;
    if (wantInput)
        inputGradient = torch::zeros_like(padded);
    if (wantWeight)
        weightGradient = torch::empty_like(weight);
    // Sums of dY by output channel; with the products of x and dY they make the sums of (x - w) dY.
    const torch::Tensor sums = outputGradient.sum({0, 2, 3}).reshape({-1, 1});
    for (std::int64_t r = 0; r < s.kernel; ++r)
        for (std::int64_t q = 0; q < s.kernel; ++q) {
            const torch::Tensor x = tapView(padded, s, r, q);
            const torch::Tensor wTap = weight.select(3, q).select(2, r);
            torch::Tensor dx = wantInput ? tapView(inputGradient, s, r, q) : torch::Tensor();
            if (s.depthwise()) {
                if (wantInput)
                    dx.add_((wTap.reshape({1, -1, 1, 1}) - x).clamp_(-1, 1).mul_(outputGradient));
                if (wantWeight)
                    weightGradient.select(3, q).select(2, r).copy_(
                        (x * outputGradient).sum({0, 2, 3}).reshape({-1, 1}) - wTap * sums);
                continue;
            }
            for (std::int64_t g = 0; g < s.groups; ++g) {
                const torch::Tensor xg = x.narrow(1, g * s.groupInputs(), s.groupInputs());
                const std::int64_t firstOfGroup = g * s.groupOutputs();
                if (wantWeight) {
                    const torch::Tensor dy = outputGradient.narrow(1, firstOfGroup, s.groupOutputs());
                    const torch::Tensor product =
                        at::matmul(dy.transpose(0, 1).reshape({s.groupOutputs(), -1}),
                                   xg.transpose(0, 1).reshape({s.groupInputs(), -1}).t());
                    weightGradient.narrow(0, firstOfGroup, s.groupOutputs())
                        .select(3, q)
                        .select(2, r)
                        .copy_(product - wTap.narrow(0, firstOfGroup, s.groupOutputs()) *
                                             sums.narrow(0, firstOfGroup, s.groupOutputs()));
                }
                if (!wantInput)
                    continue;
                torch::Tensor dxg = dx.narrow(1, g * s.groupInputs(), s.groupInputs());
                for (std::int64_t m = 0; m < s.groupOutputs(); m += outputsPerStep(s)) {
                    const std::int64_t count = std::min(outputsPerStep(s), s.groupOutputs() - m);
                    const torch::Tensor w = spreadWeights(weight.narrow(0, firstOfGroup + m, count), r, q);
                    const torch::Tensor dy = outputGradient.narrow(1, firstOfGroup + m, count).unsqueeze(2);
                    dxg.add_((w - xg.unsqueeze(1)).clamp_(-1, 1).mul_(dy).sum(1));
                }
            }
        }
    if (wantInput && s.padding > 0)
        inputGradient = inputGradient.slice(2, s.padding, s.padding + s.inHeight)
                            .slice(3, s.padding, s.padding + s.inWidth)
                            .contiguous();
    return {inputGradient, weightGradient};
}

} // namespace pairscape
