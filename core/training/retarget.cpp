// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/retarget.h"

#include <algorithm>
#include <string>

namespace pairscape {

namespace {

struct Size {
    int height = 1, width = 1;
};

/// Sets a layer's input size and returns its output size; absent layers (-1) pass the size on.
Size place(Network& network, int index, Size in) {
    if (index < 0)
        return in;
    Layer& layer = network.layers[static_cast<std::size_t>(index)];
    layer.inHeight = in.height;
    layer.inWidth = in.width;
    layer.outHeight = (in.height + 2 * layer.padding - layer.kernel) / layer.stride + 1;
    layer.outWidth = (in.width + 2 * layer.padding - layer.kernel) / layer.stride + 1;
    return {layer.outHeight, layer.outWidth};
}

} // namespace

Network retargeted(const Network& network, int inputSize, int classes) {
    Network result = network;
    result.inputSize = inputSize;
    result.classes = classes;
    result.layers[static_cast<std::size_t>(result.classifier)].outChannels = classes;
    Size size = place(result, result.stem, {inputSize, inputSize});
    for (NetworkBlock& block : result.blocks) {
        block.inHeight = size.height;
        block.inWidth = size.width;
        size = place(result, block.depthwise, place(result, block.expand, size));
        place(result, block.squeezeReduce, {});
        place(result, block.squeezeExpand, {});
        size = place(result, block.project, size);
        place(result, block.shortcut, size);
        block.outHeight = size.height;
        block.outWidth = size.width;
    }
    size = place(result, result.headExpand, size);
    if (result.poolBeforeHead)
        size = {};
    place(result, result.head, size);
    place(result, result.classifier, {});
    return result;
}

int smallestInput(const Network& network) {
    int strides = network.layers[static_cast<std::size_t>(network.stem)].stride;
    for (const NetworkBlock& block : network.blocks)
        strides *= block.stride;
    return std::max(strides, 1);
}

Status checkInputSize(const Network& network, int size) {
    const int least = smallestInput(network);
    if (size < least)
        return Error{ErrorCode::InvalidInput, "Images of " + std::to_string(size) +
                                                  " pixels are too small for this network; use at least " +
                                                  std::to_string(least) + "."};
    return {};
}

} // namespace pairscape
