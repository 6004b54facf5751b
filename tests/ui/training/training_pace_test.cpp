// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/training_pace.h"

#include <gtest/gtest.h>

namespace pairscape {
namespace {

using std::chrono::seconds;

/// Times are given, none are measured.
class TrainingPaceTest : public testing::Test {
  protected:
    static TrainingPace::Clock::time_point at(int second) {
        return TrainingPace::Clock::time_point() + seconds(1000 + second);
    }
    TrainingPaceTest() { pace.begin(at(0)); }
    TrainingPace pace;
};

TEST_F(TrainingPaceTest, NothingIsKnownBeforeTheSecondReport) {
    EXPECT_LT(pace.secondsLeft(100, 1), 0);
    pace.moved(0, at(0));
    EXPECT_LT(pace.secondsLeft(100, 1), 0);
    pace.moved(50, at(2));
    EXPECT_DOUBLE_EQ(pace.rate(), 25);
    EXPECT_DOUBLE_EQ(pace.secondsLeft(100, 0), 4);
    EXPECT_DOUBLE_EQ(pace.elapsed(at(3)), 3);
}

/// A pause counts neither as slow training nor as time spent.
TEST_F(TrainingPaceTest, APauseIsLeftOut) {
    pace.moved(0, at(0));
    pace.moved(40, at(2));
    pace.held(true, at(3));
    EXPECT_DOUBLE_EQ(pace.elapsed(at(50)), 3);
    pace.held(false, at(63));
    EXPECT_DOUBLE_EQ(pace.rate(), 20); // as it was, until it is measured anew
    pace.moved(42, at(64));
    pace.moved(72, at(65));
    EXPECT_DOUBLE_EQ(pace.rate(), 30);
    EXPECT_DOUBLE_EQ(pace.elapsed(at(65)), 5);
    pace.held(true, at(70));
    pace.end(at(80)); // stopped while it waited
    EXPECT_DOUBLE_EQ(pace.elapsed(at(999)), 10);
}

/// A test takes no images; the tests that are to come count for what the last one took.
TEST_F(TrainingPaceTest, TestsAreCountedApart) {
    pace.moved(0, at(0));
    pace.moved(100, at(10));
    pace.testing(at(10));
    pace.epochEnded(at(14));
    pace.moved(100, at(14));
    EXPECT_DOUBLE_EQ(pace.rate(), 10);
    pace.moved(110, at(15));
    EXPECT_DOUBLE_EQ(pace.rate(), 10);
    EXPECT_DOUBLE_EQ(pace.secondsLeft(90, 2), 9 + 2 * 4);
    EXPECT_DOUBLE_EQ(pace.elapsed(at(15)), 15);
}

/// Epochs so short that there is one report between two tests.
TEST_F(TrainingPaceTest, ShortEpochsHaveARateToo) {
    pace.moved(100, at(0)); // gone on with after the first hundred
    pace.testing(at(2));
    pace.epochEnded(at(3));
    pace.moved(160, at(4));
    EXPECT_DOUBLE_EQ(pace.rate(), 20);
}

} // namespace
} // namespace pairscape
