// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/space/search_space.h"

#include <algorithm>
#include <cassert>

namespace pairscape {
namespace {

/// Widths inside a block are multiples of 8: the nearest one, or the next above where the nearest would take
/// more than a tenth away (as in MobileNet's and NASA-F's code).
int roundToEight(int width) {
    const int near = std::max(8, (width + 4) / 8 * 8);
    return 10 * near < 9 * width ? near + 8 : near;
}

/// Output rows of a layer with padding kernel / 2: the input's, divided by the stride, rounded up.
int strided(int size, int stride) {
    return (size - 1) / stride + 1;
}

/// Appends layers; keeps track of the shape that the next one sees.
class NetworkBuilder {
  public:
    explicit NetworkBuilder(Network& network) : network_(network), height_(network.inputSize), channels_(3) {}

    int channels() const { return channels_; }
    int height() const { return height_; }

    /// A layer on the running shape, which becomes the shape after it.
    int add(LayerRole role, OperatorType op, std::string name, int outChannels, int kernel, int stride,
            Activation activation) {
        const int index = addBeside(role, op, std::move(name), channels_, outChannels, height_, activation);
        Layer& layer = network_.layers.back();
        layer.kernel = kernel;
        layer.stride = stride;
        layer.padding = kernel / 2;
        layer.outHeight = layer.outWidth = strided(height_, stride);
        if (role == LayerRole::Depthwise)
            layer.groups = channels_;
        channels_ = outChannels;
        height_ = layer.outHeight;
        return index;
    }

    /// A 1x1 layer on a shape of its own, beside the main way.
    int addBeside(LayerRole role, OperatorType op, std::string name, int inChannels, int outChannels,
                  int height, Activation activation) {
        Layer layer;
        layer.name = std::move(name);
        layer.role = role;
        layer.op = op;
        layer.stage = stage;
        layer.block = block;
        layer.inChannels = inChannels;
        layer.outChannels = outChannels;
        layer.inHeight = layer.inWidth = layer.outHeight = layer.outWidth = height;
        layer.activation = activation;
        network_.layers.push_back(std::move(layer));
        return static_cast<int>(network_.layers.size()) - 1;
    }

    void pool() { height_ = 1; }

    int stage = -1, block = -1; ///< what the next layers belong to

  private:
    Network& network_;
    int height_;
    int channels_;
};

struct BlockRules {
    ShortcutStyle shortcut;
    bool expandAtOne;
    int squeezeReduction;
};

/// Every layer of a block has batch norm and no bias, squeeze-and-excite and shortcut included, whatever its
/// type. NASA-F has a bias and no batch norm in those two; but an adder layer's outputs are sums of
/// -|x - w|, far below zero: ReLU would pass nothing on and the gate would stay shut. AdderNet demands batch
/// norm behind each adder layer, and types should differ in nothing but the operator.
NetworkBlock addBlock(NetworkBuilder& builder, const StageChoices& stage, const BlockGene& gene, int stride,
                      int outChannels, const std::string& prefix, const BlockRules& rules) {
    NetworkBlock block;
    block.stage = builder.stage;
    block.op = gene.op;
    block.kernel = gene.kernel;
    block.expansion = gene.expansion;
    block.stride = stride;
    block.inChannels = builder.channels();
    block.inHeight = block.inWidth = builder.height();

    const int middle = roundToEight(block.inChannels * gene.expansion);
    if (gene.expansion > 1 || rules.expandAtOne)
        block.expand =
            builder.add(LayerRole::Expand, gene.op, prefix + "expand", middle, 1, 1, stage.activation);
    // Without an expand layer nothing may change the width before the depthwise layer.
    const int width = builder.channels();
    block.depthwise = builder.add(LayerRole::Depthwise, gene.op, prefix + "depthwise", width, gene.kernel,
                                  stride, stage.activation);
    if (stage.squeezeExcite) {
        const int squeezed = roundToEight(width / rules.squeezeReduction);
        block.squeezeReduce = builder.addBeside(LayerRole::SqueezeReduce, gene.op, prefix + "squeeze-reduce",
                                                width, squeezed, 1, Activation::Relu);
        block.squeezeExpand = builder.addBeside(LayerRole::SqueezeExpand, gene.op, prefix + "squeeze-expand",
                                                squeezed, width, 1, Activation::HardSigmoid);
    }
    block.project =
        builder.add(LayerRole::Project, gene.op, prefix + "project", outChannels, 1, 1, Activation::None);
    block.outChannels = builder.channels();
    block.outHeight = block.outWidth = builder.height();

    const bool sameShape = stride == 1 && block.inChannels == block.outChannels;
    block.residual = sameShape || rules.shortcut == ShortcutStyle::Projected;
    if (block.residual && !sameShape) {
        block.shortcutPooling = stride;
        if (block.inChannels != block.outChannels)
            block.shortcut =
                builder.addBeside(LayerRole::Shortcut, gene.op, prefix + "shortcut", block.inChannels,
                                  block.outChannels, block.outHeight, Activation::None);
    }
    return block;
}

} // namespace

Network SearchSpace::expand(const Architecture& architecture) const {
    assert(validate(architecture).ok());
    Network network;
    network.inputSize = inputSize_;
    network.classes = classes_;
    std::size_t blockCount = 0;
    for (const StageGene& stage : architecture.stages)
        blockCount += stage.blocks.size();
    network.blocks.reserve(blockCount);
    network.layers.reserve(6 * blockCount + 4);

    NetworkBuilder builder(network);
    network.stem = builder.add(LayerRole::Stem, OperatorType::Conv, "stem", architecture.stemChannels, 3,
                               stemStride_, stemActivation_);
    const BlockRules rules = {shortcut_, expandAtOne_, squeezeReduction_};
    for (std::size_t i = 0; i < stages_.size(); ++i) {
        const StageGene& stage = architecture.stages[i];
        builder.stage = static_cast<int>(i);
        for (std::size_t b = 0; b < stage.blocks.size(); ++b) {
            if (stage.blocks[b].skip)
                continue;
            builder.block = static_cast<int>(network.blocks.size());
            const std::string prefix = stages_[i].name + "." + std::to_string(b + 1) + ".";
            network.blocks.push_back(addBlock(builder, stages_[i], stage.blocks[b],
                                              b == 0 ? stages_[i].stride : 1, stage.channels, prefix, rules));
        }
    }

    builder.stage = builder.block = -1;
    network.poolBeforeHead = headExpansion_ > 0;
    if (network.poolBeforeHead) {
        network.headExpand = builder.add(LayerRole::HeadExpand, OperatorType::Conv, "head-expand",
                                         headExpansion_ * builder.channels(), 1, 1, stemActivation_);
        builder.pool();
    }
    network.head = builder.add(LayerRole::Head, OperatorType::Conv, "head", architecture.headChannels, 1, 1,
                               stemActivation_);
    network.layers.back().batchNorm = !network.poolBeforeHead;
    builder.pool();
    network.classifier = builder.add(LayerRole::Classifier, OperatorType::Conv, "classifier", classes_, 1, 1,
                                     Activation::None);
    network.layers.back().batchNorm = false;
    network.layers.back().bias = true;
    return network;
}

} // namespace pairscape
