// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operators/adder_layer.h"
#include "core/operators/conv_layer.h"
#include "core/operators/layer_forward.h"
#include "core/operators/shift_layer.h"
#include "core/operators/shift_weights.h"

#include <cassert>

namespace pairscape {

namespace {

torch::Tensor forward(kernels::Term term, const torch::Tensor& input, const torch::Tensor& weight,
                      const LayerOptions& options) {
    assert(input.scalar_type() == torch::kFloat && weight.scalar_type() == torch::kFloat);
    const torch::NoGradGuard noGradient;
    const LayerShape shape = layerShape(input, weight, options);
    const MapLayout layout = MapLayout::choose(input, shape);
    const torch::Tensor x = layout.take(input);
    const torch::Tensor w = weight.contiguous();
    const torch::Tensor y = layout.make(shape.outChannels, shape.outHeight(), shape.outWidth());
    Workspace workspace;
    runLayer(term, layout.shape, layout.images, x.data_ptr<float>(), w.data_ptr<float>(), y.data_ptr<float>(),
             workspace, 0);
    const torch::Tensor result = layout.show(y);
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
