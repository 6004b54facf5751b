// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operators/kernels/normal_kernel.h"

#include "core/base/random.h"

#include <algorithm>
#include <array>
#include <cstddef>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/operators/kernels/normal_kernel.cpp"
#include "core/operators/kernels/targets.h"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace pairscape::kernels::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// Sixteen counters give four words each; words 0 and 1 give a radius each, words 2 and 3 an angle each, so 32
// pairs: their cosines are normals 0 to 31 of the block, their sines 32 to 63. No vector is wider than 16.
inline constexpr std::size_t counters = 16;
inline constexpr std::size_t blockNormals = 4 * counters;

using Words = hn::CappedTag<std::uint32_t, 16>;
using Floats = hn::RebindToFloat<Words>;
using Signed = hn::RebindToSigned<Words>;
constexpr Words words;
constexpr Floats floats;
constexpr Signed integers;

HWY_INLINE hn::Vec<Floats> plus(hn::Vec<Floats> a, hn::Vec<Floats> x, float c) {
    return hn::Add(hn::Mul(a, x), hn::Set(floats, c));
}

/// sqrt(-2 ln u) with u = (upper 24 bits + 1/2) / 2^24. ln m = 2 artanh((m - 1) / (m + 1)) by its series,
/// with the mantissa m between sqrt(1/2) and sqrt(2): the next term is below 2e-9.
HWY_INLINE hn::Vec<Floats> radius(hn::Vec<Words> random) {
    const auto scaled = hn::Add(hn::ConvertTo(floats, hn::BitCast(integers, hn::ShiftRight<8>(random))),
                                hn::Set(floats, 0.5F));
    const auto bits = hn::BitCast(integers, hn::Mul(scaled, hn::Set(floats, 0x1.0p-24F)));
    const auto base = hn::Set(integers, 0x3F3504F3); // sqrt(1/2)
    const auto exponent = hn::ShiftRight<23>(hn::Sub(bits, base));
    const auto m = hn::BitCast(floats, hn::Sub(bits, hn::ShiftLeft<23>(exponent)));
    const auto one = hn::Set(floats, 1.0F);
    const auto s = hn::Div(hn::Sub(m, one), hn::Add(m, one));
    const auto z = hn::Mul(s, s);
    auto series = plus(hn::Set(floats, 1.0F / 9), z, 1.0F / 7);
    series = plus(plus(plus(series, z, 1.0F / 5), z, 1.0F / 3), z, 1.0F);
    const auto logM = hn::Mul(hn::Add(s, s), series);
    const auto logU =
        hn::Add(hn::Mul(hn::ConvertTo(floats, exponent), hn::Set(floats, 0.693147180559945F)), logM);
    return hn::Sqrt(hn::Max(hn::Mul(logU, hn::Set(floats, -2.0F)), hn::Zero(floats)));
}

/// Cosine and sine of a uniform angle: 24 bits choose it within a quarter turn about zero, one bit swaps the
/// two, one turns the cosine's sign.
HWY_INLINE void angle(hn::Vec<Words> random, hn::Vec<Floats>& cosine, hn::Vec<Floats>& sine) {
    const auto step =
        hn::ConvertTo(floats, hn::ShiftRight<8>(hn::BitCast(integers, random))); // -2^23 to 2^23 - 1
    const auto x = hn::Mul(hn::Add(step, hn::Set(floats, 0.5F)),
                           hn::Set(floats, static_cast<float>(0.785398163397448 / 0x1p23))); // pi / 4
    const auto z = hn::Mul(x, x);
    auto s = plus(hn::Set(floats, 1.0F / 362880), z, -1.0F / 5040);
    s = hn::Mul(x, plus(plus(plus(s, z, 1.0F / 120), z, -1.0F / 6), z, 1.0F));
    auto c = plus(hn::Set(floats, 1.0F / 40320), z, -1.0F / 720);
    c = plus(plus(plus(c, z, 1.0F / 24), z, -0.5F), z, 1.0F);
    const auto sign = hn::ShiftLeft<31>(random);
    c = hn::BitCast(floats, hn::Xor(hn::BitCast(words, c), sign));
    const auto swap = hn::MaskFromVec(
        hn::BitCast(floats, hn::ShiftRight<31>(hn::BitCast(integers, hn::ShiftLeft<30>(random)))));
    cosine = hn::IfThenElse(swap, s, c);
    sine = hn::IfThenElse(swap, c, s);
}

/// Normals of the words that two lanes of the block take: `u` gives radii, `v` angles.
HWY_INLINE void storeNormals(hn::Vec<Words> u, hn::Vec<Words> v, float* out) {
    const auto length = radius(u);
    hn::Vec<Floats> cosine, sine;
    angle(v, cosine, sine);
    hn::StoreU(hn::Mul(length, cosine), floats, out);
    hn::StoreU(hn::Mul(length, sine), floats, out + 2 * counters);
}

#if HWY_TARGET == HWY_SCALAR

void fillBlocks(std::uint64_t key, std::size_t firstBlock, std::size_t blocks, float* out) {
    const std::array<std::uint32_t, 2> keys = {static_cast<std::uint32_t>(key),
                                               static_cast<std::uint32_t>(key >> 32)};
    for (std::size_t block = firstBlock; block < firstBlock + blocks; ++block, out += blockNormals) {
        for (std::size_t i = 0; i < counters; ++i) {
            const std::uint64_t counter = block * counters + i;
            const auto random = philox4x32(
                {static_cast<std::uint32_t>(counter), static_cast<std::uint32_t>(counter >> 32), 0, 0}, keys);
            storeNormals(hn::Set(words, random[0]), hn::Set(words, random[2]), out + 2 * i);
            storeNormals(hn::Set(words, random[1]), hn::Set(words, random[3]), out + 2 * i + 1);
        }
    }
}

#else

using Wide = hn::Repartition<std::uint64_t, Words>;
constexpr Wide wide;

/// One 32-bit word in each 64-bit lane. Upper halves hold rubbish, which MulEven does not read.
struct Philox {
    hn::Vec<Words> c0, c1, c2, c3;
};

HWY_INLINE Philox tenRounds(Philox state, std::uint64_t key) {
    auto k0 = static_cast<std::uint32_t>(key);
    auto k1 = static_cast<std::uint32_t>(key >> 32);
    const auto m0 = hn::Set(words, 0xD2511F53U);
    const auto m1 = hn::Set(words, 0xCD9E8D57U);
    for (int round = 0; round < 10; ++round) {
        const auto a = hn::MulEven(state.c0, m0);
        const auto b = hn::MulEven(state.c2, m1);
        const auto highA = hn::BitCast(words, hn::ShiftRight<32>(a));
        const auto highB = hn::BitCast(words, hn::ShiftRight<32>(b));
        state = {hn::Xor(highB, hn::Xor(state.c1, hn::Set(words, k0))), hn::BitCast(words, b),
                 hn::Xor(highA, hn::Xor(state.c3, hn::Set(words, k1))), hn::BitCast(words, a)};
        k0 += 0x9E3779B9U;
        k1 += 0xBB67AE85U;
    }
    return state;
}

/// The low words of `even` and `odd`, alternating.
HWY_INLINE hn::Vec<Words> interleave(hn::Vec<Words> even, hn::Vec<Words> odd) {
    const auto low = hn::And(hn::BitCast(wide, even), hn::Set(wide, 0xFFFFFFFFULL));
    return hn::BitCast(words, hn::Or(low, hn::ShiftLeft<32>(hn::BitCast(wide, odd))));
}

void fillBlocks(std::uint64_t key, std::size_t firstBlock, std::size_t blocks, float* out) {
    const std::size_t perVector = hn::Lanes(wide);
    for (std::size_t block = firstBlock; block < firstBlock + blocks; ++block, out += blockNormals) {
        for (std::size_t first = 0; first < counters; first += perVector) {
            const auto counter = hn::Add(hn::Iota(wide, 0), hn::Set(wide, block * counters + first));
            Philox state = {hn::BitCast(words, counter), hn::BitCast(words, hn::ShiftRight<32>(counter)),
                            hn::Zero(words), hn::Zero(words)};
            state = tenRounds(state, key);
            storeNormals(interleave(state.c0, state.c1), interleave(state.c2, state.c3), out + 2 * first);
        }
    }
}

#endif

} // namespace pairscape::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace pairscape::kernels {

HWY_EXPORT(fillBlocks);

void fillNormal(std::uint64_t key, std::span<float> out) {
    constexpr std::size_t blockNormals = 64;
    const std::size_t whole = out.size() / blockNormals;
    HWY_DYNAMIC_DISPATCH(fillBlocks)(key, 0, whole, out.data());
    if (const std::size_t rest = out.size() % blockNormals; rest > 0) {
        float last[blockNormals];
        HWY_DYNAMIC_DISPATCH(fillBlocks)(key, whole, 1, last);
        std::copy_n(last, rest, out.data() + whole * blockNormals);
    }
}

} // namespace pairscape::kernels
#endif
