// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <thread>

namespace pairscape {

/// Lets the calling thread, and those that it starts from now on, give way to the program's other threads
/// (nice 10 on Linux, where each thread has its own; elsewhere nothing changes). It cannot be taken back.
void giveWayToOtherThreads();

/// Calls `start` so that the threads which it starts give way, waits for it, and returns what it returns.
template <class Start>
auto startingBehind(const Start& start) {
    std::optional<decltype(start())> result;
    std::thread([&] {
        giveWayToOtherThreads();
        result.emplace(start());
    }).join();
    return *std::move(result);
}

} // namespace pairscape
