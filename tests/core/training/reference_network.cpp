// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/training/reference_network.h"

#include <cmath>

namespace pairscape::test {

namespace {

using torch::Tensor;

/// The value of one tensor with the gradient of another.
Tensor valueWithGradientOf(const Tensor& value, const Tensor& gradient) {
    return value.detach() + gradient - gradient.detach();
}

Tensor huber(const Tensor& u) {
    return torch::where(u.abs() <= 1, u * u / 2, u.abs() - 0.5);
}

class Reference {
  public:
    Reference(const TrainableNetwork& network) : net_(network.network()) {
        for (const TrainableNetwork::Parameter& parameter : network.parameters())
            values_[parameter.name] =
                parameter.value.detach().to(torch::kDouble).clone().requires_grad_(true);
    }

    const std::map<std::string, Tensor>& values() const { return values_; }

    Tensor forward(const Tensor& images) {
        Tensor x = layer(net_.stem, images);
        for (const NetworkBlock& b : net_.blocks)
            x = block(b, x);
        if (net_.headExpand >= 0)
            x = layer(net_.headExpand, x);
        x = layer(net_.head, x.mean({2, 3}, true));
        return layer(net_.classifier, x).flatten(1);
    }

  private:
    const Tensor& value(const Layer& l, const char* what) const { return values_.at(l.name + what); }

    /// Sums of a layer over every window: [batch][groups][inputs in the window][pixels] against the weights.
    Tensor sums(const Layer& l, const Tensor& x) {
        Tensor w = value(l, ".weight");
        if (l.op == OperatorType::Shift) {
            const Tensor exponent = w.detach().abs().clamp(std::exp2(-31), 1.0).log2().round();
            w = valueWithGradientOf(w.detach().sign() * torch::exp2(exponent), w);
        }
        const std::int64_t batch = x.size(0);
        const Tensor windows =
            torch::im2col(x, {l.kernel, l.kernel}, {1, 1}, {l.padding, l.padding}, {l.stride, l.stride})
                .view({batch, l.groups, 1, w[0].numel(), -1});
        const Tensor weights = w.view({1, l.groups, l.outChannels / l.groups, -1, 1});
        Tensor y;
        if (l.op == OperatorType::Adder) {
            const Tensor ofWeight = -(windows.detach() - weights).square() / 2;
            const Tensor ofInput = -huber(windows - weights.detach());
            y = valueWithGradientOf(-(windows - weights).abs(), ofWeight + ofInput).sum(3);
        } else {
            y = (windows * weights).sum(3);
        }
        const std::int64_t height = (x.size(2) + 2 * l.padding - l.kernel) / l.stride + 1;
        return y.reshape({batch, l.outChannels, height, -1});
    }

    Tensor layer(int index, const Tensor& x) {
        const Layer& l = net_.layers[static_cast<std::size_t>(index)];
        Tensor y = sums(l, x);
        if (l.bias)
            y = y + value(l, ".bias").view({1, -1, 1, 1});
        if (l.batchNorm) {
            const Tensor centred = y - y.mean({0, 2, 3}, true);
            const Tensor variance = centred.square().mean({0, 2, 3}, true);
            y = centred / (variance + 1e-5).sqrt() * value(l, ".norm.scale").view({1, -1, 1, 1}) +
                value(l, ".norm.shift").view({1, -1, 1, 1});
        }
        switch (l.activation) {
        case Activation::Relu:
            return y.clamp_min(0);
        case Activation::Swish:
            return y / (1 + torch::exp(-y));
        case Activation::HardSigmoid:
            return (y + 3).clamp(0, 6) / 6;
        case Activation::None:
            break;
        }
        return y;
    }

    Tensor block(const NetworkBlock& b, const Tensor& input) {
        Tensor x = b.expand >= 0 ? layer(b.expand, input) : input;
        x = layer(b.depthwise, x);
        if (b.squeezeReduce >= 0)
            x = x * layer(b.squeezeExpand, layer(b.squeezeReduce, x.mean({2, 3}, true)));
        x = layer(b.project, x);
        if (!b.residual)
            return x;
        Tensor around = input;
        if (b.shortcutPooling > 1) {
            const std::int64_t s = b.shortcutPooling;
            std::vector<Tensor> rows;
            for (std::int64_t y = 0; y < input.size(2); y += s) {
                std::vector<Tensor> pixels;
                for (std::int64_t u = 0; u < input.size(3); u += s)
                    pixels.push_back(input.slice(2, y, y + s).slice(3, u, u + s).mean({2, 3}, true));
                rows.push_back(torch::cat(pixels, 3));
            }
            around = torch::cat(rows, 2);
        }
        if (b.shortcut >= 0)
            around = layer(b.shortcut, around);
        return x + around;
    }

    const Network& net_;
    std::map<std::string, Tensor> values_;
};

} // namespace

ReferenceStep referenceStep(const TrainableNetwork& network, const Tensor& images, const Tensor& labels,
                            double smoothing, double eta) {
    Reference reference(network);
    ReferenceStep step;
    step.logits = reference.forward(images.to(torch::kDouble));
    const std::int64_t batch = step.logits.size(0), classes = step.logits.size(1);
    Tensor loss = torch::zeros({}, torch::kDouble);
    for (std::int64_t n = 0; n < batch; ++n) {
        const Tensor total = torch::log(torch::exp(step.logits[n]).sum());
        for (std::int64_t c = 0; c < classes; ++c) {
            const double share = smoothing / static_cast<double>(classes) +
                                 (c == labels[n].item<std::int64_t>() ? 1 - smoothing : 0);
            loss = loss - share * (step.logits[n][c] - total) / static_cast<double>(batch);
        }
    }
    step.loss = loss.item<double>();
    std::vector<Tensor> leaves;
    for (const auto& [name, value] : reference.values())
        leaves.push_back(value);
    const auto gradients = torch::autograd::grad({loss}, leaves);
    std::size_t k = 0;
    for (const auto& [name, value] : reference.values())
        step.gradients[name] = gradients[k++];
    for (const TrainableNetwork::Parameter& parameter : network.parameters()) {
        const Layer& l = network.network().layers[parameter.layer];
        Tensor& gradient = step.gradients[parameter.name];
        if (l.op == OperatorType::Adder && parameter.name.ends_with(".weight") && eta > 0)
            gradient = gradient * eta * std::sqrt(static_cast<double>(gradient.numel())) /
                       std::sqrt(gradient.square().sum().item<double>());
    }
    return step;
}

} // namespace pairscape::test
