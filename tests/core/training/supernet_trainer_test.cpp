// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/checkpoint.h"
#include "core/training/promising_set.h"
#include "core/training/supernet_trainer.h"
#include "tests/core/training/drawn_images.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <stop_token>

namespace pairscape {
namespace {

constexpr const char* smallConv = "stem8 8k3e1:C 8k3e2:C head32";
constexpr const char* hybrid = "stem8 8k3e1:CS 16k5e3:SA head32";

class SupernetTrainerTest : public testing::Test {
  protected:
    SupernetTrainerTest() : space_(*SearchSpace::preset("tiny")) {
        test::writeCifar100(folder_.path() / "data", 6, 20);
        data_ = *openDataSet(folder_.path() / "data");
        plan_.budget.imageSize = 12;
        plan_.budget.classes = 6;
        plan_.budget.epochs = 2;
        plan_.budget.batch = 16;
        plan_.budget.recalibrationBatches = 3;
        plan_.random = 1;
        plan_.validationShare = 0.2;
        run_.checkpoint = folder_.path() / "supernet";
    }

    Result<SupernetResult> train(std::stop_token stop = {}) {
        return trainSupernet(space_, data_, plan_, run_, std::move(stop));
    }

    std::vector<float> weights() const {
        const auto checkpoint = readCheckpoint(run_.checkpoint);
        EXPECT_TRUE(checkpoint.ok());
        return *checkpoint->find("parameters");
    }

    std::shared_ptr<const SupernetEvaluator> evaluator(const EvaluationSettings& settings = {}) const {
        auto made = SupernetEvaluator::open(run_.checkpoint, data_, settings);
        EXPECT_TRUE(made.ok()) << (made.ok() ? "" : made.error().message);
        return *made;
    }

    SearchSpace space_;
    test::TemporaryFolder folder_;
    DataSet data_;
    SupernetPlan plan_;
    TrainingRun run_;
};

/// Asks for a stop at the first progress report or epoch.
struct StopAfterEpochs : TrainingObserver {
    explicit StopAfterEpochs(int count) : epochs(count) {}
    std::stop_source source;
    int epochs;
    void progress(const Progress&) override {}
    void epochEnded(const EpochRecord&) override {
        if (--epochs == 0)
            source.request_stop();
    }
};

TEST_F(SupernetTrainerTest, ItsArchitecturesLearn) {
    plan_.budget.epochs = 14;
    const auto result = train();
    ASSERT_TRUE(result.ok()) << result.error().message;
    EXPECT_LT(result->epochs.back().loss, result->epochs.front().loss);
    EXPECT_EQ(result->steps, 14 * 6); // 6 classes of 16 kept images in batches of 16
    const auto judge = evaluator();
    EXPECT_EQ(judge->images(), EvaluationImages::Validation);
    for (const char* text : {smallConv, hybrid}) {
        const auto figures = judge->evaluate(*space_.parse(text), {});
        ASSERT_TRUE(figures.ok()) << figures.error().message;
        EXPECT_EQ(figures->images, 6 * 4);
        EXPECT_GT(figures->top1, 0.4) << text; // chance is 1 in 6
    }
    EvaluationSettings test;
    test.images = EvaluationImages::Test;
    EXPECT_EQ(evaluator(test)->evaluate(*space_.parse(hybrid), {})->images, 120);
}

TEST_F(SupernetTrainerTest, SameSeedSameWeightsWhateverLoads) {
    ASSERT_TRUE(train().ok());
    const auto first = weights();
    for (const int threads : {0, 3}) {
        run_.loaderThreads = threads;
        ASSERT_TRUE(train().ok());
        EXPECT_EQ(weights(), first) << threads;
    }
    plan_.budget.seed = 2;
    ASSERT_TRUE(train().ok());
    EXPECT_NE(weights(), first);
}

TEST_F(SupernetTrainerTest, GoesOnFromACheckpointAsIfNothingHadHappened) {
    const auto whole = train();
    ASSERT_TRUE(whole.ok());
    const auto expected = weights();
    std::filesystem::remove(run_.checkpoint);
    run_.resume = true;
    StopAfterEpochs stopper(1);
    run_.observer = &stopper;
    const auto part = train(stopper.source.get_token());
    ASSERT_FALSE(part.ok());
    EXPECT_EQ(part.error().code, ErrorCode::Stopped);
    EXPECT_NE(weights(), expected);
    const auto begun = readSupernetFile(run_.checkpoint);
    ASSERT_TRUE(begun.ok());
    EXPECT_FALSE(begun->finished);
    EXPECT_EQ(begun->plan, plan_);
    run_.observer = nullptr;
    const auto rest = train();
    ASSERT_TRUE(rest.ok()) << rest.error().message;
    EXPECT_EQ(rest->epochs, whole->epochs);
    EXPECT_EQ(weights(), expected);
    EXPECT_TRUE(readSupernetFile(run_.checkpoint)->finished);
}

TEST_F(SupernetTrainerTest, APromisingSetLeavesAllOtherWeightsAsTheyBegan) {
    plan_.promising = {smallConv, "stem8 8k3e1:C 8k3e3:S head32"};
    plan_.budget.weightDecay = 0;
    plan_.budget.epochs = 1;
    StopAfterEpochs at(1);
    std::stop_source now;
    now.request_stop();
    ASSERT_FALSE(train(now.get_token()).ok()); // the beginning
    const auto begun = readCheckpoint(run_.checkpoint);
    ASSERT_TRUE(begun.ok());
    ASSERT_TRUE(train().ok());
    const auto trained = weights();
    const std::vector<float>& before = *begun->find("parameters");
    const auto moved = [&](const std::string& name) {
        for (const auto& parameter : begun->head["parameters"])
            if (parameter["name"] == name) {
                std::size_t count = 1;
                for (const std::size_t side : parameter["shape"])
                    count *= side;
                const std::size_t from = parameter["offset"];
                int changed = 0;
                for (std::size_t i = from; i < from + count; ++i)
                    changed += before[i] != trained[i] ? 1 : 0;
                return static_cast<double>(changed) / static_cast<double>(count);
            }
        ADD_FAILURE() << name;
        return 0.0;
    };
    EXPECT_GT(moved("stem.weight"), 0.9);
    EXPECT_GT(moved("a.1.depthwise.weight"), 0.9);
    EXPECT_EQ(moved("a.1.depthwise.adder.weight"), 0); // no member has adders
    EXPECT_EQ(moved("a.2.depthwise.weight"), 0);       // nor a second block
    EXPECT_GT(moved("b.1.project.norm.scale"), 0.4);   // 8 of 16 channels
    EXPECT_LT(moved("b.1.project.norm.scale"), 0.6);
    EXPECT_LT(moved("b.1.depthwise.weight"), 0.4); // the centre: 9 of 25
    plan_.promising.clear();
    ASSERT_TRUE(train().ok());
    const auto whole = weights();
    EXPECT_NE(whole, trained);
}

TEST_F(SupernetTrainerTest, AnEvaluationDependsOnNoOther) {
    ASSERT_TRUE(train().ok());
    const auto judge = evaluator();
    const Architecture a = *space_.parse(smallConv), b = *space_.parse(hybrid);
    const auto alone = judge->evaluate(a, {});
    ASSERT_TRUE(alone.ok());
    ASSERT_TRUE(judge->evaluate(b, {}).ok());
    EXPECT_EQ(*judge->evaluate(a, {}), *alone);
    EXPECT_EQ(*evaluator()->evaluate(a, {}), *alone);
    // Norms are measured anew: over other images they differ, and so do the losses.
    EvaluationSettings fewer;
    fewer.recalibrationBatches = 1;
    EXPECT_NE(evaluator(fewer)->evaluate(a, {})->loss, alone->loss);
    std::stop_source now;
    now.request_stop();
    EXPECT_EQ(judge->evaluate(a, now.get_token()).error().code, ErrorCode::Stopped);
}

TEST_F(SupernetTrainerTest, DivergenceNamesStepAndLayerAndLeavesASoundCheckpoint) {
    run_.checkpointSteps = 1;
    plan_.budget.learningRate = 1e30;
    plan_.budget.warmUpEpochs = 0;
    plan_.budget.clip = 0;
    const auto result = train();
    ASSERT_FALSE(result.ok());
    EXPECT_EQ(result.error().code, ErrorCode::Infeasible);
    EXPECT_NE(result.error().message.find("step"), std::string::npos);
    EXPECT_NE(result.error().message.find("no longer finite"), std::string::npos) << result.error().message;
    const auto kept = weights();
    EXPECT_TRUE(std::ranges::all_of(kept, [](float value) { return std::isfinite(value); }));
}

TEST_F(SupernetTrainerTest, RefusesWhatDoesNotFit) {
    ASSERT_TRUE(train().ok());
    run_.resume = true;
    plan_.random = 2;
    EXPECT_EQ(train().error().code, ErrorCode::InvalidInput);
    run_.resume = false;
    plan_.promising = {"stem8 8k7e1:C 8k3e2:C head32"};
    EXPECT_NE(train().error().message.find("Architecture 1"), std::string::npos);
    plan_.promising.clear();
    plan_.validationShare = 0.99;
    EXPECT_EQ(train().error().code, ErrorCode::InvalidInput);
    plan_.validationShare = 0.2;
    run_.checkpoint.clear();
    EXPECT_EQ(train().error().code, ErrorCode::InvalidInput);

    run_.checkpoint = folder_.path() / "supernet";
    DataSet coarse = *openDataSet(folder_.path() / "data", {.coarseLabels = true});
    EXPECT_EQ(SupernetEvaluator::open(run_.checkpoint, coarse, {}).error().code, ErrorCode::InvalidInput);
    EXPECT_EQ(readSupernetFile(folder_.path() / "none").error().code, ErrorCode::NotFound);
    Checkpoint single;
    single.head = {{"architecture", smallConv}};
    ASSERT_TRUE(writeCheckpoint(folder_.path() / "single", single).ok());
    EXPECT_EQ(readSupernetFile(folder_.path() / "single").error().code, ErrorCode::InvalidInput);
}

TEST(PromisingSet, IsTheBestShareInOrderOfTheirScores) {
    const std::vector<ScoredArchitecture> pool = {{"a", 1}, {"b", 5}, {"c", 3}, {"d", 5}, {"e", -HUGE_VAL}};
    EXPECT_EQ(promisingShare(pool, 0.4), (std::vector<std::string>{"b", "d"}));
    EXPECT_EQ(promisingShare(pool, 0.01), (std::vector<std::string>{"b"}));
    EXPECT_EQ(promisingShare(pool, 1).size(), 5U);
    EXPECT_EQ(promisingShare({{"a", 2}, {"a", 2}}, 1), (std::vector<std::string>{"a"}));
}

TEST(PromisingSet, IsReadFromAFile) {
    const test::TemporaryFolder folder;
    const auto path = folder.path() / "list.txt";
    std::ofstream(path) << "# two\n" << smallConv << "  \n\n" << hybrid << "\n" << smallConv << "\n";
    const auto texts = readArchitectureList(path.string());
    ASSERT_TRUE(texts.ok());
    const SearchSpace space = *SearchSpace::preset("tiny");
    const auto list = parseArchitectures(space, *texts);
    ASSERT_TRUE(list.ok());
    ASSERT_EQ(list->size(), 2U);
    EXPECT_EQ(space.format((*list)[1]), hybrid);
    std::ofstream(path) << "# none\n";
    EXPECT_EQ(readArchitectureList(path.string()).error().code, ErrorCode::InvalidInput);
}

} // namespace
} // namespace pairscape
