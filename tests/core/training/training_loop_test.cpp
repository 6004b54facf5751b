// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The loop alone, with a learner whose losses and gradients are known.
#include "core/training/training_history.h"
#include "core/training/training_images.h"
#include "core/training/training_loop.h"
#include "tests/core/training/drawn_images.h"

#include <gtest/gtest.h>

#include <atomic>
#include <cmath>
#include <functional>
#include <limits>
#include <thread>

namespace pairscape {
namespace {

/// One parameter of three values whose loss is half the distance to (1, 2, 3) squared; some step may go
/// wrong.
class KnownLearner final : public Learner {
  public:
    KnownLearner() {
        parameters_.add("only.weight", 0, {3}, true);
        parameters_.allocate(torch::kCPU);
        parameters_.flat().fill_(0.5);
    }
    const ParameterSet& parameters() const override { return parameters_; }
    std::string layerName(std::size_t) const override { return "only"; }
    nlohmann::json identity() const override { return {{"architecture", name}, {"quantised", false}}; }
    Step step(const TensorBatch& batch, std::int64_t number, std::stop_token) override {
        const torch::NoGradGuard noGradient;
        if (onStep)
            onStep(number);
        steps.push_back(number);
        labels.push_back(batch.labels.clone());
        torch::Tensor gradient = parameters_.flat() - torch::tensor({1.0F, 2.0F, 3.0F});
        torch::Tensor loss = gradient.square().sum() / 2;
        if (number == wrongGradient)
            gradient = gradient / 0;
        if (number == wrongLoss)
            loss = loss / 0;
        return {loss, torch::tensor(3), {gradient}};
    }
    std::string firstUnsoundLayer(const TensorBatch&, std::int64_t) override { return "inner"; }

    std::string name = "known";
    std::function<void(std::int64_t)> onStep;
    std::int64_t wrongGradient = -1, wrongLoss = -1;
    std::vector<std::int64_t> steps;
    std::vector<torch::Tensor> labels;

  private:
    ParameterSet parameters_;
};

class TrainingLoopTest : public testing::Test {
  protected:
    TrainingLoopTest() {
        test::writeCifar100(folder_.path() / "data", 4, 9);
        data_ = *openDataSet(folder_.path() / "data");
        budget_.classes = 4;
        budget_.imageSize = 8;
        budget_.epochs = 2;
        budget_.batch = 6; // 36 images: 6 steps an epoch
        budget_.learningRate = 0.1;
        run_.checkpoint = folder_.path() / "c";
        run_.checkpointSteps = 4;
        images_ = *openTrainingImages(data_, budget_, 1);
    }

    Status train(KnownLearner& learner, bool resume = false) {
        TrainingLoop loop(learner, *images_.train, budget_, run_, "drawn", torch::kCPU, {});
        if (epochTest_)
            loop.setEpochTest(epochTest_);
        if (resume)
            if (Status resumed = loop.resume(); !resumed)
                return resumed;
        const Status status = loop.train();
        epochs_ = loop.epochs();
        return status;
    }

    test::TemporaryFolder folder_;
    DataSet data_;
    TrainingBudget budget_;
    TrainingRun run_;
    TrainingImages images_;
    std::vector<EpochRecord> epochs_;
    std::function<Result<TestFigures>()> epochTest_;
};

TEST_F(TrainingLoopTest, TakesEveryStepOnceWithTheRateOfItsNumber) {
    KnownLearner learner;
    ASSERT_TRUE(train(learner).ok());
    ASSERT_EQ(learner.steps.size(), 12U);
    for (std::size_t k = 0; k < 12; ++k)
        EXPECT_EQ(learner.steps[k], static_cast<std::int64_t>(k));
    // The optimiser's formula (sgd.h) by hand, with weight decay and clipping of the gradient to 1.
    double loss = 0, v[3] = {0, 0, 0}, p[3] = {0.5, 0.5, 0.5};
    std::vector<double> losses;
    for (int k = 0; k < 12; ++k) {
        if (k % 6 == 0)
            loss = 0;
        double ofStep = 0;
        for (int i = 0; i < 3; ++i) {
            const double raw = p[i] - (i + 1);
            ofStep += raw * raw / 2;
            const double g = std::clamp(raw, -1.0, 1.0) + 1e-4 * p[i], rate = rateOfStep(budget_, k, 6);
            v[i] = 0.9 * v[i] + g;
            p[i] -= rate * (g + 0.9 * v[i]);
        }
        loss += ofStep / 6;
        if (k % 6 == 5)
            losses.push_back(loss);
    }
    for (int i = 0; i < 3; ++i)
        EXPECT_NEAR(learner.parameters().flat()[i].item<double>(), p[i], 1e-5);
    ASSERT_EQ(epochs_.size(), 2U);
    for (std::size_t e = 0; e < 2; ++e) {
        EXPECT_NEAR(epochs_[e].loss, losses[e], 1e-5);
        EXPECT_NEAR(epochs_[e].top1, 0.5, 1e-12); // 3 right of 6 in each step
    }
}

TEST_F(TrainingLoopTest, GoesOnWithTheStepAfterTheCheckpoint) {
    KnownLearner whole;
    ASSERT_TRUE(train(whole).ok());
    const auto expected = epochs_;
    KnownLearner first;
    first.wrongLoss =
        9; // ends after steps 0 to 8; the last checkpoint is that of the first epoch or of step 9
    std::filesystem::remove(run_.checkpoint);
    ASSERT_EQ(train(first).error().code, ErrorCode::Infeasible);
    KnownLearner second;
    ASSERT_TRUE(train(second, true).ok());
    ASSERT_FALSE(second.steps.empty());
    EXPECT_EQ(second.steps.front(), 6); // at most an interval of four steps lost
    EXPECT_EQ(second.steps.back(), 11);
    for (std::size_t k = 0; k < second.steps.size(); ++k)
        EXPECT_TRUE(torch::equal(second.labels[k], whole.labels[static_cast<std::size_t>(second.steps[k])]));
    EXPECT_TRUE(torch::equal(second.parameters().flat(), whole.parameters().flat()));
    EXPECT_EQ(epochs_, expected);
    KnownLearner other;
    other.name = "another";
    EXPECT_EQ(train(other, true).error().code, ErrorCode::InvalidInput);
}

TEST_F(TrainingLoopTest, NeverKeepsParametersThatAreNoNumbers) {
    run_.checkpointSteps = 1;
    KnownLearner learner;
    learner.wrongGradient = 3;
    budget_.clip = 0;
    const Status status = train(learner);
    ASSERT_FALSE(status.ok());
    EXPECT_EQ(status.error().code, ErrorCode::Infeasible);
    EXPECT_NE(status.error().message.find("): only is no longer finite"), std::string::npos)
        << status.error().message;
    const auto kept = readCheckpoint(run_.checkpoint);
    ASSERT_TRUE(kept.ok());
    EXPECT_EQ(kept->head["position"]["batch"], 3);
    for (const char* name : {"parameters", "velocity"})
        for (const float value : *kept->find(name))
            EXPECT_TRUE(std::isfinite(value)) << name;
}

TEST_F(TrainingLoopTest, ALossThatIsNoNumberNamesStepAndLayer) {
    KnownLearner learner;
    learner.wrongLoss = 7;
    const Status status = train(learner);
    ASSERT_FALSE(status.ok());
    EXPECT_NE(status.error().message.find("step 8 (epoch 2): inner is"), std::string::npos)
        << status.error().message;
}

/// Writes down what it is told.
struct Witness : TrainingObserver {
    void progress(const Progress&) override {}
    void begins(const std::vector<EpochRecord>& epochs, const TrainingMoment& moment) override {
        before = epochs;
        start = moment;
    }
    void moved(const TrainingMoment& moment) override { last = moment; }
    void held(bool waits) override {
        if (onHeld)
            onHeld(waits);
    }
    std::vector<EpochRecord> before;
    TrainingMoment start, last;
    std::function<void(bool)> onHeld;
};

/// It keeps its state before it waits, waits until the gate opens, and gives what an undisturbed run gives.
TEST_F(TrainingLoopTest, WaitsAtTheGateBetweenSteps) {
    KnownLearner whole;
    ASSERT_TRUE(train(whole).ok());
    const auto expected = epochs_;
    std::filesystem::remove(run_.checkpoint);

    PauseGate gate;
    Witness witness;
    KnownLearner learner;
    learner.onStep = [&](std::int64_t number) {
        if (number == 7)
            gate.pause();
    };
    std::jthread opener;
    std::atomic<bool> opened = false;
    int waits = 0, goesOn = 0;
    witness.onHeld = [&](bool begins) {
        if (!begins) {
            EXPECT_TRUE(opened);
            ++goesOn;
            return;
        }
        ++waits;
        EXPECT_EQ(learner.steps.size(), 8U);
        const auto kept = readTrainingHistory(run_.checkpoint);
        // A learner of these tests has no architecture text of a space, but a checkpoint like any.
        ASSERT_TRUE(kept.ok()) << kept.error().message;
        EXPECT_EQ(kept->epochs.size(), 1U);
        EXPECT_EQ(kept->step, 2); // six steps an epoch
        opener = std::jthread([&] {
            opened = true;
            gate.resume();
        });
    };
    run_.observer = &witness;
    run_.gate = &gate;
    ASSERT_TRUE(train(learner).ok());
    EXPECT_EQ(waits, 1);
    EXPECT_EQ(goesOn, 1);
    EXPECT_EQ(epochs_, expected);
    EXPECT_TRUE(torch::equal(learner.parameters().flat(), whole.parameters().flat()));
}

TEST_F(TrainingLoopTest, TheCurveOfTestsSurvivesAStopAndAResume) {
    budget_.epochs = 3;
    run_.testEvery = 2;
    int tests = 0;
    epochTest_ = [&]() -> Result<TestFigures> { return TestFigures{0.25 * ++tests, 0.9, 1, 8}; };
    KnownLearner whole;
    ASSERT_TRUE(train(whole).ok());
    ASSERT_EQ(epochs_.size(), 3U);
    EXPECT_FALSE(epochs_[0].testTop1);
    EXPECT_EQ(epochs_[1].testTop1, 0.25); // every second
    EXPECT_EQ(epochs_[2].testTop1, 0.5);  // and the last
    const auto expected = epochs_;
    std::filesystem::remove(run_.checkpoint);

    // Stopped in the test of epoch 2: it is made up for.
    tests = 0;
    epochTest_ = []() -> Result<TestFigures> { throw TrainingStopped(); };
    KnownLearner first;
    ASSERT_EQ(train(first).error().code, ErrorCode::Stopped);
    ASSERT_TRUE(readTrainingHistory(run_.checkpoint).ok());
    EXPECT_EQ(readTrainingHistory(run_.checkpoint)->epochs.size(), 1U);
    epochTest_ = [&]() -> Result<TestFigures> { return TestFigures{0.25 * ++tests, 0.9, 1, 8}; };
    Witness witness;
    run_.observer = &witness;
    KnownLearner second;
    ASSERT_TRUE(train(second, true).ok());
    EXPECT_EQ(epochs_, expected);
    ASSERT_FALSE(second.steps.empty());
    EXPECT_EQ(second.steps.front(), 12); // those of epoch 2 were all taken
    ASSERT_EQ(witness.before.size(), 1U);
    EXPECT_EQ(witness.before[0], expected[0]);
    EXPECT_EQ(witness.start.epoch, 2);
    EXPECT_EQ(witness.start.step, 6);
    EXPECT_EQ(witness.start.steps, 6);
    EXPECT_EQ(witness.start.images, 72);
    EXPECT_EQ(witness.start.total, 108);
    EXPECT_TRUE(witness.start.figures);
    EXPECT_EQ(readTrainingHistory(run_.checkpoint)->epochs, expected);
}

} // namespace
} // namespace pairscape
