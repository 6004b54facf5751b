// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/chunked_list.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <vector>

namespace pairscape {
namespace {

std::vector<int> plain(const ChunkedList<int>& list) {
    return {list.begin(), list.end()};
}

/// Random changes, with shares taken in between, against plain vectors that are copied whole.
RC_GTEST_PROP(ChunkedList, WhatIsSharedNeverChanges, ()) {
    ChunkedList<int> list;
    std::vector<int> twin;
    std::vector<std::pair<ChunkedList<int>, std::vector<int>>> shares;
    const int steps = *rc::gen::inRange(0, 60);
    for (int step = 0; step < steps; ++step) {
        switch (*rc::gen::inRange(0, 4)) {
        case 0: {
            const int count = *rc::gen::inRange(1, 400);
            for (int i = 0; i < count; ++i) {
                list.push_back(step * 1000 + i);
                twin.push_back(step * 1000 + i);
            }
            break;
        }
        case 1:
            if (!twin.empty()) {
                const auto at = *rc::gen::inRange<std::size_t>(0, twin.size());
                list[at] = twin[at] = -step;
            }
            break;
        case 2:
            shares.emplace_back(list.share(), twin);
            break;
        default: // a share that is written itself
            if (!shares.empty() && !shares.back().second.empty()) {
                shares.back().first[0] = shares.back().second[0] = step;
                shares.back().first.push_back(step);
                shares.back().second.push_back(step);
            }
        }
    }
    RC_ASSERT(plain(list) == twin);
    RC_ASSERT(list.size() == twin.size());
    for (const auto& [share, copy] : shares) {
        RC_ASSERT(plain(share) == copy);
        // What is one piece in both is equal in both, up to the piece's end.
        for (std::size_t i = 0; i < twin.size(); ++i)
            if (list.sharesPiece(share, i)) {
                RC_ASSERT(i < copy.size() && copy[i] == twin[i]);
                const std::size_t last = std::min(twin.size() - 1, i | (ChunkedList<int>::chunkSize - 1));
                RC_ASSERT(list.sharesPiece(share, last));
            }
    }
}

TEST(ChunkedList, OnlyWhatWasWrittenIsAnotherPiece) {
    ChunkedList<int> list;
    for (int i = 0; i < 600; ++i)
        list.push_back(i);
    const ChunkedList<int> share = list.share();
    list[300] = -1;
    list.push_back(600);
    EXPECT_TRUE(list.sharesPiece(share, 0) && list.sharesPiece(share, 255));
    EXPECT_FALSE(list.sharesPiece(share, 256) || list.sharesPiece(share, 511)) << "300 was written";
    EXPECT_FALSE(list.sharesPiece(share, 512)) << "one was added";
    EXPECT_FALSE(list.sharesPiece(share, 600)) << "the other has none";
}

TEST(ChunkedList, CopiesAreDeepAndMovesLeaveNothing) {
    ChunkedList<int> list;
    for (int i = 0; i < 1000; ++i)
        list.push_back(i);
    const ChunkedList<int> copy = list;
    list[500] = -1;
    EXPECT_EQ(copy[500], 500);
    ChunkedList<int> moved = std::move(list);
    EXPECT_EQ(moved[500], -1);
    EXPECT_TRUE(list.empty()); // NOLINT(bugprone-use-after-move): that is the point
    list = copy;
    EXPECT_EQ(plain(list), plain(copy));
}

TEST(ChunkedList, IteratorsAreRandomAccess) {
    ChunkedList<int> list(std::vector<int>(700, 0));
    for (std::size_t i = 0; i < list.size(); ++i)
        list[i] = static_cast<int>(i);
    static_assert(std::random_access_iterator<ChunkedList<int>::const_iterator>);
    const ChunkedList<int>& fixed = list;
    EXPECT_EQ(*std::lower_bound(fixed.begin(), fixed.end(), 513), 513);
    EXPECT_EQ(fixed.end() - fixed.begin(), 700);
    EXPECT_EQ(fixed.begin()[699], 699);
    std::reverse(list.begin(), list.end());
    EXPECT_EQ(list.front(), 699);
    EXPECT_EQ(list.back(), 0);
}

/// What sharing is for: a snapshot of many elements and a few changes copies a few chunks.
TEST(ChunkedList, ShareKeepsUntouchedElementsWhereTheyAre) {
    ChunkedList<int> list(std::vector<int>(10 * ChunkedList<int>::chunkSize, 7));
    const ChunkedList<int> share = list.share();
    list[0] = 8;
    const ChunkedList<int>& fixed = list;
    EXPECT_NE(&fixed[0], &share[0]);
    EXPECT_EQ(&fixed[list.size() - 1], &share[list.size() - 1]);
}

} // namespace
} // namespace pairscape
