// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operators/pointwise_layer.h"

#include "core/operators/kernels/gradient_kernels.h"
#include "core/operators/layer_forward.h"
#include "core/operators/parallel_for.h"

#include <cmath>

namespace pairscape {

namespace {

/// Maps and weights of a 1x1 layer as matrices without copies: channels by columns (pixels and batch).
torch::Tensor columnsOfMap(const torch::Tensor& map) {
    return batchInnermost(map).view({map.size(1), -1});
}

torch::Tensor weightMatrix(const torch::Tensor& weight) {
    return weight.view({weight.size(0), weight.size(1)});
}

torch::Tensor mapOfColumns(const torch::Tensor& columns, const torch::Tensor& like) {
    return columns.view({columns.size(0), like.size(2), like.size(3), like.size(0)}).permute({3, 0, 1, 2});
}

torch::Tensor adderInputGradient(const LayerShape& shape, const torch::Tensor& x, const torch::Tensor& weight,
                                 const torch::Tensor& dy) {
    torch::Tensor dx = torch::empty_like(x);
    Workspace workspace;
    float* packed = workspace.floats(0, static_cast<std::int64_t>(kernels::transposedWeightFloats(shape)));
    kernels::packTransposed(shape, weight.data_ptr<float>(), packed);
    parallelFor(0, kernels::inputGradientTasks(shape, 1), 1, [&](std::int64_t begin, std::int64_t end) {
        kernels::denseInputGradient(kernels::Term::Distance, shape, x.data_ptr<float>(), packed,
                                    dy.data_ptr<float>(), dx.data_ptr<float>(), begin, end);
    });
    return dx;
}

struct PointwiseFunction : torch::autograd::Function<PointwiseFunction> {
    static torch::Tensor forward(torch::autograd::AutogradContext* context, const torch::Tensor& input,
                                 const torch::Tensor& weight, bool adder, double eta) {
        const torch::Tensor x = columnsOfMap(input);
        context->save_for_backward({mapOfColumns(x, input), weight});
        context->saved_data["adder"] = adder;
        context->saved_data["eta"] = eta;
        if (!adder)
            return mapOfColumns(at::mm(weightMatrix(weight), x), input);
        torch::Tensor y = torch::empty({weight.size(0), x.size(1)}, x.options());
        Workspace workspace;
        runLayer(kernels::Term::Distance, layerShape(input, weight, {}), 1, x.data_ptr<float>(),
                 weight.contiguous().data_ptr<float>(), y.data_ptr<float>(), workspace, 0);
        return mapOfColumns(y, input);
    }

    static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context,
                                                   const torch::autograd::variable_list& outputGradients) {
        const torch::NoGradGuard noGradient;
        const torch::autograd::variable_list saved = context->get_saved_variables();
        const torch::Tensor x = columnsOfMap(saved[0]), dy = columnsOfMap(outputGradients[0]);
        const torch::Tensor weight = saved[1].contiguous(), w = weightMatrix(weight);
        const bool adder = context->saved_data["adder"].toBool();
        torch::Tensor dx, dw;
        if (context->needs_input_grad(0))
            dx = mapOfColumns(adder ? adderInputGradient(layerShape(saved[0], weight, {}), x, weight, dy)
                                    : at::mm(w.t(), dy),
                              saved[0]);
        if (context->needs_input_grad(1)) {
            dw = at::mm(dy, x.t());
            if (adder)
                dw.addcmul_(w, dy.sum(1, true), -1); // sum of (x - w) dy
            if (const double eta = context->saved_data["eta"].toDouble(); adder && eta > 0)
                dw.mul_(eta * std::sqrt(static_cast<double>(dw.numel())) / dw.norm().clamp_min(1e-12));
            dw = dw.view(saved[1].sizes());
        }
        return {dx, dw, {}, {}};
    }
};

} // namespace

torch::Tensor pointwiseConv(const torch::Tensor& input, const torch::Tensor& weight) {
    return PointwiseFunction::apply(input, weight, false, 0.0);
}

torch::Tensor pointwiseAdder(const torch::Tensor& input, const torch::Tensor& weight, double eta) {
    return PointwiseFunction::apply(input, weight, true, eta);
}

} // namespace pairscape
