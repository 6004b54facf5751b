// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/trainable_network.h"

#include "core/base/hash.h"
#include "core/base/random.h"
#include "core/operators/differentiable_layers.h"
#include "core/operators/kernels/normal_kernel.h"
#include "core/operators/norm_layer.h"
#include "core/operators/pointwise_layer.h"

#include <ATen/Context.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace pairscape {

namespace {

using torch::Tensor;

/// Normal weights for conv and shift layers as He et al. draw them, standard normal ones for adder layers as
/// AdderNet does: distances need weights on the scale of the activations. A classifier begins with small
/// weights.
double beginningScale(const Layer& layer) {
    if (layer.op == OperatorType::Adder)
        return 1;
    const double fanIn = static_cast<double>(layer.inChannels / layer.groups) * layer.kernel * layer.kernel;
    return std::sqrt((layer.role == LayerRole::Classifier ? 1.0 : 2.0) / fanIn);
}

/// The layer's sums, without bias and norm.
Tensor product(const Layer& l, const Tensor& input, const Tensor& weight, double eta) {
    const bool pointwise = l.kernel == 1 && l.stride == 1 && l.groups == 1 && input.device().is_cpu();
    const LayerOptions options = {l.stride, l.padding, l.groups};
    if (l.op == OperatorType::Adder)
        return pointwise ? pointwiseAdder(input, weight, eta) : adderLayer(input, weight, options, eta);
    const Tensor used = l.op == OperatorType::Shift ? roundShiftWeights(weight) : weight;
    return pointwise ? pointwiseConv(input, used) : convLayer(input, used, options);
}

/// Average over windows of `stride` pixels; a window that reaches over the edge takes the mean of what is
/// inside.
Tensor windowAverage(const Tensor& x, std::int64_t stride) {
    const std::int64_t height = x.size(2), width = x.size(3);
    if (height % stride != 0 || width % stride != 0 || !x.device().is_cpu())
        return torch::avg_pool2d(x, stride, stride, 0, true, false);
    // Keeps the batch innermost in memory, which the general operator does not.
    return x.unflatten(3, {width / stride, stride}).unflatten(2, {height / stride, stride}).mean({3, 5});
}

} // namespace

TrainableNetwork::TrainableNetwork(Network network, const TrainableOptions& options,
                                   const torch::Device& device)
    : network_(std::move(network)), options_(options), layers_(network_.layers.size()) {
    struct Beginning {
        Tensor* place;
        torch::Tensor value;
    };
    std::vector<Beginning> beginnings;
    std::int64_t total = 0;
    const auto add = [&](std::size_t layer, const char* what, Tensor& place, Tensor value, bool decays) {
        parameters_.push_back({network_.layers[layer].name + what, layer, total, {}, decays});
        total += value.numel();
        beginnings.push_back({&place, std::move(value)});
    };
    std::int64_t normed = 0;
    for (std::size_t i = 0; i < network_.layers.size(); ++i) {
        const Layer& l = network_.layers[i];
        Tensor weight =
            torch::empty({l.outChannels, l.inChannels / l.groups, l.kernel, l.kernel}, torch::kFloat);
        RandomStream stream({options.seed, options.architectureHash, stableHash("beginning weights"), i});
        kernels::fillNormal(stream.next64(),
                            {weight.data_ptr<float>(), static_cast<std::size_t>(weight.numel())});
        weight.mul_(beginningScale(l));
        add(i, ".weight", layers_[i].weight, weight, true);
        if (l.bias)
            add(i, ".bias", layers_[i].bias, torch::zeros({l.outChannels}), false);
        if (l.batchNorm) {
            const bool fromZero = options.residualsFromZero && l.role == LayerRole::Project &&
                                  network_.blocks[static_cast<std::size_t>(l.block)].residual;
            add(i, ".norm.scale", layers_[i].scale, torch::full({l.outChannels}, fromZero ? 0.0 : 1.0),
                false);
            add(i, ".norm.shift", layers_[i].shift, torch::zeros({l.outChannels}), false);
            normed += l.outChannels;
        }
    }
    flat_ = torch::empty({total}, torch::TensorOptions(torch::kFloat).device(device));
    statistics_ = torch::zeros({2 * normed}, flat_.options());
    for (std::size_t k = 0; k < parameters_.size(); ++k) {
        Parameter& parameter = parameters_[k];
        const Tensor& value = beginnings[k].value;
        Tensor view = flat_.narrow(0, parameter.offset, value.numel()).view(value.sizes());
        view.copy_(value);
        parameter.value = view.detach().requires_grad_(true); // shares memory with flat_
        *beginnings[k].place = parameter.value;
    }
    std::int64_t at = 0;
    for (std::size_t i = 0; i < layers_.size(); ++i)
        if (const Layer& l = network_.layers[i]; l.batchNorm) {
            layers_[i].mean = statistics_.narrow(0, at, l.outChannels);
            layers_[i].variance = statistics_.narrow(0, normed + at, l.outChannels);
            at += l.outChannels;
        }
    resetStatistics();
}

std::vector<Tensor> TrainableNetwork::leaves() const {
    std::vector<Tensor> list;
    for (const Parameter& parameter : parameters_)
        list.push_back(parameter.value);
    return list;
}

void TrainableNetwork::resetStatistics() {
    measured_ = 0;
    const std::int64_t normed = statistics_.numel() / 2;
    statistics_.narrow(0, 0, normed).zero_();
    statistics_.narrow(0, normed, normed).fill_(1);
}

Tensor TrainableNetwork::forward(const Tensor& images, Mode mode, std::stop_token stop,
                                 const LayerObserver& observer) {
    mode_ = mode;
    stop_ = std::move(stop);
    observer_ = observer ? &observer : nullptr;
    if (mode == Mode::Measure)
        ++measured_;
    // Between the layers the batch is innermost on the CPU: norms then see a channel as one row.
    Tensor x =
        images.device().is_cpu() ? images.permute({1, 2, 3, 0}).contiguous().permute({3, 0, 1, 2}) : images;
    x = layer(network_.stem, x);
    for (const NetworkBlock& b : network_.blocks)
        x = block(b, x);
    if (network_.poolBeforeHead) {
        if (network_.headExpand >= 0)
            x = layer(network_.headExpand, x);
        x = layer(network_.head, x.mean({2, 3}, true));
    } else {
        if (network_.head >= 0)
            x = layer(network_.head, x);
        x = x.mean({2, 3}, true);
    }
    return layer(network_.classifier, x).flatten(1);
}

Tensor TrainableNetwork::layer(int index, const Tensor& input) {
    if (stop_.stop_requested())
        throw TrainingStopped();
    const auto at = static_cast<std::size_t>(index);
    const Layer& l = network_.layers[at];
    LayerTensors& t = layers_[at];
    Tensor y = product(l, input, t.weight, options_.adderEta);
    if (l.bias)
        y = y + t.bias.view({1, -1, 1, 1});
    if (!l.batchNorm)
        y = activated(l.activation, y);
    else if (mode_ == Mode::Evaluate)
        y = fixedNormActivate(y, t.scale, t.shift, l.activation, t.mean, t.variance);
    else if (mode_ == Mode::Measure)
        y = batchNormActivate(y, t.scale, t.shift, l.activation, t.mean, t.variance,
                              1.0 / static_cast<double>(measured_));
    else
        y = batchNormActivate(y, t.scale, t.shift, l.activation);
    if (observer_ != nullptr)
        (*observer_)(at, y);
    return y;
}

Tensor TrainableNetwork::block(const NetworkBlock& b, const Tensor& input) {
    Tensor x = b.expand >= 0 ? layer(b.expand, input) : input;
    x = layer(b.depthwise, x);
    if (b.squeezeReduce >= 0)
        x = gated(x, layer(b.squeezeExpand, layer(b.squeezeReduce, x.mean({2, 3}, true))));
    x = layer(b.project, x);
    if (!b.residual)
        return x;
    Tensor around = b.shortcutPooling > 1 ? windowAverage(input, b.shortcutPooling) : input;
    if (b.shortcut >= 0)
        around = layer(b.shortcut, around);
    return x + around;
}

Tensor smoothedCrossEntropy(const Tensor& logits, const Tensor& labels, double smoothing) {
    const Tensor logProbabilities = torch::log_softmax(logits, 1);
    const Tensor ofLabel = logProbabilities.gather(1, labels.unsqueeze(1)).mean();
    return -(ofLabel * (1 - smoothing) + logProbabilities.mean() * smoothing);
}

Result<torch::Device> parseTrainingDevice(const std::string& name) {
    try {
        const torch::Device device(name);
        if (device.is_cpu())
            return device;
        if (device.is_cuda()) {
            if (at::globalContext().hasCUDA())
                return device;
            return Error{ErrorCode::Unsupported,
                         "Device '" + name +
                             "' was asked for, but this LibTorch has no CUDA or finds no "
                             "card; use cpu."};
        }
    } catch (const std::exception&) { // not a device's name
    }
    return Error{ErrorCode::InvalidInput, "There is no device '" + name + "'; choose cpu, cuda or cuda:N."};
}

} // namespace pairscape
