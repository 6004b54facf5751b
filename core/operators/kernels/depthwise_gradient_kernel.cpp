// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Gradients of depthwise layers, one channel at a time. The input gradient gathers from a copy of the output
// gradient that is spread by the stride and padded, so that every input pixel sees all taps without a case;
// the weight gradient is a dot product of each tap's window of the padded input with the output gradient.

#include "core/operators/kernels/gradient_kernels.h"

#include <algorithm>
#include <vector>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/operators/kernels/depthwise_gradient_kernel.cpp"
#include "core/operators/kernels/targets.h"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace pairscape::kernels::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

using Tag = hn::CappedTag<float, 16>;
using One = hn::CappedTag<float, 1>;

/// The output gradient of one channel, spread by the stride: row y of the output lies at row y * stride +
/// kernel
/// - 1 - padding.
struct Spread {
    std::int64_t rows, rowFloats;
    std::vector<float> values;

    explicit Spread(const LayerShape& s)
        : rows(s.inHeight + s.kernel - 1), rowFloats((s.inWidth + s.kernel - 1) * s.batch),
          values(static_cast<std::size_t>(rows * rowFloats), 0.0F) {}

    /// Always the same places, so the zeros between stay zero.
    void fill(const LayerShape& s, const float* gradient) {
        const std::int64_t lead = s.kernel - 1 - s.padding;
        const std::int64_t columns = s.inWidth + s.kernel - 1;
        for (std::int64_t y = 0; y < s.outHeight(); ++y) {
            const std::int64_t row = y * s.stride + lead;
            if (row < 0 || row >= rows)
                continue;
            for (std::int64_t x = 0; x < s.outWidth(); ++x) {
                const std::int64_t column = x * s.stride + lead;
                if (column >= 0 && column < columns)
                    std::copy_n(gradient + (y * s.outWidth() + x) * s.batch, s.batch,
                                values.data() + row * rowFloats + column * s.batch);
            }
        }
    }
};

template <Term term, class D>
HWY_INLINE void backVector(D d, const LayerShape& s, const float* weights, const float* x,
                           const float* spread, std::int64_t spreadRow, float* out) {
    const auto at = hn::LoadU(d, x);
    const auto one = hn::Set(d, 1.0F), minusOne = hn::Set(d, -1.0F);
    auto sum = hn::Zero(d);
    for (std::int64_t r = 0; r < s.kernel; ++r) {
        const float* row = spread + (s.kernel - 1 - r) * spreadRow;
        for (std::int64_t q = 0; q < s.kernel; ++q) {
            const auto dy = hn::LoadU(d, row + (s.kernel - 1 - q) * s.batch);
            const auto w = hn::Set(d, weights[r * s.kernel + q]);
            if constexpr (term == Term::Distance)
                sum = hn::NegMulAdd(hn::Min(hn::Max(hn::Sub(at, w), minusOne), one), dy, sum);
            else
                sum = hn::MulAdd(w, dy, sum);
        }
    }
    hn::StoreU(sum, d, out);
}

template <Term term>
void inputGradientOfChannel(const LayerShape& s, const float* input, const float* weights,
                            const Spread& spread, float* gradient) {
    const Tag d;
    const One one;
    const auto lanes = static_cast<std::int64_t>(hn::Lanes(d));
    const std::int64_t row = s.inWidth * s.batch;
    for (std::int64_t y = 0; y < s.inHeight; ++y) {
        const float* from = spread.values.data() + y * spread.rowFloats;
        std::int64_t i = 0;
        for (; i + lanes <= row; i += lanes)
            backVector<term>(d, s, weights, input + y * row + i, from + i, spread.rowFloats,
                             gradient + y * row + i);
        for (; i < row; ++i)
            backVector<term>(one, s, weights, input + y * row + i, from + i, spread.rowFloats,
                             gradient + y * row + i);
    }
}

/// Dot product over one tap's window.
double tapDot(const LayerShape& s, const float* padded, const float* gradient) {
    const Tag d;
    const auto lanes = static_cast<std::int64_t>(hn::Lanes(d));
    const std::int64_t paddedRow = (s.inWidth + 2 * s.padding) * s.batch;
    const std::int64_t outRow = s.outWidth() * s.batch;
    auto sum = hn::Zero(d);
    double rest = 0;
    const auto add = [&](const float* x, const float* dy, std::int64_t count) HWY_ATTR {
        std::int64_t i = 0;
        for (; i + lanes <= count; i += lanes)
            sum = hn::MulAdd(hn::LoadU(d, x + i), hn::LoadU(d, dy + i), sum);
        for (; i < count; ++i)
            rest += static_cast<double>(x[i]) * static_cast<double>(dy[i]);
    };
    for (std::int64_t y = 0; y < s.outHeight(); ++y) {
        const float* x = padded + y * s.stride * paddedRow;
        const float* dy = gradient + y * outRow;
        if (s.stride == 1)
            add(x, dy, outRow);
        else
            for (std::int64_t column = 0; column < s.outWidth(); ++column)
                add(x + column * s.stride * s.batch, dy + column * s.batch, s.batch);
    }
    HWY_ALIGN float parts[16];
    hn::Store(sum, d, parts);
    for (std::int64_t i = 0; i < lanes; ++i)
        rest += static_cast<double>(parts[i]);
    return rest;
}

struct Padded {
    std::int64_t rowFloats;
    std::vector<float> values;

    explicit Padded(const LayerShape& s)
        : rowFloats((s.inWidth + 2 * s.padding) * s.batch),
          values(static_cast<std::size_t>((s.inHeight + 2 * s.padding) * rowFloats), 0.0F) {}

    void fill(const LayerShape& s, const float* input) {
        const std::int64_t row = s.inWidth * s.batch;
        for (std::int64_t y = 0; y < s.inHeight; ++y)
            std::copy_n(input + y * row, row,
                        values.data() + (y + s.padding) * rowFloats + s.padding * s.batch);
    }
};

void depthwiseGradientChannels(Term term, const LayerShape& s, std::int64_t images, const float* input,
                               const float* weights, const float* outputGradient, float* inputGradient,
                               float* weightGradient, std::int64_t begin, std::int64_t end) {
    const std::int64_t area = s.kernel * s.kernel;
    const std::int64_t inPlane = s.inHeight * s.inWidth * s.batch;
    const std::int64_t outPlane = s.outHeight() * s.outWidth() * s.batch;
    Spread spread(s);
    Padded padded(s);
    std::vector<double> taps(static_cast<std::size_t>(area));
    for (std::int64_t c = begin; c < end; ++c) {
        std::fill(taps.begin(), taps.end(), 0.0);
        double gradientSum = 0;
        for (std::int64_t image = 0; image < images; ++image) {
            const float* x = input + (image * s.inChannels + c) * inPlane;
            const float* dy = outputGradient + (image * s.outChannels + c) * outPlane;
            if (inputGradient != nullptr) {
                spread.fill(s, dy);
                float* dx = inputGradient + (image * s.inChannels + c) * inPlane;
                if (term == Term::Distance)
                    inputGradientOfChannel<Term::Distance>(s, x, weights + c * area, spread, dx);
                else
                    inputGradientOfChannel<Term::Product>(s, x, weights + c * area, spread, dx);
            }
            if (weightGradient != nullptr) {
                padded.fill(s, x);
                for (std::int64_t tap = 0; tap < area; ++tap)
                    taps[static_cast<std::size_t>(tap)] += tapDot(
                        s,
                        padded.values.data() + tap / s.kernel * padded.rowFloats + tap % s.kernel * s.batch,
                        dy);
                for (std::int64_t i = 0; i < outPlane; ++i)
                    gradientSum += static_cast<double>(dy[i]);
            }
        }
        if (weightGradient != nullptr)
            for (std::int64_t tap = 0; tap < area; ++tap) {
                const std::int64_t at = c * area + tap;
                const double distance =
                    term == Term::Distance ? static_cast<double>(weights[at]) * gradientSum : 0.0;
                weightGradient[at] = static_cast<float>(taps[static_cast<std::size_t>(tap)] - distance);
            }
    }
}

} // namespace pairscape::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace pairscape::kernels {

HWY_EXPORT(depthwiseGradientChannels);

void depthwiseGradients(Term term, const LayerShape& shape, std::int64_t images, const float* input,
                        const float* weights, const float* outputGradient, float* inputGradient,
                        float* weightGradient, std::int64_t begin, std::int64_t end) {
    HWY_DYNAMIC_DISPATCH(depthwiseGradientChannels)
    (term, shape, images, input, weights, outputGradient, inputGradient, weightGradient, begin, end);
}

} // namespace pairscape::kernels
#endif
