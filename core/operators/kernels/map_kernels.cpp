// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operators/kernels/map_kernels.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/operators/kernels/map_kernels.cpp"
#include "core/operators/kernels/targets.h"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "core/operators/kernels/activation-inl.h"

#ifndef PAIRSCAPE_MAP_SHARED
#define PAIRSCAPE_MAP_SHARED
namespace pairscape::kernels {

/// A channel's values of one part: `runs` runs of `length` floats, `step` apart. In order they are a
/// sequence; element i of it goes to partial sum i % partialSums, whatever the vector's width.
struct PartView {
    std::int64_t runs = 1, length = 1, step = 1;
    std::int64_t count() const { return runs * length; }
};
inline constexpr std::int64_t partialSums = 64;

inline PartView partView(const MapShape& shape) {
    if (shape.parts == 1)
        return {1, shape.pixels() * shape.batch, 0};
    return {shape.pixels(), shape.batch / shape.parts, shape.batch};
}

} // namespace pairscape::kernels
#endif

HWY_BEFORE_NAMESPACE();
namespace pairscape::kernels::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

using Tag = hn::CappedTag<float, 16>;
using One = hn::CappedTag<float, 1>;
inline constexpr std::int64_t lanes = HWY_MIN(HWY_LANES(float), 16);

/// Sums over a part in a fixed order: of the values, or of their squared distances from `centre`.
template <bool squares>
double sumPart(const PartView& view, const float* first, float centre) {
    HWY_ALIGN float partial[partialSums] = {};
    const auto term = [centre](float x) { return squares ? (x - centre) * (x - centre) : x; };
    std::int64_t scalarFrom = 0;
    // Whole chunks of 16 at an even step: one long run, or runs of exactly 16 (two parts of a batch of 32).
    if (view.runs == 1 || view.length == 16) {
        const Tag d;
        constexpr std::int64_t vectors = partialSums / lanes;
        const std::int64_t step = view.runs == 1 ? 16 : view.step;
        const std::int64_t chunks = view.count() / 16;
        const auto c = hn::Set(d, centre);
        hn::Vec<Tag> sums[vectors];
        PAIRSCAPE_UNROLL
        for (std::int64_t v = 0; v < vectors; ++v)
            sums[v] = hn::Zero(d);
        std::int64_t chunk = 0;
        for (; chunk + 4 <= chunks; chunk += 4) {
            PAIRSCAPE_UNROLL
            for (std::int64_t v = 0; v < vectors; ++v) {
                const std::int64_t lane = v * lanes;
                auto x = hn::LoadU(d, first + (chunk + lane / 16) * step + lane % 16);
                if constexpr (squares) {
                    x = hn::Sub(x, c);
                    x = hn::Mul(x, x);
                }
                sums[v] = hn::Add(sums[v], x);
            }
        }
        PAIRSCAPE_UNROLL
        for (std::int64_t v = 0; v < vectors; ++v)
            hn::Store(sums[v], d, partial + v * lanes);
        scalarFrom = chunk * 16;
    }
    for (std::int64_t i = scalarFrom; i < view.count(); ++i)
        partial[i % partialSums] += term(first[i / view.length * view.step + i % view.length]);
    double sum = 0;
    for (const float value : partial)
        sum += static_cast<double>(value);
    return sum;
}

template <Activation activation>
void finishRun(float* values, std::int64_t count, float centre, float scale) {
    const Tag d;
    const One one;
    const auto step = [&](auto tag, float* at) HWY_ATTR {
        const auto x = hn::Mul(hn::Sub(hn::LoadU(tag, at), hn::Set(tag, centre)), hn::Set(tag, scale));
        hn::StoreU(act<activation>(tag, x), tag, at);
    };
    std::int64_t i = 0;
    for (; i + lanes <= count; i += lanes)
        step(d, values + i);
    for (; i < count; ++i)
        step(one, values + i);
}

void finishPart(Activation activation, const PartView& view, float* first, float centre, float scale) {
    for (std::int64_t run = 0; run < view.runs; ++run) {
        float* values = first + run * view.step;
        switch (activation) {
        case Activation::None:
            finishRun<Activation::None>(values, view.length, centre, scale);
            break;
        case Activation::Relu:
            finishRun<Activation::Relu>(values, view.length, centre, scale);
            break;
        case Activation::Swish:
            finishRun<Activation::Swish>(values, view.length, centre, scale);
            break;
        case Activation::HardSigmoid:
            finishRun<Activation::HardSigmoid>(values, view.length, centre, scale);
            break;
        }
    }
}

void normalizeChannels(const MapShape& shape, Activation activation, float* map, double* variances,
                       std::int64_t begin, std::int64_t end) {
    const PartView view = partView(shape);
    const auto count = static_cast<double>(view.count());
    for (std::int64_t c = begin; c < end; ++c) {
        for (std::int64_t part = 0; part < shape.parts; ++part) {
            float* first = map + c * shape.pixels() * shape.batch + part * (shape.batch / shape.parts);
            const auto mean = static_cast<float>(sumPart<false>(view, first, 0) / count);
            const double variance = sumPart<true>(view, first, mean) / count;
            variances[part * shape.channels + c] = variance;
            finishPart(activation, view, first, mean,
                       static_cast<float>(1.0 / std::sqrt(variance + batchNormEpsilon)));
        }
    }
}

void activateChannels(const MapShape& shape, Activation activation, float* map, std::int64_t begin,
                      std::int64_t end) {
    const std::int64_t row = shape.pixels() * shape.batch;
    finishPart(activation, {1, (end - begin) * row, 0}, map + begin * row, 0, 1);
}

} // namespace pairscape::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace pairscape::kernels {

HWY_EXPORT(normalizeChannels);
HWY_EXPORT(activateChannels);

void normalizeAndActivate(const MapShape& shape, Activation activation, float* map, double* variances,
                          std::int64_t begin, std::int64_t end) {
    HWY_DYNAMIC_DISPATCH(normalizeChannels)(shape, activation, map, variances, begin, end);
}

void activate(const MapShape& shape, Activation activation, float* map, std::int64_t begin,
              std::int64_t end) {
    if (activation != Activation::None)
        HWY_DYNAMIC_DISPATCH(activateChannels)(shape, activation, map, begin, end);
}

// The compiler vectorises these loops over the batch by itself.

void averagePool(const MapShape& shape, const float* map, float* pooled) {
    const float share = 1.0F / static_cast<float>(shape.pixels());
    for (std::int64_t c = 0; c < shape.channels; ++c) {
        float* out = pooled + c * shape.batch;
        std::fill_n(out, shape.batch, 0.0F);
        for (std::int64_t p = 0; p < shape.pixels(); ++p, map += shape.batch)
            for (std::int64_t n = 0; n < shape.batch; ++n)
                out[n] += map[n];
        for (std::int64_t n = 0; n < shape.batch; ++n)
            out[n] *= share;
    }
}

void windowPool(const MapShape& shape, std::int64_t stride, const float* map, float* pooled) {
    for (std::int64_t c = 0; c < shape.channels; ++c, map += shape.pixels() * shape.batch) {
        for (std::int64_t top = 0; top < shape.height; top += stride) {
            const std::int64_t bottom = std::min(top + stride, shape.height);
            for (std::int64_t left = 0; left < shape.width; left += stride, pooled += shape.batch) {
                const std::int64_t right = std::min(left + stride, shape.width);
                std::fill_n(pooled, shape.batch, 0.0F);
                for (std::int64_t y = top; y < bottom; ++y)
                    for (std::int64_t x = left; x < right; ++x)
                        for (std::int64_t n = 0; n < shape.batch; ++n)
                            pooled[n] += map[(y * shape.width + x) * shape.batch + n];
                const float share = 1.0F / static_cast<float>((bottom - top) * (right - left));
                for (std::int64_t n = 0; n < shape.batch; ++n)
                    pooled[n] *= share;
            }
        }
    }
}

void scaleChannels(const MapShape& shape, const float* gates, float* map) {
    for (std::int64_t c = 0; c < shape.channels; ++c, gates += shape.batch)
        for (std::int64_t p = 0; p < shape.pixels(); ++p, map += shape.batch)
            for (std::int64_t n = 0; n < shape.batch; ++n)
                map[n] *= gates[n];
}

void addTo(std::int64_t elements, const float* other, float* map) {
    for (std::int64_t i = 0; i < elements; ++i)
        map[i] += other[i];
}

} // namespace pairscape::kernels
#endif
