// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/runs/narrowing.h"

#include "core/space/search_space.h"
#include "tests/ui/support/fake_study.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace pairscape {
namespace {

using test::FakeStudy;

class NarrowingTest : public testing::Test {
  protected:
    NarrowingTest() : study(200) {
        study.edit([](StudySnapshot& next) {
            next.runs[0].settings.budget = 500;
            next.runs[0].settings.constraints = {*parseConstraint("lut<=90000"),
                                                 *parseConstraint("energy<=1")};
        });
        std::vector<double> fps;
        for (const PairingRecord& record : study.snapshot()->pairings)
            if (record.feasible)
                fps.push_back(record.fps);
        std::ranges::sort(fps);
        limits = {{Quantity::Lut, true, 110000}, {Quantity::Fps, false, fps[fps.size() / 2]}};
    }

    RunSettings settings() const {
        const auto snapshot = study.snapshot();
        return narrowed(*snapshot, snapshot->runs[0], limits);
    }

    FakeStudy study;
    std::vector<Constraint> limits;
};

TEST_F(NarrowingTest, NewLimitsReplaceThoseOfTheirKindOnly) {
    const RunSettings narrow = settings();
    EXPECT_EQ(constraintsText(narrow.constraints), "energy<=1," + constraintsText(limits));
    EXPECT_EQ(narrow.strategy, "nash");
    EXPECT_EQ(narrow.objectives, usualObjectives());
}

/// A limit of the run that leaves nothing inside the new ones gives way, or no pairing could be found.
TEST_F(NarrowingTest, LimitsThatContradictGiveWay) {
    const double least = limits[1].limit;
    study.edit([&](StudySnapshot& next) {
        next.runs[0].settings.constraints = {{Quantity::Fps, true, least / 2}, {Quantity::Lut, false, 50000}};
        next.runs[0].settings.predictor = "made by another run";
    });
    const RunSettings narrow = settings();
    EXPECT_EQ(constraintsText(narrow.constraints), "lut>=50000," + constraintsText(limits));
    EXPECT_EQ(narrow.predictor, "");
}

/// It begins with the pairings inside the limits that none other inside them dominates.
TEST_F(NarrowingTest, BeginsWithTheFrontInsideTheLimits) {
    const auto snapshot = study.snapshot();
    ChunkedList<PairingRecord> inside;
    for (const PairingRecord& record : snapshot->pairings)
        if (record.feasible && record.use.lut <= 110000 && record.fps >= limits[1].limit &&
            record.energyJoule <= 1)
            inside.push_back(record);
    std::vector<std::string> expected;
    for (const std::size_t i : test::slowFront(inside))
        expected.push_back(inside[i].architecture);
    ASSERT_FALSE(expected.empty());
    std::vector<std::string> seeds = settings().seeds;
    EXPECT_EQ(settings().budget, 300 + std::ssize(seeds)); // 200 of 500 were done
    std::ranges::sort(seeds);
    std::ranges::sort(expected);
    EXPECT_EQ(seeds, expected);
}

TEST_F(NarrowingTest, ARandomRunTakesNoSeeds) {
    study.edit([](StudySnapshot& next) { next.runs[0].settings.strategy = "random"; });
    EXPECT_TRUE(settings().seeds.empty());
    EXPECT_EQ(settings().budget, 300);
}

TEST_F(NarrowingTest, PinsThatAStrategyCannotDrawAreNotOffered) {
    ASSERT_TRUE(study.pin(3, "three"));
    ASSERT_TRUE(study.pin(9, "nine"));
    const auto snapshot = study.snapshot();
    EXPECT_EQ(usablePins(*snapshot, "nash"),
              (std::vector<std::string>{snapshot->find(3)->architecture, snapshot->find(9)->architecture}));
    EXPECT_TRUE(usablePins(*snapshot, "random").empty());
    EXPECT_TRUE(usablePins(*snapshot, "conv-only").empty()); // drawn networks are hybrids
    const SearchSpace space = *SearchSpace::preset("nash-cifar100");
    study.edit([&](StudySnapshot& next) {
        next.pairings[8].architecture = space.format(space.smallest(OperatorType::Conv));
    });
    EXPECT_EQ(usablePins(*study.snapshot(), "conv-only").size(), 1U);
}

} // namespace
} // namespace pairscape
