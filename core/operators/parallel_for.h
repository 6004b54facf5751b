// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/Parallel.h>

#ifdef __SANITIZE_THREAD__
#include <sanitizer/tsan_interface.h>
#endif

namespace pairscape {

/// `work(begin, end)` over pieces of [first, last) of at least `grain` each, on LibTorch's threads of the
/// calling thread; returns when all are done. LibTorch's own loop, and for the thread sanitizer the order
/// that it keeps: libgomp starts and joins its threads by system calls which the sanitizer does not see, so
/// that it would call every memory handed from one loop to the next a race.
template <typename Work>
void parallelFor(std::int64_t first, std::int64_t last, std::int64_t grain, const Work& work) {
#ifdef __SANITIZE_THREAD__
    char started = 0, done = 0; // only their addresses count
    __tsan_release(&started);
    at::parallel_for(first, last, grain, [&](std::int64_t begin, std::int64_t end) {
        __tsan_acquire(&started);
        work(begin, end);
        __tsan_release(&done);
    });
    __tsan_acquire(&done);
#else
    at::parallel_for(first, last, grain, work);
#endif
}

} // namespace pairscape
