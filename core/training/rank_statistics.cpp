// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/rank_statistics.h"

#include "core/base/hash.h"
#include "core/base/random.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <numeric>

namespace pairscape {

namespace {

/// Pairs within runs of equal neighbours, for a sequence that is sorted.
template <class Equal>
double tiedPairs(std::size_t count, Equal equal) {
    double pairs = 0;
    for (std::size_t i = 0; i < count;) {
        std::size_t end = i + 1;
        while (end < count && equal(i, end))
            ++end;
        const auto run = static_cast<double>(end - i);
        pairs += run * (run - 1) / 2;
        i = end;
    }
    return pairs;
}

/// Sorts and counts how many pairs stood in the wrong order.
double sortCountingSwaps(std::vector<double>& values, std::vector<double>& buffer, std::size_t begin,
                         std::size_t end) {
    if (end - begin < 2)
        return 0;
    const std::size_t middle = begin + (end - begin) / 2;
    double swaps =
        sortCountingSwaps(values, buffer, begin, middle) + sortCountingSwaps(values, buffer, middle, end);
    std::size_t left = begin, right = middle, out = begin;
    while (left < middle && right < end)
        if (values[right] < values[left]) {
            swaps += static_cast<double>(middle - left);
            buffer[out++] = values[right++];
        } else {
            buffer[out++] = values[left++];
        }
    std::copy(values.begin() + static_cast<std::ptrdiff_t>(left),
              values.begin() + static_cast<std::ptrdiff_t>(middle),
              buffer.begin() + static_cast<std::ptrdiff_t>(out));
    out += middle - left;
    std::copy(values.begin() + static_cast<std::ptrdiff_t>(right),
              values.begin() + static_cast<std::ptrdiff_t>(end),
              buffer.begin() + static_cast<std::ptrdiff_t>(out));
    std::copy(buffer.begin() + static_cast<std::ptrdiff_t>(begin),
              buffer.begin() + static_cast<std::ptrdiff_t>(end),
              values.begin() + static_cast<std::ptrdiff_t>(begin));
    return swaps;
}

} // namespace

double kendallTauB(std::span<const double> a, std::span<const double> b) {
    assert(a.size() == b.size());
    const std::size_t n = a.size();
    std::vector<std::size_t> order(n);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::sort(order,
                      [&](std::size_t i, std::size_t j) { return a[i] != a[j] ? a[i] < a[j] : b[i] < b[j]; });
    const auto at = [&](std::size_t i) { return order[i]; };
    const double tiedA = tiedPairs(n, [&](std::size_t i, std::size_t j) { return a[at(i)] == a[at(j)]; });
    const double tiedBoth = tiedPairs(
        n, [&](std::size_t i, std::size_t j) { return a[at(i)] == a[at(j)] && b[at(i)] == b[at(j)]; });
    std::vector<double> second(n), buffer(n);
    for (std::size_t i = 0; i < n; ++i)
        second[i] = b[at(i)];
    const double discordant = sortCountingSwaps(second, buffer, 0, n);
    const double tiedB = tiedPairs(n, [&](std::size_t i, std::size_t j) { return second[i] == second[j]; });
    const double pairs = static_cast<double>(n) * (static_cast<double>(n) - 1) / 2;
    const double scale = std::sqrt(pairs - tiedA) * std::sqrt(pairs - tiedB);
    if (!(scale > 0))
        return 0;
    return (pairs - tiedA - tiedB + tiedBoth - 2 * discordant) / scale;
}

std::vector<double> meanRanks(std::span<const double> values) {
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::sort(order, [&](std::size_t i, std::size_t j) { return values[i] < values[j]; });
    std::vector<double> ranks(values.size());
    for (std::size_t i = 0; i < order.size();) {
        std::size_t end = i + 1;
        while (end < order.size() && values[order[end]] == values[order[i]])
            ++end;
        for (std::size_t k = i; k < end; ++k)
            ranks[order[k]] = static_cast<double>(i + 1 + end) / 2;
        i = end;
    }
    return ranks;
}

double spearmanRho(std::span<const double> a, std::span<const double> b) {
    const std::vector<double> x = meanRanks(a), y = meanRanks(b);
    const double mean = (static_cast<double>(a.size()) + 1) / 2;
    double xy = 0, xx = 0, yy = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        xy += (x[i] - mean) * (y[i] - mean);
        xx += (x[i] - mean) * (x[i] - mean);
        yy += (y[i] - mean) * (y[i] - mean);
    }
    return xx > 0 && yy > 0 ? xy / std::sqrt(xx * yy) : 0;
}

Interval
bootstrapInterval(std::span<const double> a, std::span<const double> b,
                  const std::function<double(std::span<const double>, std::span<const double>)>& statistic,
                  int resamples, std::uint64_t seed) {
    Interval interval;
    interval.value = statistic(a, b);
    interval.low = interval.high = interval.value;
    if (a.empty() || resamples < 1)
        return interval;
    std::vector<double> found;
    std::vector<double> x(a.size()), y(a.size());
    for (int k = 0; k < resamples; ++k) {
        RandomStream random({seed, stableHash("bootstrap"), static_cast<std::uint64_t>(k)});
        for (std::size_t i = 0; i < a.size(); ++i) {
            const std::size_t drawn = random.below(static_cast<std::uint32_t>(a.size()));
            x[i] = a[drawn];
            y[i] = b[drawn];
        }
        found.push_back(statistic(x, y));
    }
    std::ranges::sort(found);
    // Quantiles between order statistics, as most programs take them (Hyndman and Fan's type 7).
    const auto quantile = [&](double share) {
        const double place = share * static_cast<double>(found.size() - 1);
        const auto below = static_cast<std::size_t>(place);
        const std::size_t above = std::min(below + 1, found.size() - 1);
        return found[below] + (place - static_cast<double>(below)) * (found[above] - found[below]);
    };
    interval.low = quantile(0.025);
    interval.high = quantile(0.975);
    return interval;
}

} // namespace pairscape
