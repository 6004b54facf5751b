// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operators/norm_layer.h"

#include "core/operators/kernels/norm_kernels.h"
#include "core/operators/layer_options.h"
#include "core/operators/parallel_for.h"

#include <algorithm>

namespace pairscape {

namespace {

/// A batch-innermost copy of a map as rows of channels.
struct ChannelRows {
    explicit ChannelRows(const torch::Tensor& map)
        : memory(batchInnermost(map)), channels(map.size(1)), row(map.numel() / map.size(1)) {}

    torch::Tensor memory; ///< [channels][height][width][batch]
    std::int64_t channels, row;

    const float* data() const { return memory.data_ptr<float>(); }
    torch::Tensor like() const { return torch::empty_like(memory); }
};

torch::Tensor showRows(const torch::Tensor& memory) {
    return memory.permute({3, 0, 1, 2});
}

struct NormFunction : torch::autograd::Function<NormFunction> {
    /// `mean` and `variance` are those of the batch where `ofBatch`, in which case they have no gradient of
    /// their own.
    static torch::Tensor forward(torch::autograd::AutogradContext* context, const torch::Tensor& input,
                                 const torch::Tensor& scale, const torch::Tensor& shift,
                                 const torch::Tensor& mean, const torch::Tensor& variance,
                                 std::int64_t activation, bool ofBatch) {
        const ChannelRows x(input);
        const torch::Tensor inverse = (variance + normEpsilon).rsqrt();
        const torch::Tensor factor = scale * inverse;
        torch::Tensor y = x.like();
        parallelFor(0, x.channels, 1, [&](std::int64_t begin, std::int64_t end) {
            kernels::affineActivate(x.row, static_cast<Activation>(activation), x.data(),
                                    mean.data_ptr<float>(), factor.data_ptr<float>(), shift.data_ptr<float>(),
                                    y.data_ptr<float>(), begin, end);
        });
        context->save_for_backward({showRows(x.memory), scale, shift, mean, inverse});
        context->saved_data["activation"] = activation;
        context->saved_data["ofBatch"] = ofBatch;
        return showRows(y);
    }

    static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context,
                                                   const torch::autograd::variable_list& outputGradients) {
        const torch::NoGradGuard noGradient;
        const torch::autograd::variable_list saved = context->get_saved_variables();
        const ChannelRows x(saved[0]), dy(outputGradients[0]);
        torch::Tensor dx = x.like(), dScale = torch::empty_like(saved[1]),
                      dShift = torch::empty_like(saved[2]);
        kernels::NormGradientInput in;
        in.row = x.row;
        in.activation = static_cast<Activation>(context->saved_data["activation"].toInt());
        in.ofBatch = context->saved_data["ofBatch"].toBool();
        in.map = x.data();
        in.gradient = dy.data();
        in.means = saved[3].data_ptr<float>();
        in.inverses = saved[4].data_ptr<float>();
        in.scales = saved[1].data_ptr<float>();
        in.shifts = saved[2].data_ptr<float>();
        parallelFor(0, x.channels, 1, [&](std::int64_t begin, std::int64_t end) {
            kernels::normGradients(in, dx.data_ptr<float>(), dScale.data_ptr<float>(),
                                   dShift.data_ptr<float>(), begin, end);
        });
        return {showRows(dx), dScale, dShift, {}, {}, {}, {}};
    }
};

struct GateFunction : torch::autograd::Function<GateFunction> {
    static torch::Tensor forward(torch::autograd::AutogradContext* context, const torch::Tensor& map,
                                 const torch::Tensor& gates) {
        const ChannelRows x(map), g(gates);
        torch::Tensor y = x.like();
        parallelFor(0, x.channels, 1, [&](std::int64_t begin, std::int64_t end) {
            kernels::gateChannels(x.row / g.row, g.row, x.data(), g.data(), y.data_ptr<float>(), begin, end);
        });
        context->save_for_backward({showRows(x.memory), showRows(g.memory)});
        return showRows(y);
    }

    static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context,
                                                   const torch::autograd::variable_list& outputGradients) {
        const torch::NoGradGuard noGradient;
        const torch::autograd::variable_list saved = context->get_saved_variables();
        const ChannelRows x(saved[0]), g(saved[1]), dy(outputGradients[0]);
        torch::Tensor dx = x.like(), dg = g.like();
        parallelFor(0, x.channels, 1, [&](std::int64_t begin, std::int64_t end) {
            kernels::gateGradients(x.row / g.row, g.row, x.data(), g.data(), dy.data(), dx.data_ptr<float>(),
                                   dg.data_ptr<float>(), begin, end);
        });
        return {showRows(dx), showRows(dg)};
    }
};

bool normOnKernels(const torch::Tensor& input) {
    return input.device().is_cpu() && input.scalar_type() == torch::kFloat;
}

} // namespace

torch::Tensor activated(Activation activation, const torch::Tensor& input) {
    switch (activation) {
    case Activation::Relu:
        return torch::relu(input);
    case Activation::Swish:
        return torch::silu(input);
    case Activation::HardSigmoid:
        return torch::hardsigmoid(input);
    case Activation::None:
        break;
    }
    return input;
}

torch::Tensor gated(const torch::Tensor& map, const torch::Tensor& gates) {
    return normOnKernels(map) ? GateFunction::apply(map, gates) : map * gates;
}

torch::Tensor batchNormActivate(const torch::Tensor& input, const torch::Tensor& scale,
                                const torch::Tensor& shift, Activation activation, torch::Tensor runningMean,
                                torch::Tensor runningVariance, double momentum) {
    if (!normOnKernels(input))
        return activated(activation, torch::batch_norm(input, scale, shift, runningMean, runningVariance,
                                                       true, momentum, normEpsilon, true));
    torch::Tensor mean = torch::empty_like(scale.detach()), variance = torch::empty_like(mean);
    {
        const torch::NoGradGuard noGradient;
        const ChannelRows x(input);
        parallelFor(0, x.channels, 1, [&](std::int64_t begin, std::int64_t end) {
            kernels::channelMoments(x.row, x.data(), mean.data_ptr<float>(), variance.data_ptr<float>(),
                                    begin, end);
        });
        if (runningMean.defined()) {
            const auto count = static_cast<double>(x.row);
            runningMean.lerp_(mean, momentum);
            runningVariance.lerp_(variance * (count / std::max(count - 1, 1.0)), momentum);
        }
    }
    return NormFunction::apply(input, scale, shift, mean, variance, static_cast<std::int64_t>(activation),
                               true);
}

torch::Tensor fixedNormActivate(const torch::Tensor& input, const torch::Tensor& scale,
                                const torch::Tensor& shift, Activation activation, const torch::Tensor& mean,
                                const torch::Tensor& variance) {
    if (!normOnKernels(input))
        return activated(activation,
                         torch::batch_norm(input, scale, shift, mean, variance, false, 0, normEpsilon, true));
    return NormFunction::apply(input, scale, shift, mean, variance, static_cast<std::int64_t>(activation),
                               false);
}

} // namespace pairscape
