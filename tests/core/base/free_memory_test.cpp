// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Large pieces freed among small ones that stay: the system gets them back only when it is asked for.

#include "core/base/free_memory.h"
#include "tests/support/resident_memory.h"

#include <gtest/gtest.h>

#include <cstring>
#include <memory>
#include <thread>
#include <vector>

namespace pairscape {
namespace {

#if defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)

using test::residentMegabytes;

TEST(FreeMemory, GoesBackFromBetweenWhatStays) {
    constexpr std::size_t large = 64 << 10; // below what would get a mapping of its own
    constexpr std::size_t count = 2000;     // 131 MB
    std::vector<std::unique_ptr<char[]>> lasting;
    double held = 0;
    std::thread([&] { // as a worker has it: in a heap that is not the main one
        std::vector<std::unique_ptr<char[]>> passing;
        for (std::size_t i = 0; i < count; ++i) {
            passing.push_back(std::make_unique_for_overwrite<char[]>(large));
            std::memset(passing.back().get(), 1, large);
            lasting.push_back(std::make_unique<char[]>(32));
        }
        passing.clear();
        held = residentMegabytes();
    })
        .join();
    ASSERT_GT(held, 100) << "the allocator gave it back by itself, so this shows nothing";
    giveBackFreeMemory();
    EXPECT_LT(residentMegabytes(), held - 100);
    EXPECT_EQ(lasting.size(), count);
}

#endif

} // namespace
} // namespace pairscape
