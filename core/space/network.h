// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/space/operator_type.h"

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace pairscape {

enum class Activation : std::uint8_t { None, Relu, Swish, HardSigmoid };

/// What a layer is for. Names in text and JSON: "stem", "expand", "depthwise", ...
enum class LayerRole : std::uint8_t {
    Stem,
    Expand,        ///< 1x1, before the depthwise layer
    Depthwise,
    SqueezeReduce, ///< squeeze-and-excite, on a 1x1 map: batch norm, then ReLU
    SqueezeExpand, ///< batch norm, then hard sigmoid; its output scales the depthwise output's channels
    Project,       ///< 1x1, after the depthwise layer
    Shortcut,      ///< 1x1 that matches channels on the way around a block
    HeadExpand,
    Head,
    Classifier,
};

std::string layerRoleName(LayerRole role);

/// Work of a layer or network for one image. One MAC-equivalent is one multiply-accumulate, one
/// shift-accumulate or one absolute-difference-accumulate.
struct OperationCounts {
    std::array<std::int64_t, operatorTypeCount> macs{}; ///< MAC-equivalents by operator type
    std::int64_t parameters = 0;                        ///< weights, biases and batch-norm scale and shift

    std::int64_t total() const { return macs[0] + macs[1] + macs[2]; }
    /// Multiplications, shifts and additions behind the MAC-equivalents: conv = 1 mult + 1 add,
    /// shift = 1 shift + 1 add, adder = 2 adds.
    std::int64_t multiplications() const { return macs[indexOf(OperatorType::Conv)]; }
    std::int64_t shifts() const { return macs[indexOf(OperatorType::Shift)]; }
    std::int64_t additions() const { return macs[0] + macs[1] + 2 * macs[2]; }

    OperationCounts& operator+=(const OperationCounts& other);
    bool operator==(const OperationCounts&) const = default;
};

/// One layer with weights, with the shapes of one image. Everything an engine needs and nothing of how
/// it was chosen.
struct Layer {
    std::string name; ///< "stem", "mb3.2.depthwise" (stage, block from 1 as in the genotype), "classifier"
    LayerRole role = LayerRole::Stem;
    OperatorType op = OperatorType::Conv;
    int stage = -1; ///< index into the space's stages, -1 outside
    int block = -1; ///< index into Network::blocks, -1 outside
    int inChannels = 0, outChannels = 0;
    int kernel = 1, stride = 1, padding = 0, groups = 1;
    int inHeight = 0, inWidth = 0, outHeight = 0, outWidth = 0;
    bool batchNorm = true;
    bool bias = false;
    Activation activation = Activation::None;

    bool depthwise() const { return groups > 1 && groups == inChannels; }
    std::int64_t macs() const;
    std::int64_t weights() const;    ///< of the operator alone, without bias and batch norm
    std::int64_t parameters() const; ///< weights + bias + batch-norm scale and shift
    std::int64_t inputElements() const { return std::int64_t{inChannels} * inHeight * inWidth; }
    std::int64_t outputElements() const { return std::int64_t{outChannels} * outHeight * outWidth; }
    OperationCounts counts() const;
};

/// How the layers of one block hang together; members are indices into Network::layers, -1 where absent.
/// Data flow: input -> expand -> depthwise -> [squeeze and excite on the depthwise output] -> project
/// -> (+ shortcut) -> next block. No activation follows the addition.
struct NetworkBlock {
    int stage = 0;
    OperatorType op = OperatorType::Conv;
    int kernel = 0, expansion = 0, stride = 1;
    int expand = -1, depthwise = -1, squeezeReduce = -1, squeezeExpand = -1, project = -1, shortcut = -1;
    bool residual = false;   ///< the block's input is added to its output
    int shortcutPooling = 1; ///< average pooling (window = stride) on that way, before `shortcut`
    int inChannels = 0, outChannels = 0;
    int inHeight = 0, inWidth = 0, outHeight = 0, outWidth = 0;
};

/// An architecture expanded into layers, in order of execution. After the last block: the head (HeadExpand
/// with batch norm and activation where the space has it), global average pooling, Head, Classifier; or, in
/// the NASA space, Head on the full map, pooling, Classifier: `poolBeforeHead` tells.
struct Network {
    int inputSize = 0;
    int inputChannels = 3;
    int classes = 0;
    std::vector<Layer> layers;
    std::vector<NetworkBlock> blocks;
    int stem = 0;
    int headExpand = -1, head = -1, classifier = -1;
    bool poolBeforeHead = true;

    OperationCounts counts() const;
};

} // namespace pairscape
