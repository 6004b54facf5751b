// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search/ordered_pool.h"

#include "core/base/random.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <stdexcept>

namespace pairscape {
namespace {

using namespace std::chrono_literals;
using Pool = OrderedPool<int, int>;

TEST(OrderedPool, ResultsComeInTheOrderOfTheJobs) {
    for (const int workers : {1, 2, 7}) {
        const PauseGate gate;
        std::atomic<int> active = 0;
        std::atomic<int> most = 0;
        Pool pool(
            [&](int job, const std::stop_token&) -> Result<int> {
                most = std::max(most.load(), ++active);
                RandomStream random{static_cast<std::uint64_t>(job)};
                std::this_thread::sleep_for(std::chrono::microseconds(random.below(800)));
                --active;
                return job * job;
            },
            workers, gate, {});
        for (int job = 0; job < 200; ++job)
            pool.submit(job);
        for (int job = 0; job < 200; ++job) {
            const Result<int> result = pool.take();
            ASSERT_TRUE(result);
            EXPECT_EQ(*result, job * job);
        }
        EXPECT_LE(most, workers);
    }
}

TEST(OrderedPool, WhatTheWorkThrowsIsAnError) {
    const PauseGate gate;
    Pool pool(
        [](int job, const std::stop_token&) -> Result<int> {
            if (job == 0)
                throw std::runtime_error("no luck");
            if (job == 1)
                throw std::bad_alloc();
            if (job == 2)
                throw 3; // NOLINT: anything can be thrown
            return Error{ErrorCode::Infeasible, "Too large."};
        },
        2, gate, {});
    for (int job = 0; job < 4; ++job)
        pool.submit(job);
    const auto first = pool.take();
    ASSERT_FALSE(first);
    EXPECT_EQ(first.error().code, ErrorCode::Internal);
    EXPECT_NE(first.error().message.find("no luck"), std::string::npos);
    EXPECT_NE(pool.take().error().message.find("memory"), std::string::npos);
    EXPECT_EQ(pool.take().error().code, ErrorCode::Internal);
    EXPECT_EQ(pool.take().error().code, ErrorCode::Infeasible);
}

TEST(OrderedPool, AStopReachesTheWorkAndEndsTheWaiting) {
    const PauseGate gate;
    std::stop_source stop;
    std::atomic<bool> heard = false;
    std::atomic<bool> begun = false;
    Pool pool(
        [&](int, const std::stop_token& halt) -> Result<int> {
            begun = true;
            while (!halt.stop_requested())
                std::this_thread::sleep_for(1ms);
            heard = true;
            return Error{ErrorCode::Stopped, "Stopped."};
        },
        1, gate, stop.get_token());
    pool.submit(1);
    while (!begun)
        std::this_thread::yield();
    stop.request_stop();
    const auto result = pool.take();
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, ErrorCode::Stopped);
    while (!heard)
        std::this_thread::yield();
}

TEST(OrderedPool, WaitsAtTheGateAndGoesOn) {
    PauseGate gate;
    gate.pause();
    std::atomic<int> done = 0;
    Pool pool([&](int job, const std::stop_token&) -> Result<int> { return ++done, job; }, 2, gate, {});
    pool.submit(4);
    std::this_thread::sleep_for(20ms);
    EXPECT_EQ(done, 0);
    gate.resume();
    EXPECT_EQ(*pool.take(), 4);
}

/// Nobody waits for what was left when a pool goes, paused or not.
TEST(OrderedPool, GoesWithWorkLeft) {
    PauseGate gate;
    gate.pause();
    Pool pool([](int job, const std::stop_token&) -> Result<int> { return job; }, 3, gate, {});
    for (int job = 0; job < 10; ++job)
        pool.submit(job);
}

} // namespace
} // namespace pairscape
