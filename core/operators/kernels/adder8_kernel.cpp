// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operators/kernels/adder8_kernel.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/operators/kernels/adder8_kernel.cpp"
#include "core/operators/kernels/targets.h"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace pairscape::kernels::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

using Bytes = hn::CappedTag<std::uint8_t, 64>;
constexpr Bytes bytes;
#if HWY_ARCH_X86
using Sums = hn::Repartition<std::uint64_t, Bytes>;
#else
using Sums = hn::Repartition<std::uint32_t, Bytes>;
#endif
constexpr Sums sums;

/// Adds the absolute differences of a vector's bytes into wider lanes. Highway of Debian 12 has no name for
/// it.
HWY_INLINE hn::Vec<Sums> addDifferences(hn::Vec<Sums> sum, hn::Vec<Bytes> a, hn::Vec<Bytes> b) {
#if HWY_TARGET == HWY_AVX3 || HWY_TARGET == HWY_AVX3_DL
    return hn::Add(sum, hn::Vec<Sums>{_mm512_sad_epu8(a.raw, b.raw)});
#elif HWY_TARGET == HWY_AVX2
    return hn::Add(sum, hn::Vec<Sums>{_mm256_sad_epu8(a.raw, b.raw)});
#elif HWY_ARCH_X86 && HWY_TARGET != HWY_SCALAR && HWY_TARGET != HWY_EMU128
    return hn::Add(sum, hn::Vec<Sums>{_mm_sad_epu8(a.raw, b.raw)});
#elif HWY_TARGET == HWY_NEON
    return hn::Vec<Sums>(vpadalq_u16(sum.raw, vpaddlq_u8(vabdq_u8(a.raw, b.raw))));
#else
    HWY_ALIGN std::uint8_t x[64], y[64];
    HWY_ALIGN hn::TFromD<Sums> total[64] = {};
    hn::Store(a, bytes, x);
    hn::Store(b, bytes, y);
    const std::size_t lanes = hn::Lanes(sums);
    for (std::size_t i = 0; i < hn::Lanes(bytes); ++i)
        total[i % lanes] +=
            x[i] > y[i] ? static_cast<std::uint8_t>(x[i] - y[i]) : static_cast<std::uint8_t>(y[i] - x[i]);
    return hn::Add(sum, hn::Load(sums, total));
#endif
}

#if HWY_ARCH_X86 && HWY_TARGET != HWY_SCALAR && HWY_TARGET != HWY_EMU128

/// Adds the halves of a vector until 128 bits are left.
template <class D>
HWY_INLINE auto addHalves(D, hn::Vec<D> v) {
    if constexpr (hn::MaxLanes(D()) <= 2) {
        return v;
    } else {
        const hn::Half<D> half;
        return addHalves(half, hn::Add(hn::LowerHalf(half, v), hn::UpperHalf(half, v)));
    }
}

/// Stores minus the sums of four accumulators, whose totals fit into 32 bits.
HWY_INLINE void storeSums(hn::Vec<Sums> a, hn::Vec<Sums> b, hn::Vec<Sums> c, hn::Vec<Sums> d,
                          std::int32_t* out) {
    // Lane pairs (a, b) and (c, d), then a below c and b below d in each lane of 64 bits.
    const auto ab = hn::Add(hn::InterleaveLower(sums, a, b), hn::InterleaveUpper(sums, a, b));
    const auto cd = hn::Add(hn::InterleaveLower(sums, c, d), hn::InterleaveUpper(sums, c, d));
    const auto both = addHalves(sums, hn::Or(ab, hn::ShiftLeft<32>(cd)));
    const hn::CappedTag<std::int32_t, 4> four;
    hn::StoreU(hn::Neg(hn::BitCast(four, both)), four, out); // a, c, b, d
}

/// Adds the 128-bit blocks of each of two vectors: what comes of x below what comes of y, in 256 bits.
template <class D>
HWY_INLINE auto addBlocks(D d, hn::Vec<D> x, hn::Vec<D> y) {
    const auto both = hn::Add(hn::ConcatLowerLower(d, y, x), hn::ConcatUpperUpper(d, y, x));
    if constexpr (hn::MaxLanes(D()) <= 4) {
        return both;
    } else {
        const hn::Half<D> half;
        return addBlocks(half, hn::LowerHalf(half, both), hn::UpperHalf(half, both));
    }
}

/// The same of eight at once, with fewer moves between lanes.
HWY_INLINE void storeEightSums(const hn::Vec<Sums>* acc, std::int32_t* out) {
    if constexpr (hn::MaxLanes(Sums()) <= 2) {
        storeSums(acc[0], acc[2], acc[1], acc[3], out);
        storeSums(acc[4], acc[6], acc[5], acc[7], out + 4);
    } else {
        const auto four = [&](const hn::Vec<Sums>* v) { // v[0], v[1], v[2], v[3] side by side in each block
            const auto a = hn::Or(v[0], hn::ShiftLeft<32>(v[1])), b = hn::Or(v[2], hn::ShiftLeft<32>(v[3]));
            return hn::Add(hn::InterleaveLower(sums, a, b), hn::InterleaveUpper(sums, a, b));
        };
        const auto both = addBlocks(sums, four(acc), four(acc + 4));
        const hn::CappedTag<std::int32_t, 8> eight;
        hn::StoreU(hn::Neg(hn::BitCast(eight, both)), eight, out);
    }
}

template <int outputs>
HWY_INLINE void storeRow(const hn::Vec<Sums> (&acc)[outputs], std::int32_t* out) {
    PAIRSCAPE_UNROLL
    for (int m = 0; m + 8 <= outputs; m += 8)
        storeEightSums(acc + m, out + m);
    PAIRSCAPE_UNROLL
    for (int m = outputs / 8 * 8; m < outputs; m += 4)
        storeSums(acc[m], acc[m + 2], acc[m + 1], acc[m + 3], out + m);
}

#else

template <int outputs>
HWY_INLINE void storeRow(const hn::Vec<Sums> (&acc)[outputs], std::int32_t* out) {
    for (int m = 0; m < outputs; ++m)
        out[m] = -static_cast<std::int32_t>(hn::GetLane(hn::SumOfLanes(sums, acc[m])));
}

#endif

/// `pixels` rows of x with `outputs` rows of w, a multiple of four.
template <int pixels, int outputs>
HWY_INLINE void block(std::int64_t row, const std::uint8_t* HWY_RESTRICT x,
                      const std::uint8_t* HWY_RESTRICT w, std::int32_t* HWY_RESTRICT out,
                      std::int64_t outStep) {
    hn::Vec<Sums> acc[pixels][outputs];
    PAIRSCAPE_UNROLL
    for (int p = 0; p < pixels; ++p) {
        PAIRSCAPE_UNROLL
        for (int m = 0; m < outputs; ++m)
            acc[p][m] = hn::Zero(sums);
    }
    for (std::int64_t k = 0; k < row; k += static_cast<std::int64_t>(hn::Lanes(bytes))) {
        hn::Vec<Bytes> columns[pixels];
        PAIRSCAPE_UNROLL
        for (int p = 0; p < pixels; ++p)
            columns[p] = hn::Load(bytes, x + p * row + k);
        PAIRSCAPE_UNROLL
        for (int m = 0; m < outputs; ++m) {
            const auto weights = hn::Load(bytes, w + m * row + k);
            PAIRSCAPE_UNROLL
            for (int p = 0; p < pixels; ++p)
                acc[p][m] = addDifferences(acc[p][m], columns[p], weights);
        }
    }
    PAIRSCAPE_UNROLL
    for (int p = 0; p < pixels; ++p)
        storeRow<outputs>(acc[p], out + p * outStep);
}

/// One output: what is left beside whole blocks.
void single(std::int64_t row, const std::uint8_t* x, const std::uint8_t* w, std::int32_t* out) {
    auto acc = hn::Zero(sums);
    for (std::int64_t k = 0; k < row; k += static_cast<std::int64_t>(hn::Lanes(bytes)))
        acc = addDifferences(acc, hn::Load(bytes, x + k), hn::Load(bytes, w + k));
    *out = -static_cast<std::int32_t>(hn::GetLane(hn::SumOfLanes(sums, acc)));
}

void product(std::int64_t pixels, std::int64_t outputs, std::int64_t row, const std::uint8_t* x,
             const std::uint8_t* w, std::int32_t* out, std::int64_t outStep) {
    constexpr int tall = HWY_TARGET == HWY_AVX3 ? 3 : 2, wide = HWY_TARGET == HWY_AVX3 ? 8 : 4;
    for (std::int64_t p = 0; p < pixels; p += tall) {
        const std::int64_t live = pixels - p < tall ? pixels - p : tall;
        const std::uint8_t* rows = x + p * row;
        std::int32_t* target = out + p * outStep;
        std::int64_t m = 0;
        for (; live == tall && m + wide <= outputs; m += wide)
            block<tall, wide>(row, rows, w + m * row, target + m, outStep);
        for (std::int64_t one = 0; one < live; ++one) {
            std::int64_t rest = m;
            for (; rest + 4 <= outputs; rest += 4)
                block<1, 4>(row, rows + one * row, w + rest * row, target + one * outStep + rest, outStep);
            for (; rest < outputs; ++rest)
                single(row, rows + one * row, w + rest * row, target + one * outStep + rest);
        }
    }
}

} // namespace pairscape::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace pairscape::kernels {

HWY_EXPORT(product);

void adder8Product(std::int64_t pixels, std::int64_t outputs, std::int64_t row, const std::uint8_t* x,
                   const std::uint8_t* w, std::int32_t* out, std::int64_t outStep) {
    HWY_DYNAMIC_DISPATCH(product)(pixels, outputs, row, x, w, out, outStep);
}

} // namespace pairscape::kernels
#endif
