// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search/strategy.h"

#include "core/space/search_space.h"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

namespace pairscape {
namespace {

using enum OperatorType;

TEST(Strategy, EachHasItsNameItsOperatorsAndAReading) {
    // Written down once more: the names are part of study files and of scripts.
    const std::vector<std::pair<std::string, std::vector<OperatorType>>> expected = {
        {"nash", {Conv, Shift, Adder}},   {"nasa-f", {Conv, Adder}},
        {"nasa", {Conv, Shift, Adder}},   {"conv-only", {Conv}},
        {"shift-only", {Shift}},          {"adder-only", {Adder}},
        {"random", {Conv, Shift, Adder}}, {"sequential", {Conv, Shift, Adder}}};
    ASSERT_EQ(strategies().size(), expected.size());
    std::set<std::string> titles;
    for (const auto& [name, operators] : expected) {
        const auto strategy = findStrategy(name);
        ASSERT_TRUE(strategy) << name;
        EXPECT_EQ(strategy->name, name);
        EXPECT_EQ(strategy->operators, operators) << name;
        EXPECT_EQ(strategy->exploration, name == "random" ? Exploration::Random : Exploration::Evolutionary);
        EXPECT_EQ(strategy->accuracyAlone, name == "sequential");
        EXPECT_EQ(strategy->method, name == "nasa" ? std::optional(AcceleratorMethod::Nasa) : std::nullopt);
        EXPECT_TRUE(strategy->description.ends_with('.')) << name;
        EXPECT_EQ(strategy->description.find("  "), std::string::npos) << name;
        titles.insert(strategy->title);
    }
    EXPECT_EQ(titles.size(), expected.size());
}

TEST(Strategy, AnUnknownNameIsToldWhatThereIs) {
    const auto near = findStrategy("nsh");
    ASSERT_FALSE(near);
    EXPECT_EQ(near.error().code, ErrorCode::InvalidInput);
    EXPECT_NE(near.error().message.find("did you mean 'nash'?"), std::string::npos) << near.error().message;
    const auto far = findStrategy("simulated annealing");
    ASSERT_FALSE(far);
    EXPECT_EQ(far.error().message.find("did you mean"), std::string::npos);
    for (const Strategy& strategy : strategies())
        EXPECT_NE(far.error().message.find(strategy.name), std::string::npos) << strategy.name;
}

TEST(Strategy, RestrictsEveryShippedSpaceThatHasItsOperators) {
    for (const std::string& name : SearchSpace::presetNames()) {
        const SearchSpace space = *SearchSpace::preset(name);
        for (const Strategy& strategy : strategies()) {
            const auto restricted = space.restrictedTo(strategy.operators);
            ASSERT_TRUE(restricted) << name << ' ' << strategy.name;
            EXPECT_EQ(restricted->operators(), strategy.operators) << name << ' ' << strategy.name;
        }
    }
}

} // namespace
} // namespace pairscape
