// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/space/search_space.h"
#include "tests/core/space/operator_names.h"
#include "tests/core/space/test_spaces.h"
#include "tests/support/arbitrary_architecture.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace pairscape {
namespace {

TEST(SearchSpace, Presets) {
    EXPECT_EQ(SearchSpace::presetNames(),
              (std::vector<std::string>{"nasa-cifar", "nash-cifar100", "nash-tiny-imagenet", "tiny"}));
    for (const std::string& name : SearchSpace::presetNames()) {
        const auto space = SearchSpace::preset(name);
        ASSERT_TRUE(space.ok()) << space.error().message;
        EXPECT_EQ(space->name(), name);
        EXPECT_FALSE(space->title().empty());
        EXPECT_FALSE(space->source().empty());
        EXPECT_EQ(space->operators().size(), 3u);
    }
}

TEST(SearchSpace, UnknownPresetSaysWhichThereAre) {
    const auto space = SearchSpace::preset("nash-cifar10");
    ASSERT_FALSE(space.ok());
    EXPECT_EQ(space.error().code, ErrorCode::NotFound);
    EXPECT_EQ(space.error().message,
              "'nash-cifar10' is not a search space; did you mean 'nash-cifar100'? Choose from "
              "nasa-cifar, nash-cifar100, nash-tiny-imagenet or tiny.");
    EXPECT_EQ(SearchSpace::load("/no/such/file.json").error().code, ErrorCode::NotFound);
}

TEST(SearchSpace, NamesOfOperators) {
    for (const OperatorType type : allOperatorTypes) {
        EXPECT_EQ(operatorTypeFromName(operatorTypeName(type)), type);
        EXPECT_EQ(operatorTypeFromLetter(operatorTypeLetter(type)), type);
    }
    EXPECT_FALSE(operatorTypeFromName("Conv").has_value());
    EXPECT_FALSE(operatorTypeFromLetter('c').has_value());
}

TEST(SearchSpace, RestrictingLeavesOperatorsOut) {
    const SearchSpace space = *SearchSpace::preset("nash-cifar100");
    const SearchSpace peer = *space.restrictedTo({adder, conv, adder});
    EXPECT_EQ(peer.operators(), (std::vector<OperatorType>{conv, adder}));
    EXPECT_EQ(peer.name(), space.name());
    RandomStream random({1});
    for (int i = 0; i < 50; ++i) {
        const Architecture sampled = peer.sample(random);
        EXPECT_EQ(space.format(sampled).find('S'), std::string::npos);
        EXPECT_TRUE(space.validate(sampled).ok());
        EXPECT_EQ(peer.hash(sampled), space.hash(sampled));
    }
    EXPECT_EQ(peer.validate(space.smallest(shift)).error().message,
              "stage 1 (mb1), block 1: operator shift is not one of conv or adder.");
    EXPECT_EQ(peer.restrictedTo({conv})->validate(space.smallest(shift)).error().message,
              "stage 1 (mb1), block 1: operator shift must be conv.");
    EXPECT_EQ(peer.restrictedTo({shift}).error().message,
              "The search space nash-cifar100 has no shift blocks; choose from conv or adder.");
    EXPECT_FALSE(space.restrictedTo({}).ok());
}

TEST(SearchSpace, ARestrictedSpaceRoundTripsThroughJson) {
    const SearchSpace peer = *SearchSpace::preset("tiny")->restrictedTo({shift});
    const auto again = SearchSpace::fromJson(peer.toJson(), "again");
    ASSERT_TRUE(again.ok()) << again.error().message;
    EXPECT_EQ(again->toJson(), peer.toJson());
    EXPECT_EQ(again->sizeText(), "32");
}

TEST(SearchSpace, SmallestAndLargestBoundTheOthers) {
    for (const std::string name : {"tiny", "nash-cifar100", "nasa-cifar"}) {
        const SearchSpace space = *SearchSpace::preset(name);
        for (const OperatorType op : allOperatorTypes) {
            EXPECT_TRUE(space.validate(space.smallest(op)).ok());
            EXPECT_TRUE(space.validate(space.largest(op)).ok());
        }
        const auto least = space.expand(space.smallest(conv)).counts();
        const auto most = space.expand(space.largest(conv)).counts();
        RandomStream random({2});
        for (int i = 0; i < 500; ++i) {
            const auto counts = space.expand(space.sample(random)).counts();
            EXPECT_LE(least.total(), counts.total());
            EXPECT_LE(counts.total(), most.total());
            EXPECT_LE(least.parameters, counts.parameters);
            EXPECT_LE(counts.parameters, most.parameters);
        }
    }
}

TEST(SearchSpace, CopiesOutliveTheirOriginal) {
    SearchSpace copy = *SearchSpace::preset("nash-cifar100");
    {
        const SearchSpace original = *SearchSpace::preset("tiny");
        copy = original;
    }
    RandomStream random({3});
    EXPECT_TRUE(copy.validate(copy.sample(random)).ok());
    EXPECT_EQ(copy.sizeText(), "1152");
}

std::string complaint(const SearchSpace& space, const Architecture& architecture) {
    const Status status = space.validate(architecture);
    EXPECT_FALSE(status.ok());
    return status.ok() ? "" : status.error().message;
}

TEST(Validate, NamesTheFirstBadGene) {
    const SearchSpace space = *SearchSpace::preset("nash-cifar100");
    const Architecture good = space.smallest(conv);
    const auto spoilt = [&](auto spoil) {
        Architecture architecture = good;
        spoil(architecture);
        return complaint(space, architecture);
    };
    EXPECT_EQ(spoilt([](Architecture& a) { a.stemChannels = 17; }),
              "stem: channels 17 is not one of 16 or 24.");
    EXPECT_EQ(spoilt([](Architecture& a) { a.stages.pop_back(); }),
              "stages: there are 6 but nash-cifar100 has 7.");
    EXPECT_EQ(spoilt([](Architecture& a) { a.stages[4].channels = 0; }),
              "stage 5 (mb5): channels 0 is not one of 112, 120 or 128.");
    EXPECT_EQ(spoilt([](Architecture& a) { a.stages[1].blocks.resize(2); }),
              "stage 2 (mb2): depth 2 is not one of 3, 4 or 5.");
    EXPECT_EQ(spoilt([](Architecture& a) { a.stages[0].blocks.clear(); }),
              "stage 1 (mb1): depth 0 is not one of 1 or 2.");
    EXPECT_EQ(spoilt([](Architecture& a) { a.stages[1].blocks[0].kernel = 7; }),
              "stage 2 (mb2), block 1: kernel 7 is not one of 3 or 5.");
    EXPECT_EQ(spoilt([](Architecture& a) { a.stages[1].blocks[1].kernel = 5; }),
              "stage 2 (mb2), block 2: kernel 5 must be 3 as in the stage's first block, because this space "
              "chooses "
              "it once a stage.");
    EXPECT_EQ(
        spoilt([](Architecture& a) { a.stages[1].blocks[2].expansion = 6; }),
        "stage 2 (mb2), block 3: expansion 6 must be 4 as in the stage's first block, because this space "
        "chooses it once a stage.");
    EXPECT_EQ(spoilt([](Architecture& a) { a.stages[1].blocks[2] = {.skip = true}; }),
              "stage 2 (mb2), block 3: a block cannot be skipped in the space nash-cifar100.");
    EXPECT_EQ(spoilt([](Architecture& a) { a.headChannels = 1; }),
              "head: channels 1 is not one of 1792 or 1984.");
}

TEST(Validate, SkipsNeedAnUnchangedShape) {
    const SearchSpace space = skippingSpace();
    Architecture architecture = *space.parse("stem8 8:-,C3e1 8:- 24:C3e1 head16");
    architecture.stemChannels = 16;
    EXPECT_EQ(complaint(space, architecture),
              "stage 1 (one), block 1: the block that takes 16 channels to 8 cannot be skipped.");
    architecture.stemChannels = 8;
    architecture.stages[1].blocks[0].kernel = 3;
    EXPECT_EQ(
        complaint(space, architecture),
        "stage 2 (two), block 1: a skipped block has no operator, kernel or expansion; leave them at zero.");
    architecture.stages[1].blocks[0].kernel = 0;
    architecture.stages[2].blocks[0] = {.skip = true};
    EXPECT_EQ(complaint(space, architecture),
              "stage 3 (three), block 1: the block that makes the map smaller cannot be skipped.");
}

} // namespace
} // namespace pairscape
