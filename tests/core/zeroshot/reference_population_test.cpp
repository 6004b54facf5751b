// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Ranks against counting, and the text form of a population there and back.

#include "core/zeroshot/reference_population.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace pairscape {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

ReferencePopulation populationOf(const std::vector<double>& values) {
    std::vector<ReferenceMember> members;
    for (const double value : values)
        members.push_back({"a", {{"zen", value}}});
    return ReferencePopulation(std::move(members));
}

/// Values with many ties, and the -infinity of undefined scores.
rc::Gen<std::vector<double>> tiedValues() {
    return rc::gen::nonEmpty(rc::gen::container<std::vector<double>>(
        rc::gen::map(rc::gen::inRange(-4, 5), [](int i) { return i == -4 ? -infinity : i / 2.0; })));
}

} // namespace

RC_GTEST_PROP(ReferencePopulation, RankIsTheShareBelowAndHalfOfTheTies, ()) {
    const std::vector<double> values = *tiedValues();
    const double probe =
        *rc::gen::map(rc::gen::inRange(-5, 6), [](int i) { return i == -5 ? -infinity : i / 2.0; });
    double below = 0;
    for (const double value : values)
        below += value < probe ? 1 : value == probe ? 0.5 : 0;
    RC_ASSERT(std::abs(populationOf(values).rank("zen", probe) - below / static_cast<double>(values.size())) <
              1e-12);
}

TEST(ReferencePopulation, NashAddsTwoRanks) {
    const ReferencePopulation population({{"a", {{"nn_degree", 1}, {"zen", 10}}},
                                          {"b", {{"nn_degree", 2}, {"zen", 8}}},
                                          {"c", {{"nn_degree", 3}, {"zen", 9}}},
                                          {"d", {{"nn_degree", 4}, {"zen", 20}}}});
    const RankMetric& nash = *findRankMetric("nash");
    EXPECT_DOUBLE_EQ(population.rankSum(nash, {{"nn_degree", 3}, {"zen", 9.5}}), 2.5 / 4 + 2.0 / 4);
    EXPECT_DOUBLE_EQ(population.rankSum(nash, {{"nn_degree", 9}, {"zen", 99}}), 2);
    EXPECT_DOUBLE_EQ(population.rankSum(nash, {{"nn_degree", 0}, {"zen", -infinity}}), 0);
    EXPECT_EQ(population.rank("synflow", 1), 0) << "a term that the population does not have";
    EXPECT_EQ(ReferencePopulation().rankSum(nash, {{"zen", 1}}), 0);
}

TEST(ReferencePopulation, PairscapeAddsThreeRanks) {
    const auto member = [](double a, double b, double c) {
        return RawScores{{"az_expressivity", a}, {"az_progressivity", b}, {"az_trainability", c}};
    };
    const ReferencePopulation population({{"a", member(1, -3, 10)},
                                          {"b", member(2, -2, 8)},
                                          {"c", member(3, -1, 9)},
                                          {"d", member(4, 0, 20)}});
    const RankMetric& own = *findRankMetric("pairscape");
    EXPECT_EQ(own.highest(), 3U);
    EXPECT_DOUBLE_EQ(population.rankSum(own, member(2.5, -2, 9.5)), 2.0 / 4 + 1.5 / 4 + 2.0 / 4);
    EXPECT_DOUBLE_EQ(population.rankSum(own, member(9, 9, 99)), 3);
    EXPECT_DOUBLE_EQ(population.rankSum(own, member(0, -9, -infinity)), 0);
    EXPECT_TRUE(population.ranks(own, member(1, 1, 1)));
    EXPECT_FALSE(population.ranks(own, {{"az_progressivity", 1}})) << "terms are missing";
    EXPECT_FALSE(population.ranks(*findRankMetric("nash"), {{"nn_degree", 1}, {"zen", 1}}))
        << "the population lacks its terms";
    EXPECT_EQ(population.rankSum(*findRankMetric("nash"), {{"nn_degree", 1}, {"zen", 1}}), 0);
}

TEST(ReferencePopulation, ATermMayBeRankedBackwards) {
    const ReferencePopulation population({{"a", {{"x", 1}}}, {"b", {{"x", 2}}}, {"c", {{"x", 4}}}});
    const RankMetric metric = {"m", "M", {{"x", true}}, "", ""};
    EXPECT_DOUBLE_EQ(population.rankSum(metric, {{"x", 3}}), 1.0 / 3);
    EXPECT_DOUBLE_EQ(population.rankSum(metric, {{"x", 2}}), 1.5 / 3);
    EXPECT_DOUBLE_EQ(population.rankSum(metric, {{"x", 0}}), 1);
}

/// What docs/zero-shot.md says of the populations that come with the program.
TEST(ReferencePopulation, ShippedOnesHaveTheTermsOfTheMetrics) {
    for (const std::string& name : SearchSpace::presetNames()) {
        const auto shipped = ReferencePopulation::shipped(*SearchSpace::preset(name), 1);
        ASSERT_TRUE(shipped.ok()) << name;
        EXPECT_EQ(shipped->members().size(), 512U);
        for (const RankMetric& metric : rankMetrics())
            if (metric.name == "nash" || name == "tiny" || name == "nash-cifar100") {
                for (const std::string& term : metric.termNames())
                    EXPECT_EQ(shipped->membersWith(term), 512U) << name << ' ' << term;
            }
    }
}

TEST(RankMetric, UnknownOnesAreASentence) {
    EXPECT_EQ(findRankMetric("zen"), nullptr);
    EXPECT_EQ(parseRankMetric("zenn").error().message,
              "There is no zero-shot metric 'zenn' for accuracy; choose nash or pairscape.");
}

RC_GTEST_PROP(ReferencePopulation, CsvGivesTheSamePopulationBack, ()) {
    const auto values = *rc::gen::container<std::vector<double>>(rc::gen::arbitrary<double>());
    RC_PRE(!values.empty());
    std::vector<ReferenceMember> members;
    for (std::size_t i = 0; i < values.size(); ++i) {
        RC_PRE(!std::isnan(values[i]));
        ReferenceMember member{i % 2 == 0 ? "stem8 8k3e1:CA" : "stem8 16:C3e1,A5e6,-", {{"zen", values[i]}}};
        if (i % 3 == 0 || i == 0) // a member may lack a term
            member.scores.push_back({"nn_degree", -infinity});
        members.push_back(member);
    }
    const ReferencePopulation population(members);
    const auto back = ReferencePopulation::fromCsv(population.toCsv(), "test");
    RC_ASSERT(back.ok());
    RC_ASSERT(back->members().size() == members.size());
    for (std::size_t i = 0; i < members.size(); ++i) {
        RC_ASSERT(back->members()[i].architecture == members[i].architecture);
        RC_ASSERT(back->members()[i].scores == members[i].scores);
    }
    RC_ASSERT(back->toCsv() == population.toCsv());
}

TEST(ReferencePopulation, BadCsvIsOneSentenceWithItsLine) {
    const auto message = [](const std::string& text) {
        const auto read = ReferencePopulation::fromCsv(text, "p.csv");
        EXPECT_FALSE(read.ok()) << text;
        return read.ok() ? std::string() : read.error().message;
    };
    EXPECT_EQ(message("arch,zen\na,1\n"),
              "p.csv, line 1: the header must be 'architecture' and the names of terms.");
    EXPECT_EQ(message("architecture,zen\na,1\nb,x\n"), "p.csv, line 3: 'x' is not a value of zen.");
    EXPECT_EQ(message("architecture,zen\na,nan\n"), "p.csv, line 2: 'nan' is not a value of zen.");
    EXPECT_EQ(message("architecture,zen\na,1,2\n"), "p.csv, line 2: it has 3 fields, and the header 2.");
    EXPECT_EQ(message("architecture,zen\n\"a,1\n"), "p.csv, line 2: a quotation mark is not closed.");
    EXPECT_EQ(message("architecture,zen\n"),
              "p.csv has no members; it must have a header and one line for each.");
    EXPECT_EQ(message(""), "p.csv has no members; it must have a header and one line for each.");
}

TEST(ReferencePopulation, WindowsLineEndsAreRead) {
    const auto read = ReferencePopulation::fromCsv("architecture,zen\r\na,1.5\r\n", "p.csv");
    ASSERT_TRUE(read.ok());
    EXPECT_EQ(read->members().front().scores, (RawScores{{"zen", 1.5}}));
}

TEST(ReferencePopulation, OfAnotherSeedOrSpaceIsNotShipped) {
    const SearchSpace tiny = *SearchSpace::preset("tiny");
    EXPECT_TRUE(ReferencePopulation::shipped(tiny, 1).ok());
    const auto missing = ReferencePopulation::shipped(tiny, 77);
    ASSERT_FALSE(missing.ok());
    EXPECT_EQ(missing.error().code, ErrorCode::NotFound);
    std::string json = tiny.toJson();
    const std::string classes = "\"classes\"";
    json.replace(json.find_first_of("0123456789", json.find(classes)), 1, "2"); // 10 become 20
    const auto own = SearchSpace::fromJson(json, "a person's space");
    ASSERT_TRUE(own.ok()) << own.error().message;
    EXPECT_FALSE(ReferencePopulation::shipped(*own, 1).ok()) << "it only bears the preset's name";
}

TEST(ReferencePopulation, JoinedTermsAreRankedAmongThoseThatHaveThem) {
    const ReferencePopulation all({{"a", {{"zen", 1}}}, {"b", {{"zen", 2}}}, {"c", {{"zen", 3}}}});
    const auto joined = all.joinedWith(
        ReferencePopulation({{"a", {{"snip", 10}, {"zen", 5}}}, {"b", {{"snip", 20}, {"zen", 2}}}}));
    ASSERT_TRUE(joined.ok());
    EXPECT_EQ(joined->membersWith("zen"), 3U);
    EXPECT_EQ(joined->membersWith("snip"), 2U);
    EXPECT_EQ(joined->membersWith("grasp"), 0U);
    EXPECT_DOUBLE_EQ(joined->rank("snip", 15), 0.5);
    EXPECT_DOUBLE_EQ(joined->rank("zen", 4), 2.0 / 3) << "b and c: a's is the new one";
    EXPECT_EQ(joined->toCsv(), "architecture,zen,snip\na,5,10\nb,2,20\nc,3,\n");
    const auto stranger = all.joinedWith(ReferencePopulation({{"d", {{"snip", 1}}}}));
    ASSERT_FALSE(stranger.ok());
    EXPECT_EQ(stranger.error().code, ErrorCode::InvalidInput);
}

} // namespace pairscape
