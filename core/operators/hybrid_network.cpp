// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operators/hybrid_network.h"

#include "core/base/random.h"
#include "core/operators/kernels/map_kernels.h"
#include "core/operators/kernels/normal_kernel.h"
#include "core/operators/layer_forward.h"
#include "core/operators/layer_options.h"
#include "core/operators/parallel_for.h"
#include "core/operators/shift_weights.h"

#include <cassert>
#include <utility>
#include <vector>

namespace pairscape {

namespace {

/// What the workspace's slots hold.
enum Slot : std::size_t {
    Weights,
    Packed,
    TrunkA,
    TrunkB,
    Wide,
    Narrow,
    Gate,
    GateHidden,
    Around,
    AroundPooled
};

/// A batch-innermost map in the workspace.
struct Map {
    float* values = nullptr;
    std::int64_t channels = 0, height = 0, width = 0;
};

LayerShape shapeOf(const Layer& layer, std::int64_t batch) {
    LayerShape shape;
    shape.batch = batch;
    shape.inChannels = layer.inChannels;
    shape.outChannels = layer.outChannels;
    shape.inHeight = layer.inHeight;
    shape.inWidth = layer.inWidth;
    shape.kernel = layer.kernel;
    shape.stride = layer.stride;
    shape.padding = layer.padding;
    shape.groups = layer.groups;
    return shape;
}

} // namespace

/// One run through the network on batch-innermost memory.
class ForwardPass {
  public:
    ForwardPass(const HybridNetwork& network, std::int64_t batch, const ForwardOptions& options,
                Workspace& workspace)
        : net_(network), batch_(batch), options_(options), workspace_(workspace) {}

    /// Stem, blocks and what stands before the global pooling. False when stopped.
    bool features(const float* images, Map& trunk) {
        const Network& network = net_.network();
        trunk = {const_cast<float*>(images), network.inputChannels, network.inputSize, network.inputSize};
        Slot free = TrunkA;
        if (!layer(network.stem, trunk, take(free), trunk))
            return false;
        for (const NetworkBlock& block : network.blocks)
            if (!runBlock(block, trunk, take(free)))
                return false;
        const int last = network.poolBeforeHead ? network.headExpand : network.head;
        return last < 0 || layer(last, trunk, take(free), trunk);
    }

    /// Global pooling, the rest of the head, and the classifier.
    bool logits(Map& trunk) {
        const Network& network = net_.network();
        Map pooled = {workspace_.floats(Wide, trunk.channels * batch_), trunk.channels, 1, 1};
        kernels::averagePool(mapShape(trunk), trunk.values, pooled.values);
        if (network.poolBeforeHead && !layer(network.head, pooled, Narrow, pooled))
            return false;
        return layer(network.classifier, pooled, Gate, trunk);
    }

  private:
    static Slot take(Slot& free) { return std::exchange(free, free == TrunkA ? TrunkB : TrunkA); }

    kernels::MapShape mapShape(const Map& map) const {
        return {map.channels, map.height, map.width, batch_, options_.parts};
    }

    /// A layer with its batch norm and activation. `out` may be `in`: it is written last.
    bool layer(int index, const Map& in, Slot slot, Map& out) {
        if (options_.stop.stop_requested())
            return false;
        const auto at = static_cast<std::size_t>(index);
        const Layer& description = net_.network().layers[at];
        const LayerShape shape = shapeOf(description, batch_);
        assert(in.channels == shape.inChannels && in.height == shape.inHeight);
        float* weights = workspace_.floats(Weights, shape.weights());
        net_.drawWeights(at, {weights, static_cast<std::size_t>(shape.weights())});
        const Map result = {workspace_.floats(slot, shape.outputElements()), shape.outChannels,
                            shape.outHeight(), shape.outWidth()};
        runLayer(description.op == OperatorType::Adder ? kernels::Term::Distance : kernels::Term::Product,
                 shape, 1, in.values, weights, result.values, workspace_, Packed);
        finish(at, description, result);
        out = result;
        return true;
    }

    void finish(std::size_t index, const Layer& description, const Map& map) {
        const kernels::MapShape shape = mapShape(map);
        if (!description.batchNorm) {
            parallelFor(0, shape.channels, 1, [&](std::int64_t begin, std::int64_t end) {
                kernels::activate(shape, description.activation, map.values, begin, end);
            });
            return;
        }
        variances_.resize(static_cast<std::size_t>(shape.channels * shape.parts));
        parallelFor(0, shape.channels, 1, [&](std::int64_t begin, std::int64_t end) {
            kernels::normalizeAndActivate(shape, description.activation, map.values, variances_.data(), begin,
                                          end);
        });
        if (options_.observer)
            options_.observer(index, variances_, shape.pixels() * batch_ / shape.parts);
    }

    bool runBlock(const NetworkBlock& block, Map& trunk, Slot trunkSlot) {
        Map inner = trunk;
        if (block.expand >= 0 && !layer(block.expand, inner, Wide, inner))
            return false;
        if (!layer(block.depthwise, inner, Narrow, inner))
            return false;
        if (block.squeezeReduce >= 0) {
            Map gate = {workspace_.floats(Gate, inner.channels * batch_), inner.channels, 1, 1};
            kernels::averagePool(mapShape(inner), inner.values, gate.values);
            if (!layer(block.squeezeReduce, gate, GateHidden, gate) ||
                !layer(block.squeezeExpand, gate, Gate, gate))
                return false;
            kernels::scaleChannels(mapShape(inner), gate.values, inner.values);
        }
        if (!layer(block.project, inner, trunkSlot, inner))
            return false;
        if (block.residual && options_.shortcuts && !addShortcut(block, trunk, inner))
            return false;
        trunk = inner;
        return true;
    }

    bool addShortcut(const NetworkBlock& block, Map around, const Map& target) {
        if (block.shortcutPooling > 1) {
            const Map pooled = {
                workspace_.floats(AroundPooled, around.channels * target.height * target.width * batch_),
                around.channels, target.height, target.width};
            kernels::windowPool(mapShape(around), block.shortcutPooling, around.values, pooled.values);
            around = pooled;
        }
        if (block.shortcut >= 0 && !layer(block.shortcut, around, Around, around))
            return false;
        kernels::addTo(mapShape(target).elements(), around.values, target.values);
        return true;
    }

    const HybridNetwork& net_;
    std::int64_t batch_;
    const ForwardOptions& options_;
    Workspace& workspace_;
    std::vector<double> variances_;
};

HybridNetwork::HybridNetwork(Network network, const WeightKeys& keys)
    : network_(std::move(network)), keys_(keys) {}

void HybridNetwork::drawWeights(std::size_t layer, std::span<float> out) const {
    RandomStream stream({keys_.seed, keys_.architectureHash, layer, keys_.draw});
    kernels::fillNormal(stream.next64(), out);
    if (network_.layers[layer].op == OperatorType::Shift)
        quantizeShiftWeights(out);
}

torch::Tensor HybridNetwork::weight(std::size_t layer) const {
    const Layer& description = network_.layers[layer];
    torch::Tensor tensor = torch::empty({description.outChannels, description.inChannels / description.groups,
                                         description.kernel, description.kernel},
                                        torch::kFloat);
    drawWeights(layer, {tensor.data_ptr<float>(), static_cast<std::size_t>(tensor.numel())});
    return tensor;
}

namespace {

torch::Tensor copyOf(const Map& map, std::int64_t batch) {
    return torch::from_blob(map.values, {map.channels, map.height, map.width, batch}, torch::kFloat)
        .clone()
        .permute({3, 0, 1, 2});
}

Error stopped() {
    return {ErrorCode::Stopped, "Scoring was stopped; start it again to go on."};
}

} // namespace

Result<torch::Tensor> HybridNetwork::forwardFeatures(const torch::Tensor& images,
                                                     const ForwardOptions& options,
                                                     Workspace& workspace) const {
    assert(images.dim() == 4 && images.size(0) % options.parts == 0);
    const torch::NoGradGuard noGradient;
    const torch::Tensor x = batchInnermost(images);
    ForwardPass pass(*this, images.size(0), options, workspace);
    Map trunk;
    if (!pass.features(x.data_ptr<float>(), trunk))
        return stopped();
    return copyOf(trunk, images.size(0));
}

Result<torch::Tensor> HybridNetwork::forward(const torch::Tensor& images, const ForwardOptions& options,
                                             Workspace& workspace) const {
    assert(images.dim() == 4 && images.size(0) % options.parts == 0);
    const torch::NoGradGuard noGradient;
    const torch::Tensor x = batchInnermost(images);
    ForwardPass pass(*this, images.size(0), options, workspace);
    Map trunk;
    if (!pass.features(x.data_ptr<float>(), trunk) || !pass.logits(trunk))
        return stopped();
    return copyOf(trunk, images.size(0)).flatten(1);
}

} // namespace pairscape
