// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operators/adder_layer.h"
#include "core/operators/conv_layer.h"
#include "core/operators/layer_forward.h"
#include "core/operators/shift_layer.h"
#include "core/operators/shift_weights.h"

#include <ATen/Parallel.h>

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

void runLayer(kernels::Term term, const LayerShape& shape, const float* input, const float* weights,
              float* output, Workspace& workspace, std::size_t packedSlot) {
    if (shape.depthwise()) {
        at::parallel_for(0, shape.outChannels, 1, [&](std::int64_t begin, std::int64_t end) {
            kernels::depthwiseForward(term, shape, input, weights, output, begin, end);
        });
        return;
    }
    float* packed =
        workspace.floats(packedSlot, static_cast<std::int64_t>(kernels::packedWeightFloats(shape)));
    kernels::packWeights(shape, weights, packed);
    at::parallel_for(0, kernels::denseTiles(shape), 1, [&](std::int64_t begin, std::int64_t end) {
        kernels::denseForward(term, shape, input, packed, output, begin, end);
    });
}

namespace {

torch::Tensor forward(kernels::Term term, const torch::Tensor& input, const torch::Tensor& weight,
                      const LayerOptions& options) {
    assert(input.scalar_type() == torch::kFloat && weight.scalar_type() == torch::kFloat);
    const torch::NoGradGuard noGradient;
    const LayerShape shape = layerShape(input, weight, options);
    const torch::Tensor x = batchInnermost(input);
    const torch::Tensor w = weight.contiguous();
    const torch::Tensor y =
        torch::empty({shape.outChannels, shape.outHeight(), shape.outWidth(), shape.batch}, torch::kFloat);
    Workspace workspace;
    runLayer(term, shape, x.data_ptr<float>(), w.data_ptr<float>(), y.data_ptr<float>(), workspace, 0);
    const torch::Tensor result = y.permute({3, 0, 1, 2});
    return x.data_ptr() == input.data_ptr() ? result : result.contiguous();
}

} // namespace

torch::Tensor convForward(const torch::Tensor& input, const torch::Tensor& weight,
                          const LayerOptions& options) {
    return forward(kernels::Term::Product, input, weight, options);
}

torch::Tensor shiftForward(const torch::Tensor& input, const torch::Tensor& weight,
                           const LayerOptions& options) {
    const torch::Tensor rounded = weight.detach().clone(torch::MemoryFormat::Contiguous);
    quantizeShiftWeights({rounded.data_ptr<float>(), static_cast<std::size_t>(rounded.numel())});
    return forward(kernels::Term::Product, input, rounded, options);
}

torch::Tensor adderForward(const torch::Tensor& input, const torch::Tensor& weight,
                           const LayerOptions& options) {
    return forward(kernels::Term::Distance, input, weight, options);
}

} // namespace pairscape
