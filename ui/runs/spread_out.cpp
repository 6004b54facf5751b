// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/runs/spread_out.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace pairscape {

std::vector<double> spreadOut(const std::vector<double>& wanted, double distance, double low, double high) {
    std::vector<double> places(wanted.size(), std::numeric_limits<double>::quiet_NaN());
    const double fit = high >= low ? std::floor((high - low) / distance) + 1 : 0;
    const auto room = static_cast<std::size_t>(std::min(fit, static_cast<double>(wanted.size())));
    std::vector<std::size_t> order;
    for (std::size_t i = wanted.size() - room; i < wanted.size(); ++i)
        order.push_back(i);
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return wanted[a] < wanted[b]; });
    double from = low;
    for (const std::size_t i : order) {
        places[i] = std::max(wanted[i], from);
        from = places[i] + distance;
    }
    double to = high; // pushes those back up that were pushed out below
    for (auto i = order.rbegin(); i != order.rend(); ++i) {
        places[*i] = std::min(places[*i], to);
        to = places[*i] - distance;
    }
    return places;
}

} // namespace pairscape
