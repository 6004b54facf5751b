// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/zeroshot/metrics/vkdnw.h"

#include "core/zeroshot/metrics/metrics.h"
#include "core/zeroshot/metrics/model_metric.h"

#include <algorithm>
#include <cmath>

namespace pairscape {

namespace {

constexpr std::size_t mostLayers = 128;   ///< whose weights are looked at, as published
constexpr double smoothing = 0.05;        ///< of the classes' probabilities, as published
constexpr std::int64_t exactClasses = 16; ///< up to which the sum over the classes is taken whole
constexpr std::int64_t randomSigns = 8;   ///< vectors of signs that estimate it beyond

/// Direction `index` of the classes for every image, [batch][classes]: a class, or random signs from the
/// noise.
torch::Tensor direction(const torch::Tensor& noise, std::int64_t index, bool exact, std::int64_t images,
                        std::int64_t classes) {
    if (exact) {
        const torch::Tensor one = torch::zeros({images, classes}, torch::kDouble);
        one.select(1, index).fill_(1);
        return one;
    }
    const std::int64_t count = images * classes;
    const torch::Tensor places =
        torch::arange(index * count, (index + 1) * count, torch::kLong).remainder(noise.numel());
    const torch::Tensor values = noise.flatten().index_select(0, places);
    return ((values >= 0).to(torch::kDouble) * 2 - 1).reshape({images, classes});
}

} // namespace

torch::Tensor singleWeightGradients(const ProxyModel& model, const ProxyTrace& trace,
                                    const std::vector<torch::Tensor>& outputGradients) {
    const torch::NoGradGuard noGradient;
    const std::int64_t images = trace.inputs.front().map.size(0);
    const torch::Tensor rows =
        torch::zeros({images, static_cast<std::int64_t>(outputGradients.size())}, torch::kDouble);
    for (std::size_t i = 0; i < outputGradients.size(); ++i) {
        if (!outputGradients[i].defined())
            continue; // nothing depends on the layer
        const LayerInput& in = trace.inputs[i];
        const torch::Tensor& weight = model.weights()[i];
        const std::int64_t middle = weight.size(2) / 2;
        const torch::Tensor dy = outputGradients[i].select(1, 0);
        const torch::Tensor padded =
            at::constant_pad_nd(in.map.select(1, 0), {in.padding, in.padding, in.padding, in.padding}, 0);
        const auto seen = [&](const torch::Tensor& map, std::int64_t dimension, std::int64_t count) {
            return map.slice(dimension, middle, middle + (count - 1) * in.stride + 1, in.stride);
        };
        torch::Tensor x = seen(seen(padded, 1, dy.size(1)), 2, dy.size(2)).to(torch::kDouble);
        if (in.distance)
            x = x - weight[0][0][middle][middle].item<double>();
        rows.select(1, static_cast<std::int64_t>(i)).copy_((x * dy.to(torch::kDouble)).sum({1, 2}));
    }
    return rows;
}

double decileEntropy(const torch::Tensor& values) {
    const torch::Tensor sorted = std::get<0>(values.to(torch::kDouble).flatten().sort());
    const double* v = sorted.data_ptr<double>();
    const std::int64_t last = sorted.numel() - 1;
    double deciles[9], sum = 0;
    for (int d = 0; d < 9; ++d) {
        const double place = 0.1 * (d + 1) * static_cast<double>(last);
        const auto below = std::min(static_cast<std::int64_t>(place), last);
        const std::int64_t above = std::min(below + 1, last);
        deciles[d] = v[below] + (place - static_cast<double>(below)) * (v[above] - v[below]);
        sum += deciles[d];
    }
    double entropy = 0;
    for (const double decile : deciles)
        if (decile > 0)
            entropy -= decile / sum * std::log(decile / sum);
    return entropy / std::log(9.0);
}

double vkdnwScore(ModelRun& run) {
    const ProxyModel& model = run.model();
    ProxyTrace trace;
    const torch::Tensor logits = model.forward(run.probe().noise, &trace);
    const std::int64_t images = logits.size(0), classes = logits.size(1);
    const auto layers = static_cast<double>(trace.layers.size());
    trace.layers.resize(std::min(trace.layers.size(), mostLayers));

    const torch::Tensor p = torch::softmax(logits.detach().to(torch::kDouble), 1) * (1 - smoothing) +
                            smoothing / static_cast<double>(classes);
    const torch::Tensor roots = p.sqrt();
    const bool exact = classes <= exactClasses;
    const std::int64_t directions = exact ? classes : randomSigns;
    const auto size = static_cast<std::int64_t>(trace.layers.size());
    torch::Tensor fisher = torch::zeros({size, size}, torch::kDouble);
    for (std::int64_t k = 0; k < directions; ++k) {
        // diag(p) - p p' = A A' with A = (I - p 1') diag(sqrt p); here A times the direction.
        const torch::Tensor scaled = roots * direction(run.probe().other, k, exact, images, classes);
        const torch::Tensor seed = (scaled - p * scaled.sum(1, true)).to(logits.scalar_type());
        const std::vector<torch::Tensor> gradients =
            torch::autograd::grad({logits}, trace.layers, {seed}, true, false, true);
        const torch::Tensor rows = singleWeightGradients(model, trace, gradients);
        fisher += torch::mm(rows.t(), rows);
    }
    fisher /= static_cast<double>(images * (exact ? 1 : directions));
    return layers + decileEntropy(at::linalg_eigvalsh(fisher).clamp_min(0));
}

Metric vkdnwMetric() {
    MetricInfo info;
    info.name = "vkdnw";
    info.title = "VKDNW";
    info.reference =
        "Tybl and Neumann, Training-free Neural Architecture Search through Variance of Knowledge of "
        "Deep Network Weights, CVPR 2025 (arXiv 2502.04975)";
    info.note = "Number of weighted layers, and behind the point the entropy of the deciles of the "
                "eigenvalues of the Fisher "
                "information of one weight of each layer (at most 128), over log 9: it decides between "
                "networks of equally "
                "many layers, as published. Our reading: published networks run in eval mode with fresh "
                "statistics, where "
                "adder layers, whose outputs are far from zero, would saturate all that follows; here batch "
                "norms take the "
                "probe's statistics as constants, which keeps images apart as eval mode does. 32 noise "
                "images; with more "
                "than 16 classes the sum over the classes is estimated with 8 vectors of random signs. Adder "
                "layers take "
                "AdderNet's own gradients, shift layers pass theirs straight through the rounding.";
    info.needsGradient = true;
    info.costClass = "backward";
    return onHybrid<vkdnwScore, Setting::Frozen>(std::move(info));
}

} // namespace pairscape
