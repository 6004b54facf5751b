// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/space/network.h"
#include "core/training/fake_quantiser.h"
#include "core/training/folded_network.h"
#include "core/training/parameter_set.h"

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
        true;               ///< the last norm of every block with a shortcut begins with scale 0 (NASA-F)
    bool quantised = false; ///< learns with the few bits that integers have (fake_quantiser.h)
};

/// Thrown out of a forward pass when somebody asked to stop.
struct TrainingStopped {};

/// A network with parameters that learn: conv, shift (DeepShift-Q, straight-through) and adder layers
/// (AdderNet's gradients), batch norms with scale and shift, squeeze and excite, shortcuts, classifier with
/// bias where the space has one. Float, on the CPU or a CUDA device. For one thread at a time.
class TrainableNetwork {
  public:
    using Parameter = ParameterSet::Parameter;

    /// Writes what a parameter of a layer begins with into its value; gradients are off meanwhile.
    using Beginning = std::function<void(const Layer& layer, const Parameter& parameter)>;

    /// Begins with what drawBeginning() draws: a function of seed, hash and layer.
    TrainableNetwork(Network network, const TrainableOptions& options, const torch::Device& device);
    TrainableNetwork(Network network, const TrainableOptions& options, const torch::Device& device,
                     const Beginning& beginning);

    const Network& network() const { return network_; }
    const ParameterSet& parameterSet() const { return parameters_; }
    const std::vector<Parameter>& parameters() const { return parameters_.list(); }
    std::vector<torch::Tensor> leaves() const { return parameters_.leaves(); }
    const torch::Tensor& flat() const { return parameters_.flat(); }
    /// Running means, then variances of all norms, one after the other; what evaluate() normalises with.
    const torch::Tensor& statistics() const { return statistics_; }
    torch::Device device() const { return flat().device(); }
    bool quantised() const { return fake_.has_value(); }
    /// Largest magnitudes as they were measured, by QuantisedPlaces; only where it is quantised.
    const std::vector<double>& ranges() const { return fake_->ranges(); }

    /// The network in integers, with norms and ranges as they were measured; only where it is quantised.
    FoldedNetwork folded() const;

    /// Which statistics the norms use.
    enum class Mode : std::uint8_t {
        Train,    ///< the batch's; the running ones stay as they are
        Measure,  ///< the batch's, which join the mean of the batches since resetStatistics()
        Evaluate, ///< the running ones
    };

    /// Sees every layer's output (after norm and activation).
    using LayerObserver = std::function<void(std::size_t layer, const torch::Tensor& output)>;

    /// Logits [batch][classes] of normalised images [batch][3][size][size] on the network's device. Throws
    /// TrainingStopped between layers when asked to stop. A quantised network rounds as integers do, but
    /// computes in floats: what it is worth in integers, folded() tells.
    torch::Tensor forward(const torch::Tensor& images, Mode mode, std::stop_token stop = {},
                          const LayerObserver& observer = {});

    void resetStatistics();

  private:
    struct LayerTensors {
        torch::Tensor weight, bias, scale, shift, mean, variance;
    };
    class Pass;

    Network network_;
    TrainableOptions options_;
    std::vector<LayerTensors> layers_;
    ParameterSet parameters_;
    torch::Tensor statistics_;
    std::optional<FakeQuantiser> fake_;
    std::int64_t measured_ = 0; ///< batches since resetStatistics()
};

/// What a layer's weight begins with: normal as He et al. draw it for conv and shift, standard normal for
/// adder as in AdderNet (distances need weights on the scale of the activations), small for a classifier.
/// `weight` is on the CPU, [out][in / groups][kernel][kernel]; `stream` keys what is drawn.
void drawBeginning(const Layer& layer, std::uint64_t stream, torch::Tensor weight);

/// Whether this is the last norm of a block with a shortcut, whose scale begins with 0 in NASA-F.
bool endsResidual(const Network& network, const Layer& layer);

/// Mean over the batch of cross entropy with smoothed labels: (1 - smoothing) of the label plus smoothing
/// spread evenly over all classes.
torch::Tensor smoothedCrossEntropy(const torch::Tensor& logits, const torch::Tensor& labels,
                                   double smoothing);

/// "cpu", "cuda" or "cuda:1" as a device that is there.
Result<torch::Device> parseTrainingDevice(const std::string& name);

} // namespace pairscape
