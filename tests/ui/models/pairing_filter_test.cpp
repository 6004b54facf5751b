// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/pairing_filter.h"

#include "tests/ui/support/fake_study.h"
#include "ui/models/metric_column.h"

#include <gtest/gtest.h>

#include <cmath>

namespace pairscape {
namespace {

PairingRecord feasible(double fps) {
    PairingRecord record;
    record.id = 1;
    record.fps = fps;
    return record;
}

PairingFilter range(const char* metric, double min, double max) {
    PairingFilter filter;
    filter.ranges.insert(QString::fromLatin1(metric), {min, max});
    return filter;
}

TEST(PairingFilter, ADefaultOneAdmitsAll) {
    const PairingFilter filter;
    EXPECT_FALSE(filter.active());
    PairingRecord record = feasible(10);
    record.feasible = false;
    EXPECT_TRUE(filter.accepts(record));
}

TEST(PairingFilter, RangesIncludeTheirEnds) {
    const PairingFilter filter = range("fps", 10, 20);
    EXPECT_TRUE(filter.active());
    EXPECT_TRUE(filter.accepts(feasible(10)));
    EXPECT_TRUE(filter.accepts(feasible(20)));
    EXPECT_FALSE(filter.accepts(feasible(std::nextafter(10.0, 0.0))));
    EXPECT_FALSE(filter.accepts(feasible(std::nextafter(20.0, 30.0))));
}

TEST(PairingFilter, AFigureThatDoesNotApplyLiesInNoRange) {
    PairingRecord record = feasible(15);
    record.feasible = false;
    EXPECT_FALSE(range("fps", 10, 20).accepts(record));
    EXPECT_FALSE(range("fps", -HUGE_VAL, HUGE_VAL).accepts(record));
}

TEST(PairingFilter, AnUnknownMetricAdmitsAll) {
    EXPECT_TRUE(range("of the future", 1, 2).accepts(feasible(15)));
}

TEST(PairingFilter, QuestionsAreAllToBeAnswered) {
    PairingFilter filter;
    filter.frontOnly = true;
    filter.pinnedOnly = true;
    PairingRecord record = feasible(1);
    EXPECT_FALSE(filter.accepts(record));
    record.onFront = true;
    EXPECT_FALSE(filter.accepts(record));
    record.pin = "name";
    EXPECT_TRUE(filter.accepts(record));
    filter.feasibleOnly = true;
    record.feasible = false;
    EXPECT_FALSE(filter.accepts(record));
}

/// The prepared test against the plain reading of the filter, on many records.
TEST(PairingFilterTest, EqualsAskingEachRangeByItself) {
    const test::FakeStudy study(400);
    PairingFilter filter = range("fps", 500, 3000);
    filter.ranges.insert(QStringLiteral("lut"), {0, 90000});
    filter.ranges.insert(QStringLiteral("accuracy"), {0.9, 2});
    filter.feasibleOnly = true;
    const PairingFilterTest prepared(filter);
    int accepted = 0;
    for (const PairingRecord& record : study.snapshot()->pairings) {
        const bool expected = record.feasible && record.fps >= 500 && record.fps <= 3000 &&
                              record.use.lut <= 90000 && record.accuracy >= 0.9;
        EXPECT_EQ(prepared(record), expected);
        EXPECT_EQ(filter.accepts(record), expected);
        accepted += expected;
    }
    EXPECT_GT(accepted, 0);
    EXPECT_LT(accepted, 400);
}

} // namespace
} // namespace pairscape
