// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/peak_rate.h"

#include "tests/bench/figure.h"

#include <algorithm>
#include <cstdint>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "tests/bench/peak_rate.cpp"
#include "core/operators/kernels/targets.h"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace pairscape::bench::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// `rounds` rounds of ten independent sums; the number of terms. `out` keeps the compiler from dropping them.
std::int64_t addUp(std::int64_t rounds, float start, float* out) {
    const hn::CappedTag<float, 16> d;
    constexpr int sums = 10;
    hn::Vec<decltype(d)> sum[sums];
    PAIRSCAPE_UNROLL
    for (int i = 0; i < sums; ++i)
        sum[i] = hn::Set(d, start + static_cast<float>(i)); // equal sums would be taken only once
    auto x = hn::Iota(d, start);
    const auto w = hn::Set(d, start);
    for (std::int64_t round = 0; round < rounds; ++round) {
        PAIRSCAPE_UNROLL
        for (int i = 0; i < sums; ++i) {
            // Its own sum as x, so that no difference can be taken out of the loop.
            sum[i] = hn::Add(w, hn::Abs(hn::Sub(x, sum[i])));
        }
    }
    for (int i = 0; i < sums; ++i)
        x = hn::Add(x, sum[i]);
    *out = hn::GetLane(x);
    return rounds * sums * static_cast<std::int64_t>(hn::Lanes(d));
}

} // namespace pairscape::bench::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace pairscape::bench {

HWY_EXPORT(addUp);

double threeInstructionBound() {
    double best = 0;
    float sink = 0;
    for (int repeat = 0; repeat < 5; ++repeat) {
        std::int64_t terms = 0;
        const double seconds =
            medianSeconds([&] { terms = HWY_DYNAMIC_DISPATCH(addUp)(100'000, 0.5F + sink * 0, &sink); }, 5);
        best = std::max(best, static_cast<double>(terms) / seconds);
    }
    return best;
}

} // namespace pairscape::bench
#endif
