// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/space/search_space.h"
#include "core/training/checkpoint.h"
#include "core/training/network_evaluation.h"
#include "core/training/quantised_training.h"
#include "core/training/trainer.h"
#include "tests/core/training/drawn_images.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <stop_token>

namespace pairscape {
namespace {

class TrainerTest : public testing::Test {
  protected:
    TrainerTest() : space_(*SearchSpace::preset("tiny")) {
        test::writeCifar100(folder_.path() / "data", 6, 16);
        data_ = *openDataSet(folder_.path() / "data");
        architecture_ = *space_.parse("stem8 8k3e1:CS 16k5e3:SA head32");
        network_ = space_.expand(architecture_);
        budget_.imageSize = 12;
        budget_.classes = 6;
        budget_.epochs = 3;
        budget_.batch = 16;
        budget_.recalibrationBatches = 3;
    }

    Result<TrainingResult> train(const TrainingRun& run = {}, std::stop_token stop = {}) {
        return trainNetwork({network_, "arch", space_.hash(architecture_), data_}, budget_, run,
                            std::move(stop));
    }

    static void expectSame(const TrainingResult& a, const TrainingResult& b) {
        EXPECT_EQ(a.epochs, b.epochs);
        EXPECT_EQ(a.test, b.test);
        EXPECT_EQ(a.steps, b.steps);
    }

    SearchSpace space_;
    test::TemporaryFolder folder_;
    DataSet data_;
    Architecture architecture_;
    Network network_;
    TrainingBudget budget_;
};

/// Asks for a stop after some reports or epochs.
struct Stopper : TrainingObserver {
    std::stop_source source;
    int epochs = 1000;
    void progress(const Progress&) override {}
    void epochEnded(const EpochRecord&) override {
        if (--epochs == 0)
            source.request_stop();
    }
};

TEST_F(TrainerTest, LearnsToTellDrawnClassesApart) {
    budget_.epochs = 12;
    const auto result = train();
    ASSERT_TRUE(result.ok()) << result.error().message;
    EXPECT_EQ(result->steps, 12 * 6);
    EXPECT_EQ(result->test.images, 96);
    EXPECT_GT(result->test.top1, 0.6); // chance is 1 in 6
    EXPECT_GE(result->test.top5, result->test.top1);
    EXPECT_LT(result->epochs.back().loss, result->epochs.front().loss);
}

TEST_F(TrainerTest, SameSeedSameResultWhateverLoads) {
    const auto first = train();
    ASSERT_TRUE(first.ok()) << first.error().message;
    for (const int threads : {0, 3}) {
        TrainingRun run;
        run.loaderThreads = threads;
        const auto again = train(run);
        ASSERT_TRUE(again.ok());
        expectSame(*first, *again);
    }
    budget_.seed = 2;
    const auto other = train();
    ASSERT_TRUE(other.ok());
    EXPECT_NE(first->epochs.back().loss, other->epochs.back().loss);
}

/// Looking at the test images on the way is for the curve alone.
TEST_F(TrainerTest, TestsOnTheWayChangeNothing) {
    const auto plain = train();
    ASSERT_TRUE(plain.ok()) << plain.error().message;
    TrainingRun run;
    run.testEvery = 1;
    run.checkpoint = folder_.path() / "watched";
    const auto watched = train(run);
    ASSERT_TRUE(watched.ok()) << watched.error().message;
    EXPECT_EQ(plain->test, watched->test);
    ASSERT_EQ(plain->epochs.size(), watched->epochs.size());
    for (std::size_t e = 0; e < plain->epochs.size(); ++e) {
        EXPECT_EQ(plain->epochs[e].loss, watched->epochs[e].loss);
        EXPECT_FALSE(plain->epochs[e].testTop1);
        EXPECT_TRUE(watched->epochs[e].testTop1);
    }
    EXPECT_EQ(watched->epochs.back().testTop1, watched->test.top1);
    // What the file holds is what the last test measured: it evaluates to the same.
    run.resume = true;
    const auto again = train(run);
    ASSERT_TRUE(again.ok());
    expectSame(*watched, *again);
}

/// A budget's field that training ignores would change nothing.
TEST_F(TrainerTest, EveryFieldOfTheBudgetChangesTheResult) {
    budget_.epochs = 2;
    budget_.batch = 24;
    budget_.clip = 0.05;
    const auto usual = train();
    ASSERT_TRUE(usual.ok()) << usual.error().message;
    const TrainingBudget kept = budget_;
    const auto changes = [&](const char* what, auto change) {
        budget_ = kept;
        change(budget_);
        const auto other = train();
        ASSERT_TRUE(other.ok()) << what << ": " << other.error().message;
        EXPECT_FALSE(other->epochs == usual->epochs && other->test == usual->test) << what;
    };
    changes("image size", [](TrainingBudget& b) { b.imageSize = 13; });
    changes("classes", [](TrainingBudget& b) { b.classes = 5; });
    changes("images per class", [](TrainingBudget& b) { b.imagesPerClass = 12; });
    changes("test images per class", [](TrainingBudget& b) { b.testPerClass = 9; });
    changes("epochs", [](TrainingBudget& b) { b.epochs = 3; });
    changes("batch", [](TrainingBudget& b) { b.batch = 32; });
    changes("learning rate", [](TrainingBudget& b) { b.learningRate = 0.11; });
    changes("warm-up", [](TrainingBudget& b) { b.warmUpEpochs = 0.5; });
    changes("final rate", [](TrainingBudget& b) { b.finalRate = 0.5; });
    changes("momentum", [](TrainingBudget& b) { b.momentum = 0.8; });
    changes("weight decay", [](TrainingBudget& b) { b.weightDecay = 1e-2; });
    changes("label smoothing", [](TrainingBudget& b) { b.labelSmoothing = 0.2; });
    changes("clip", [](TrainingBudget& b) { b.clip = 0; });
    changes("adder eta", [](TrainingBudget& b) { b.adderEta = 0.1; });
    changes("augmentation", [](TrainingBudget& b) { b.augment = false; });
    changes("recalibration", [](TrainingBudget& b) { b.recalibrationBatches = 1; });
    changes("seed", [](TrainingBudget& b) { b.seed = 2; });
}

TEST_F(TrainerTest, LearnsInFewBitsAndTestsWhatIntegersGive) {
    budget_.epochs = 8;
    TrainingRun run;
    run.checkpoint = folder_.path() / "float.checkpoint";
    const std::string name = space_.format(architecture_);
    const TrainingTask task = {network_, name, space_.hash(architecture_), data_};
    const auto inFloats = trainNetwork(task, budget_, run, {});
    ASSERT_TRUE(inFloats.ok()) << inFloats.error().message;

    budget_.epochs = 3;
    budget_.learningRate = 0.02;
    TrainingStart start;
    start.quantised = true;
    start.from = run.checkpoint;
    run.checkpoint = folder_.path() / "quantised.checkpoint";
    const auto quantised = trainNetworkFrom(start, task, budget_, run, {});
    ASSERT_TRUE(quantised.ok()) << quantised.error().message;
    EXPECT_GT(quantised->test.top1, 0.6);                                     // chance is 1 in 6
    EXPECT_LT(quantised->epochs.front().loss, inFloats->epochs.front().loss); // it began with what was learnt

    NetworkEvaluationSettings settings;
    settings.integer = true;
    settings.workers = 3;
    const auto judged = evaluateCheckpoint(run.checkpoint, space_, data_, settings, {});
    ASSERT_TRUE(judged.ok()) << judged.error().message;
    EXPECT_TRUE(judged->quantised);
    EXPECT_EQ(judged->test, quantised->test);
    ASSERT_TRUE(judged->integers.has_value());
    EXPECT_EQ(judged->integers->test, judged->test);
    EXPECT_EQ(judged->integers->differentTop1, 0);
    EXPECT_EQ(judged->integers->differentLogits, 0);
    settings.integer = false;
    const auto plain = evaluateCheckpoint(start.from, space_, data_, settings, {});
    ASSERT_TRUE(plain.ok()) << plain.error().message;
    EXPECT_FALSE(plain->quantised);
    EXPECT_EQ(plain->test, inFloats->test);

    // Neither training goes on from the other's checkpoint.
    run.resume = true;
    EXPECT_EQ(trainNetworkFrom({}, task, budget_, run, {}).error().code, ErrorCode::InvalidInput);
    EXPECT_TRUE(trainNetworkFrom(start, task, budget_, run, {}).ok());
    run.resume = false;
    const TrainingTask other = {network_, "another", 1, data_};
    EXPECT_EQ(trainNetworkFrom(start, other, budget_, run, {}).error().code, ErrorCode::InvalidInput);
}

TEST_F(TrainerTest, GoesOnFromACheckpointAsIfNothingHadHappened) {
    const auto whole = train();
    ASSERT_TRUE(whole.ok()) << whole.error().message;
    TrainingRun run;
    run.checkpoint = folder_.path() / "training.checkpoint";
    run.resume = true;
    for (const int stopAfter : {1, 2, 0}) {
        Stopper stopper;
        stopper.epochs = stopAfter == 0 ? 1000 : 1;
        run.observer = &stopper;
        const auto part = train(run, stopper.source.get_token());
        if (stopAfter > 0) {
            ASSERT_FALSE(part.ok());
            EXPECT_EQ(part.error().code, ErrorCode::Stopped);
            EXPECT_NE(part.error().message.find("--resume"), std::string::npos);
        } else {
            ASSERT_TRUE(part.ok()) << part.error().message;
            expectSame(*whole, *part);
        }
    }
}

TEST_F(TrainerTest, ACheckpointOfAnyStepIsAsGood) {
    const auto whole = train();
    ASSERT_TRUE(whole.ok());
    // Stopped in the middle of the second epoch: what a kill leaves is the checkpoint of an earlier step.
    TrainingRun run;
    run.checkpoint = folder_.path() / "training.checkpoint";
    run.checkpointSteps = 4;
    std::stop_source source;
    struct Keeper : TrainingObserver {
        std::filesystem::path from, to;
        int epochs = 0;
        void progress(const Progress&) override {}
        void epochEnded(const EpochRecord&) override {
            // Written at step 4 of the epoch that ends now.
            if (++epochs == 2)
                std::filesystem::copy_file(from, to);
        }
    } keeper;
    keeper.from = run.checkpoint;
    keeper.to = folder_.path() / "killed.checkpoint";
    run.observer = &keeper;
    ASSERT_TRUE(train(run).ok());
    const auto kept = readCheckpoint(keeper.to);
    ASSERT_TRUE(kept.ok()) << kept.error().message;
    EXPECT_EQ(kept->head["position"]["epoch"], 1);
    EXPECT_EQ(kept->head["position"]["batch"], 4);
    run.checkpoint = keeper.to;
    run.observer = nullptr;
    run.resume = true;
    const auto resumed = train(run);
    ASSERT_TRUE(resumed.ok()) << resumed.error().message;
    expectSame(*whole, *resumed);
}

TEST_F(TrainerTest, RefusesACheckpointOfAnotherTraining) {
    TrainingRun run;
    run.checkpoint = folder_.path() / "training.checkpoint";
    ASSERT_TRUE(train(run).ok());
    budget_.learningRate *= 2;
    run.resume = true;
    const auto other = train(run);
    ASSERT_FALSE(other.ok());
    EXPECT_EQ(other.error().code, ErrorCode::InvalidInput);
}

TEST_F(TrainerTest, StopsAtOnceWhenAsked) {
    std::stop_source source;
    source.request_stop();
    const auto result = train({}, source.get_token());
    ASSERT_FALSE(result.ok());
    EXPECT_EQ(result.error().code, ErrorCode::Stopped);
}

TEST_F(TrainerTest, DivergenceNamesStepAndLayerAndLeavesASoundCheckpoint) {
    TrainingRun run;
    run.checkpoint = folder_.path() / "training.checkpoint";
    run.checkpointSteps = 1;
    budget_.learningRate = 1e30;
    budget_.warmUpEpochs = 0;
    budget_.clip = 0;
    const auto result = train(run);
    ASSERT_FALSE(result.ok());
    EXPECT_EQ(result.error().code, ErrorCode::Infeasible);
    const std::string& said = result.error().message;
    EXPECT_NE(said.find("step"), std::string::npos) << said;
    EXPECT_NE(said.find("no longer finite"), std::string::npos) << said;
    EXPECT_TRUE(std::ranges::any_of(network_.layers, [&](const Layer& layer) {
        return said.find("): " + layer.name + " is") != std::string::npos;
    })) << said;
    const auto checkpoint = readCheckpoint(run.checkpoint);
    ASSERT_TRUE(checkpoint.ok()) << checkpoint.error().message;
    EXPECT_TRUE(std::ranges::all_of(*checkpoint->find("parameters"),
                                    [](float value) { return std::isfinite(value); }));
}

TEST_F(TrainerTest, RefusesWhatCannotBeTrained) {
    const auto said = [&] {
        const auto result = train();
        return result.ok() ? std::string("(trained)") : result.error().message;
    };
    budget_.imageSize = 1;
    EXPECT_NE(said().find("too small"), std::string::npos) << said();
    budget_.imageSize = 12;
    budget_.classes = 200;
    EXPECT_NE(said().find("100 classes"), std::string::npos) << said();
    budget_.classes = 6;
    budget_.imagesPerClass = 17;
    EXPECT_NE(said().find("16 images"), std::string::npos) << said();
    budget_.imagesPerClass = 0;
    budget_.batch = 1;
    EXPECT_NE(said().find("batch"), std::string::npos) << said();
    budget_.batch = 16;
    TrainingRun run;
    run.device = "tpu";
    EXPECT_EQ(train(run).error().code, ErrorCode::InvalidInput);
}

TEST(Budget, SurvivesJson) {
    TrainingBudget budget;
    budget.imageSize = 16;
    budget.classes = 20;
    budget.learningRate = 0.123456789;
    budget.augment = false;
    budget.seed = ~std::uint64_t{0};
    const auto again = budgetFromJson(nlohmann::json::parse(budgetJson(budget).dump()), "test");
    ASSERT_TRUE(again.ok()) << again.error().message;
    EXPECT_EQ(*again, budget);
    nlohmann::json wrong = budgetJson(budget);
    wrong["epochs"] = 0;
    EXPECT_FALSE(budgetFromJson(wrong, "test").ok());
}

TEST(CheckpointFile, IsReadAsWrittenAndKnowsWhenItIsDamaged) {
    const test::TemporaryFolder folder;
    const auto path = folder.path() / "c";
    EXPECT_EQ(readCheckpoint(path).error().code, ErrorCode::NotFound);
    Checkpoint checkpoint;
    checkpoint.head = {{"step", 3}};
    checkpoint.arrays = {{"a", {1, 2.5F, -3}}, {"b", {}}, {"c", {7}}};
    ASSERT_TRUE(writeCheckpoint(path, checkpoint).ok());
    const auto read = readCheckpoint(path);
    ASSERT_TRUE(read.ok()) << read.error().message;
    EXPECT_EQ(read->head, checkpoint.head);
    ASSERT_EQ(read->arrays.size(), 3U);
    EXPECT_EQ(*read->find("a"), checkpoint.arrays[0].values);
    EXPECT_EQ(*read->find("c"), checkpoint.arrays[2].values);
    EXPECT_FALSE(std::filesystem::exists(path.string() + ".part"));
    const auto bytes = test::readBytes(path);
    for (std::size_t cut = 0; cut < bytes.size(); cut += 7) {
        test::writeBytes(path, {bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(cut)});
        EXPECT_FALSE(readCheckpoint(path).ok()) << cut;
    }
    auto changed = bytes;
    changed[changed.size() - 2] ^= 1;
    test::writeBytes(path, changed);
    EXPECT_EQ(readCheckpoint(path).error().code, ErrorCode::Corrupt);
}

} // namespace
} // namespace pairscape
