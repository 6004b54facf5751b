// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/thread_priority.h"

#if defined(__linux__)
#include <sys/resource.h>
#include <unistd.h>
#endif

namespace pairscape {

void giveWayToOtherThreads() {
#if defined(__linux__)
    constexpr int behind = 10;
    // Who is behind already stays there; a refusal costs nothing but the courtesy.
    const auto self = static_cast<id_t>(::gettid());
    if (::getpriority(PRIO_PROCESS, self) < behind)
        ::setpriority(PRIO_PROCESS, self, behind);
#endif
}

} // namespace pairscape
