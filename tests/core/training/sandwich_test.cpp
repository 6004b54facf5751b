// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/image_subset.h"
#include "core/training/sandwich.h"
#include "tests/core/training/drawn_images.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

namespace pairscape {
namespace {

std::string typesOf(const Architecture& architecture) {
    std::string types;
    for (const StageGene& stage : architecture.stages)
        for (const BlockGene& block : stage.blocks)
            types += operatorTypeLetter(block.op);
    return types;
}

/// The architecture with conv blocks only.
Architecture plain(Architecture architecture) {
    for (StageGene& stage : architecture.stages)
        for (BlockGene& block : stage.blocks)
            block.op = OperatorType::Conv;
    return architecture;
}

TEST(Sandwich, OfTheWholeSpaceHasBothEndsWithTypesDrawnAnew) {
    const SearchSpace space = *SearchSpace::preset("tiny");
    const Sandwich sandwich(space, {}, 2, 7);
    std::set<std::string> largest, smallest, drawn;
    for (std::int64_t step = 0; step < 300; ++step) {
        const auto chosen = sandwich.ofStep(step);
        ASSERT_EQ(chosen.size(), 4U);
        EXPECT_EQ(plain(chosen[0]), space.largest(OperatorType::Conv));
        EXPECT_EQ(plain(chosen[1]), space.smallest(OperatorType::Conv));
        largest.insert(typesOf(chosen[0]));
        smallest.insert(typesOf(chosen[1]));
        for (std::size_t k = 2; k < 4; ++k) {
            EXPECT_TRUE(space.validate(chosen[k]).ok());
            drawn.insert(space.format(chosen[k]));
        }
        EXPECT_EQ(chosen, Sandwich(space, {}, 2, 7).ofStep(step)); // of seed and step alone
    }
    EXPECT_GT(largest.size(), 70U); // of 81: four blocks of three types
    EXPECT_EQ(smallest.size(), 9U);
    EXPECT_GT(drawn.size(), 250U);
    EXPECT_NE(sandwich.ofStep(0), Sandwich(space, {}, 2, 8).ofStep(0));
}

TEST(Sandwich, OfAPromisingSetStaysInIt) {
    const SearchSpace space = *SearchSpace::preset("tiny");
    std::vector<Architecture> set;
    for (const char* text : {"stem8 8k3e1:C 16k3e2:C head32", "stem8 8k3e1:CA 16k5e3:SA head32",
                             "stem8 8k3e1:A 8k3e2:A head32", "stem8 8k3e1:S 8k3e3:AC head32"})
        set.push_back(*space.parse(text));
    const Sandwich sandwich(space, set, 3, 1);
    std::map<std::string, int> seen;
    for (std::int64_t step = 0; step < 400; ++step) {
        const auto chosen = sandwich.ofStep(step);
        ASSERT_EQ(chosen.size(), 5U);
        EXPECT_EQ(chosen[0], set[1]); // deepest, widest, largest kernel
        EXPECT_EQ(chosen[1], set[2]);
        for (std::size_t k = 2; k < 5; ++k) {
            EXPECT_NE(std::ranges::find(set, chosen[k]), set.end());
            ++seen[space.format(chosen[k])];
        }
    }
    ASSERT_EQ(seen.size(), 4U);
    for (const auto& [text, count] : seen)
        EXPECT_NEAR(count, 300, 75) << text; // 5 standard deviations
    // One member is trained once as an end, not twice.
    EXPECT_EQ(Sandwich(space, {set[0]}, 1, 1).ofStep(0).size(), 2U);
}

TEST(HoldOut, PartsAreDisjointAndTakeFromEveryClass) {
    const test::TemporaryFolder folder;
    test::writeCifar100(folder.path() / "data", 5, 12);
    const DataSet data = *openDataSet(folder.path() / "data");
    const auto images = *selectImages(data, *data.train, {5, 0, 32, 1});
    const auto split = holdOut(data, *data.train, images, 0.25, 1);
    ASSERT_TRUE(split.ok()) << split.error().message;
    std::vector<int> held(5, 0);
    for (const std::int64_t image : split->heldOut)
        ++held[static_cast<std::size_t>(data.train->label(image))];
    EXPECT_EQ(held, std::vector<int>(5, 3));
    std::vector<std::int64_t> all = split->kept;
    all.insert(all.end(), split->heldOut.begin(), split->heldOut.end());
    std::ranges::sort(all);
    EXPECT_EQ(all, images);
    EXPECT_TRUE(std::ranges::is_sorted(split->kept));
    EXPECT_EQ(holdOut(data, *data.train, images, 0.25, 1)->heldOut, split->heldOut);
    EXPECT_NE(holdOut(data, *data.train, images, 0.25, 2)->heldOut, split->heldOut);
    EXPECT_EQ(holdOut(data, *data.train, images, 0, 1)->kept, images);
    EXPECT_EQ(holdOut(data, *data.train, images, 0.01, 1)->heldOut.size(), 5U); // at least one each
    EXPECT_FALSE(holdOut(data, *data.train, images, 0.97, 1).ok());
}

} // namespace
} // namespace pairscape
