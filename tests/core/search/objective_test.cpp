// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search/objective.h"

#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>

#include <cmath>
#include <string>

namespace pairscape {
namespace {

TEST(Objective, IsReadAsItIsTyped) {
    EXPECT_EQ(*parseObjective("fps:max"), (Objective{Quantity::Fps, true}));
    EXPECT_EQ(*parseObjective("energy:min"), (Objective{Quantity::Energy, false}));
    EXPECT_EQ(*parseObjective("lut"), (Objective{Quantity::Lut, false})); // fewer is meant
    EXPECT_EQ(*parseObjective("throughput"), (Objective{Quantity::Throughput, true}));
    EXPECT_EQ(*parseObjective("lut:max"), (Objective{Quantity::Lut, true}));
    EXPECT_EQ(parseObjectives("fps:max,edp:min,parameters")->size(), 3U);
    EXPECT_TRUE(parseObjectives("")->empty());
}

TEST(Constraint, UnitsAreTurnedIntoTheQuantitysOwn) {
    const auto limit = [](const char* text) { return parseConstraint(text)->limit; };
    EXPECT_DOUBLE_EQ(limit("lut<=60000"), 60000);
    EXPECT_DOUBLE_EQ(limit("lut<=60k"), 60000);
    EXPECT_DOUBLE_EQ(limit("latency<=2ms"), 0.002);
    EXPECT_DOUBLE_EQ(limit("latency<=0.002"), 0.002);
    EXPECT_DOUBLE_EQ(limit("latency<=2s"), 2);
    EXPECT_DOUBLE_EQ(limit("energy<=150uJ"), 150e-6);
    EXPECT_DOUBLE_EQ(limit("throughput>=0.5TOPS"), 500);
    EXPECT_DOUBLE_EQ(limit("throughput>=500MOPS"), 0.5);
    EXPECT_DOUBLE_EQ(limit("parameters<=7.5M"), 7.5e6);
    EXPECT_DOUBLE_EQ(limit("trained-accuracy>=70%"), 70);
    EXPECT_TRUE(parseConstraint("lut<=1")->atMost);
    EXPECT_FALSE(parseConstraint("fps>=1")->atMost);
}

TEST(Aims, WhatIsWrongIsOneSentence) {
    const auto message = [](const auto& result) {
        if (result.ok())
            return std::string("accepted");
        const std::string& text = result.error().message;
        EXPECT_TRUE(text.ends_with('.')) << text;
        EXPECT_EQ(text.find('\n'), std::string::npos);
        return text;
    };
    EXPECT_NE(message(parseObjective("fpss:max")).find("did you mean 'fps'?"), std::string::npos);
    EXPECT_NE(message(parseObjective("fps:up")).find("fps:max or fps:min"), std::string::npos);
    EXPECT_NE(message(parseConstraint("lut<60000")).find("neither <= nor >="), std::string::npos);
    EXPECT_NE(message(parseConstraint("lut=60000")).find("neither <= nor >="), std::string::npos);
    EXPECT_NE(message(parseConstraint("lut")).find("no <= or >="), std::string::npos);
    EXPECT_NE(message(parseConstraint("lut<=many")).find("no number"), std::string::npos);
    EXPECT_NE(message(parseConstraint("lut<=inf")).find("no number"), std::string::npos);
    EXPECT_NE(message(parseConstraint("latency<=2mJ")).find("unknown unit 'mJ'"), std::string::npos);
    EXPECT_NE(message(parseConstraint("luts<=3")).find("did you mean 'lut'?"), std::string::npos);
    EXPECT_NE(message(parseObjectives("fps,,lut")), "accepted");

    const auto check = [&](const char* objectives, const char* constraints) {
        return message(checkAims(*parseObjectives(objectives), *parseConstraints(constraints)));
    };
    EXPECT_EQ(check("fps,energy", "lut<=5,lut>=2,fps>=3"), "accepted");
    EXPECT_NE(check("fps", "").find("two objectives"), std::string::npos);
    EXPECT_NE(check("fps,lut,fps:min", "").find("named twice"), std::string::npos);
    EXPECT_NE(check("fps,lut", "dsp>=10,dsp<=9").find("nothing between"), std::string::npos);
}

/// What is written is read back, to the last bit.
RC_GTEST_PROP(Aims, TextsComeBack, ()) {
    std::vector<Objective> objectives;
    std::vector<Constraint> constraints;
    for (std::size_t i = 0; i < quantityCount; ++i) {
        const auto quantity = static_cast<Quantity>(i);
        if (*rc::gen::arbitrary<bool>())
            objectives.push_back({quantity, *rc::gen::arbitrary<bool>()});
        if (*rc::gen::arbitrary<bool>())
            constraints.push_back(
                {quantity, *rc::gen::arbitrary<bool>(),
                 std::ldexp(*rc::gen::inRange(-100000, 100000) / 7.0, *rc::gen::inRange(-60, 60))});
    }
    RC_ASSERT(*parseObjectives(objectivesText(objectives)) == objectives);
    RC_ASSERT(*parseConstraints(constraintsText(constraints)) == constraints);
}

TEST(Goodness, LargerIsAlwaysBetter) {
    EXPECT_GT(goodness({Quantity::Fps, true}, 20), goodness({Quantity::Fps, true}, 10));
    EXPECT_LT(goodness({Quantity::Fps, false}, 20), goodness({Quantity::Fps, false}, 10));
    EXPECT_GT(goodness({Quantity::Dsp, false}, 0), goodness({Quantity::Dsp, false}, 1));
    // A tenfold gain is worth the same anywhere.
    EXPECT_NEAR(goodness({Quantity::Fps, true}, 1000) - goodness({Quantity::Fps, true}, 100), 1, 1e-12);
    EXPECT_NEAR(goodness({Quantity::Energy, false}, 1e-4) - goodness({Quantity::Energy, false}, 1e-3), 1,
                1e-12);
}

TEST(Violation, IsTheSumOfRelativeExcess) {
    QuantityValues values;
    values[Quantity::Lut] = 75000;
    values[Quantity::Fps] = 80;
    values[Quantity::Dsp] = 3;
    EXPECT_DOUBLE_EQ(violation(*parseConstraints("lut<=60000"), values), 0.25);
    EXPECT_DOUBLE_EQ(violation(*parseConstraints("lut<=60000,fps>=100"), values), 0.45);
    EXPECT_DOUBLE_EQ(violation(*parseConstraints("lut<=75000,fps>=80"), values),
                     0); // the limit itself is kept
    EXPECT_DOUBLE_EQ(violation(*parseConstraints("dsp<=0"), values), 3);
    EXPECT_DOUBLE_EQ(violation(*parseConstraints("latency<=1"), values), 1); // not known
    EXPECT_DOUBLE_EQ(violation({}, values), 0);
}

} // namespace
} // namespace pairscape
