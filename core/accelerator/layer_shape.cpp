// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/accelerator/layer_shape.h"

#include "core/base/hash.h"

#include <algorithm>

namespace pairscape {

namespace {

constexpr int noGate = -2;

/// Sources of every layer; layers outside all blocks read the layer before them.
std::vector<LayerSources> sourcesOf(const Network& network) {
    std::vector<LayerSources> sources(network.layers.size());
    const int count = static_cast<int>(network.layers.size());
    for (int i = 0; i < count; ++i)
        sources[i].input = i - 1;

    int last = network.blocks.empty() ? count - 1 : network.stem; // whose output the next block reads
    const auto chain = [&](int layer, int from) {
        if (layer < 0)
            return from;
        sources[layer].input = from;
        return layer;
    };
    for (const NetworkBlock& block : network.blocks) {
        const int input = last;
        int way = chain(block.expand, input);
        way = chain(block.depthwise, way);
        if (block.squeezeReduce >= 0 && block.squeezeExpand >= 0) {
            sources[block.squeezeReduce].input = way;
            sources[block.squeezeExpand].input = block.squeezeReduce;
            if (block.project >= 0)
                sources[block.project].gate = block.squeezeExpand;
        }
        way = chain(block.project, way);
        if (block.shortcut >= 0) {
            sources[block.shortcut].input = input;
            sources[block.shortcut].addend = way;
            way = block.shortcut;
        } else if (block.residual && block.project >= 0) {
            sources[block.project].addend = input;
        }
        last = way;
    }
    if (!network.blocks.empty()) {
        last = chain(network.headExpand, last);
        last = chain(network.head, last);
        chain(network.classifier, last);
    }
    return sources;
}

} // namespace

std::int64_t LayerShape::macs() const {
    return taps() * outChannels * (depthwise ? 1 : inChannels) * outRows * outColumns;
}

std::uint64_t LayerShape::hash() const {
    const auto pair = [](std::int64_t a, std::int64_t b) { return static_cast<std::uint64_t>(a << 32 ^ b); };
    std::uint64_t h = mixBits(pair(outChannels, inChannels));
    for (const std::uint64_t part : {pair(outRows, outColumns), pair(inRows, inColumns),
                                     pair(kernel << 16 ^ stride, padding << 16 ^ pool),
                                     pair(addend << 8 ^ depthwise << 1 ^ static_cast<int>(scaled), 0)})
        h = mixBits(h ^ part);
    return h;
}

Result<Workload> workloadOf(const Network& network) {
    Workload workload;
    workload.sources = sourcesOf(network);
    workload.shapes.reserve(network.layers.size());
    workload.ops.reserve(network.layers.size());
    for (std::size_t i = 0; i < network.layers.size(); ++i) {
        const Layer& layer = network.layers[i];
        const bool empty = std::min({layer.inChannels, layer.outChannels, layer.kernel, layer.stride,
                                     layer.inHeight, layer.inWidth, layer.outHeight, layer.outWidth}) < 1;
        if (empty || layer.padding < 0 || layer.padding >= std::max(layer.kernel, 1))
            return Error{ErrorCode::InvalidInput,
                         "Layer '" + layer.name + "' has an empty shape; check the space."};
        if (layer.kernel > largestKernel)
            return Error{ErrorCode::Unsupported,
                         "Layer '" + layer.name + "' has a kernel above " + std::to_string(largestKernel) +
                             ", which the cost model does not take; use a smaller one."};
        if (layer.groups != 1 && !(layer.depthwise() && layer.outChannels == layer.inChannels))
            return Error{ErrorCode::Unsupported,
                         "Layer '" + layer.name +
                             "' is grouped but not depthwise, which no chunk runs; use 1 group "
                             "or as many as channels."};
        LayerShape shape;
        shape.outChannels = layer.outChannels;
        shape.inChannels = layer.inChannels;
        shape.outRows = layer.outHeight;
        shape.outColumns = layer.outWidth;
        shape.inRows = layer.inHeight;
        shape.inColumns = layer.inWidth;
        shape.kernel = static_cast<std::int16_t>(layer.kernel);
        shape.stride = static_cast<std::int16_t>(layer.stride);
        shape.padding = static_cast<std::int16_t>(layer.padding);
        shape.depthwise = layer.groups > 1;

        // The map that it reads may be larger than what the operator sees: it is pooled on the way.
        const LayerSources& from = workload.sources[i];
        if (from.input >= 0)
            shape.pool = static_cast<std::int16_t>(
                std::max(1, (network.layers[from.input].outHeight + layer.inHeight - 1) / layer.inHeight));
        shape.scaled = from.gate != noGate;
        if (from.addend >= 0) {
            const int factor =
                std::max(1, (network.layers[from.addend].outHeight + layer.outHeight - 1) / layer.outHeight);
            shape.addend = static_cast<std::int16_t>(factor * factor);
        }
        workload.shapes.push_back(shape);
        workload.ops.push_back(layer.op);
    }
    return workload;
}

} // namespace pairscape
