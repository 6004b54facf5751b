// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/space/network.h"

#include "core/operators/torch.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace pairscape {

/// How a network begins and how its gradients are taken.
struct TrainableOptions {
    std::uint64_t seed = 1;
    std::uint64_t architectureHash = 0;
    double adderEta = 0.2; ///< AdderNet's layer-wise scaling of the weight gradient; 0 leaves it out
    bool residualsFromZero =
        true; ///< the last norm of every block with a shortcut begins with scale 0 (NASA-F)
};

/// Thrown out of a forward pass when somebody asked to stop.
struct TrainingStopped {};

/// A network with parameters that learn: conv, shift (DeepShift-Q, straight-through) and adder layers
/// (AdderNet's gradients), batch norms with scale and shift, squeeze and excite, shortcuts, classifier with
/// bias where the space has one. All parameters lie in one flat tensor, so that an optimiser's step is a few
/// passes over memory. Float, on the CPU or a CUDA device. What it begins with is a function of seed, hash
/// and layer. For one thread at a time.
class TrainableNetwork {
  public:
    struct Parameter {
        std::string name; ///< "mb3.2.depthwise.weight", "stem.norm.scale"
        std::size_t layer = 0;
        std::int64_t offset = 0; ///< in flat()
        torch::Tensor value;     ///< a leaf that requires a gradient; shares memory with flat()
        bool decays = true;      ///< weight decay applies: weights, but no bias and no norm
    };

    TrainableNetwork(Network network, const TrainableOptions& options, const torch::Device& device);

    const Network& network() const { return network_; }
    const std::vector<Parameter>& parameters() const { return parameters_; }
    std::vector<torch::Tensor> leaves() const;
    const torch::Tensor& flat() const { return flat_; }
    /// Running means, then variances of all norms, one after the other; what evaluate() normalises with.
    const torch::Tensor& statistics() const { return statistics_; }
    torch::Device device() const { return flat_.device(); }

    /// Which statistics the norms use.
    enum class Mode : std::uint8_t {
        Train,    ///< the batch's; the running ones stay as they are
        Measure,  ///< the batch's, which join the mean of the batches since resetStatistics()
        Evaluate, ///< the running ones
    };

    /// Sees every layer's output (after norm and activation).
    using LayerObserver = std::function<void(std::size_t layer, const torch::Tensor& output)>;

    /// Logits [batch][classes] of normalised images [batch][3][size][size] on the network's device. Throws
    /// TrainingStopped between layers when asked to stop.
    torch::Tensor forward(const torch::Tensor& images, Mode mode, std::stop_token stop = {},
                          const LayerObserver& observer = {});

    void resetStatistics();

  private:
    struct LayerTensors {
        torch::Tensor weight, bias, scale, shift, mean, variance;
    };

    torch::Tensor layer(int index, const torch::Tensor& input);
    torch::Tensor block(const NetworkBlock& block, const torch::Tensor& input);

    Network network_;
    TrainableOptions options_;
    std::vector<LayerTensors> layers_;
    std::vector<Parameter> parameters_;
    torch::Tensor flat_, statistics_;
    std::int64_t measured_ = 0; ///< batches since resetStatistics()

    // Of the pass under way.
    Mode mode_ = Mode::Train;
    std::stop_token stop_;
    const LayerObserver* observer_ = nullptr;
};

/// Mean over the batch of cross entropy with smoothed labels: (1 - smoothing) of the label plus smoothing
/// spread evenly over all classes.
torch::Tensor smoothedCrossEntropy(const torch::Tensor& logits, const torch::Tensor& labels,
                                   double smoothing);

/// "cpu", "cuda" or "cuda:1" as a device that is there.
Result<torch::Device> parseTrainingDevice(const std::string& name);

} // namespace pairscape
