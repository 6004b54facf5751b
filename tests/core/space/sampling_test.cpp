// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/space/search_space.h"
#include "core/space/space_index.h"
#include "tests/core/space/test_spaces.h"
#include "tests/support/arbitrary_architecture.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <map>
#include <set>

namespace pairscape {
namespace {

/// Every text of the tiny space, by plain loops over what its preset says.
std::set<std::string> tinyTexts() {
    std::vector<std::string> fillings;
    for (const char a : {'C', 'S', 'A'}) {
        fillings.push_back(std::string(1, a));
        for (const char b : {'C', 'S', 'A'})
            fillings.push_back(std::string{a, b});
    }
    std::set<std::string> texts;
    for (const std::string& first : fillings)
        for (const char* channels : {"8", "16"})
            for (const char* kernel : {"k3", "k5"})
                for (const char* expansion : {"e2", "e3"})
                    for (const std::string& second : fillings)
                        texts.insert("stem8 8k3e1:" + first + ' ' + channels + kernel + expansion + ':' +
                                     second + " head32");
    return texts;
}

/// Every text of the skipping space: all products, then those that break a rule are struck out.
std::set<std::string> skippingTexts() {
    std::set<std::string> texts;
    const std::vector<std::string> one = {"C3e1", "C3e2", "A3e1", "A3e2", "-"};
    const std::vector<std::string> two = {"C3e2", "C5e2", "A3e2", "A5e2", "-"};
    for (const std::string stem : {"8", "16"})
        for (const std::string first : {"8", "16"})
            for (const std::string& a : one)
                for (const std::string& b : one)
                    for (const std::string second : {"8", "24"})
                        for (const std::string& c : two)
                            for (const std::string d : {"C3e1", "A3e1"})
                                for (const std::string head : {"16", "32"}) {
                                    if ((a == "-" && stem != first) || (c == "-" && first != second))
                                        continue;
                                    std::string text = "stem" + stem + ' ' + first + ':' + a;
                                    text += ',' + b + ' ' + second + ':' + c;
                                    texts.insert(text + " 24:" + d + " head" + head);
                                }
    return texts;
}

std::set<std::string> enumeratedTexts(const SearchSpace& space) {
    const auto all = space.enumerate(100'000);
    EXPECT_TRUE(all.ok());
    std::set<std::string> texts;
    for (const Architecture& architecture : *all) {
        EXPECT_TRUE(space.validate(architecture).ok());
        EXPECT_TRUE(texts.insert(space.format(architecture)).second) << space.format(architecture);
    }
    EXPECT_EQ(space.sizeText(), std::to_string(texts.size()));
    return texts;
}

TEST(Enumerate, IsThePlainLoops) {
    EXPECT_EQ(enumeratedTexts(*SearchSpace::preset("tiny")), tinyTexts());
    EXPECT_EQ(tinyTexts().size(), 1152u);
    EXPECT_EQ(enumeratedTexts(skippingSpace()), skippingTexts());
}

TEST(Enumerate, RefusesAboveTheLimit) {
    const SearchSpace tiny = *SearchSpace::preset("tiny");
    EXPECT_TRUE(tiny.enumerate(1152).ok());
    EXPECT_FALSE(tiny.enumerate(1151).ok());
    const auto large = SearchSpace::preset("nash-cifar100")->enumerate(1'000'000);
    ASSERT_FALSE(large.ok());
    EXPECT_EQ(large.error().code, ErrorCode::Infeasible);
    EXPECT_EQ(large.error().message,
              "The search space nash-cifar100 has 90684616215882137547571200 architectures, "
              "more than the 1000000 that may be listed; sample it instead.");
}

RC_GTEST_PROP(SpaceIndex, NumbersAreOneToOne, ()) {
    const SearchSpace space = *rc::gen::oneOf(arbitrarySpace(), rc::gen::just(skippingSpace()));
    const SpaceIndex index(space);
    const Architecture architecture = *arbitraryArchitecture(space);
    const WholeNumber number = index.numberOf(space, architecture);
    RC_ASSERT(number < index.size());
    RC_ASSERT(index.at(space, number) == architecture);
}

TEST(SpaceIndex, EndsAreNumberedToo) {
    for (const std::string& name : SearchSpace::presetNames()) {
        const SearchSpace space = *SearchSpace::preset(name);
        const SpaceIndex index(space);
        const WholeNumber last = index.size() - 1;
        EXPECT_TRUE(space.validate(index.at(space, 0)).ok());
        EXPECT_TRUE(space.validate(index.at(space, last)).ok());
        EXPECT_EQ(index.numberOf(space, index.at(space, last)), last);
    }
}

/// Chi-square against equal frequencies must lie within five standard deviations of its mean.
void expectUniform(const std::map<std::string, int>& counts, std::size_t cells, int draws) {
    EXPECT_EQ(counts.size(), cells);
    const double expected = static_cast<double>(draws) / static_cast<double>(cells);
    double chiSquare = 0;
    for (const auto& [text, count] : counts)
        chiSquare += (count - expected) * (count - expected) / expected;
    const double freedom = static_cast<double>(cells - 1);
    EXPECT_LT(std::abs(chiSquare - freedom), 5 * std::sqrt(2 * freedom));
}

TEST(Sample, IsUniformOverArchitectures) {
    for (const SearchSpace& space : {*SearchSpace::preset("tiny"), skippingSpace()}) {
        const std::size_t cells = static_cast<std::size_t>(space.size());
        const int draws = static_cast<int>(60 * cells);
        RandomStream random({7, 1});
        std::map<std::string, int> counts;
        for (int i = 0; i < draws; ++i)
            ++counts[space.format(space.sample(random))];
        expectUniform(counts, cells, draws);
    }
}

TEST(Sample, DeepStagesAreAsFrequentAsTheirFillings) {
    const SearchSpace space = *SearchSpace::preset("nash-cifar100");
    RandomStream random({7, 2});
    constexpr int draws = 20'000;
    std::array<int, 9> depths{};
    for (int i = 0; i < draws; ++i)
        ++depths[space.sample(random).stages[4].blocks.size()];
    // mb5 has 3 to 8 blocks, and 3^d ways to give d blocks their operators.
    const double all = 27 + 81 + 243 + 729 + 2187 + 6561;
    for (int depth = 3; depth <= 8; ++depth) {
        const double p = std::pow(3, depth) / all;
        EXPECT_NEAR(depths[static_cast<std::size_t>(depth)], draws * p, 5 * std::sqrt(draws * p * (1 - p)));
    }
}

TEST(Sample, SameStreamSameArchitecture) {
    for (const std::string& name : SearchSpace::presetNames()) {
        const SearchSpace space = *SearchSpace::preset(name);
        RandomStream first({11, 3}), second({11, 3}), other({11, 4});
        const Architecture sampled = space.sample(first);
        EXPECT_EQ(sampled, space.sample(second));
        EXPECT_NE(sampled, space.sample(other));
    }
}

TEST(Sample, DrawsArePinned) {
    // Shipped reference populations and resumed runs hang on these: the same stream must give the same
    // architectures for ever.
    const auto drawn = [](const std::string& name) {
        const SearchSpace space = *SearchSpace::preset(name);
        RandomStream random({2024, 9});
        const Architecture first = space.sample(random);
        const Architecture child = space.mutate(first, 0.1, random);
        return space.format(space.crossover(first, space.mutate(child, 0.5, random), random));
    };
    EXPECT_EQ(drawn("tiny"), "stem8 8k3e1:SC 16k3e3:C head32");
    EXPECT_EQ(drawn("nash-cifar100"),
              "stem24 16k5e1:C 32k5e6:CAAA 32k5e4:SSS 72k3e6:CCCSAC 112k5e6:SSSCCCSC 208k3e6:CCCCACC "
              "224k5e6:AS head1984");
    EXPECT_EQ(drawn("nasa-cifar"),
              "stem16 16:S3e6 24:S5e3,C5e3,A5e6,S3e1 32:A5e1,A5e6,C5e3,- 64:C3e6,S3e1,C3e6,S3e1 "
              "112:C3e6,A5e6,A5e3,S5e6 184:A5e3,C3e3,A5e1,S3e1 352:S3e6 head1504");
}

TEST(UniformBelow, StaysBelowAndReachesEverything) {
    RandomStream random({5});
    for (const unsigned bound : {1u, 2u, 3u, 5u, 7u, 32u, 33u}) {
        std::map<std::string, int> counts;
        for (int i = 0; i < 10'000; ++i) {
            const WholeNumber number = uniformBelow(bound, random);
            ASSERT_LT(number, bound);
            ++counts[number.str()];
        }
        if (bound > 1)
            expectUniform(counts, bound, 10'000);
    }
    // Across the borders of the 32-bit words that it draws.
    for (const unsigned bits : {31u, 32u, 33u, 64u, 65u, 96u, 200u}) {
        const WholeNumber bound = (WholeNumber(1) << bits) + 1;
        bool upperHalf = false;
        for (int i = 0; i < 100; ++i) {
            const WholeNumber number = uniformBelow(bound, random);
            ASSERT_LT(number, bound);
            upperHalf = upperHalf || number > bound / 2;
        }
        EXPECT_TRUE(upperHalf);
    }
}

} // namespace
} // namespace pairscape
