// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/progress.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

namespace pairscape {
namespace {

using std::chrono::seconds;

TEST(RateMeter, MeasuresRateAndTimeLeft) {
    RateMeter meter;
    const auto start = RateMeter::Clock::time_point();
    meter.update(0, start);
    EXPECT_LT(meter.secondsLeft(100), 0);
    meter.update(10, start + seconds(2));
    EXPECT_DOUBLE_EQ(meter.rate(), 5);
    EXPECT_DOUBLE_EQ(meter.secondsLeft(100), 18);
}

TEST(RateMeter, ForgetsWhatIsOlderThanTenSeconds) {
    RateMeter meter;
    const auto start = RateMeter::Clock::time_point();
    for (int second = 0; second <= 20; ++second)
        meter.update(second * 100, start + seconds(second)); // fast at first
    for (int second = 21; second <= 40; ++second)
        meter.update(2000 + (second - 20), start + seconds(second)); // then one a second
    EXPECT_NEAR(meter.rate(), 1, 1e-9);
}

TEST(PauseGate, HoldsUntilResumed) {
    PauseGate gate;
    gate.pause();
    std::atomic<bool> passed = false;
    std::jthread waiter([&](std::stop_token stop) { passed = gate.wait(stop); });
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    EXPECT_FALSE(passed);
    gate.resume();
    waiter.join();
    EXPECT_TRUE(passed);
}

TEST(PauseGate, StopReleasesTheWaiter) {
    PauseGate gate;
    gate.pause();
    std::atomic<int> result = -1;
    std::jthread waiter([&](std::stop_token stop) { result = gate.wait(stop) ? 1 : 0; });
    waiter.request_stop();
    waiter.join();
    EXPECT_EQ(result, 0);
}

} // namespace
} // namespace pairscape
