// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/accelerator/layer_table.h"

#include "core/accelerator/accelerator_search.h"
#include "core/accelerator/design_space.h"
#include "core/space/search_space.h"
#include "tests/core/accelerator/random_layers.h"

#include <gtest/gtest.h>

#include <array>

namespace pairscape {
namespace {

constexpr DramRate fixedRate = {70000};
constexpr std::size_t unlimited = std::size_t{1} << 40;

std::vector<FrontKey> keys(int count) {
    std::vector<FrontKey> all;
    for (int n = 0; n < count; ++n) {
        RandomStream random({4, stableHash("layer table"), static_cast<std::uint64_t>(n)});
        const RandomCase draw = randomCase(random);
        all.push_back({draw.layer, draw.array, draw.batch, static_cast<int>(random.below(4)) - 1});
    }
    return all;
}

/// Keys whose fronts a table has searched.
std::vector<FrontKey> fill(LayerTable& table, int count) {
    std::vector<FrontKey> all = keys(count);
    std::int64_t costed = 0;
    for (const FrontKey& key : all)
        table.front(key, costed);
    EXPECT_GT(costed, 0);
    return all;
}

bool equal(const FrontMapping& a, const FrontMapping& b) {
    return a.mapping == b.mapping && a.needs == b.needs && a.bound == b.bound && a.order == b.order &&
           a.cycles == b.cycles && a.computeCycles == b.computeCycles && a.dramBytes == b.dramBytes &&
           a.inputBytes == b.inputBytes && a.weightBytes == b.weightBytes && a.bufferBytes == b.bufferBytes;
}

/// What a front answers for every rule and all buffers.
void expectSame(const MappingFront& a, const MappingFront& b) {
    ASSERT_EQ(a.mappings().size(), b.mappings().size());
    for (std::size_t n = 0; n < a.mappings().size(); ++n)
        EXPECT_TRUE(equal(a.mappings()[n], b.mappings()[n])) << n;
    for (const MappingRule rule : {MappingRule::Fastest, MappingRule::Balanced, MappingRule::Leanest})
        for (std::int8_t i = 0; i < bufferSizeCount; ++i)
            for (std::int8_t w = 0; w < bufferSizeCount; ++w)
                for (std::int8_t o = 0; o < bufferSizeCount; ++o) {
                    const FrontMapping* one = a.best(rule, {i, w, o});
                    const FrontMapping* other = b.best(rule, {i, w, o});
                    ASSERT_EQ(one == nullptr, other == nullptr);
                    if (one != nullptr) {
                        ASSERT_EQ(one->mapping, other->mapping);
                    }
                }
}

TEST(LayerTable, ComesBackFromItsBytes) {
    LayerTable table(fixedRate);
    const std::vector<FrontKey> all = fill(table, 60);
    EXPECT_EQ(table.searched(), all.size());
    const std::string bytes = table.save(unlimited);

    LayerTable again(fixedRate);
    ASSERT_TRUE(again.restore(bytes));
    EXPECT_EQ(again.save(unlimited), bytes) << "also of what nobody has asked for yet";
    std::int64_t costed = 0;
    for (const FrontKey& key : all)
        expectSame(*again.front(key, costed), *table.front(key, costed));
    EXPECT_EQ(costed, 0) << "nothing was searched";
    EXPECT_EQ(again.searched(), 0U);
    EXPECT_EQ(again.save(unlimited), bytes);
}

TEST(LayerTable, WhatIsLeftOutIsSearchedAgain) {
    LayerTable table(fixedRate);
    const std::vector<FrontKey> all = fill(table, 40);
    const std::size_t limit = table.save(unlimited).size() / 2;
    const std::string half = table.save(limit);
    EXPECT_LE(half.size(), limit);
    LayerTable again(fixedRate);
    ASSERT_TRUE(again.restore(half));
    std::int64_t costed = 0;
    for (const FrontKey& key : all)
        expectSame(*again.front(key, costed), *table.front(key, costed));
    EXPECT_GT(again.searched(), 0U);
    EXPECT_LT(again.searched(), all.size());
}

/// A table that is much too small gives every front as a large one does, and never grows past its bound.
/// One look at the table for all layers on an array gives what one look for each gives.
TEST(LayerTable, KnowsTheFrontsOfAnArrayTogether) {
    LayerTable table(fixedRate);
    const std::vector<FrontKey> all = fill(table, 60);
    std::int64_t costed = 0;
    FrontKey use = all.front(); // several layers on its array
    std::vector<LayerGroup> layers;
    for (const FrontKey& key : all)
        layers.push_back({key.layer, key.layer.hash(), 0, 1});
    for (std::size_t n = 0; n < layers.size(); n += 2)
        table.front({layers[n].shape, use.array, use.batch, use.stationary}, costed);
    const std::size_t searched = table.searched();
    const auto known = table.known(use, layers);
    ASSERT_EQ(known.size(), layers.size());
    int there = 0;
    for (std::size_t n = 0; n < layers.size(); ++n) {
        there += known[n] != nullptr;
        if (n % 2 == 0) {
            ASSERT_TRUE(known[n]) << n;
        }
        if (known[n]) {
            EXPECT_EQ(known[n], table.front({layers[n].shape, use.array, use.batch, use.stationary}, costed));
        }
    }
    EXPECT_LT(there, 60) << "those that nobody asked for";
    EXPECT_EQ(table.searched(), searched);
    for (const int field : {0, 1, 2, 3}) { // another use of the same layers
        FrontKey other = use;
        std::array<std::int32_t*, 4> fields = {&other.array.out, &other.array.ramp, &other.batch,
                                               &other.stationary};
        *fields[static_cast<std::size_t>(field)] += 100;
        for (const auto& front : table.known(other, layers))
            EXPECT_EQ(front, nullptr) << field;
    }
}

TEST(FrontIndex, TellsKeysOfOneHashApart) {
    FrontIndex index;
    std::int64_t costed = 0;
    const std::vector<FrontKey> all = keys(100);
    std::vector<const KeyedFront*> made;
    for (const FrontKey& key : all) {
        EXPECT_EQ(index.find(7, key.layer, key), nullptr);
        auto front = std::make_shared<const KeyedFront>(KeyedFront{findFront(key, fixedRate, costed), key});
        made.push_back(front.get());
        index.add(7, std::move(front));
    }
    for (std::size_t n = 0; n < all.size(); ++n) {
        const auto* found = index.find(7, all[n].layer, all[n]);
        ASSERT_TRUE(found) << n;
        EXPECT_EQ(found->get(), made[n]);
        EXPECT_EQ(index.find(8, all[n].layer, all[n]), nullptr);
    }
    std::size_t count = 0;
    index.each([&](const KeyedFront&) { ++count; });
    EXPECT_EQ(count, all.size());
}

TEST(LayerTable, KeepsWithinItsBoundAndForgetsForThat) {
    LayerTable large(fixedRate);
    const std::vector<FrontKey> all = fill(large, 1500);
    const std::size_t limit = large.bytes() / 3; // some eight fronts in each part of the table
    LayerTable small(fixedRate, limit);
    std::int64_t costed = 0;
    for (int round = 0; round < 2; ++round)
        for (const FrontKey& key : all) {
            const auto front = small.front(key, costed);
            if (round == 1 && key.batch == 1) // they need not all be compared
                expectSame(*front, *large.front(key, costed));
            ASSERT_LE(small.bytes(), limit);
        }
    EXPECT_LT(small.bytes(), large.bytes());
    EXPECT_GT(small.searched(), large.searched()) << "nothing was forgotten";
    EXPECT_LE(large.searched(), all.size());
}

/// One front that is asked for again and again outlives all turns; each of those that come once goes.
TEST(LayerTable, WhatIsAskedForAgainStays) {
    LayerTable large(fixedRate);
    const std::vector<FrontKey> all = fill(large, 1500);
    LayerTable small(fixedRate, large.bytes() / 3);
    std::int64_t costed = 0;
    small.front(all[0], costed);
    const LayerGroup group = {all[0].layer, all[0].layer.hash(), 0, 1};
    std::size_t known = 0;
    for (const FrontKey& key : all) {
        small.front(key, costed);
        known += small.known(all[0], {&group, 1})[0] != nullptr ? 1 : 0;
    }
    EXPECT_EQ(known, all.size());
    const std::size_t before = small.searched();
    for (const FrontKey& key : all)
        small.front(key, costed);
    EXPECT_GT(small.searched(), before) << "nothing was forgotten, so this shows nothing";
}

/// What is restored counts: a small table takes of a large one's fronts as many as it may hold.
TEST(LayerTable, WhatIsRestoredIsWithinTheBound) {
    LayerTable large(fixedRate);
    const std::vector<FrontKey> all = fill(large, 150);
    const std::string bytes = large.save(unlimited);
    LayerTable whole(fixedRate);
    ASSERT_TRUE(whole.restore(bytes));
    const std::size_t restored = whole.bytes();
    EXPECT_GT(restored, bytes.size());
    ASSERT_TRUE(whole.restore(bytes));
    EXPECT_EQ(whole.bytes(), restored) << "the same again is counted twice";
    LayerTable small(fixedRate, restored);
    ASSERT_TRUE(small.restore(bytes));
    EXPECT_LE(small.bytes(), restored / 2) << "the other half is for what is found anew";
    EXPECT_GT(small.bytes(), 0U);
    std::int64_t costed = 0;
    for (const FrontKey& key : all) // nothing is counted twice when it is made a front
        whole.front(key, costed);
    EXPECT_EQ(whole.bytes(), large.bytes());
}

TEST(LayerTable, RefusesBytesOfAnotherDramOrDamagedOnes) {
    LayerTable table(fixedRate);
    fill(table, 3);
    const std::string bytes = table.save(unlimited);
    EXPECT_FALSE(LayerTable({fixedRate.bytesPer1024Cycles + 1}).restore(bytes));
    EXPECT_FALSE(LayerTable(fixedRate).restore(""));
    for (std::size_t n = 0; n < bytes.size(); ++n) {
        std::string other = bytes;
        other[n] = static_cast<char>(other[n] ^ 4);
        EXPECT_FALSE(LayerTable(fixedRate).restore(other)) << n;
        EXPECT_FALSE(LayerTable(fixedRate).restore(bytes.substr(0, n))) << n;
    }
    EXPECT_TRUE(LayerTable(fixedRate).restore(bytes));
}

TEST(LayerTable, MappingsOfAnotherLayerMakeNoFront) {
    const FrontKey key = keys(1).front();
    EXPECT_FALSE(frontOf(key, fixedRate, {}));
    EXPECT_FALSE(frontOf(key, fixedRate, {{{key.layer.outChannels + 1, 1, 1, 1, Stationary::Outputs}, 0}}));
}

/// Studies keep fronts: whoever changes what is in one must raise costModelVersion, and then this.
TEST(LayerTable, ItsVersionIsThatOfTheModel) {
    std::string figures;
    for (const FrontKey& key : keys(200)) {
        std::int64_t costed = 0;
        const MappingFront front = findFront(key, fixedRate, costed);
        for (const FrontMapping& one : front.mappings())
            figures += mappingText(one.mapping) + " " + std::to_string(one.order) + " " +
                       std::to_string(one.needs.input) + std::to_string(one.needs.weight) +
                       std::to_string(one.needs.output) + " " + std::to_string(one.cycles) + " " +
                       std::to_string(one.dramBytes) + " " + std::to_string(one.bufferBytes) + "\n";
    }
    EXPECT_EQ(costModelVersion, 1);
    EXPECT_EQ(hashText(stableHash(figures)), "84518150c9e43482");
}

TEST(LayerTable, SearchesEndTheSameWithIt) {
    const SearchSpace space = *SearchSpace::load("tiny");
    for (const HardwareObjective objective :
         {HardwareObjective::Fps, HardwareObjective::Latency, HardwareObjective::Edp}) {
        const AcceleratorSearch first(*Platform::preset("ultra96"), {AcceleratorMethod::Exact, objective, 4});
        RandomStream random({21});
        const Network network = space.expand(space.sample(random));
        const auto searched = first.best(network, {});
        ASSERT_TRUE(searched.ok());
        const AcceleratorSearch second(*Platform::preset("ultra96"),
                                       {AcceleratorMethod::Exact, objective, 4});
        ASSERT_TRUE(second.useLayerCosts(first.layerCosts(unlimited)));
        const auto recalled = second.best(network, {});
        ASSERT_TRUE(recalled.ok());
        EXPECT_EQ(recalled->accelerator, searched->accelerator);
        EXPECT_EQ(recalled->cost.intervalCycles, searched->cost.intervalCycles);
        EXPECT_EQ(recalled->cost.energyJoule, searched->cost.energyJoule);
        for (std::size_t i = 0; i < searched->cost.layers.size(); ++i)
            EXPECT_EQ(recalled->cost.layers[i].mapping, searched->cost.layers[i].mapping) << i;
        EXPECT_EQ(recalled->evaluated, 0);
        EXPECT_GT(searched->evaluated, 0);
        EXPECT_FALSE(second.learned());
    }
}

} // namespace
} // namespace pairscape
