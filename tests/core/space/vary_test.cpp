// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/space/search_space.h"
#include "tests/core/space/test_spaces.h"
#include "tests/support/arbitrary_architecture.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <set>

namespace pairscape {
namespace {

rc::Gen<SearchSpace> presetOrSkipping() {
    return rc::gen::oneOf(arbitrarySpace(), rc::gen::just(skippingSpace()));
}

RC_GTEST_PROP(Mutate, StaysInTheSpaceAndDiffers, ()) {
    const SearchSpace space = *presetOrSkipping();
    const Architecture parent = *arbitraryArchitecture(space);
    const double rate = *rc::gen::element(0.0, 0.02, 0.1, 0.5, 1.0);
    RandomStream random({*rc::gen::arbitrary<std::uint64_t>()});
    const Architecture child = space.mutate(parent, rate, random);
    const Status valid = space.validate(child);
    RC_ASSERT(valid.ok());
    RC_ASSERT(!(child == parent));
}

RC_GTEST_PROP(Crossover, StaysInTheSpace, ()) {
    const SearchSpace space = *presetOrSkipping();
    const Architecture a = *arbitraryArchitecture(space), b = *arbitraryArchitecture(space);
    RandomStream random({*rc::gen::arbitrary<std::uint64_t>()});
    const Architecture child = space.crossover(a, b, random);
    RC_ASSERT(space.validate(child).ok());
    RC_ASSERT(child.stemChannels == a.stemChannels || child.stemChannels == b.stemChannels);
    RC_ASSERT(child.headChannels == a.headChannels || child.headChannels == b.headChannels);
    for (std::size_t i = 0; i < child.stages.size(); ++i) {
        const StageGene &own = child.stages[i], &left = a.stages[i], &right = b.stages[i];
        const auto shapedLike = [&](const StageGene& parent) {
            return own.channels == parent.channels && own.blocks.size() == parent.blocks.size();
        };
        RC_ASSERT(shapedLike(left) || shapedLike(right));
        for (std::size_t j = 0; j < own.blocks.size(); ++j) {
            const auto like = [&](const StageGene& parent) {
                return j < parent.blocks.size() && own.blocks[j].op == parent.blocks[j].op;
            };
            // Where neither parent's skip is possible the block is drawn anew.
            const auto skipped = [&](const StageGene& parent) {
                return j < parent.blocks.size() && parent.blocks[j].skip;
            };
            RC_ASSERT(like(left) || like(right) || skipped(left) || skipped(right));
        }
    }
}

RC_GTEST_PROP(Crossover, OfEqualParentsIsTheParent, ()) {
    const SearchSpace space = *presetOrSkipping();
    const Architecture parent = *arbitraryArchitecture(space);
    RandomStream random({*rc::gen::arbitrary<std::uint64_t>()});
    RC_ASSERT(space.crossover(parent, parent, random) == parent);
}

TEST(Mutate, AtRateZeroChangesOneGene) {
    const SearchSpace space = *SearchSpace::preset("tiny");
    const Architecture parent = *space.parse("stem8 8k3e1:C 8k3e2:CC head32");
    // The operators of three blocks, both depths, channels, kernel and expansion of the second stage.
    const std::set<std::string> expected = {
        "stem8 8k3e1:S 8k3e2:CC head32",  "stem8 8k3e1:A 8k3e2:CC head32",  "stem8 8k3e1:CC 8k3e2:CC head32",
        "stem8 8k3e1:CS 8k3e2:CC head32", "stem8 8k3e1:CA 8k3e2:CC head32", "stem8 8k3e1:C 16k3e2:CC head32",
        "stem8 8k3e1:C 8k3e2:C head32",   "stem8 8k3e1:C 8k5e2:CC head32",  "stem8 8k3e1:C 8k3e3:CC head32",
        "stem8 8k3e1:C 8k3e2:SC head32",  "stem8 8k3e1:C 8k3e2:AC head32",  "stem8 8k3e1:C 8k3e2:CS head32",
        "stem8 8k3e1:C 8k3e2:CA head32"};
    std::set<std::string> seen;
    RandomStream random({3});
    for (int i = 0; i < 2000; ++i)
        seen.insert(space.format(space.mutate(parent, 0.0, random)));
    EXPECT_EQ(seen, expected);
}

TEST(Mutate, ReachesTheWholeSpaceAtRateOne) {
    const SearchSpace space = *SearchSpace::preset("tiny");
    const Architecture parent = space.smallest(OperatorType::Conv);
    std::set<std::string> seen = {space.format(parent)};
    RandomStream random({4});
    for (int i = 0; i < 60'000; ++i)
        seen.insert(space.format(space.mutate(parent, 1.0, random)));
    EXPECT_EQ(seen.size(), 1152u);
}

TEST(Mutate, RateIsTheProbabilityOfARedraw) {
    const SearchSpace space = *SearchSpace::preset("nash-cifar100");
    const Architecture parent = space.largest(OperatorType::Conv);
    RandomStream random({6});
    constexpr int draws = 20'000;
    int stems = 0, operators = 0;
    for (int i = 0; i < draws; ++i) {
        const Architecture child = space.mutate(parent, 0.3, random);
        stems += child.stemChannels != parent.stemChannels ? 1 : 0;
        operators += child.stages[5].blocks[0].op != OperatorType::Conv ? 1 : 0;
    }
    // A redraw hits the old value again with probability 1/2 (stem) and 1/3 (operator).
    EXPECT_NEAR(stems, 0.3 / 2 * draws, 300);
    EXPECT_NEAR(operators, 0.3 * 2 / 3 * draws, 300);
}

TEST(Mutate, LeavesASpaceOfOnePointAlone) {
    std::string text = SearchSpace::preset("tiny")->toJson();
    for (const auto& [from, to] :
         std::vector<std::pair<std::string, std::string>>{{"[1, 2]", "[1]"},
                                                          {"[1, 2]", "[1]"},
                                                          {"[8, 16]", "[8]"},
                                                          {"[3, 5]", "[3]"},
                                                          {"[2, 3]", "[2]"},
                                                          {"[\"conv\", \"shift\", \"adder\"]", "[\"conv\"]"}})
        text.replace(text.find(from), from.size(), to);
    const auto space = SearchSpace::fromJson(text, "one point");
    ASSERT_TRUE(space.ok()) << space.error().message;
    EXPECT_EQ(space->sizeText(), "1");
    RandomStream random({8});
    const Architecture only = space->sample(random);
    EXPECT_EQ(space->mutate(only, 1.0, random), only);
}

TEST(Mutate, SameStreamSameChild) {
    const SearchSpace space = *SearchSpace::preset("nash-cifar100");
    const Architecture a = space.smallest(OperatorType::Conv), b = space.largest(OperatorType::Adder);
    RandomStream first({1, 2}), second({1, 2});
    EXPECT_EQ(space.mutate(a, 0.1, first), space.mutate(a, 0.1, second));
    EXPECT_EQ(space.crossover(a, b, first), space.crossover(a, b, second));
}

} // namespace
} // namespace pairscape
