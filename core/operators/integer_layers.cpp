// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operators/integer_layers.h"

#include "core/operators/kernels/adder8_kernel.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstring>

namespace pairscape {

namespace {

constexpr std::int64_t pixelsAtOnce = 48;
constexpr std::uint8_t bias = 128;

/// Calls visit(group's first channel, activation of (y, x) or null for padding, tap) for every tap of a
/// pixel.
template <class Visit>
void forEachTap(const LayerShape& s, const std::int8_t* image, std::int64_t outY, std::int64_t outX,
                const Visit& visit) {
    for (std::int64_t r = 0; r < s.kernel; ++r)
        for (std::int64_t q = 0; q < s.kernel; ++q) {
            const std::int64_t y = outY * s.stride + r - s.padding, x = outX * s.stride + q - s.padding;
            const bool inside = y >= 0 && y < s.inHeight && x >= 0 && x < s.inWidth;
            visit(inside ? image + (y * s.inWidth + x) * s.inChannels : nullptr, r * s.kernel + q);
        }
}

/// Every output by its definition: the terms of one tap lie side by side in memory, so compilers vectorise
/// them.
template <class Weight, class Product>
void direct(const LayerShape& s, std::span<const std::int8_t> input, std::span<const Weight> weights,
            std::span<std::int32_t> sums, const Product& product) {
    assert(static_cast<std::int64_t>(input.size()) == s.inputElements());
    assert(static_cast<std::int64_t>(weights.size()) == s.weights());
    assert(static_cast<std::int64_t>(sums.size()) == s.outputElements());
    const std::int64_t in = s.groupInputs(), out = s.groupOutputs();
    std::int32_t* target = sums.data();
    for (std::int64_t n = 0; n < s.batch; ++n) {
        const std::int8_t* image = input.data() + n * s.inChannels * s.inHeight * s.inWidth;
        for (std::int64_t y = 0; y < s.outHeight(); ++y)
            for (std::int64_t x = 0; x < s.outWidth(); ++x, target += s.outChannels) {
                std::fill_n(target, s.outChannels, 0);
                forEachTap(s, image, y, x, [&](const std::int8_t* pixel, std::int64_t tap) {
                    for (std::int64_t m = 0; m < s.outChannels; ++m) {
                        const Weight* w = weights.data() + (m * s.kernel * s.kernel + tap) * in;
                        const std::int8_t* a = pixel == nullptr ? nullptr : pixel + m / out * in;
                        std::int32_t sum = 0;
                        for (std::int64_t c = 0; c < in; ++c)
                            sum += product(a == nullptr ? std::int8_t{0} : a[c], w[c]);
                        target[m] += sum;
                    }
                });
            }
    }
}

} // namespace

void integerConvForward(const LayerShape& shape, std::span<const std::int8_t> input,
                        std::span<const std::int8_t> weights, std::span<std::int32_t> sums) {
    direct(shape, input, weights, sums, convProduct);
}

void integerShiftForward(const LayerShape& shape, std::span<const std::int8_t> input,
                         std::span<const ShiftWeight> weights, std::span<std::int32_t> sums) {
    direct(shape, input, weights, sums, shiftProduct);
}

void integerAdderForward(const LayerShape& shape, std::span<const std::int8_t> input,
                         std::span<const std::int8_t> weights, std::span<std::int32_t> sums) {
    PackedAdderWeights(shape, weights).forward(shape, input, sums);
}

PackedAdderWeights::PackedAdderWeights(const LayerShape& shape, std::span<const std::int8_t> weights) {
    assert(static_cast<std::int64_t>(weights.size()) == shape.weights());
    if (shape.depthwise()) { // sums of a few terms each: nothing for whole vectors of terms
        plain_.assign(weights.begin(), weights.end());
        return;
    }
    const std::int64_t terms = shape.terms();
    row_ = (terms + kernels::adder8RowStep - 1) / kernels::adder8RowStep * kernels::adder8RowStep;
    storage_.assign(static_cast<std::size_t>(shape.outChannels * row_ + kernels::adder8RowStep), bias);
    const auto address = reinterpret_cast<std::uintptr_t>(storage_.data());
    first_ = (kernels::adder8RowStep - address % kernels::adder8RowStep) % kernels::adder8RowStep;
    for (std::int64_t m = 0; m < shape.outChannels; ++m)
        for (std::int64_t k = 0; k < terms; ++k)
            storage_[first_ + static_cast<std::size_t>(m * row_ + k)] =
                static_cast<std::uint8_t>(weights[static_cast<std::size_t>(m * terms + k)] + bias);
}

void PackedAdderWeights::forward(const LayerShape& s, std::span<const std::int8_t> input,
                                 std::span<std::int32_t> sums) const {
    if (s.depthwise()) {
        direct(s, input, std::span<const std::int8_t>(plain_), sums, adderTerm);
        return;
    }
    assert(static_cast<std::int64_t>(input.size()) == s.inputElements());
    assert(static_cast<std::int64_t>(sums.size()) == s.outputElements());
    const std::int64_t in = s.groupInputs(), out = s.groupOutputs(), pixels = s.outHeight() * s.outWidth();
    // What lies beyond the terms of a row equals what lies there in the weights: no difference.
    std::vector<std::uint8_t> memory(static_cast<std::size_t>((pixelsAtOnce + 1) * row_), bias);
    const auto address = reinterpret_cast<std::uintptr_t>(memory.data());
    std::uint8_t* rows =
        memory.data() + (kernels::adder8RowStep - address % kernels::adder8RowStep) % kernels::adder8RowStep;
    for (std::int64_t n = 0; n < s.batch; ++n) {
        const std::int8_t* image = input.data() + n * s.inChannels * s.inHeight * s.inWidth;
        for (std::int64_t group = 0; group < s.groups; ++group)
            for (std::int64_t first = 0; first < pixels; first += pixelsAtOnce) {
                const std::int64_t count = std::min(pixelsAtOnce, pixels - first);
                for (std::int64_t p = 0; p < count; ++p)
                    forEachTap(s, image, (first + p) / s.outWidth(), (first + p) % s.outWidth(),
                               [&](const std::int8_t* pixel, std::int64_t tap) {
                                   std::uint8_t* to = rows + p * row_ + tap * in;
                                   if (pixel == nullptr) {
                                       std::memset(to, bias, static_cast<std::size_t>(in));
                                       return;
                                   }
                                   for (std::int64_t c = 0; c < in; ++c)
                                       to[c] = static_cast<std::uint8_t>(pixel[group * in + c] + bias);
                               });
                kernels::adder8Product(
                    count, out, row_, rows,
                    storage_.data() + first_ + static_cast<std::size_t>(group * out * row_),
                    sums.data() + (n * pixels + first) * s.outChannels + group * out, s.outChannels);
            }
    }
}

float integerScale(std::span<const float> values, int bits) {
    float largest = 0;
    for (const float value : values)
        largest = std::max(largest, std::abs(value));
    return largest == 0 ? 1.0F : largest / static_cast<float>((1 << (bits - 1)) - 1);
}

std::int8_t toInteger(float value, float scale, int bits) {
    assert(bits >= 2 && bits <= 8);
    const float limit = static_cast<float>(1 << (bits - 1));
    // nearbyint rounds half to even in the default rounding mode, which nothing here changes.
    return static_cast<std::int8_t>(std::clamp(std::nearbyint(value / scale), -limit, limit - 1));
}

ShiftWeight toShiftWeight(float weight, int largestExponent) {
    constexpr int most = 31;
    if (weight == 0)
        return {std::signbit(weight), most};
    // round(log2 |w|): halfway between two powers lies sqrt(2), which no float is.
    int exponent = 0;
    const double mantissa = std::frexp(std::abs(static_cast<double>(weight)), &exponent); // in [1/2, 1)
    const int rounded = mantissa * mantissa * 2 > 1 ? exponent : exponent - 1;
    return {std::signbit(weight), static_cast<std::uint8_t>(std::clamp(largestExponent - rounded, 0, most))};
}

} // namespace pairscape
