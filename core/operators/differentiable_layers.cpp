// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operators/differentiable_layers.h"

#include "core/operators/adder_layer.h"
#include "core/operators/conv_layer.h"
#include "core/operators/device_layers.h"
#include "core/operators/kernels/gradient_kernels.h"
#include "core/operators/layer_forward.h"
#include "core/operators/parallel_for.h"
#include "core/operators/shift_weights.h"
#include "core/operators/tensor_layers.h"

#include <cmath>
#include <numbers>

namespace pairscape {

namespace {

using torch::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

bool onKernels(const Tensor& input) {
    return input.device().is_cpu() && input.scalar_type() == torch::kFloat;
}

struct Gradients {
    Tensor input, weight;
};

Gradients depthwise(kernels::Term term, const MapLayout& layout, const Tensor& x, const Tensor& w,
                    const Tensor& dy, bool wantInput, bool wantWeight) {
    const LayerShape& s = layout.shape;
    Gradients gradients;
    if (wantInput)
        gradients.input = layout.make(s.inChannels, s.inHeight, s.inWidth);
    if (wantWeight)
        gradients.weight = torch::empty_like(w);
    float* dx = wantInput ? gradients.input.data_ptr<float>() : nullptr;
    float* dw = wantWeight ? gradients.weight.data_ptr<float>() : nullptr;
    parallelFor(0, s.outChannels, 1, [&](std::int64_t begin, std::int64_t end) {
        kernels::depthwiseGradients(term, s, layout.images, x.data_ptr<float>(), w.data_ptr<float>(),
                                    dy.data_ptr<float>(), dx, dw, begin, end);
    });
    return gradients;
}

Gradients dense(kernels::Term term, const MapLayout& layout, const Tensor& x, const Tensor& w,
                const Tensor& dy, bool wantInput, bool wantWeight) {
    const LayerShape& s = layout.shape;
    const float* weights = w.data_ptr<float>();
    Gradients gradients;
    if (wantWeight) {
        gradients.weight = torch::empty_like(w);
        float* dw = gradients.weight.data_ptr<float>();
        parallelFor(0, kernels::weightGradientTasks(s), 1, [&](std::int64_t begin, std::int64_t end) {
            kernels::denseWeightGradient(term, s, layout.images, x.data_ptr<float>(), weights,
                                         dy.data_ptr<float>(), dw, begin, end);
        });
    }
    if (wantInput) {
        gradients.input = layout.make(s.inChannels, s.inHeight, s.inWidth);
        float* dx = gradients.input.data_ptr<float>();
        Workspace workspace;
        float* packed = workspace.floats(0, static_cast<std::int64_t>(kernels::transposedWeightFloats(s)));
        kernels::packTransposed(s, weights, packed);
        parallelFor(0, kernels::inputGradientTasks(s, layout.images), 1,
                    [&](std::int64_t begin, std::int64_t end) {
                        kernels::denseInputGradient(term, s, x.data_ptr<float>(), packed,
                                                    dy.data_ptr<float>(), dx, begin, end);
                    });
    }
    return gradients;
}

Gradients byKernels(kernels::Term term, const Tensor& input, const Tensor& weight,
                    const Tensor& outputGradient, const LayerOptions& options, bool wantInput,
                    bool wantWeight) {
    const torch::NoGradGuard noGradient;
    const LayerShape shape = layerShape(input, weight, options);
    const MapLayout layout = MapLayout::choose(input, shape);
    const Tensor x = layout.take(input), w = weight.contiguous(), dy = layout.take(outputGradient);
    Gradients gradients = shape.depthwise() ? depthwise(term, layout, x, w, dy, wantInput, wantWeight)
                                            : dense(term, layout, x, w, dy, wantInput, wantWeight);
    if (wantInput)
        gradients.input = layout.show(gradients.input);
    return gradients;
}

void keep(AutogradContext* context, const Tensor& input, const Tensor& weight, const LayerOptions& options) {
    context->save_for_backward({input, weight});
    context->saved_data["stride"] = options.stride;
    context->saved_data["padding"] = options.padding;
    context->saved_data["groups"] = options.groups;
}

LayerOptions kept(AutogradContext* context) {
    return {context->saved_data["stride"].toInt(), context->saved_data["padding"].toInt(),
            context->saved_data["groups"].toInt()};
}

/// Gradients of a convolution by LibTorch's own operation, for a graph of the backward pass itself.
variable_list twiceDifferentiable(const Tensor& input, const Tensor& weight, const Tensor& outputGradient,
                                  const LayerOptions& o) {
    const auto [byInput, byWeight, byBias] = at::convolution_backward(
        outputGradient, input, weight, at::OptionalIntArrayRef(), {o.stride, o.stride},
        {o.padding, o.padding}, {1, 1}, false, {0, 0}, o.groups, {true, true, false});
    return {byInput, byWeight, {}, {}, {}};
}

struct ConvFunction : torch::autograd::Function<ConvFunction> {
    static Tensor forward(AutogradContext* context, const Tensor& input, const Tensor& weight,
                          std::int64_t stride, std::int64_t padding, std::int64_t groups) {
        const LayerOptions options = {stride, padding, groups};
        keep(context, input, weight, options);
        return convForward(input, weight, options);
    }
    static variable_list backward(AutogradContext* context, const variable_list& outputGradients) {
        const variable_list saved = context->get_saved_variables();
        if (torch::GradMode::is_enabled())
            return twiceDifferentiable(saved[0], saved[1], outputGradients[0], kept(context));
        const Gradients gradients =
            byKernels(kernels::Term::Product, saved[0], saved[1], outputGradients[0], kept(context),
                      context->needs_input_grad(0), context->needs_input_grad(1));
        return {gradients.input, gradients.weight, {}, {}, {}};
    }
};

struct AdderFunction : torch::autograd::Function<AdderFunction> {
    static Tensor forward(AutogradContext* context, const Tensor& input, const Tensor& weight,
                          std::int64_t stride, std::int64_t padding, std::int64_t groups, double eta) {
        const LayerOptions options = {stride, padding, groups};
        keep(context, input, weight, options);
        context->saved_data["eta"] = eta;
        if (onKernels(input))
            return adderForward(input, weight, options);
        return onDeviceKernels(input, weight, options) ? adderForwardOnDevice(input, weight, options)
                                                       : adderForwardByTensors(input, weight, options);
    }
    static variable_list backward(AutogradContext* context, const variable_list& outputGradients) {
        const variable_list saved = context->get_saved_variables();
        const bool wantInput = context->needs_input_grad(0), wantWeight = context->needs_input_grad(1);
        TORCH_CHECK(
            !torch::GradMode::is_enabled(),
            "The gradients of an adder layer are rules without derivatives: do not ask for a graph of them.");
        Gradients gradients;
        if (onKernels(saved[0]))
            gradients = byKernels(kernels::Term::Distance, saved[0], saved[1], outputGradients[0],
                                  kept(context), wantInput, wantWeight);
        else
            std::tie(gradients.input, gradients.weight) =
                (onDeviceKernels(saved[0], saved[1], kept(context)) ? adderBackwardOnDevice
                                                                    : adderBackwardByTensors)(
                    saved[0], saved[1], outputGradients[0], kept(context), wantInput, wantWeight);
        const double eta = context->saved_data["eta"].toDouble();
        if (wantWeight && eta > 0) {
            const Tensor norm = gradients.weight.norm().clamp_min(1e-12);
            gradients.weight =
                gradients.weight * (eta * std::sqrt(static_cast<double>(gradients.weight.numel())) / norm);
        }
        return {gradients.input, gradients.weight, {}, {}, {}, {}};
    }
};

/// Rounds the magnitude's exponent by tensor operations: for devices and types that have no kernel.
Tensor roundedByTensors(const Tensor& weight) {
    const Tensor exponent = weight.abs().clamp(std::exp2(smallestShiftExponent), 1.0).log2().round();
    return weight.sign() * torch::exp2(exponent);
}

struct RoundFunction : torch::autograd::Function<RoundFunction> {
    static Tensor forward(AutogradContext*, const Tensor& weight) {
        if (!onKernels(weight))
            return roundedByTensors(weight);
        Tensor rounded = weight.clone(torch::MemoryFormat::Contiguous);
        quantizeShiftWeights({rounded.data_ptr<float>(), static_cast<std::size_t>(rounded.numel())});
        return rounded;
    }
    static variable_list backward(AutogradContext*, const variable_list& gradients) { return {gradients[0]}; }
};

struct PowerSignFunction : torch::autograd::Function<PowerSignFunction> {
    static Tensor forward(AutogradContext* context, const Tensor& power, const Tensor& sign) {
        const Tensor weight = sign.clamp(-1, 1).round() * torch::exp2(power.clamp(-30, 0).round());
        context->save_for_backward({weight});
        return weight;
    }
    static variable_list backward(AutogradContext* context, const variable_list& gradients) {
        const Tensor weight = context->get_saved_variables()[0];
        return {gradients[0] * weight * std::numbers::ln2, gradients[0]};
    }
};

} // namespace

Tensor convLayer(const Tensor& input, const Tensor& weight, const LayerOptions& options) {
    if (!onKernels(input))
        return at::conv2d(input, weight, {}, options.stride, options.padding, 1, options.groups);
    return ConvFunction::apply(input, weight, options.stride, options.padding, options.groups);
}

Tensor adderLayer(const Tensor& input, const Tensor& weight, const LayerOptions& options, double eta) {
    return AdderFunction::apply(input, weight, options.stride, options.padding, options.groups, eta);
}

Tensor roundShiftWeights(const Tensor& weight) {
    return RoundFunction::apply(weight);
}

Tensor shiftWeights(const Tensor& power, const Tensor& sign) {
    return PowerSignFunction::apply(power, sign);
}

Tensor shiftLayer(const Tensor& input, const Tensor& weight, const LayerOptions& options) {
    return convLayer(input, roundShiftWeights(weight), options);
}

} // namespace pairscape
