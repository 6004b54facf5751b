// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/thread_priority.h"

#include <gtest/gtest.h>

#include <algorithm>

#if defined(__linux__)
#include <sys/resource.h>
#include <unistd.h>

namespace pairscape {
namespace {

int niceOfThisThread() {
    return ::getpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()));
}

TEST(ThreadPriority, WhatIsStartedBehindGivesWayAndNobodyElse) {
    const int before = niceOfThisThread();
    int started = -1;
    const int answer = startingBehind([&] {
        std::thread([&] { started = niceOfThisThread(); }).join();
        return 7;
    });
    EXPECT_EQ(answer, 7);
    EXPECT_EQ(started, std::max(before, 10));
    EXPECT_EQ(niceOfThisThread(), before);
}

} // namespace
} // namespace pairscape
#endif
