// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/live_front.h"

#include <iterator>

namespace pairscape {

bool LiveFront::insert(std::size_t index, double accuracy, double fps, std::vector<std::size_t>& left) {
    left.clear();
    auto next = byFps_.lower_bound(fps);
    // The nearest member that is as fast or faster is the most accurate of those.
    if (next != byFps_.end() && next->second.accuracy >= accuracy)
        return false;
    if (next != byFps_.end() && next->first == fps) {
        left.push_back(next->second.index);
        next = byFps_.erase(next);
    }
    while (next != byFps_.begin() && std::prev(next)->second.accuracy <= accuracy) {
        left.push_back(std::prev(next)->second.index);
        byFps_.erase(std::prev(next));
    }
    byFps_.emplace_hint(next, fps, Member{accuracy, index});
    return true;
}

std::vector<std::size_t> LiveFront::indices() const {
    std::vector<std::size_t> all;
    all.reserve(byFps_.size());
    for (const auto& [fps, member] : byFps_)
        all.push_back(member.index);
    return all;
}

} // namespace pairscape
