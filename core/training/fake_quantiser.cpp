// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/fake_quantiser.h"

#include "core/operators/differentiable_layers.h"
#include "core/operators/integer_product.h"
#include "core/operators/norm_layer.h"

#include <algorithm>
#include <cmath>

namespace pairscape {

namespace {

/// One tensor's values with another one's gradient.
struct StraightThrough : torch::autograd::Function<StraightThrough> {
    static torch::Tensor forward(torch::autograd::AutogradContext*, const torch::Tensor&,
                                 const torch::Tensor& value) {
        return value.clone();
    }
    static torch::autograd::variable_list backward(torch::autograd::AutogradContext*,
                                                   const torch::autograd::variable_list& gradients) {
        return {gradients[0], {}};
    }
};

double largestMagnitude(const torch::Tensor& values) {
    return values.detach().abs().max().item<double>();
}

torch::Tensor rounded(const torch::Tensor& values, double step, int bits) {
    const std::int64_t limit = std::int64_t{1} << (bits - 1);
    return at::fake_quantize_per_tensor_affine(values, step, 0, -limit, limit - 1);
}

} // namespace

double FakeQuantiser::rangeOf(std::size_t place, const torch::Tensor& values) {
    if (source_ == Ranges::Fixed)
        return ranges_[place];
    const double range = largestMagnitude(values);
    if (source_ == Ranges::Measured)
        ranges_[place] += (range - ranges_[place]) / static_cast<double>(batches_);
    return range;
}

torch::Tensor FakeQuantiser::at(std::size_t place, const torch::Tensor& values, int bits) {
    return rounded(values, stepOf(rangeOf(place, values), bits), bits);
}

std::pair<torch::Tensor, torch::Tensor> FakeQuantiser::operands(const Layer& layer, std::size_t index,
                                                                const torch::Tensor& input,
                                                                const torch::Tensor& weight) {
    switch (layer.op) {
    case OperatorType::Conv:
        return {input, rounded(weight, stepOf(largestMagnitude(weight), convWeightBits), convWeightBits)};
    case OperatorType::Shift: {
        const torch::Tensor powers = roundShiftWeights(weight.detach());
        const double least = largestMagnitude(powers) * std::exp2(-shiftReach);
        return {input, StraightThrough::apply(weight, powers * powers.abs().ge(least))};
    }
    case OperatorType::Adder:
        break;
    }
    const double step =
        stepOf(std::max(rangeOf(places_.input(index), input), largestMagnitude(weight)), adderBits);
    return {rounded(input, step, adderBits), rounded(weight, step, adderBits)};
}

torch::Tensor FakeQuantiser::activate(const Layer& layer, std::size_t index, const torch::Tensor& values) {
    const torch::Tensor before =
        hasTable(layer.activation) ? at(places_.beforeTable(index), values, tableBits) : values;
    return at(places_.output(index), activated(layer.activation, before), activationBits);
}

} // namespace pairscape
