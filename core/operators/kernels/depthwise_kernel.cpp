// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Depthwise layers: one channel at a time, from a padded copy of that channel, so that no edge needs a case
// of its own. Vectors run over pixels and images together.

#include "core/operators/kernels/layer_kernels.h"

#include <vector>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/operators/kernels/depthwise_kernel.cpp"
#include "core/operators/kernels/targets.h"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace pairscape::kernels::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// One kernel window: `taps` rows of `taps` columns, rows `rowStep` and columns `columnStep` floats apart.
struct Window {
    std::int64_t taps = 1, rowStep = 0, columnStep = 0;
    const float* weights = nullptr;
};

template <Term term, class V>
HWY_INLINE V addTerm(V sum, V x, V w) {
    if constexpr (term == Term::Product)
        return hn::MulAdd(x, w, sum);
    else
        return hn::Sub(sum, hn::Abs(hn::Sub(x, w)));
}

/// How far apart the rows of one block lie: `input` floats between their windows, `output` between them.
struct Steps {
    std::int64_t input = 0, output = 0;
};

/// `rows` rows of `vectors` vectors of outputs, summed side by side so that no addition waits for the one
/// before. Loops over taps stay loops: unrolled, their addresses would push the sums out of the registers.
template <Term term, int rows, int vectors, class D>
HWY_INLINE void windows(D d, const Window& window, const Steps& steps, const float* HWY_RESTRICT input,
                        float* HWY_RESTRICT out) {
    using V = hn::Vec<D>;
    const auto lanes = static_cast<std::int64_t>(hn::Lanes(d));
    V sums[rows][vectors];
    PAIRSCAPE_UNROLL
    for (int r = 0; r < rows; ++r) {
        PAIRSCAPE_UNROLL
        for (int v = 0; v < vectors; ++v)
            sums[r][v] = hn::Zero(d);
    }
    const float* weight = window.weights;
    for (std::int64_t tapRow = 0; tapRow < window.taps; ++tapRow) {
        const float* place[rows];
        PAIRSCAPE_UNROLL
        for (int r = 0; r < rows; ++r)
            place[r] = input + tapRow * window.rowStep + r * steps.input;
        PAIRSCAPE_NO_UNROLL
        for (std::int64_t tap = 0; tap < window.taps; ++tap) {
            const V w = hn::Set(d, *weight++);
            PAIRSCAPE_UNROLL
            for (int r = 0; r < rows; ++r) {
                PAIRSCAPE_UNROLL
                for (int v = 0; v < vectors; ++v)
                    sums[r][v] = addTerm<term>(sums[r][v], hn::LoadU(d, place[r] + v * lanes), w);
                place[r] += window.columnStep;
            }
        }
    }
    PAIRSCAPE_UNROLL
    for (int r = 0; r < rows; ++r) {
        PAIRSCAPE_UNROLL
        for (int v = 0; v < vectors; ++v)
            hn::StoreU(sums[r][v], d, out + r * steps.output + v * lanes);
    }
}

/// `rows` runs of `count` outputs whose windows start at consecutive floats.
template <Term term, int rows>
void run(const Window& window, const Steps& steps, const float* input, float* out, std::int64_t count) {
    const hn::CappedTag<float, 16> full;
    const hn::CappedTag<float, 4> four;
    const hn::CappedTag<float, 1> one;
    const auto lanes = static_cast<std::int64_t>(hn::Lanes(full));
    const auto few = static_cast<std::int64_t>(hn::Lanes(four));
    constexpr int side = rows == 1 ? 4 : 2; // vectors of a row at once
    std::int64_t i = 0;
    for (; i + side * lanes <= count; i += side * lanes)
        windows<term, rows, side>(full, window, steps, input + i, out + i);
    for (; i + lanes <= count; i += lanes)
        windows<term, rows, 1>(full, window, steps, input + i, out + i);
    for (; i + few <= count; i += few)
        windows<term, rows, 1>(four, window, steps, input + i, out + i);
    for (; i < count; ++i)
        windows<term, rows, 1>(one, window, steps, input + i, out + i);
}

template <Term term, int rows>
void rowBlock(const LayerShape& shape, const Window& window, const float* source, float* target) {
    const std::int64_t batch = shape.batch;
    const std::int64_t outRow = shape.outWidth() * batch;
    const Steps steps = {shape.stride * window.rowStep, outRow};
    if (shape.stride == 1) {
        run<term, rows>(window, steps, source, target, outRow);
        return;
    }
    for (std::int64_t x = 0; x < shape.outWidth(); ++x)
        run<term, rows>(window, steps, source + x * shape.stride * batch, target + x * batch, batch);
}

template <Term term>
void channel(const LayerShape& shape, const float* padded, const float* weights, float* out) {
    const std::int64_t paddedRow = (shape.inWidth + 2 * shape.padding) * shape.batch;
    const std::int64_t outRow = shape.outWidth() * shape.batch;
    const Window window = {shape.kernel, paddedRow, shape.batch, weights};
    std::int64_t y = 0;
    for (; y + 4 <= shape.outHeight(); y += 4)
        rowBlock<term, 4>(shape, window, padded + y * shape.stride * paddedRow, out + y * outRow);
    for (; y < shape.outHeight(); ++y)
        rowBlock<term, 1>(shape, window, padded + y * shape.stride * paddedRow, out + y * outRow);
}

/// A row of floats to another place. Rows are short, and a call of memmove costs as much as the copy.
HWY_INLINE void copyRow(const float* HWY_RESTRICT from, std::int64_t count, float* HWY_RESTRICT to) {
    const hn::CappedTag<float, 16> full;
    const auto lanes = static_cast<std::int64_t>(hn::Lanes(full));
    std::int64_t i = 0;
    for (; i + lanes <= count; i += lanes)
        hn::StoreU(hn::LoadU(full, from + i), full, to + i);
    for (; i < count; ++i)
        to[i] = from[i];
}

void depthwiseChannels(Term term, const LayerShape& shape, const float* input, const float* weights,
                       float* output, std::int64_t begin, std::int64_t end) {
    const std::int64_t inRow = shape.inWidth * shape.batch;
    const std::int64_t margin = shape.padding * shape.batch;
    const std::int64_t paddedRow = inRow + 2 * margin;
    // The margin is written once and stays zero.
    std::vector<float> padded(static_cast<std::size_t>((shape.inHeight + 2 * shape.padding) * paddedRow),
                              0.0F);
    const std::int64_t area = shape.kernel * shape.kernel;
    for (std::int64_t c = begin; c < end; ++c) {
        const float* plane = input + c * shape.inHeight * inRow;
        const float* source = plane;
        if (shape.padding > 0) {
            for (std::int64_t y = 0; y < shape.inHeight; ++y)
                copyRow(plane + y * inRow, inRow, padded.data() + (y + shape.padding) * paddedRow + margin);
            source = padded.data();
        }
        float* out = output + c * shape.outHeight() * shape.outWidth() * shape.batch;
        if (term == Term::Distance)
            channel<Term::Distance>(shape, source, weights + c * area, out);
        else
            channel<Term::Product>(shape, source, weights + c * area, out);
    }
}

} // namespace pairscape::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace pairscape::kernels {

HWY_EXPORT(depthwiseChannels);

void depthwiseForward(Term term, const LayerShape& shape, const float* input, const float* weights,
                      float* output, std::int64_t begin, std::int64_t end) {
    HWY_DYNAMIC_DISPATCH(depthwiseChannels)(term, shape, input, weights, output, begin, end);
}

} // namespace pairscape::kernels
#endif
