// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/correlation.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>

namespace pairscape::bench {

namespace {

std::vector<double> ranksOf(const std::vector<double>& values) {
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(),
              [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
    std::vector<double> ranks(values.size());
    for (std::size_t i = 0; i < order.size();) {
        std::size_t end = i;
        while (end < order.size() && values[order[end]] == values[order[i]])
            ++end;
        for (std::size_t k = i; k < end; ++k)
            ranks[order[k]] = static_cast<double>(i + end - 1) / 2;
        i = end;
    }
    return ranks;
}

int sign(double x) {
    return (x > 0 ? 1 : 0) - (x < 0 ? 1 : 0);
}

} // namespace

double spearman(const std::vector<double>& a, const std::vector<double>& b) {
    const std::vector<double> x = ranksOf(a), y = ranksOf(b);
    const double mean = static_cast<double>(a.size() - 1) / 2;
    double xy = 0, xx = 0, yy = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        xy += (x[i] - mean) * (y[i] - mean);
        xx += (x[i] - mean) * (x[i] - mean);
        yy += (y[i] - mean) * (y[i] - mean);
    }
    return xy / std::sqrt(xx * yy);
}

double kendall(const std::vector<double>& a, const std::vector<double>& b) {
    double sum = 0, untiedA = 0, untiedB = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        for (std::size_t j = 0; j < i; ++j) {
            // Not the difference: infinities would make it NaN.
            const int x = sign(static_cast<double>(a[i] > a[j]) - static_cast<double>(a[i] < a[j]));
            const int y = sign(static_cast<double>(b[i] > b[j]) - static_cast<double>(b[i] < b[j]));
            sum += x * y;
            untiedA += x != 0;
            untiedB += y != 0;
        }
    return sum / std::sqrt(untiedA * untiedB);
}

} // namespace pairscape::bench
