// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/figure.h"

#include <algorithm>
#include <chrono>

namespace pairscape::bench {

namespace {

double secondsOf(const std::function<void()>& work) {
    const auto start = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

double median(std::vector<double> values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

} // namespace

double medianSeconds(const std::function<void()>& work, int repeats) {
    work();
    std::vector<double> seconds;
    for (int i = 0; i < repeats; ++i)
        seconds.push_back(secondsOf(work));
    return median(std::move(seconds));
}

PairedSeconds medianSecondsInTurn(const std::function<void()>& ours, const std::function<void()>& baseline,
                                  int repeats) {
    ours();
    baseline();
    std::vector<double> a, b;
    for (int i = 0; i < repeats; ++i) {
        a.push_back(secondsOf(ours));
        b.push_back(secondsOf(baseline));
    }
    return {median(std::move(a)), median(std::move(b))};
}

Figure rateFigure(std::string name, double value, std::string unit, double baseline,
                  std::optional<double> target) {
    Figure figure{std::move(name), value, std::move(unit), baseline, value / baseline, target, std::nullopt};
    if (target)
        figure.holds = *figure.ratio >= *target;
    return figure;
}

Figure limitFigure(std::string name, double value, std::string unit, double limit) {
    return {std::move(name), value, std::move(unit), std::nullopt, std::nullopt, limit, value <= limit};
}

Figure floorFigure(std::string name, double value, std::string unit, double target) {
    return {std::move(name), value, std::move(unit), std::nullopt, std::nullopt, target, value >= target};
}

} // namespace pairscape::bench
