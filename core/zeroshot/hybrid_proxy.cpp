// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/hash.h"
#include "core/base/random.h"
#include "core/operators/differentiable_layers.h"
#include "core/operators/kernels/normal_kernel.h"
#include "core/zeroshot/proxy_model.h"

#include <cmath>
#include <vector>

namespace pairscape {

namespace {

using torch::Tensor;

Tensor normalTensor(std::uint64_t key, torch::IntArrayRef sizes) {
    Tensor tensor = torch::empty(sizes, torch::kFloat);
    kernels::fillNormal(key, {tensor.data_ptr<float>(), static_cast<std::size_t>(tensor.numel())});
    return tensor;
}

double weightScale(const Layer& layer, ProxyOptions::Weights weights) {
    if (layer.op == OperatorType::Adder)
        return 1;
    const double fanIn = static_cast<double>(layer.inChannels / layer.groups) * layer.kernel * layer.kernel;
    switch (weights) {
    case ProxyOptions::Weights::Kaiming:
        return std::sqrt(2 / fanIn);
    case ProxyOptions::Weights::Default:
        return std::sqrt(1 / (3 * fanIn));
    case ProxyOptions::Weights::Unit:
        break;
    }
    return 1;
}

class HybridProxy final : public ProxyModel {
  public:
    HybridProxy(const Network& network, std::uint64_t seed, std::uint64_t hash, const ProxyOptions& options,
                std::stop_token stop)
        : network_(network), options_(options), stop_(std::move(stop)) {
        inputChannels_ = network.inputChannels;
        inputSize_ = network.inputSize;
        classes_ = network.classes;
        for (std::size_t i = 0; i < network.layers.size(); ++i) {
            const Layer& l = network.layers[i];
            RandomStream stream({seed, hash, stableHash("proxy weights"), i, options.draw});
            Tensor w =
                normalTensor(stream.next64(), {l.outChannels, l.inChannels / l.groups, l.kernel, l.kernel});
            w.mul_(weightScale(l, options.weights));
            if (options.linear)
                w = w.abs_().to(torch::kDouble);
            weights_.push_back(w.requires_grad_());
        }
    }

    Tensor forward(const Tensor& images, ProxyTrace* trace) const override {
        Tensor x = layer(network_.stem, images, trace);
        if (trace != nullptr)
            trace->blocks.push_back(x);
        for (const NetworkBlock& b : network_.blocks) {
            x = block(b, x, trace);
            if (trace != nullptr)
                trace->blocks.push_back(x);
        }
        if (network_.poolBeforeHead) {
            if (network_.headExpand >= 0)
                x = layer(network_.headExpand, x, trace);
            x = layer(network_.head, x.mean({2, 3}, true), trace);
        } else {
            if (network_.head >= 0)
                x = layer(network_.head, x, trace);
            x = x.mean({2, 3}, true);
        }
        return layer(network_.classifier, x, trace).flatten(1);
    }

  private:
    Tensor weighted(std::size_t index, const Layer& l, const Tensor& x) const {
        const LayerOptions options = {l.stride, l.padding, l.groups};
        const Tensor& w = weights_[index];
        if (options_.linear || l.op == OperatorType::Conv)
            return convLayer(x, w, options);
        return l.op == OperatorType::Shift ? shiftLayer(x, w, options) : adderLayer(x, w, options);
    }

    Tensor layer(int index, const Tensor& x, ProxyTrace* trace) const {
        if (stop_.stop_requested())
            throw StopRequested();
        const auto at = static_cast<std::size_t>(index);
        const Layer& l = network_.layers[at];
        Tensor y = weighted(at, l, x);
        answerStopsBackwards(y);
        if (trace != nullptr) {
            trace->inputs.push_back(
                {x, l.stride, l.padding, !options_.linear && l.op == OperatorType::Adder});
            trace->layers.push_back(y);
            trace->modules.push_back(y);
        }
        if (options_.linear)
            return y;
        if (l.batchNorm) {
            if (trace != nullptr)
                trace->normalized.push_back(y);
            y = proxyBatchNorm(y, options_.frozenNorms);
            if (trace != nullptr)
                trace->modules.push_back(y);
        }
        if (l.activation == Activation::None)
            return y;
        if (trace != nullptr && l.activation != Activation::HardSigmoid)
            trace->preactivations.push_back(y);
        y = activated(l.activation, y);
        if (trace != nullptr)
            trace->modules.push_back(y);
        return y;
    }

    /// A backward pass asks for stops where it comes to a layer.
    void answerStopsBackwards(const Tensor& output) const {
        if (!output.requires_grad() || !stop_.stop_possible())
            return;
        output.register_hook([stop = stop_](const Tensor&) {
            if (stop.stop_requested())
                throw StopRequested();
        });
    }

    static Tensor activated(Activation activation, const Tensor& x) {
        switch (activation) {
        case Activation::Relu:
            return torch::relu(x);
        case Activation::Swish:
            return torch::silu(x);
        case Activation::HardSigmoid:
            return torch::hardsigmoid(x);
        case Activation::None:
            break;
        }
        return x;
    }

    Tensor block(const NetworkBlock& b, const Tensor& input, ProxyTrace* trace) const {
        Tensor x = b.expand >= 0 ? layer(b.expand, input, trace) : input;
        x = layer(b.depthwise, x, trace);
        if (b.squeezeReduce >= 0 && !options_.linear)
            x = x * layer(b.squeezeExpand, layer(b.squeezeReduce, x.mean({2, 3}, true), trace), trace);
        x = layer(b.project, x, trace);
        if (!b.residual)
            return x;
        Tensor around = input;
        if (b.shortcutPooling > 1)
            around = torch::avg_pool2d(around, b.shortcutPooling, b.shortcutPooling, 0, true, false);
        if (b.shortcut >= 0)
            around = layer(b.shortcut, around, trace);
        return x + around;
    }

    const Network& network_;
    ProxyOptions options_;
    std::stop_token stop_;
};

} // namespace

Tensor proxyBatchNorm(const Tensor& map, bool frozen) {
    if (frozen) {
        const Tensor constant = map.detach();
        return (map - constant.mean({0, 2, 3}, true)) * (constant.var({0, 2, 3}, false, true) + 1e-5).rsqrt();
    }
    return torch::batch_norm(map, {}, {}, {}, {}, true, 0.0, 1e-5, false);
}

std::unique_ptr<ProxyModel> hybridProxy(const Network& network, std::uint64_t seed,
                                        std::uint64_t architectureHash, const ProxyOptions& options,
                                        std::stop_token stop) {
    return std::make_unique<HybridProxy>(network, seed, architectureHash, options, std::move(stop));
}

Probe noiseProbe(const Network& network, std::uint64_t seed, std::int64_t batch) {
    RandomStream stream({seed, stableHash("probe")});
    const std::vector<std::int64_t> sizes = {batch, network.inputChannels, network.inputSize,
                                             network.inputSize};
    Probe probe;
    probe.images = normalTensor(stream.next64(), sizes);
    probe.noise = normalTensor(stream.next64(), sizes);
    probe.other = normalTensor(stream.next64(), sizes);
    probe.labels = torch::empty({batch}, torch::kLong);
    for (std::int64_t i = 0; i < batch; ++i)
        probe.labels.data_ptr<std::int64_t>()[i] = stream.below(static_cast<std::uint32_t>(network.classes));
    return probe;
}

} // namespace pairscape
