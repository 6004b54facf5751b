// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/operators/workspace.h"
#include "core/space/network.h"

#include "core/operators/torch.h"

#include <cstdint>
#include <functional>
#include <span>
#include <stop_token>

namespace pairscape {

/// Names the random streams of a network's weights: layer i draws from {seed, architectureHash, i, draw}.
struct WeightKeys {
    std::uint64_t seed = 1;
    std::uint64_t architectureHash = 0;
    std::uint64_t draw = 0; ///< for metrics that average over several initialisations
};

/// Sees each batch norm: the layer's index, the biased batch variance of every channel (part after part), and
/// over how many values each was taken.
using BatchNormObserver =
    std::function<void(std::size_t layer, std::span<const double> variances, std::int64_t count)>;

struct ForwardOptions {
    /// False leaves out what blocks pass around themselves, so that the network is one chain.
    bool shortcuts = true;
    /// Equal parts of the batch that batch norms treat as separate batches.
    int parts = 1;
    BatchNormObserver observer;
    std::stop_token stop; ///< asked for between layers
};

/// A network with conv, shift and adder layers and standard normal weights (shift layers round theirs), batch
/// norms in train mode with scale 1 and shift 0, biases 0. Weights are drawn when a layer runs and kept
/// nowhere: they are a function of the keys. Immutable; several threads may run it, each with a workspace of
/// its own.
class HybridNetwork {
  public:
    HybridNetwork(Network network, const WeightKeys& keys);

    const Network& network() const { return network_; }

    /// Weights of a layer as it uses them, [out][in / groups][kernel][kernel].
    torch::Tensor weight(std::size_t layer) const;

    /// Features before global pooling, [batch][channels][height][width] (batch-innermost in memory), of
    /// images [batch][inputChannels][inputSize][inputSize]. Stopped is the only error.
    Result<torch::Tensor> forwardFeatures(const torch::Tensor& images, const ForwardOptions& options,
                                          Workspace& workspace) const;

    /// Logits [batch][classes].
    Result<torch::Tensor> forward(const torch::Tensor& images, const ForwardOptions& options,
                                  Workspace& workspace) const;

  private:
    void drawWeights(std::size_t layer, std::span<float> out) const;
    friend class ForwardPass;

    Network network_;
    WeightKeys keys_;
};

} // namespace pairscape
