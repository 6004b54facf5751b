// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/explorer/run_fronts.h"

#include "tests/ui/support/fake_study.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace pairscape {
namespace {

using test::FakeStudy;

/// The front of what one run evaluated, by comparing each with each.
std::vector<std::size_t> slowRunFront(const StudySnapshot& snapshot, RunId run) {
    ChunkedList<PairingRecord> own;
    for (const PairingId id : snapshot.evaluations[static_cast<std::size_t>(run) - 1])
        own.push_back(*snapshot.find(id));
    std::vector<std::size_t> front;
    for (const std::size_t i : test::slowFront(own))
        front.push_back(static_cast<std::size_t>(own[i].id) - 1);
    return front;
}

TEST(RunFronts, OneRunHasNoFrontBesideTheStudys) {
    const FakeStudy study(50);
    RunFronts fronts;
    fronts.follow(*study.snapshot());
    EXPECT_TRUE(fronts.fronts(4).empty());
}

TEST(RunFronts, AreWhatComparingEachWithEachGives) {
    FakeStudy study(80);
    study.beginRun("conv-only");
    RunFronts fronts;
    fronts.follow(*study.snapshot());
    EXPECT_TRUE(fronts.fronts(4).empty()); // the second has found nothing yet
    for (const std::size_t more : {1U, 30U, 40U}) {
        study.grow(more);
        const auto snapshot = study.snapshot();
        fronts.follow(*snapshot);
        const auto found = fronts.fronts(4);
        ASSERT_EQ(found.size(), 2U);
        EXPECT_EQ(found[0].name.toStdString(), "1 nash");
        EXPECT_EQ(found[1].name.toStdString(), "2 conv-only");
        for (const RunFronts::Front& front : found)
            EXPECT_EQ(front.members, slowRunFront(*snapshot, front.run)) << front.run;
    }
}

/// A pairing that two runs evaluated is on both runs' fronts, whoever was first.
TEST(RunFronts, CountWhatARunFoundInTheStore) {
    FakeStudy study(60);
    study.beginRun("random");
    study.grow(5);
    study.edit([](StudySnapshot& next) {
        for (const std::size_t i : next.front)
            next.evaluations[1].push_back(static_cast<PairingId>(i) + 1);
    });
    RunFronts fronts;
    fronts.follow(*study.snapshot());
    const auto found = fronts.fronts(4);
    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(found[1].members, study.snapshot()->front);
}

TEST(RunFronts, TheNewestAreKept) {
    FakeStudy study(20);
    for (const char* strategy : {"random", "nash", "shift-only", "adder-only"}) {
        study.beginRun(strategy);
        study.grow(20);
    }
    RunFronts fronts;
    fronts.follow(*study.snapshot());
    const auto found = fronts.fronts(3);
    ASSERT_EQ(found.size(), 3U);
    EXPECT_EQ(found.front().run, 3);
    EXPECT_EQ(found.back().run, 5);
}

TEST(RunFronts, AnotherStudyBeginsAfresh) {
    FakeStudy first(40);
    first.beginRun("conv-only");
    first.grow(40);
    RunFronts fronts;
    fronts.follow(*first.snapshot());
    FakeStudy second(30, "tiny", 9);
    second.beginRun("random");
    second.grow(30);
    fronts.follow(*second.snapshot());
    const auto found = fronts.fronts(4);
    ASSERT_EQ(found.size(), 2U);
    for (const RunFronts::Front& front : found)
        EXPECT_EQ(front.members, slowRunFront(*second.snapshot(), front.run));
}

} // namespace
} // namespace pairscape
