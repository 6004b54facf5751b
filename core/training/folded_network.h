// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/operators/fixed_point.h"
#include "core/operators/integer_product.h"
#include "core/space/network.h"

#include <array>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

/// A network in integers alone: weights of few bits, norms folded into a multiplication, an addition and a
/// shift behind every sum, activations as tables. Plain data without tensors; docs/training.md defines each
/// step.
namespace pairscape {

struct FoldedLayer {
    std::vector<std::int8_t> weights; ///< of conv and adder layers, [out][kernel][kernel][in / groups]
    std::vector<ShiftWeight> shifts;  ///< of shift layers, likewise
    FixedAffine toInput;              ///< of adder layers: an 8-bit activation to the layer's 6-bit scale
    std::vector<FixedAffine> affine;  ///< by output channel: a sum to an activation, or to the table's input
    std::vector<std::int8_t> table;   ///< by input + 512; empty where the activation is a clamp
    bool positiveOnly = false;        ///< ReLU
};

struct FoldedBlock {
    FixedAffine mean;                    ///< sum over the gate's pixels to an activation
    std::vector<FixedAffine> windowMean; ///< by number of pixels in the window: a sum to an activation
    FixedAffine gate;                    ///< product of activation and gate
    FixedAffine sumMap, sumAround;       ///< factors of a sum; both have the shift of the first
};

struct FoldedNetwork {
    Network network;
    float imageStep = 1; ///< of a normalised pixel
    std::vector<FoldedLayer> layers;
    std::vector<FoldedBlock> blocks;
    FixedAffine globalMean;
    std::vector<std::int32_t> logitOffsets; ///< added to the classifier's sums
    double logitStep = 1;                   ///< logit of one unit
};

/// Trained floats of one layer: [out][in / groups][kernel][kernel], and by output channel.
struct LayerFloats {
    std::span<const float> weight, bias, scale, shift, mean, variance; ///< empty where there are none
};

/// Folds a network whose norms and ranges were measured. `ranges` are those of QuantisedPlaces.
FoldedNetwork foldNetwork(const Network& network, const std::function<LayerFloats(std::size_t layer)>& floats,
                          std::span<const double> ranges);

/// Logits in units of logitStep, [batch][classes], of normalised images [batch][3][size][size], by the
/// integer kernels of core/operators. On the calling thread.
std::vector<std::int32_t> integerLogits(const FoldedNetwork& network, std::span<const float> images,
                                        std::int64_t batch);

} // namespace pairscape
