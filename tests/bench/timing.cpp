// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/figure.h"

#include <algorithm>
#include <ctime>

namespace pairscape::bench {

namespace {

double now(Clock clock) {
    timespec time{};
    clock_gettime(clock == Clock::Wall ? CLOCK_MONOTONIC : CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

double median(std::vector<double> values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

} // namespace

double secondsOf(const std::function<void()>& work, Clock clock) {
    const double start = now(clock);
    work();
    return now(clock) - start;
}

double medianSeconds(const std::function<void()>& work, int repeats, Clock clock) {
    work();
    std::vector<double> seconds;
    for (int i = 0; i < repeats; ++i)
        seconds.push_back(secondsOf(work, clock));
    return median(std::move(seconds));
}

PairedSeconds medianSecondsInTurn(const std::function<void()>& ours, const std::function<void()>& baseline,
                                  int repeats, Clock clock) {
    ours();
    baseline();
    std::vector<double> a, b;
    for (int i = 0; i < repeats; ++i) {
        a.push_back(secondsOf(ours, clock));
        b.push_back(secondsOf(baseline, clock));
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
