// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/trainable_network.h"

#include "core/base/hash.h"
#include "core/base/random.h"
#include "core/operators/differentiable_layers.h"
#include "core/operators/kernels/normal_kernel.h"
#include "core/operators/norm_layer.h"
#include "core/operators/pointwise_layer.h"
#include "core/training/network_walk.h"

#include <ATen/Context.h>

#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>

namespace pairscape {

namespace {

using torch::Tensor;

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

std::vector<std::int64_t> weightShape(const Layer& l) {
    return {l.outChannels, l.inChannels / l.groups, l.kernel, l.kernel};
}

} // namespace

void drawBeginning(const Layer& layer, std::uint64_t stream, Tensor weight) {
    kernels::fillNormal(stream, {weight.data_ptr<float>(), static_cast<std::size_t>(weight.numel())});
    if (layer.op == OperatorType::Adder)
        return;
    const double fanIn = static_cast<double>(layer.inChannels / layer.groups) * layer.kernel * layer.kernel;
    weight.mul_(std::sqrt((layer.role == LayerRole::Classifier ? 1.0 : 2.0) / fanIn));
}

bool endsResidual(const Network& network, const Layer& layer) {
    return layer.role == LayerRole::Project && network.blocks[static_cast<std::size_t>(layer.block)].residual;
}

TrainableNetwork::TrainableNetwork(Network network, const TrainableOptions& options,
                                   const torch::Device& device)
    : TrainableNetwork(std::move(network), options, device, [&](const Layer& l, const Parameter& parameter) {
          if (parameter.name.ends_with(".weight")) {
              RandomStream stream(
                  {options.seed, options.architectureHash, stableHash("beginning weights"), parameter.layer});
              Tensor drawn = torch::empty(parameter.value.sizes());
              drawBeginning(l, stream.next64(), drawn);
              parameter.value.copy_(drawn);
          } else {
              const bool one = parameter.name.ends_with(".norm.scale") &&
                               !(options.residualsFromZero && endsResidual(network_, l));
              parameter.value.fill_(one ? 1.0 : 0.0);
          }
      }) {}

TrainableNetwork::TrainableNetwork(Network network, const TrainableOptions& options,
                                   const torch::Device& device, const Beginning& beginning)
    : network_(std::move(network)), options_(options), layers_(network_.layers.size()) {
    if (options.quantised)
        fake_.emplace(network_);
    std::vector<Tensor*> places;
    std::int64_t normed = 0;
    for (std::size_t i = 0; i < network_.layers.size(); ++i) {
        const Layer& l = network_.layers[i];
        const auto add = [&](const char* what, Tensor& place, std::vector<std::int64_t> shape, bool decays) {
            parameters_.add(l.name + what, i, std::move(shape), decays);
            places.push_back(&place);
        };
        add(".weight", layers_[i].weight, weightShape(l), true);
        if (l.bias)
            add(".bias", layers_[i].bias, {l.outChannels}, false);
        if (l.batchNorm) {
            add(".norm.scale", layers_[i].scale, {l.outChannels}, false);
            add(".norm.shift", layers_[i].shift, {l.outChannels}, false);
            normed += l.outChannels;
        }
    }
    parameters_.allocate(device);
    const torch::NoGradGuard noGradient;
    for (std::size_t k = 0; k < places.size(); ++k) {
        const Parameter& parameter = parameters()[k];
        beginning(network_.layers[parameter.layer], parameter);
        *places[k] = parameter.value;
    }
    statistics_ = torch::zeros({2 * normed}, flat().options());
    std::int64_t at = 0;
    for (std::size_t i = 0; i < layers_.size(); ++i)
        if (const Layer& l = network_.layers[i]; l.batchNorm) {
            layers_[i].mean = statistics_.narrow(0, at, l.outChannels);
            layers_[i].variance = statistics_.narrow(0, normed + at, l.outChannels);
            at += l.outChannels;
        }
    resetStatistics();
}

void TrainableNetwork::resetStatistics() {
    measured_ = 0;
    if (fake_)
        fake_->reset();
    const std::int64_t normed = statistics_.numel() / 2;
    statistics_.narrow(0, 0, normed).zero_();
    statistics_.narrow(0, normed, normed).fill_(1);
}

/// One pass in floats (network_walk.h).
class TrainableNetwork::Pass {
  public:
    using Map = Tensor;

    Pass(TrainableNetwork& network, Mode mode, std::stop_token stop, const LayerObserver& observer)
        : net_(network), mode_(mode), stop_(std::move(stop)), observer_(observer) {}

    Tensor layer(int index, const Tensor& input) {
        if (stop_.stop_requested())
            throw TrainingStopped();
        const auto at = static_cast<std::size_t>(index);
        const Layer& l = net_.network_.layers[at];
        const LayerTensors& t = net_.layers_[at];
        Tensor x = input, w = t.weight;
        if (net_.fake_)
            std::tie(x, w) = net_.fake_->operands(l, at, input, t.weight);
        Tensor y = product(l, x, w, net_.options_.adderEta);
        if (l.bias)
            y = y + t.bias.view({1, -1, 1, 1});
        // Quantised, the activation comes after the rounding of what it gets.
        const Activation joined = net_.fake_ ? Activation::None : l.activation;
        if (!l.batchNorm)
            y = activated(joined, y);
        else if (mode_ == Mode::Evaluate)
            y = fixedNormActivate(y, t.scale, t.shift, joined, t.mean, t.variance);
        else if (mode_ == Mode::Measure)
            y = batchNormActivate(y, t.scale, t.shift, joined, t.mean, t.variance,
                                  1.0 / static_cast<double>(net_.measured_));
        else
            y = batchNormActivate(y, t.scale, t.shift, joined);
        if (net_.fake_ && index != net_.network_.classifier)
            y = net_.fake_->activate(l, at, y);
        if (observer_)
            observer_(at, y);
        return y;
    }

    Tensor mean(int block, const Tensor& map) {
        return rounded(&QuantisedPlaces::mean, block, map.mean({2, 3}, true));
    }
    Tensor windowMean(int block, const Tensor& map, int stride) {
        return rounded(&QuantisedPlaces::windowMean, block, windowAverage(map, stride));
    }
    Tensor gate(int block, const Tensor& map, const Tensor& gates) {
        return rounded(&QuantisedPlaces::gate, block, gated(map, gates));
    }
    Tensor add(int block, const Tensor& map, const Tensor& around) {
        return rounded(&QuantisedPlaces::sum, block, map + around);
    }

  private:
    Tensor rounded(std::size_t (QuantisedPlaces::*place)(int) const, int block, const Tensor& values) {
        return net_.fake_ ? net_.fake_->at((net_.fake_->places().*place)(block), values, activationBits)
                          : values;
    }

    TrainableNetwork& net_;
    Mode mode_;
    std::stop_token stop_;
    const LayerObserver& observer_;
};

Tensor TrainableNetwork::forward(const Tensor& images, Mode mode, std::stop_token stop,
                                 const LayerObserver& observer) {
    if (mode == Mode::Measure)
        ++measured_;
    // Between the layers the batch is innermost on the CPU: norms then see a channel as one row.
    Tensor x =
        images.device().is_cpu() ? images.permute({1, 2, 3, 0}).contiguous().permute({3, 0, 1, 2}) : images;
    if (fake_) {
        fake_->begin(mode == Mode::Train     ? FakeQuantiser::Ranges::OfBatch
                     : mode == Mode::Measure ? FakeQuantiser::Ranges::Measured
                                             : FakeQuantiser::Ranges::Fixed);
        x = fake_->at(fake_->places().images(), x, activationBits);
    }
    Pass pass(*this, mode, std::move(stop), observer);
    return walkNetwork(network_, x, pass).flatten(1);
}

FoldedNetwork TrainableNetwork::folded() const {
    const torch::NoGradGuard noGradient;
    std::vector<Tensor> kept; // the spans' memory
    const auto floats = [&](const Tensor& tensor) -> std::span<const float> {
        if (!tensor.defined())
            return {};
        kept.push_back(tensor.detach().to(torch::kCPU).contiguous());
        return {kept.back().data_ptr<float>(), static_cast<std::size_t>(kept.back().numel())};
    };
    return foldNetwork(
        network_,
        [&](std::size_t layer) {
            const LayerTensors& t = layers_[layer];
            return LayerFloats{floats(t.weight), floats(t.bias), floats(t.scale),
                               floats(t.shift),  floats(t.mean), floats(t.variance)};
        },
        fake_->ranges());
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
