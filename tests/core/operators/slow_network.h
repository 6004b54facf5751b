// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/operators/hybrid_network.h"

#include "core/operators/torch.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <vector>

namespace pairscape {

/// Adder layer from its formula: all |x - w| of a layer side by side.
inline torch::Tensor slowAdder(const torch::Tensor& x, const torch::Tensor& w, const Layer& layer) {
    std::vector<torch::Tensor> outputs;
    const std::int64_t outs = layer.outChannels / layer.groups;
    const auto groups = x.chunk(layer.groups, 1);
    const auto weights = w.chunk(layer.groups, 0);
    for (std::size_t g = 0; g < groups.size(); ++g) {
        const torch::Tensor columns =
            torch::im2col(groups[g], {layer.kernel, layer.kernel}, {1, 1}, {layer.padding, layer.padding},
                          {layer.stride, layer.stride});
        const torch::Tensor rows = weights[g].reshape({1, outs, -1, 1});
        const torch::Tensor sums = -(columns.unsqueeze(1) - rows).abs().sum(2);
        outputs.push_back(sums.reshape({x.size(0), outs, layer.outHeight, layer.outWidth}));
    }
    return torch::cat(outputs, 1);
}

inline torch::Tensor slowActivation(Activation activation, const torch::Tensor& x) {
    switch (activation) {
    case Activation::Relu:
        return torch::relu(x);
    case Activation::Swish:
        return x * torch::sigmoid(x);
    case Activation::HardSigmoid:
        return torch::clamp(x + 3, 0, 6) / 6;
    case Activation::None:
        break;
    }
    return x;
}

/// Runs a network in double precision with given weights.
struct SlowNetwork {
    const Network& network;
    std::function<torch::Tensor(std::size_t)> weightOf;
    bool shortcuts = true;
    std::int64_t parts = 1;
    std::map<std::size_t, std::vector<double>> variances; ///< of every batch norm, part after part

    torch::Tensor layer(int index, const torch::Tensor& x) {
        const auto at = static_cast<std::size_t>(index);
        const Layer& l = network.layers[at];
        const torch::Tensor w = weightOf(at).to(torch::kDouble);
        torch::Tensor y = l.op == OperatorType::Adder
                              ? slowAdder(x, w, l)
                              : at::conv2d(x, w, {}, l.stride, l.padding, 1, l.groups);
        if (l.batchNorm) {
            std::vector<torch::Tensor> normal;
            for (const torch::Tensor& part : y.chunk(parts, 0)) {
                const torch::Tensor variance = part.var({0, 2, 3}, false);
                for (std::int64_t c = 0; c < variance.numel(); ++c)
                    variances[at].push_back(variance[c].item<double>());
                normal.push_back(torch::batch_norm(part, {}, {}, {}, {}, true, 0.0, 1e-5, false));
            }
            y = torch::cat(normal, 0);
        }
        return slowActivation(l.activation, y);
    }

    torch::Tensor block(const NetworkBlock& b, const torch::Tensor& input) {
        torch::Tensor x = b.expand >= 0 ? layer(b.expand, input) : input;
        x = layer(b.depthwise, x);
        if (b.squeezeReduce >= 0)
            x = x * layer(b.squeezeExpand, layer(b.squeezeReduce, x.mean({2, 3}, true)));
        x = layer(b.project, x);
        if (!b.residual || !shortcuts)
            return x;
        torch::Tensor around = input;
        if (b.shortcutPooling > 1)
            around = torch::avg_pool2d(around, b.shortcutPooling, b.shortcutPooling, 0, true, false);
        if (b.shortcut >= 0)
            around = layer(b.shortcut, around);
        return x + around;
    }

    torch::Tensor features(const torch::Tensor& images) {
        const Network& net = network;
        torch::Tensor x = layer(net.stem, images);
        for (const NetworkBlock& b : net.blocks)
            x = block(b, x);
        const int last = net.poolBeforeHead ? net.headExpand : net.head;
        return last < 0 ? x : layer(last, x);
    }

    torch::Tensor logits(const torch::Tensor& images) {
        torch::Tensor x = features(images).mean({2, 3}, true);
        if (network.poolBeforeHead)
            x = layer(network.head, x);
        return layer(network.classifier, x).flatten(1);
    }
};

/// The same with the weights that a HybridNetwork says it has.
inline SlowNetwork slowTwin(const HybridNetwork& fast, bool shortcuts = true, std::int64_t parts = 1) {
    return {fast.network(), [&fast](std::size_t layer) { return fast.weight(layer); }, shortcuts, parts, {}};
}

/// How far apart, relative to the values' own size. A network with random weights magnifies rounding from
/// layer to layer, batch norms over few values above all; so the networks here are small and the batches are
/// not.
inline double relativeError(const torch::Tensor& fast, const torch::Tensor& slow) {
    return ((fast.to(torch::kDouble) - slow).abs().max() / slow.abs().mean()).item<double>();
}

} // namespace pairscape
