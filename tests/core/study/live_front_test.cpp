// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/live_front.h"

#include "core/search/pareto_archive.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <set>
#include <vector>

namespace pairscape {
namespace {

/// Few distinct values, so that ties are common. The front of all points so far is computed anew each time.
RC_GTEST_PROP(LiveFront, EqualsTheFrontComputedAnewAfterEveryArrival, ()) {
    const auto points = *rc::gen::container<std::vector<std::pair<int, int>>>(
        rc::gen::pair(rc::gen::inRange(0, 9), rc::gen::inRange(0, 9)));
    LiveFront front;
    std::vector<std::vector<double>> seen;
    std::set<std::size_t> members;
    for (std::size_t i = 0; i < points.size(); ++i) {
        const double fps = points[i].first;
        const double accuracy = points[i].second;
        std::vector<std::size_t> left = {12345};
        if (front.insert(i, accuracy, fps, left))
            members.insert(i);
        for (const std::size_t member : left)
            RC_ASSERT(members.erase(member) == 1);
        seen.push_back({fps, accuracy});
        const std::vector<std::size_t> expected = paretoFront(seen); // ascending FPS
        RC_ASSERT(front.indices() == expected);
        RC_ASSERT(members == std::set<std::size_t>(expected.begin(), expected.end()));
    }
}

} // namespace
} // namespace pairscape
