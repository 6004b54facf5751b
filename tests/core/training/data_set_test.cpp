// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/data_set.h"
#include "tests/core/training/drawn_images.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <fstream>

namespace pairscape {
namespace {

namespace fs = std::filesystem;
using test::drawnImage;

std::string complaint(const fs::path& folder) {
    const auto data = openDataSet(folder);
    return data.ok() ? "(opened)" : data.error().message;
}

bool contains(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

TEST(Cifar100, ReadsRecordsAsTheLayoutSays) {
    const test::TemporaryFolder folder;
    test::writeCifar100(folder.path(), 7, 2, 5);
    const auto data = openDataSet(folder.path());
    ASSERT_TRUE(data.ok()) << data.error().message;
    EXPECT_EQ(data->format, "cifar-100");
    EXPECT_EQ(data->classes(), 100);
    ASSERT_EQ(data->train->size(), 14);
    EXPECT_EQ(data->train->label(9), 2);
    std::vector<std::uint8_t> pixels(imageBytes(32));
    ASSERT_TRUE(data->train->read(9, pixels).ok());
    EXPECT_EQ(pixels, drawnImage(32, 2, 5003).pixels);
    EXPECT_EQ(data->train->origin(9), "train.bin, record 9");
    const auto coarse = openDataSet(folder.path(), {.coarseLabels = true});
    ASSERT_TRUE(coarse.ok());
    EXPECT_EQ(coarse->classes(), 20);
    EXPECT_EQ(coarse->train->label(13), 1); // class 6 of superclass 1
}

TEST(Cifar100, SaysWhatIsWrongWithAFile) {
    const test::TemporaryFolder folder;
    test::writeCifar100(folder.path(), 3, 1);
    const fs::path train = folder.path() / "train.bin";
    const auto bytes = test::readBytes(train);

    test::writeBytes(train, {bytes.begin(), bytes.end() - 10});
    std::string said = complaint(folder.path());
    EXPECT_TRUE(contains(said, train.string()) && contains(said, "3074") && contains(said, "cifar.html"))
        << said;

    auto mislabelled = bytes;
    mislabelled[3074 + 1] = 100;
    test::writeBytes(train, mislabelled);
    said = complaint(folder.path());
    EXPECT_TRUE(contains(said, "record 1") && contains(said, "label 100") && contains(said, "0 to 99"))
        << said;

    fs::remove(train);
    said = complaint(folder.path());
    EXPECT_TRUE(contains(said, train.string()) && contains(said, "missing")) << said;

    test::writeBytes(train, bytes);
    std::ofstream(folder.path() / "fine_label_names.txt") << "one\ntwo\n";
    said = complaint(folder.path());
    EXPECT_TRUE(contains(said, "fine_label_names.txt") && contains(said, "2 classes instead of 100")) << said;
}

/// Files are mapped: what was cut off must not be touched, or the program ends.
TEST(Cifar100, AFileCutWhileItIsOpenIsAnError) {
    const test::TemporaryFolder folder;
    test::writeCifar100(folder.path(), 3, 1);
    const auto data = openDataSet(folder.path());
    ASSERT_TRUE(data.ok());
    const int label = data->train->label(2);
    fs::resize_file(folder.path() / "train.bin", 0);
    std::vector<std::uint8_t> pixels(imageBytes(32));
    const Status read = data->train->read(2, pixels);
    ASSERT_FALSE(read.ok());
    EXPECT_EQ(read.error().code, ErrorCode::Io);
    EXPECT_TRUE(contains(read.error().message, "train.bin was cut short")) << read.error().message;
    EXPECT_EQ(data->train->label(2), label);
    EXPECT_TRUE(data->test->read(0, pixels).ok());
}

TEST(Cifar10, ReadsFiveFiles) {
    const test::TemporaryFolder folder;
    std::ofstream names(folder.path() / "batches.meta.txt");
    for (int i = 0; i < 10; ++i)
        names << "class" << i << "\n";
    names << "\n";
    names.close();
    for (int file = 0; file < 6; ++file) {
        std::vector<std::uint8_t> bytes;
        for (int k = 0; k < 2; ++k) {
            const Image image = drawnImage(32, file + k, 1);
            bytes.push_back(static_cast<std::uint8_t>(file + k));
            bytes.insert(bytes.end(), image.pixels.begin(), image.pixels.end());
        }
        test::writeBytes(folder.path() / (file == 5 ? "test_batch.bin"
                                                    : "data_batch_" + std::to_string(file + 1) + ".bin"),
                         bytes);
    }
    const auto data = openDataSet(folder.path());
    ASSERT_TRUE(data.ok()) << data.error().message;
    EXPECT_EQ(data->format, "cifar-10");
    ASSERT_EQ(data->train->size(), 10);
    EXPECT_EQ(data->train->label(7), 4); // second record of the fourth file
    EXPECT_EQ(data->train->origin(7), "data_batch_4.bin, record 1");
    std::vector<std::uint8_t> pixels(imageBytes(32));
    ASSERT_TRUE(data->train->read(7, pixels).ok());
    EXPECT_EQ(pixels, drawnImage(32, 4, 1).pixels);
}

/// Two classes with two training images and one validation image each, one of them grey.
void writeTinyImageNet(const fs::path& folder) {
    std::ofstream(folder / "wnids.txt") << "n01\nn02\n";
    std::ofstream(folder / "words.txt") << "n00\tentity\nn01\tgoldfish, Carassius\n";
    fs::create_directories(folder / "val" / "images");
    std::ofstream annotations(folder / "val" / "val_annotations.txt");
    for (int label = 0; label < 2; ++label) {
        const std::string id = label == 0 ? "n01" : "n02";
        fs::create_directories(folder / "train" / id / "images");
        for (int k = 0; k < 2; ++k)
            test::writeJpeg(folder / "train" / id / "images" / (id + "_" + std::to_string(k) + ".JPEG"),
                            drawnImage(64, label, static_cast<std::uint64_t>(k)), k == 1);
        const std::string name = "val_" + std::to_string(1 - label) + ".JPEG";
        test::writeJpeg(folder / "val" / "images" / name, drawnImage(64, label, 9));
        annotations << name << "\t" << id << "\t0\t0\t63\t63\n";
    }
}

TEST(TinyImageNet, ReadsTheOfficialLayout) {
    const test::TemporaryFolder folder;
    writeTinyImageNet(folder.path());
    const auto data = openDataSet(folder.path());
    ASSERT_TRUE(data.ok()) << data.error().message;
    EXPECT_EQ(data->format, "tiny-imagenet");
    EXPECT_EQ(data->labels, (std::vector<std::string>{"goldfish", "n02"}));
    EXPECT_EQ(data->train->size(), 4);
    ASSERT_EQ(data->test->size(), 2);
    EXPECT_EQ(data->test->label(0), 0);
    EXPECT_TRUE(data->test->origin(0).ends_with("val_1.JPEG"));
    const auto report = checkDataSet(*data, nullptr, {});
    ASSERT_TRUE(report.ok());
    EXPECT_EQ(report->problemCount, 0);
    EXPECT_EQ(report->trainPerClass, (std::vector<std::int64_t>{2, 2}));

    fs::remove(folder.path() / "val" / "images" / "val_0.JPEG");
    EXPECT_TRUE(contains(complaint(folder.path()), "val_annotations.txt, line 2"));
    fs::remove_all(folder.path() / "train" / "n02");
    EXPECT_TRUE(contains(complaint(folder.path()), "n02"));
}

TEST(ClassFolders, AreSplitAndScaled) {
    const test::TemporaryFolder folder;
    for (int label = 0; label < 2; ++label) {
        const fs::path place = folder.path() / ("class" + std::to_string(label));
        fs::create_directories(place);
        for (int k = 0; k < 6; ++k)
            test::writePng(place / ("image" + std::to_string(k) + ".png"),
                           drawnImage(20, label, static_cast<std::uint64_t>(k)));
    }
    const auto data = openDataSet(folder.path(), {.folderImageSize = 20});
    ASSERT_TRUE(data.ok()) << data.error().message;
    EXPECT_EQ(data->train->size(), 10);
    ASSERT_EQ(data->test->size(), 2);
    EXPECT_TRUE(data->test->origin(1).ends_with("class1/image4.png"));
    std::vector<std::uint8_t> pixels(imageBytes(20));
    ASSERT_TRUE(data->test->read(1, pixels).ok());
    EXPECT_EQ(pixels, drawnImage(20, 1, 4).pixels);

    test::writeBytes(folder.path() / "class1" / "image5.png", {1, 2, 3});
    const auto report = checkDataSet(*openDataSet(folder.path()), nullptr, {});
    ASSERT_TRUE(report.ok());
    EXPECT_EQ(report->problemCount, 1);
    EXPECT_TRUE(contains(report->problems.front(), "image5.png"));
}

TEST(DataSet, SaysWhatItExpectedInAnEmptyOrMissingFolder) {
    const test::TemporaryFolder folder;
    EXPECT_TRUE(contains(complaint(folder.path()), "CIFAR-10 or CIFAR-100"));
    EXPECT_TRUE(contains(complaint(folder.path() / "none"), "There is no folder"));
}

TEST(DataSet, StatisticsAgreeWithTheDefinition) {
    const test::TemporaryFolder folder;
    test::writeCifar100(folder.path(), 4, 3);
    const auto data = openDataSet(folder.path());
    ASSERT_TRUE(data.ok());
    const auto statistics = channelStatistics(*data);
    ASSERT_TRUE(statistics.ok());
    EXPECT_EQ(statistics->images, 12);
    for (std::size_t c = 0; c < 3; ++c) {
        std::vector<double> values;
        std::vector<std::uint8_t> pixels(imageBytes(32));
        for (int i = 0; i < 12; ++i) {
            ASSERT_TRUE(data->train->read(i, pixels).ok());
            for (std::size_t p = 0; p < 1024; ++p)
                values.push_back(pixels[c * 1024 + p] / 255.0);
        }
        double mean = 0, variance = 0;
        for (const double value : values)
            mean += value / static_cast<double>(values.size());
        for (const double value : values)
            variance += (value - mean) * (value - mean) / static_cast<double>(values.size());
        EXPECT_NEAR(statistics->mean[c], mean, 1e-9);
        EXPECT_NEAR(statistics->deviation[c], std::sqrt(variance), 1e-9);
    }
}

/// The published figures of the whole set, where it is at hand.
TEST(DataSet, FullCifar100HasItsPublishedStatistics) {
    const char* folder = std::getenv("PAIRSCAPE_CIFAR100");
    if (folder == nullptr)
        GTEST_SKIP() << "PAIRSCAPE_CIFAR100 does not name a folder with CIFAR-100";
    const auto data = openDataSet(folder);
    ASSERT_TRUE(data.ok()) << data.error().message;
    EXPECT_EQ(data->train->size(), 50'000);
    EXPECT_EQ(data->test->size(), 10'000);
    const auto statistics = channelStatistics(*data);
    ASSERT_TRUE(statistics.ok());
    const std::array<double, 3> mean = {0.50708, 0.48655, 0.44092}, deviation = {0.26733, 0.25644, 0.27615};
    for (std::size_t c = 0; c < 3; ++c) {
        EXPECT_NEAR(statistics->mean[c], mean[c], 1e-5);
        EXPECT_NEAR(statistics->deviation[c], deviation[c], 1e-5);
    }
    const auto report = checkDataSet(*data, nullptr, {});
    ASSERT_TRUE(report.ok());
    EXPECT_EQ(report->trainPerClass, std::vector<std::int64_t>(100, 500));
    EXPECT_EQ(report->testPerClass, std::vector<std::int64_t>(100, 100));
    EXPECT_TRUE(report->notes.empty());
}

} // namespace
} // namespace pairscape
