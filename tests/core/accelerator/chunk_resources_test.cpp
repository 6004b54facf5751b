// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/accelerator/chunk_resources.h"

#include "core/base/hash.h"
#include "core/base/random.h"

#include <gtest/gtest.h>

namespace pairscape {
namespace {

TEST(MemoryBlocks, FollowTheShapesOfTheVendorsBlocks) {
    EXPECT_EQ(bram36Blocks(72, 512), 1);
    EXPECT_EQ(bram36Blocks(73, 512), 2);
    EXPECT_EQ(bram36Blocks(36, 1024), 1);
    EXPECT_EQ(bram36Blocks(36, 513), 1); // 512x72 would take two
    EXPECT_EQ(bram36Blocks(9, 4096), 1);
    EXPECT_EQ(bram36Blocks(8, 4096), 1);
    EXPECT_EQ(bram36Blocks(1, 32768), 1);
    EXPECT_EQ(bram36Blocks(144, 1024), 4);
    EXPECT_EQ(uramBlocks(72, 4096), 1);
    EXPECT_EQ(uramBlocks(72, 4097), 2);
    EXPECT_EQ(uramBlocks(8, 10), 1);
}

TEST(MemoryBlocks, BothHalvesOfAnInputBufferShareAMemory) {
    PeCost pe{0.5, 30, 8, 8, 0.1};
    // 8 x 9 activations of 8 bits: 576 bits wide, 227 words in a half of 16 KB, 454 in both.
    const Chunk chunk = {8, 8, 9, 16 << 10, 32 << 10, 4 << 10};
    const BufferBlocks blocks = buffersOf(chunk, pe);
    EXPECT_EQ(blocks.bram36[0], 8);
    EXPECT_EQ(blocks.bram36[1], 15);    // 512 bits, 1,024 words for both: 15 of 36 bits, not 2 x 8 of 72
    EXPECT_EQ(blocks.bram36[2], 2 * 4); // 256 bits, 128 words, twice
}

TEST(Logic, CountsDspsByThePairThatSharesOne) {
    const PeCost pe{0.5, 30, 8, 8, 0.1};
    EXPECT_EQ(logicOf({8, 4, 3, 0, 0, 0}, pe).dsp, 48);
    EXPECT_EQ(logicOf({1, 4, 3, 0, 0, 0}, pe).dsp, 12); // no neighbour to share with
    PeCost both = pe;
    both.alone = PeForm{1, 5, 0.1};
    EXPECT_EQ(logicOf({8, 4, 3, 0, 0, 0}, both), logicOf({8, 4, 3, 0, 0, 0}, pe));
    EXPECT_EQ(logicOf({8, 4, 3, 0, 0, 0, true}, both).dsp, 96);
    EXPECT_EQ(logicOf({8, 4, 3, 0, 0, 0, true}, both).lut, 96 * 5 + 8 * 3 * 32);
    EXPECT_EQ(logicOf({8, 4, 3, 0, 0, 0}, pe).lut, 96 * 30 + 8 * 3 * 32);
}

/// The least memory over all 2^n choices, one after the other.
std::optional<int> leastMemory(const Accelerator& accelerator, const Platform& platform) {
    std::vector<std::pair<int, int>> buffers;
    for (const OperatorType op : allOperatorTypes) {
        if (!accelerator.chunks[indexOf(op)].present())
            continue;
        const BufferBlocks blocks = buffersOf(accelerator.chunks[indexOf(op)], platform.peCost(op));
        for (std::size_t b = 0; b < 3; ++b)
            buffers.emplace_back(blocks.bram36[b], blocks.uram[b]);
    }
    std::optional<int> least;
    for (unsigned subset = 0; subset < 1U << buffers.size(); ++subset) {
        int bram36 = 0, uram = 0;
        for (std::size_t b = 0; b < buffers.size(); ++b)
            (subset >> b & 1 ? uram : bram36) += subset >> b & 1 ? buffers[b].second : buffers[b].first;
        if (bram36 <= platform.budget().bram36 && uram <= platform.budget().uram)
            least = std::min(least.value_or(1 << 30), bram36 + 8 * uram);
    }
    return least;
}

TEST(Place, FindsTheLeastMemoryOfAllChoices) {
    int fitting = 0, failing = 0;
    for (int n = 0; n < 400; ++n) {
        RandomStream random({3, stableHash("place"), static_cast<std::uint64_t>(n)});
        Platform platform = *Platform::preset("kv260");
        platform.available.dsp = platform.available.lut = 1000000;
        platform.available.bram36 = static_cast<int>(random.below(160));
        platform.available.uram = static_cast<int>(random.below(40));
        Accelerator accelerator;
        for (Chunk& chunk : accelerator.chunks)
            if (random.chance(0.8))
                chunk = {1 << random.below(5),
                         1 << random.below(5),
                         1 << random.below(4),
                         std::int64_t{2048} << random.below(6),
                         std::int64_t{2048} << random.below(6),
                         std::int64_t{2048} << random.below(6)};
        const auto placed = place(accelerator, platform);
        const auto least = leastMemory(accelerator, platform);
        ASSERT_EQ(placed.ok(), least.has_value()) << n;
        if (!placed) {
            ++failing;
            EXPECT_EQ(placed.error().code, ErrorCode::Infeasible);
            continue;
        }
        ++fitting;
        EXPECT_EQ(placed->total.bram36 + 8 * placed->total.uram, *least) << n;
        EXPECT_TRUE(placed->total.fitsIn(platform.budget())) << n;
        EXPECT_EQ(placed->total, placed->chunks[0] + placed->chunks[1] + placed->chunks[2]) << n;
        for (std::size_t op = 0; op < operatorTypeCount; ++op) {
            const auto& buffers = placed->buffers[op];
            const Resources memory = buffers[0] + buffers[1] + buffers[2];
            EXPECT_EQ(memory.bram36, placed->chunks[op].bram36) << n;
            EXPECT_EQ(memory.uram, placed->chunks[op].uram) << n;
            if (!accelerator.chunks[op].present())
                continue;
            const BufferBlocks blocks = buffersOf(accelerator.chunks[op], platform.pe[op]);
            for (std::size_t b = 0; b < buffers.size(); ++b) // one kind of memory for each buffer
                EXPECT_TRUE((buffers[b] == Resources{0, 0, blocks.bram36[b], 0}) ||
                            (buffers[b] == Resources{0, 0, 0, blocks.uram[b]}))
                    << n;
        }
    }
    EXPECT_GT(fitting, 50);
    EXPECT_GT(failing, 50);
}

TEST(Place, SaysWhatIsShort) {
    Platform platform = *Platform::preset("zc706");
    Accelerator accelerator;
    accelerator.chunks[0] = {64, 64, 16, 2048, 2048, 2048};
    const auto placed = place(accelerator, platform);
    ASSERT_FALSE(placed.ok());
    EXPECT_NE(placed.error().message.find("DSP (32768 needed, 900 available)"), std::string::npos)
        << placed.error().message;
    EXPECT_NE(placed.error().message.find("LUT ("), std::string::npos) << placed.error().message;
    EXPECT_NE(placed.error().message.find("BRAM36 ("), std::string::npos) << placed.error().message;
}

} // namespace
} // namespace pairscape
