// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace pairscape {

/// Kendall's tau-b (Kendall 1945: ties on either side lower the denominator) in O(n log n) as Knight (1966)
/// counts it. -1 to 1; 0 where one side is all ties. Infinities are ordinary values; NaN is not allowed.
double kendallTauB(std::span<const double> a, std::span<const double> b);

/// Spearman's rank correlation with tied values at their mean rank; 0 where one side is all ties.
double spearmanRho(std::span<const double> a, std::span<const double> b);

/// Ranks from 1, ties at their mean rank.
std::vector<double> meanRanks(std::span<const double> values);

/// A statistic with its bootstrap interval.
struct Interval {
    double value = 0;
    double low = 0, high = 0;
};

/// Percentile bootstrap (Efron): the 2.5 % and 97.5 % quantiles of the statistic over `resamples` draws of
/// pairs with replacement. Draw k of seed s is a function of (s, k) alone.
Interval
bootstrapInterval(std::span<const double> a, std::span<const double> b,
                  const std::function<double(std::span<const double>, std::span<const double>)>& statistic,
                  int resamples, std::uint64_t seed);

} // namespace pairscape
