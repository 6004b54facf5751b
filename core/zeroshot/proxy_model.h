// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/space/network.h"

#include "core/operators/torch.h"

#include <cstdint>
#include <memory>
#include <stop_token>
#include <vector>

namespace pairscape {

/// How a network is set up for a metric.
struct ProxyOptions {
    /// Standard deviations of the weights of conv and shift layers (before rounding). Adder weights are
    /// always N(0, 1), as AdderNet draws them: its distances need weights on the scale of the activations.
    enum class Weights : std::uint8_t {
        Unit,    ///< 1
        Kaiming, ///< sqrt(2 / fan-in)
        Default, ///< sqrt(1 / (3 fan-in)), that of PyTorch's default
    };
    Weights weights = Weights::Default;

    /// The linear network of SynFlow, in double precision: |w|, no batch norm, no activation, no gates, and
    /// every layer a convolution.
    bool linear = false;

    std::uint64_t draw = 0; ///< another initialisation of the same network

    /// Batch norms take the batch's statistics as constants, so that no image's logits depend on another
    /// image.
    bool frozenNorms = false;

    bool operator==(const ProxyOptions&) const = default;
};

/// What a weighted layer on maps was given.
struct LayerInput {
    torch::Tensor map;
    std::int64_t stride = 1, padding = 0;
    bool distance = false; ///< an adder layer, with AdderNet's gradients
};

/// What a metric may want to see of a run. Tensors keep their graphs.
struct ProxyTrace {
    std::vector<torch::Tensor> blocks;     ///< the stem's output, then every block's
    std::vector<torch::Tensor> layers;     ///< outputs of the weighted layers on maps, before batch norm
    std::vector<LayerInput> inputs;        ///< what those layers got, in the same order
    std::vector<torch::Tensor> normalized; ///< what batch norms get
    std::vector<torch::Tensor> modules;    ///< outputs of layers, batch norms and activations, all of them
    std::vector<torch::Tensor> preactivations; ///< what rectifiers (ReLU, swish) get
};

/// Thrown out of a run, forward or backward, when somebody asked to stop; the scorer turns it into an Error.
struct StopRequested {};

/// A network as LibTorch can differentiate it, in train mode (batch norms with the batch's statistics, scale
/// 1, shift 0; biases 0). What metrics are computed on; hybrid networks and, in tests, NAS-Bench-201 cells
/// implement it.
class ProxyModel {
  public:
    virtual ~ProxyModel() = default;

    /// Logits [batch][classes] of images [batch][channels][size][size], of any size that leaves pixels.
    virtual torch::Tensor forward(const torch::Tensor& images, ProxyTrace* trace = nullptr) const = 0;

    /// Weights of the weighted layers, leaves that collect gradients, in order of execution. Who changes them
    /// puts them back exactly: metrics share models.
    const std::vector<torch::Tensor>& weights() const { return weights_; }

    int inputChannels() const { return inputChannels_; }
    int inputSize() const { return inputSize_; }
    int classes() const { return classes_; }

  protected:
    std::vector<torch::Tensor> weights_;
    int inputChannels_ = 3, inputSize_ = 32, classes_ = 10;
};

/// Images and labels that a metric is computed with: noise and random labels unless somebody has data.
struct Probe {
    torch::Tensor images; ///< [batch][channels][size][size]
    torch::Tensor labels; ///< [batch], int64
    torch::Tensor noise;  ///< standard normal images of the same shape
    torch::Tensor other;  ///< more of it: directions, signs
};

/// A hybrid network. Weights are a function of the keys alone.
std::unique_ptr<ProxyModel> hybridProxy(const Network& network, std::uint64_t seed,
                                        std::uint64_t architectureHash, const ProxyOptions& options,
                                        std::stop_token stop);

/// Noise images and labels from a stream of the seed, the same for all networks of a size: differences
/// between scores are then differences between networks.
Probe noiseProbe(const Network& network, std::uint64_t seed, std::int64_t batch);

/// Batch norm in train mode without scale and shift; `frozen` as in ProxyOptions.
torch::Tensor proxyBatchNorm(const torch::Tensor& map, bool frozen = false);

} // namespace pairscape
