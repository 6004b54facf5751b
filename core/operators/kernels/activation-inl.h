// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Activations and their derivatives on vectors, compiled once for each instruction set: include it in kernel
// files after highway.h.

// clang-format off
#if defined(PAIRSCAPE_ACTIVATION_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef PAIRSCAPE_ACTIVATION_INL
#undef PAIRSCAPE_ACTIVATION_INL
#else
#define PAIRSCAPE_ACTIVATION_INL
#endif
// clang-format on

#include "core/space/network.h"

#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace pairscape::kernels::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

template <class D>
HWY_INLINE hn::Vec<D> plus(D d, hn::Vec<D> a, hn::Vec<D> x, float c) {
    return hn::Add(hn::Mul(a, x), hn::Set(d, c));
}

/// e^x for |x| <= 87: 2^n e^r with |r| <= ln(2) / 2 and the series of e^r up to r^7 (the next term is below
/// 6e-9).
template <class D>
HWY_INLINE hn::Vec<D> exponential(D d, hn::Vec<D> x) {
    const hn::RebindToSigned<D> di;
    x = hn::Min(hn::Max(x, hn::Set(d, -87.0F)), hn::Set(d, 87.0F));
    const auto n = hn::NearestInt(hn::Mul(x, hn::Set(d, 1.44269504F)));
    const auto whole = hn::ConvertTo(d, n);
    // ln(2) in two parts, the first with so few bits that its product is exact.
    auto r = hn::Sub(x, hn::Mul(whole, hn::Set(d, 0.693359375F)));
    r = hn::Sub(r, hn::Mul(whole, hn::Set(d, -2.12194440e-4F)));
    auto e = plus(d, hn::Set(d, 1.0F / 5040), r, 1.0F / 720);
    e = plus(d, plus(d, plus(d, e, r, 1.0F / 120), r, 1.0F / 24), r, 1.0F / 6);
    e = plus(d, plus(d, plus(d, e, r, 0.5F), r, 1.0F), r, 1.0F);
    return hn::BitCast(d, hn::Add(hn::BitCast(di, e), hn::ShiftLeft<23>(n)));
}

template <Activation activation, class D>
HWY_INLINE hn::Vec<D> act(D d, hn::Vec<D> x) {
    if constexpr (activation == Activation::Relu) {
        return hn::Max(x, hn::Zero(d));
    } else if constexpr (activation == Activation::Swish) {
        return hn::Div(x, hn::Add(hn::Set(d, 1.0F), exponential(d, hn::Neg(x))));
    } else if constexpr (activation == Activation::HardSigmoid) { // min(max(x + 3, 0), 6) / 6
        const auto six = hn::Set(d, 6.0F);
        return hn::Div(hn::Min(hn::Max(hn::Add(x, hn::Set(d, 3.0F)), hn::Zero(d)), six), six);
    } else {
        return x;
    }
}

/// Derivative of the activation where it gets x.
template <Activation activation, class D>
HWY_INLINE hn::Vec<D> actSlope(D d, hn::Vec<D> x) {
    const auto one = hn::Set(d, 1.0F), zero = hn::Zero(d);
    if constexpr (activation == Activation::Relu) {
        return hn::IfThenElse(hn::Gt(x, zero), one, zero);
    } else if constexpr (activation == Activation::Swish) { // s (1 + x (1 - s)) with s = 1 / (1 + e^-x)
        const auto s = hn::Div(one, hn::Add(one, exponential(d, hn::Neg(x))));
        return hn::Mul(s, hn::Add(one, hn::Mul(x, hn::Sub(one, s))));
    } else if constexpr (activation == Activation::HardSigmoid) {
        const auto sixth = hn::Set(d, 1.0F / 6);
        return hn::IfThenElse(hn::Lt(hn::Abs(x), hn::Set(d, 3.0F)), sixth, zero);
    } else {
        return one;
    }
}

} // namespace pairscape::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
