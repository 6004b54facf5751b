// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <hwy/targets.h>

#include <cstdint>

namespace pairscape {

/// Runs `work(name)` once with each instruction set that this machine has and the kernels are compiled for,
/// by hiding the better ones from Highway's dispatch. For one thread of a test at a time.
template <class Work>
void forEachInstructionSet(const Work& work) {
    hwy::DisableTargets(0);
    std::int64_t left = hwy::SupportedTargets() & HWY_TARGETS;
    std::int64_t hidden = 0;
    while (left != 0) {
        const std::int64_t best = left & -left; // lower bits are better instruction sets
        hwy::DisableTargets(hidden);
        hwy::GetChosenTarget().Update(hwy::SupportedTargets());
        work(hwy::TargetName(best));
        hidden |= best;
        left &= ~best;
    }
    hwy::DisableTargets(0);
    hwy::GetChosenTarget().Update(hwy::SupportedTargets());
}

} // namespace pairscape
