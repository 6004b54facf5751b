// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/training/checkpoint.h"
#include "core/training/evaluation.h"
#include "core/training/parameter_set.h"
#include "core/training/sgd.h"
#include "core/training/trainer.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

namespace pairscape {

/// What a training loop trains: parameters, and how a step's loss and gradients come about.
class Learner {
  public:
    virtual ~Learner() = default;

    virtual const ParameterSet& parameters() const = 0;
    /// Name of a layer that parameters belong to, for messages.
    virtual std::string layerName(std::size_t layer) const = 0;
    /// What is trained: kept in the checkpoint, and compared field by field on resuming.
    virtual nlohmann::json identity() const = 0;

    struct Step {
        torch::Tensor loss;    ///< mean over the batch; a scalar on the device, without a graph
        torch::Tensor correct; ///< right answers, likewise
        std::vector<torch::Tensor> gradients; ///< in the parameters' order; undefined counts as zero
    };
    /// Loss and gradients of step `number` (from 0); a function of these and the parameters alone. Throws
    /// TrainingStopped.
    virtual Step step(const TensorBatch& batch, std::int64_t number, std::stop_token stop) = 0;

    /// Name of the first layer whose output in that step is not finite; empty where all are.
    virtual std::string firstUnsoundLayer(const TensorBatch& batch, std::int64_t number) = 0;

    /// Arrays beside parameters and velocity that a checkpoint keeps; nothing is read back.
    virtual void addArrays(Checkpoint&) const {}
};

/// Fills parameters with those of a checkpoint. InvalidInput where they are of another architecture than
/// `name`.
Status loadParameters(const Checkpoint& checkpoint, const std::filesystem::path& path,
                      const std::string& name, const ParameterSet& parameters);

/// Epochs and steps of any training: batches, learning rate, optimiser, checkpoints, progress, divergence. On
/// the CPU what it leaves in the parameters is a function of learner, images and budget, interrupted or not.
class TrainingLoop {
  public:
    /// All references must outlive the loop. `what` names the data set in checkpoints.
    TrainingLoop(Learner& learner, BatchLoader& images, const TrainingBudget& budget, const TrainingRun& run,
                 std::string dataSet, const torch::Device& device, std::stop_token stop);

    /// What tells the accuracy for the curve, every run.testEvery epochs and after the last. It may change
    /// nothing that training depends on; it may throw TrainingStopped.
    void setEpochTest(std::function<Result<TestFigures>()> test) { epochTest_ = std::move(test); }

    /// Goes on from the run's checkpoint where there is one. InvalidInput where it is of another training.
    Status resume();

    /// Trains to the end of the last epoch; a checkpoint is there then. Errors as trainNetwork() has them.
    Status train();

    /// Writes the checkpoint, if there is to be one. The error is Infeasible when a parameter is no number
    /// any more; the file before is kept then.
    Status save();

    /// Saves and says that somebody asked to stop.
    Error stopped();

    const std::vector<EpochRecord>& epochs() const { return position_.epochs; }
    std::int64_t steps() const;
    double imagesPerSecond() const { return imagesPerSecond_; }

  private:
    /// Where a training stands after a whole step.
    struct Position {
        std::int64_t epoch = 0, batch = 0;           ///< of the step that comes next
        double lossSum = 0, images = 0, correct = 0; ///< of the epoch under way
        std::vector<EpochRecord> epochs;
    };
    using Clock = std::chrono::steady_clock;

    std::int64_t stepNumber() const;
    Status step();
    Status collect(const TensorBatch& batch);
    Error diverged(const TensorBatch& batch);
    Status endEpoch();
    Status hold();
    Status testEpoch(EpochRecord& record);
    TrainingMoment moment() const;
    void report();

    Learner& learner_;
    BatchLoader& images_;
    const TrainingBudget& budget_;
    const TrainingRun& run_;
    std::string dataSet_;
    torch::Device device_;
    std::stop_token stop_;
    Sgd sgd_;
    Position position_;
    torch::Tensor pending_; ///< sums of loss and correct answers that were not looked at yet
    double pendingImages_ = 0;
    int sinceCheckpoint_ = 0;
    double imagesPerSecond_ = 0;
    std::function<Result<TestFigures>()> epochTest_;
    Clock::duration aside_{}; ///< spent on tests and at the gate
    Clock::time_point reported_;
};

} // namespace pairscape
