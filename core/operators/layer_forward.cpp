// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operators/layer_forward.h"

#include "core/operators/parallel_for.h"

#include <algorithm>
#include <cassert>

namespace pairscape {

LayerShape layerShape(const torch::Tensor& input, const torch::Tensor& weight, const LayerOptions& options) {
    assert(input.dim() == 4 && weight.dim() == 4 && weight.size(2) == weight.size(3));
    LayerShape shape;
    shape.batch = input.size(0);
    shape.inChannels = input.size(1);
    shape.outChannels = weight.size(0);
    shape.inHeight = input.size(2);
    shape.inWidth = input.size(3);
    shape.kernel = weight.size(2);
    shape.stride = options.stride;
    shape.padding = options.padding;
    shape.groups = options.groups;
    assert(shape.valid() && weight.size(1) == shape.groupInputs());
    return shape;
}

torch::Tensor batchInnermost(const torch::Tensor& map) {
    return map.permute({1, 2, 3, 0}).contiguous();
}

MapLayout MapLayout::choose(const torch::Tensor& input, const LayerShape& shape) {
    // Maps of fewer pixels than this would leave most of the widest vectors empty.
    constexpr std::int64_t fewPixels = 48;
    MapLayout layout{shape, shape.batch, false};
    layout.innermost =
        shape.batch > 1 && (input.permute({1, 2, 3, 0}).is_contiguous() ||
                            (!shape.depthwise() && shape.outHeight() * shape.outWidth() < fewPixels));
    if (layout.innermost)
        layout.images = 1;
    else
        layout.shape.batch = 1;
    return layout;
}

torch::Tensor MapLayout::take(const torch::Tensor& map) const {
    return innermost ? batchInnermost(map) : map.contiguous();
}

torch::Tensor MapLayout::make(std::int64_t channels, std::int64_t height, std::int64_t width) const {
    return innermost ? torch::empty({channels, height, width, shape.batch}, torch::kFloat)
                     : torch::empty({images, channels, height, width}, torch::kFloat);
}

torch::Tensor MapLayout::show(const torch::Tensor& memory) const {
    return innermost ? memory.permute({3, 0, 1, 2}) : memory;
}

void runLayer(kernels::Term term, const LayerShape& shape, std::int64_t images, const float* input,
              const float* weights, float* output, Workspace& workspace, std::size_t packedSlot) {
    const float* ready = weights;
    if (!shape.depthwise()) {
        float* packed =
            workspace.floats(packedSlot, static_cast<std::int64_t>(kernels::packedWeightFloats(shape)));
        kernels::packWeights(shape, weights, packed);
        ready = packed;
    }
    const std::int64_t pieces = shape.depthwise() ? shape.outChannels : kernels::denseTiles(shape);
    parallelFor(0, images * pieces, 1, [&](std::int64_t begin, std::int64_t end) {
        while (begin < end) { // the pieces of one image after the other
            const std::int64_t image = begin / pieces, first = begin % pieces;
            const std::int64_t last = std::min(pieces, first + end - begin);
            const float* x = input + image * shape.inputElements();
            float* y = output + image * shape.outputElements();
            if (shape.depthwise())
                kernels::depthwiseForward(term, shape, x, ready, y, first, last);
            else
                kernels::denseForward(term, shape, x, ready, y, first, last);
            begin += last - first;
        }
    });
}

} // namespace pairscape
