// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/aim_text.h"

#include "tests/ui/support/fake_study.h"
#include "ui/models/metric_column.h"

#include <gtest/gtest.h>

#include <cmath>

namespace pairscape {
namespace {

/// What a search would limit is what the filter shows: on every pairing of a study both say the same.
TEST(AimText, LimitsAdmitWhatTheFilterAdmits) {
    const test::FakeStudy study(300);
    const auto snapshot = study.snapshot();
    for (const MetricColumn& column : metricColumns()) {
        if (!column.quantity)
            continue;
        std::vector<double> values;
        for (const PairingRecord& record : snapshot->pairings)
            if (record.feasible)
                values.push_back(column.value(record));
        std::ranges::sort(values);
        PairingFilter filter;
        filter.ranges.insert(column.id, {values[values.size() / 4], values[values.size() * 3 / 4]});
        const std::vector<Constraint> limits = constraintsOf(filter);
        ASSERT_EQ(limits.size(), 2U) << column.id.toStdString();
        int admitted = 0;
        for (const PairingRecord& record : snapshot->pairings) {
            const double share = violation(limits, quantityValues(record));
            // The end itself may differ by a rounding of the unit.
            EXPECT_EQ(filter.accepts(record), share < 1e-12) << column.id.toStdString() << ' ' << record.id;
            admitted += share < 1e-12;
        }
        EXPECT_GE(admitted, static_cast<int>(values.size()) / 3) << column.id.toStdString();
    }
}

TEST(AimText, HalfOpenRangesGiveOneLimit) {
    PairingFilter filter;
    filter.ranges.insert(QStringLiteral("lut"), {-HUGE_VAL, 60000});
    filter.ranges.insert(QStringLiteral("latency"), {-HUGE_VAL, 2});
    filter.ranges.insert(QStringLiteral("accuracy"), {1.25, HUGE_VAL});
    const std::vector<Constraint> limits = constraintsOf(filter);
    EXPECT_EQ(constraintsText(limits), "accuracy>=1.25,latency<=0.002,lut<=60000");
    EXPECT_EQ(constraintsTitle(limits).toStdString(),
              "Zero-shot rank \u2265 1.25 \u00b7 Latency \u2264 2 ms \u00b7 LUT \u2264 60\u2009000");
}

TEST(AimText, WhatNoSearchCanLimitIsLeftOut) {
    PairingFilter filter;
    filter.setRun(2);
    filter.frontOnly = true;
    filter.ranges.insert(QStringLiteral("macs"), {0, 1e6});
    EXPECT_TRUE(constraintsOf(filter).empty());
}

/// Every figure that a search knows before training can be chosen, in the direction that its name means.
TEST(AimText, OffersWhatASearchCanAimAt) {
    std::vector<std::string> names;
    for (const Objective& objective : choosableObjectives()) {
        EXPECT_EQ(objective, *parseObjective(quantityName(objective.quantity)));
        names.push_back(quantityName(objective.quantity));
    }
    std::ranges::sort(names);
    const std::vector<std::string> expected = {"accuracy",   "bram",  "dsp",        "edp",
                                               "energy",     "fps",   "latency",    "lut",
                                               "parameters", "power", "throughput", "uram"};
    EXPECT_EQ(names, [&] {
        auto sorted = expected;
        std::ranges::sort(sorted);
        return sorted;
    }());
}

TEST(AimText, ArrowsSayWhichWayIsBetter) {
    EXPECT_EQ(objectivesTitle(usualObjectives()).toStdString(), "Zero-shot rank \u2191, FPS \u2191");
    EXPECT_EQ(objectiveTitle({Quantity::Energy, false}).toStdString(), "Energy \u2193");
}

} // namespace
} // namespace pairscape
