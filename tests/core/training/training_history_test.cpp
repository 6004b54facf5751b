// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/training_history.h"

#include "core/training/checkpoint.h"
#include "tests/core/training/drawn_images.h"

#include <gtest/gtest.h>

namespace pairscape {
namespace {

class TrainingHistoryTest : public testing::Test {
  protected:
    TrainingHistoryTest() {
        budget_.epochs = 3;
        budget_.classes = 7;
        checkpoint_.head = {{"architecture", "stem8 8k3e1:CS head32"},
                            {"quantised", false},
                            {"data_set", "cifar-100/100"},
                            {"budget", budgetJson(budget_)},
                            {"position", {{"epoch", 2}, {"batch", 5}}},
                            {"epochs", epochsJson({{1, 2.5, 0.125, 0.25}, {2, 2.25, 0.5}})}};
        checkpoint_.arrays = {{"parameters", {1, 2, 3}}};
    }
    Result<TrainingHistory> written() {
        EXPECT_TRUE(writeCheckpoint(path_, checkpoint_).ok());
        return readTrainingHistory(path_);
    }

    test::TemporaryFolder folder_;
    std::filesystem::path path_ = folder_.path() / "c";
    TrainingBudget budget_;
    Checkpoint checkpoint_;
};

TEST_F(TrainingHistoryTest, SaysHowFarATrainingCame) {
    const auto history = written();
    ASSERT_TRUE(history.ok()) << history.error().message;
    EXPECT_EQ(history->architecture, "stem8 8k3e1:CS head32");
    EXPECT_EQ(history->dataSet, "cifar-100/100");
    EXPECT_EQ(history->budget, budget_);
    EXPECT_EQ(history->step, 5);
    ASSERT_EQ(history->epochs.size(), 2U);
    EXPECT_EQ(history->epochs[0], (EpochRecord{1, 2.5, 0.125, 0.25}));
    EXPECT_EQ(history->epochs[1], (EpochRecord{2, 2.25, 0.5, std::nullopt}));
    EXPECT_FALSE(history->finished());
    checkpoint_.head["epochs"].push_back({{"epoch", 3}, {"loss", 2}, {"top1", 0.5}});
    EXPECT_TRUE(written()->finished());
}

/// As checkpoints were before epochs were tested, and before networks were quantised.
TEST_F(TrainingHistoryTest, ReadsOlderCheckpoints) {
    checkpoint_.head.erase("quantised");
    for (auto& epoch : checkpoint_.head["epochs"])
        epoch.erase("test_top1");
    const auto history = written();
    ASSERT_TRUE(history.ok()) << history.error().message;
    EXPECT_FALSE(history->quantised);
    EXPECT_FALSE(history->epochs[0].testTop1);
}

TEST_F(TrainingHistoryTest, SaysWhatItCannotRead) {
    EXPECT_EQ(readTrainingHistory(folder_.path() / "none").error().code, ErrorCode::NotFound);
    for (const char* key : {"architecture", "data_set", "budget", "epochs", "position"}) {
        const nlohmann::json whole = checkpoint_.head;
        checkpoint_.head.erase(key);
        const auto lacking = written();
        ASSERT_FALSE(lacking.ok()) << key;
        EXPECT_EQ(lacking.error().code, ErrorCode::Corrupt) << key;
        checkpoint_.head = whole;
        checkpoint_.head[key] = 3;
        EXPECT_EQ(written().error().code, ErrorCode::Corrupt) << key;
        checkpoint_.head = whole;
    }
    checkpoint_.head["supernet"] = {{"space", {}}};
    const auto supernet = written();
    ASSERT_FALSE(supernet.ok());
    EXPECT_NE(supernet.error().message.find("holds a supernet"), std::string::npos);
}

TEST_F(TrainingHistoryTest, TheSourceOfAnAccuracySaysItsBudget) {
    DataSet data;
    data.title = "CIFAR-100, fine labels";
    EXPECT_EQ(trainedSource(data, {}, false), "CIFAR-100, fine labels, 30 epochs, seed 1");
    budget_.epochs = 1;
    budget_.imagesPerClass = 50;
    budget_.imageSize = 16;
    budget_.seed = 4;
    EXPECT_EQ(trainedSource(data, budget_, true),
              "CIFAR-100, fine labels, 7 classes, 50 images a class, 16 pixels, 1 epoch, seed 4, 8/6/6 bits");
}

} // namespace
} // namespace pairscape
