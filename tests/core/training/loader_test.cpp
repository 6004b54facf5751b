// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/batch_loader.h"
#include "tests/core/training/drawn_images.h"

#include <gtest/gtest.h>

#include <map>
#include <set>

namespace pairscape {
namespace {

class LoaderTest : public testing::Test {
  protected:
    LoaderTest() {
        test::writeCifar100(folder_.path(), 6, 9);
        data_ = *openDataSet(folder_.path());
        statistics_ = *channelStatistics(data_);
    }

    std::vector<ImageBatch> batches(const LoaderSettings& settings, std::int64_t epoch,
                                    std::int64_t first = 0) {
        BatchLoader loader(data_.train, 32, *selectImages(data_, *data_.train, {.classes = 6}), statistics_,
                           settings);
        loader.start(epoch == 0 ? 7 : 0); // what was read ahead must not show up
        static_cast<void>(loader.next());
        loader.start(epoch, first);
        std::vector<ImageBatch> list;
        while (true) {
            auto batch = loader.next();
            EXPECT_TRUE(batch.ok());
            if (!batch->has_value())
                return list;
            list.push_back(**std::move(batch));
        }
    }

    test::TemporaryFolder folder_;
    DataSet data_;
    ChannelStatistics statistics_;
};

TEST_F(LoaderTest, DoesNotDependOnThreads) {
    for (const bool augment : {false, true}) {
        LoaderSettings settings{
            .batch = 5, .imageSize = 16, .shuffle = augment, .augment = augment, .seed = 3, .threads = 0};
        const auto expected = batches(settings, 2);
        ASSERT_EQ(expected.size(), 11U);
        EXPECT_EQ(expected.back().count(), 4);
        for (const int threads : {1, 3}) {
            settings.threads = threads;
            const auto list = batches(settings, 2);
            ASSERT_EQ(list.size(), expected.size());
            for (std::size_t i = 0; i < list.size(); ++i) {
                EXPECT_EQ(list[i].images, expected[i].images);
                EXPECT_EQ(list[i].labels, expected[i].labels);
            }
        }
    }
}

TEST_F(LoaderTest, EpochsDifferAndCanBeEnteredInTheMiddle) {
    const LoaderSettings settings{
        .batch = 5, .imageSize = 32, .shuffle = true, .augment = true, .fullBatchesOnly = true, .threads = 2};
    const auto first = batches(settings, 0), second = batches(settings, 1), middle = batches(settings, 1, 4);
    ASSERT_EQ(first.size(), 10U);
    EXPECT_NE(first[0].images, second[0].images);
    ASSERT_EQ(middle.size(), 6U);
    EXPECT_EQ(middle[0].images, second[4].images);
}

TEST_F(LoaderTest, WithoutAugmentationImagesAreAsStored) {
    const auto list = batches({.batch = 100, .imageSize = 32, .threads = 1}, 0);
    ASSERT_EQ(list.size(), 1U);
    std::vector<std::uint8_t> pixels(imageBytes(32));
    ASSERT_TRUE(data_.train->read(10, pixels).ok());
    EXPECT_EQ(list[0].labels[10], data_.train->label(10));
    for (std::size_t i = 0; i < pixels.size(); ++i)
        ASSERT_NEAR(list[0].images[10 * pixels.size() + i],
                    (pixels[i] / 255.0 - statistics_.mean[i / 1024]) / statistics_.deviation[i / 1024], 1e-5);
}

TEST_F(LoaderTest, SelectionsHoldTheirCountsForEverySeed) {
    std::set<std::vector<std::int64_t>> seen;
    for (std::uint64_t seed = 1; seed <= 5; ++seed) {
        const auto chosen =
            selectImages(data_, *data_.train, {.classes = 4, .imagesPerClass = 3, .seed = seed});
        ASSERT_TRUE(chosen.ok());
        std::map<int, int> counts;
        for (const std::int64_t image : *chosen)
            ++counts[data_.train->label(image)];
        EXPECT_EQ(counts, (std::map<int, int>{{0, 3}, {1, 3}, {2, 3}, {3, 3}}));
        EXPECT_EQ(std::set(chosen->begin(), chosen->end()).size(), 12U);
        seen.insert(*chosen);
    }
    EXPECT_EQ(seen.size(), 5U);
    EXPECT_FALSE(selectImages(data_, *data_.train, {.classes = 4, .imagesPerClass = 10}).ok());
    EXPECT_FALSE(selectImages(data_, *data_.train, {.classes = 101}).ok());
}

TEST_F(LoaderTest, AnUnreadableImageIsAnError) {
    const test::TemporaryFolder pictures;
    for (const char* name : {"a", "b"}) {
        std::filesystem::create_directories(pictures.path() / name);
        for (int k = 0; k < 5; ++k)
            test::writePng(pictures.path() / name / (std::to_string(k) + ".png"), test::drawnImage(16, k, 1));
    }
    test::writeBytes(pictures.path() / "b" / "2.png", {0x89, 'P', 'N', 'G', 0});
    const auto data = openDataSet(pictures.path(), {.folderImageSize = 16});
    ASSERT_TRUE(data.ok()) << data.error().message;
    BatchLoader loader(data->train, 16, {0, 1, 2, 3, 4, 5, 6, 7}, statistics_,
                       {.batch = 4, .imageSize = 16, .threads = 2});
    loader.start(0);
    EXPECT_TRUE(loader.next().ok());
    const auto damaged = loader.next();
    ASSERT_FALSE(damaged.ok());
    EXPECT_NE(damaged.error().message.find("2.png"), std::string::npos);
}

} // namespace
} // namespace pairscape
