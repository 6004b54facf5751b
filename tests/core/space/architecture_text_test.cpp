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

RC_GTEST_PROP(ArchitectureText, RoundTripsBothWays, ()) {
    const SearchSpace space = *rc::gen::oneOf(arbitrarySpace(), rc::gen::just(skippingSpace()));
    const Architecture architecture = *arbitraryArchitecture(space);
    const std::string text = space.format(architecture);
    const auto parsed = space.parse(text);
    RC_ASSERT(parsed.ok());
    RC_ASSERT(*parsed == architecture);
    RC_ASSERT(space.format(*parsed) == text);
}

RC_GTEST_PROP(ArchitectureText, ExtraWhiteSpaceChangesNothing, ()) {
    const SearchSpace space = *arbitrarySpace();
    const std::string text = space.format(*arbitraryArchitecture(space));
    const auto blanks = [&](int least) {
        return *rc::gen::resize(4, rc::gen::container<std::string>(rc::gen::element(' ', '\t', '\n', '\r'))) +
               std::string(static_cast<std::size_t>(least), ' ');
    };
    std::string spaced = blanks(0);
    for (const char c : text)
        spaced += c == ' ' ? blanks(1) : std::string(1, c);
    spaced += blanks(0);
    const auto parsed = space.parse(spaced);
    RC_ASSERT(parsed.ok());
    RC_ASSERT(space.format(*parsed) == text);
}

/// Whatever a person types, the answer is an architecture whose text is a fixed point, or one sentence.
RC_GTEST_PROP(ArchitectureText, AnyDamageIsReadOrRefused, ()) {
    const SearchSpace space = *arbitrarySpace();
    std::string text = space.format(*arbitraryArchitecture(space));
    const int edits = *rc::gen::inRange(1, 4);
    for (int i = 0; i < edits; ++i) {
        const std::size_t at = *arbitraryIndex(text.size());
        const char c = *rc::gen::oneOf(rc::gen::elementOf(std::string("0123456789kesth:,-CSA ")),
                                       rc::gen::arbitrary<char>());
        switch (*rc::gen::inRange(0, 3)) {
        case 0:
            text[at] = c;
            break;
        case 1:
            text.insert(at, 1, c);
            break;
        default:
            text.erase(at, *rc::gen::inRange<std::size_t>(1, 12));
            break;
        }
        if (text.empty())
            text = " ";
    }
    const auto parsed = space.parse(text);
    if (parsed.ok()) {
        RC_ASSERT(space.validate(*parsed).ok());
        RC_ASSERT(*space.parse(space.format(*parsed)) == *parsed);
    } else {
        RC_ASSERT(parsed.error().code == ErrorCode::InvalidInput);
        RC_ASSERT(parsed.error().message.size() > 20u);
        RC_ASSERT(parsed.error().message.back() == '.');
    }
}

TEST(ArchitectureText, IsWhatTheManualShows) {
    const SearchSpace nash = *SearchSpace::preset("nash-cifar100");
    const std::string text = "stem16 16k3e1:C 24k3e4:CSA 40k5e6:CCSSA 64k3e5:CCC 128k3e4:CSASAAA 200k5e6:AAA "
                             "216k3e6:SA head1792";
    const auto parsed = nash.parse(text);
    ASSERT_TRUE(parsed.ok()) << parsed.error().message;
    EXPECT_EQ(nash.format(*parsed), text);
    EXPECT_EQ(parsed->stages[1].blocks[2], (BlockGene{OperatorType::Adder, 3, 4, false}));
    EXPECT_EQ(parsed->stages[2].channels, 40);

    const SearchSpace nasa = *SearchSpace::preset("nasa-cifar");
    const std::string blocks = "stem16 16:- 24:C3e1,S5e3,-,A3e6 32:C3e3,C3e3,-,- 64:S5e6,-,-,- "
                               "112:A3e1,A3e1,A3e1,- 184:C5e6,-,-,S3e1 352:C3e6 head1504";
    const auto parsedBlocks = nasa.parse(blocks);
    ASSERT_TRUE(parsedBlocks.ok()) << parsedBlocks.error().message;
    EXPECT_EQ(nasa.format(*parsedBlocks), blocks);
    EXPECT_TRUE(parsedBlocks->stages[0].blocks[0].skip);
}

std::string complaint(const std::string& space, const std::string& text) {
    const auto parsed = SearchSpace::preset(space)->parse(text);
    EXPECT_FALSE(parsed.ok()) << text;
    return parsed.ok() ? "" : parsed.error().message;
}

TEST(ArchitectureText, ComplaintsShowWhatWhereAndTheRightWay) {
    const std::string nash = "nash-cifar100", nasa = "nasa-cifar";
    EXPECT_EQ(complaint(nash, "stem16 16k3e1:C 26k3e4:CSA"),
              "stage 2 (mb2): channels 26 is not one of 24 or 32; correct '26' at character 17.");
    EXPECT_EQ(complaint(nash, "stem16 16k4e1:C"),
              "stage 1 (mb1): kernel 4 is not one of 3 or 5; correct '4' at character 11.");
    EXPECT_EQ(complaint(nash, "stem16 16k3e2:C"),
              "stage 1 (mb1): expansion 2 must be 1; correct '2' at character 13.");
    EXPECT_EQ(complaint(nash, "stem16 16k3e1:C 24k3e4:CS"),
              "stage 2 (mb2): depth 2 is not one of 3, 4 or 5; correct 'CS' at character 24.");
    EXPECT_EQ(
        complaint(nash, "stem16 16k3e1:C 24k3e4:CXA"),
        "stage 2 (mb2), block 2: the operator must be C (conv), S (shift) or A (adder); correct 'XA' at "
        "character 25.");
    EXPECT_EQ(complaint(nash, "stem16 16k3:C"),
              "stage 1 (mb1): 'e' must follow the kernel, as in '16k3e1:C'; correct ':C' at character 12.");
    EXPECT_EQ(complaint(nash, "stem16 16"),
              "stage 1 (mb1): 'k' must follow the channels, as in '16k3e1:C'; correct '16' at character 8.");
    EXPECT_EQ(
        complaint(nash, "stem16 16k3e1:"),
        "stage 1 (mb1), block 1: the operator must be C (conv), S (shift) or A (adder); correct '16k3e1:' at "
        "character 8.");
    EXPECT_EQ(complaint(nash, "stem16 xk3e1:C"), "stage 1 (mb1): channels must be a whole number, as in "
                                                 "'16k3e1:C'; correct 'xk3e1:C' at character 8.");
    EXPECT_EQ(complaint(nash, "stem16 99999999999k3e1:C").substr(0, 50),
              "stage 1 (mb1): channels must be a whole number, as");
    EXPECT_EQ(complaint(nash, ""), "stem: the text ends before it; add it, for example 'stem16'.");
    EXPECT_EQ(complaint(nash, "16k3e1:C"),
              "stem: expected 'stem16' or the like in place of '16k3e1:C' at character 1.");
    EXPECT_EQ(complaint(nash, "stem16x"),
              "stem: nothing may follow the channels, as in 'stem16'; remove 'x' at character 7.");
    EXPECT_EQ(complaint(nash, "stem16 16k3e1:C"),
              "stage 2 (mb2): the text ends before it; add it, for example '24k3e4:CCC'.");
    EXPECT_EQ(complaint(nash, "stem16 16k3e1:C head1792"),
              "stage 2 (mb2): expected '24k3e4:CCC' or the like in place of 'head1792' at character 17.");
    EXPECT_EQ(complaint("tiny", "stem8 8k3e1:C 8k3e2:C 8k3e2:C"),
              "head: expected 'head32' or the like in place of '8k3e2:C' at character 23.");
    EXPECT_EQ(complaint("tiny", "stem8 8k3e1:C 8k3e2:C head32 head32"),
              "the text: nothing may follow the head; remove 'head32' at character 30.");
    EXPECT_EQ(
        complaint(nasa, "stem16 16:C3e1 24:-"),
        "stage 2 (stage2), block 1: the block that takes 16 channels to 24 cannot be skipped; correct '-' at "
        "character 19.");
}

TEST(ArchitectureText, CountsCharactersNotBytes) {
    // Two letters of two bytes each stand before the place.
    EXPECT_EQ(complaint("tiny", "stem8 8k3e1:\u00e4\u00f6"),
              "stage 1 (a), block 1: the operator must be C (conv), S (shift) or A (adder); correct "
              "'\u00e4\u00f6' at "
              "character 13.");
    EXPECT_EQ(complaint("tiny", "\u00a0stem8"),
              "stem: expected 'stem8' or the like in place of '\u00a0stem8' at character 1.");
}

TEST(ArchitectureText, LongRubbishIsClippedBetweenCharacters) {
    std::string rubbish = "s";
    for (int i = 0; i < 100; ++i)
        rubbish += "\u00e4";
    const std::string message = complaint("tiny", rubbish);
    EXPECT_LT(message.size(), 140u);
    EXPECT_NE(message.find("\u00e4...' at character 1."), std::string::npos) << message;
}

TEST(ArchitectureText, HashesAreStable) {
    // Study files hold these; a change of the text form or of the hash would orphan them.
    const auto hash = [](const std::string& name, const std::string& text) {
        const SearchSpace space = *SearchSpace::preset(name);
        return space.hash(*space.parse(text));
    };
    EXPECT_EQ(hash("tiny", "stem8 8k3e1:C 8k3e2:C head32"), 0xbc1697dec251ab9fULL);
    EXPECT_EQ(hash("tiny", "stem8 8k3e1:CC 16k5e3:CC head32"), 0xdfa4889e4997492dULL);
    EXPECT_EQ(hash("nash-cifar100",
                   "stem16 16k3e1:C 24k3e4:CCC 32k3e4:CCC 64k3e4:CCC 112k3e4:CCC 192k3e6:CCC "
                   "216k3e6:C head1792"),
              0x9d896b255e37d069ULL);
    EXPECT_EQ(hash("nasa-cifar", "stem16 16:- 24:C3e1,-,-,- 32:C3e1,-,-,- 64:C3e1,-,-,- 112:C3e1,-,-,- "
                                 "184:C3e1,-,-,- 352:C3e1 head1504"),
              0x0f8860d1a660b2e1ULL);
}

TEST(ArchitectureText, HashesDoNotCollideInTheTinySpace) {
    const SearchSpace space = *SearchSpace::preset("tiny");
    std::set<std::uint64_t> hashes;
    const auto all = space.enumerate(2000);
    ASSERT_TRUE(all.ok());
    for (const Architecture& architecture : *all)
        hashes.insert(space.hash(architecture));
    EXPECT_EQ(hashes.size(), 1152u);
}

} // namespace
} // namespace pairscape
