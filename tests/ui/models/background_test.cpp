// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/background.h"

#include <gtest/gtest.h>

#include <QTest>

#include <atomic>
#include <future>
#include <latch>
#include <memory>

namespace pairscape {
namespace {

TEST(Inbox, HandsOverWorkInOrderOnItsOwnThread) {
    Inbox inbox;
    std::vector<int> done;
    const auto here = std::this_thread::get_id();
    bool elsewhere = false;
    std::thread([&] {
        for (int i = 0; i < 100; ++i)
            inbox.post([&, i] {
                done.push_back(i);
                elsewhere = elsewhere || std::this_thread::get_id() != here;
            });
    }).join();
    EXPECT_TRUE(done.empty()); // nothing before the event loop turns
    QCoreApplication::processEvents();
    ASSERT_EQ(done.size(), 100U);
    EXPECT_TRUE(std::is_sorted(done.begin(), done.end()));
    EXPECT_FALSE(elsewhere);
}

TEST(Inbox, WorkThatPostsWorkDoesNotLoopForever) {
    Inbox inbox;
    int turns = 0;
    std::function<void()> again = [&] {
        ++turns;
        inbox.post(again);
    };
    inbox.post(again);
    QCoreApplication::sendPostedEvents(&inbox);
    EXPECT_GE(turns, 1);
}

TEST(BackgroundQueue, DoesJobsInOrderElsewhereAndResultsHere) {
    BackgroundQueue queue;
    std::vector<int> results;
    const auto here = std::this_thread::get_id();
    for (int i = 0; i < 20; ++i)
        queue.add([&, i] {
            EXPECT_NE(std::this_thread::get_id(), here);
            return [&, i] {
                EXPECT_EQ(std::this_thread::get_id(), here);
                results.push_back(i);
            };
        });
    ASSERT_TRUE(QTest::qWaitFor([&] { return results.size() == 20; }));
    EXPECT_TRUE(std::is_sorted(results.begin(), results.end()));
}

TEST(BackgroundQueue, ClearForgetsWhatHasNotBegun) {
    BackgroundQueue queue;
    std::promise<void> release;
    std::latch begun(1);
    std::atomic<int> ran = 0;
    queue.add([&, released = release.get_future().share()] {
        begun.count_down();
        released.wait();
        ++ran;
        return BackgroundQueue::Then();
    });
    begun.wait();
    for (int i = 0; i < 5; ++i)
        queue.add([&] {
            ran += 100;
            return BackgroundQueue::Then();
        });
    queue.clear();
    release.set_value();
    queue.waitForJobs();
    EXPECT_EQ(ran, 1);
}

TEST(BackgroundQueue, ItsEndWaitsForEveryJob) {
    std::atomic<int> ran = 0;
    bool told = false;
    {
        BackgroundQueue queue;
        for (int i = 0; i < 10; ++i)
            queue.add([&] {
                ++ran;
                return [&] { told = true; };
            });
    }
    EXPECT_EQ(ran, 10);
    QCoreApplication::processEvents();
    EXPECT_FALSE(told); // nobody is left to be told
}

TEST(BackgroundQueue, WhatAJobHoldsGoesOnItsThread) {
    BackgroundQueue queue;
    const auto here = std::this_thread::get_id();
    std::thread::id gone;
    auto held = std::shared_ptr<int>(new int(1), [&](const int* p) {
        gone = std::this_thread::get_id();
        delete p;
    });
    queue.add([held = std::move(held)]() mutable {
        held.reset();
        return BackgroundQueue::Then();
    });
    queue.waitForJobs();
    EXPECT_NE(gone, here);
    EXPECT_NE(gone, std::thread::id());
}

} // namespace
} // namespace pairscape
