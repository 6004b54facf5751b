// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operators/kernels/norm_kernels.h"

#include <algorithm>
#include <cstddef>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/operators/kernels/norm_kernels.cpp"
#include "core/operators/kernels/targets.h"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "core/operators/kernels/activation-inl.h"

HWY_BEFORE_NAMESPACE();
namespace pairscape::kernels::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

using Tag = hn::CappedTag<float, 16>;
using One = hn::CappedTag<float, 1>;
inline constexpr std::int64_t lanes = HWY_MIN(HWY_LANES(float), 16);
inline constexpr std::int64_t partials = 16; ///< element i of a row goes to partial sum i % partials
inline constexpr std::int64_t vectors = partials / lanes;
/// Partial sums are handed to double precision after so many elements of a row.
inline constexpr std::int64_t chunk = 4096;

struct Sums {
    double first = 0, second = 0;
};

/// Sums two values for every element of a row: `step(tag, i, a, b)` gives them as vectors.
template <class Step>
HWY_INLINE Sums sumRow(std::int64_t row, Step step) {
    const Tag d;
    const One one;
    Sums sums;
    for (std::int64_t from = 0; from < row; from += chunk) {
        const std::int64_t to = HWY_MIN(row, from + chunk);
        HWY_ALIGN float first[partials], second[partials];
        hn::Vec<Tag> a[vectors], b[vectors];
        PAIRSCAPE_UNROLL
        for (std::int64_t v = 0; v < vectors; ++v)
            a[v] = b[v] = hn::Zero(d);
        std::int64_t i = from;
        for (; i + partials <= to; i += partials) {
            PAIRSCAPE_UNROLL
            for (std::int64_t v = 0; v < vectors; ++v) {
                hn::Vec<Tag> x, y;
                step(d, i + v * lanes, x, y);
                a[v] = hn::Add(a[v], x);
                b[v] = hn::Add(b[v], y);
            }
        }
        PAIRSCAPE_UNROLL
        for (std::int64_t v = 0; v < vectors; ++v) {
            hn::Store(a[v], d, first + v * lanes);
            hn::Store(b[v], d, second + v * lanes);
        }
        for (; i < to; ++i) {
            hn::Vec<One> x, y;
            step(one, i, x, y);
            first[i % partials] += hn::GetLane(x);
            second[i % partials] += hn::GetLane(y);
        }
        for (std::int64_t k = 0; k < partials; ++k) {
            sums.first += static_cast<double>(first[k]);
            sums.second += static_cast<double>(second[k]);
        }
    }
    return sums;
}

/// Runs `step(tag, i)` over a row.
template <class Step>
HWY_INLINE void forRow(std::int64_t row, Step step) {
    const Tag d;
    const One one;
    std::int64_t i = 0;
    for (; i + lanes <= row; i += lanes)
        step(d, i);
    for (; i < row; ++i)
        step(one, i);
}

void moments(std::int64_t row, const float* map, float* means, float* variances, std::int64_t begin,
             std::int64_t end) {
    const auto count = static_cast<double>(row);
    for (std::int64_t c = begin; c < end; ++c) {
        const float* x = map + c * row;
        const Sums sum = sumRow(row, [&](auto tag, std::int64_t i, auto& a, auto& b) HWY_ATTR {
            a = hn::LoadU(tag, x + i);
            b = hn::Zero(tag);
        });
        const auto mean = static_cast<float>(sum.first / count);
        const Sums squares = sumRow(row, [&](auto tag, std::int64_t i, auto& a, auto& b) HWY_ATTR {
            b = hn::Sub(hn::LoadU(tag, x + i), hn::Set(tag, mean));
            a = hn::Mul(b, b);
        });
        means[c] = mean;
        variances[c] = static_cast<float>(squares.first / count);
    }
}

template <Activation activation>
void affineRow(std::int64_t row, const float* x, float centre, float factor, float offset, float* out) {
    forRow(row, [&](auto tag, std::int64_t i) HWY_ATTR {
        const auto z =
            hn::Add(hn::Mul(hn::Sub(hn::LoadU(tag, x + i), hn::Set(tag, centre)), hn::Set(tag, factor)),
                    hn::Set(tag, offset));
        hn::StoreU(act<activation>(tag, z), tag, out + i);
    });
}

template <Activation activation>
void gradientRow(const NormGradientInput& in, std::int64_t c, float* mapGradient, float* scaleGradient,
                 float* shiftGradient) {
    const float* x = in.map + c * in.row;
    const float* dy = in.gradient + c * in.row;
    float* dx = mapGradient + c * in.row;
    const float mean = in.means[c], inverse = in.inverses[c], offset = in.shifts[c];
    const float factor = in.scales[c] * inverse;
    // What the activation got is recomputed; its gradient waits in dx for the second pass.
    const Sums sums = sumRow(in.row, [&](auto tag, std::int64_t i, auto& a, auto& b) HWY_ATTR {
        const auto centred = hn::Sub(hn::LoadU(tag, x + i), hn::Set(tag, mean));
        const auto z = hn::Add(hn::Mul(centred, hn::Set(tag, factor)), hn::Set(tag, offset));
        a = hn::Mul(hn::LoadU(tag, dy + i), actSlope<activation>(tag, z));
        b = hn::Mul(a, centred);
        hn::StoreU(a, tag, dx + i);
    });
    shiftGradient[c] = static_cast<float>(sums.first);
    scaleGradient[c] = static_cast<float>(sums.second * static_cast<double>(inverse));
    const auto count = static_cast<double>(in.row);
    const auto meanGradient = static_cast<float>(in.ofBatch ? sums.first / count : 0);
    const auto slope = static_cast<float>(
        in.ofBatch ? sums.second * static_cast<double>(inverse) * static_cast<double>(inverse) / count : 0);
    forRow(in.row, [&](auto tag, std::int64_t i) HWY_ATTR {
        const auto centred = hn::Sub(hn::LoadU(tag, x + i), hn::Set(tag, mean));
        const auto rest = hn::Sub(hn::Sub(hn::LoadU(tag, dx + i), hn::Set(tag, meanGradient)),
                                  hn::Mul(centred, hn::Set(tag, slope)));
        hn::StoreU(hn::Mul(rest, hn::Set(tag, factor)), tag, dx + i);
    });
}

void affine(std::int64_t row, Activation activation, const float* map, const float* centres,
            const float* factors, const float* offsets, float* out, std::int64_t begin, std::int64_t end) {
    for (std::int64_t c = begin; c < end; ++c) {
        const auto run = [&](auto rowFunction) {
            rowFunction(row, map + c * row, centres[c], factors[c], offsets[c], out + c * row);
        };
        switch (activation) {
        case Activation::None:
            run(affineRow<Activation::None>);
            break;
        case Activation::Relu:
            run(affineRow<Activation::Relu>);
            break;
        case Activation::Swish:
            run(affineRow<Activation::Swish>);
            break;
        case Activation::HardSigmoid:
            run(affineRow<Activation::HardSigmoid>);
            break;
        }
    }
}

void gradients(const NormGradientInput& in, float* map, float* scale, float* shift, std::int64_t begin,
               std::int64_t end) {
    for (std::int64_t c = begin; c < end; ++c)
        switch (in.activation) {
        case Activation::None:
            gradientRow<Activation::None>(in, c, map, scale, shift);
            break;
        case Activation::Relu:
            gradientRow<Activation::Relu>(in, c, map, scale, shift);
            break;
        case Activation::Swish:
            gradientRow<Activation::Swish>(in, c, map, scale, shift);
            break;
        case Activation::HardSigmoid:
            gradientRow<Activation::HardSigmoid>(in, c, map, scale, shift);
            break;
        }
}

} // namespace pairscape::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace pairscape::kernels {

HWY_EXPORT(moments);
HWY_EXPORT(affine);
HWY_EXPORT(gradients);

void channelMoments(std::int64_t row, const float* map, float* means, float* variances, std::int64_t begin,
                    std::int64_t end) {
    HWY_DYNAMIC_DISPATCH(moments)(row, map, means, variances, begin, end);
}

void affineActivate(std::int64_t row, Activation activation, const float* map, const float* centres,
                    const float* factors, const float* offsets, float* out, std::int64_t begin,
                    std::int64_t end) {
    HWY_DYNAMIC_DISPATCH(affine)(row, activation, map, centres, factors, offsets, out, begin, end);
}

void normGradients(const NormGradientInput& input, float* mapGradient, float* scaleGradient,
                   float* shiftGradient, std::int64_t begin, std::int64_t end) {
    HWY_DYNAMIC_DISPATCH(gradients)(input, mapGradient, scaleGradient, shiftGradient, begin, end);
}

// Memory is what these wait for; the compiler's own vectors are enough.

void gateChannels(std::int64_t pixels, std::int64_t batch, const float* map, const float* gates, float* out,
                  std::int64_t begin, std::int64_t end) {
    for (std::int64_t c = begin; c < end; ++c)
        for (std::int64_t p = 0; p < pixels; ++p) {
            const std::int64_t at = (c * pixels + p) * batch;
            for (std::int64_t n = 0; n < batch; ++n)
                out[at + n] = map[at + n] * gates[c * batch + n];
        }
}

void gateGradients(std::int64_t pixels, std::int64_t batch, const float* map, const float* gates,
                   const float* gradient, float* mapGradient, float* gatesGradient, std::int64_t begin,
                   std::int64_t end) {
    for (std::int64_t c = begin; c < end; ++c) {
        float* sums = gatesGradient + c * batch;
        std::fill_n(sums, batch, 0.0F);
        for (std::int64_t p = 0; p < pixels; ++p) {
            const std::int64_t at = (c * pixels + p) * batch;
            for (std::int64_t n = 0; n < batch; ++n) {
                mapGradient[at + n] = gradient[at + n] * gates[c * batch + n];
                sums[n] += gradient[at + n] * map[at + n];
            }
        }
    }
}

} // namespace pairscape::kernels
#endif
