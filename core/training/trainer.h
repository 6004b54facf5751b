// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/base/progress.h"
#include "core/space/network.h"
#include "core/training/data_set.h"
#include "core/training/image_subset.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

/// Training of one network, without tensors in the interface.
namespace pairscape {

/// Everything that a trained accuracy depends on, the machine and the number of its threads aside.
struct TrainingBudget {
    int imageSize = 0;      ///< images are scaled to it; 0: the data set's own
    int classes = 0;        ///< the first so many; 0: all
    int imagesPerClass = 0; ///< training images drawn from each class; 0: all
    int testPerClass = 0;   ///< test images likewise
    int epochs = 30;
    int batch = 64;
    double learningRate = 0.1; ///< at its highest
    double warmUpEpochs = 1;   ///< linear from 0; then half a cosine down to finalRate
    double finalRate = 0.001;  ///< share of the learning rate at the end
    double momentum = 0.9;     ///< Nesterov's
    double weightDecay = 1e-4; ///< not on norms and biases
    double labelSmoothing = 0.1;
    double clip = 1.0;             ///< of every gradient value; 0: none
    double adderEta = 0.2;         ///< layer-wise gradient scaling of adder layers; 0: none
    bool augment = true;           ///< random crop and mirroring; shuffling happens either way
    int recalibrationBatches = 16; ///< training batches over which norms are measured before an evaluation
    std::uint64_t seed = 1;

    bool operator==(const TrainingBudget&) const = default;
};

/// A budget as JSON, every field; docs/training.md lists them.
nlohmann::json budgetJson(const TrainingBudget& budget);
Result<TrainingBudget> budgetFromJson(const nlohmann::json& json, const std::string& what);
/// Nothing, or one sentence about the first field that makes no sense.
Status checkBudget(const TrainingBudget& budget);

/// "CIFAR-100, fine labels, 20 classes, 16 pixels, 4 epochs, seed 1": one line that says how an accuracy was
/// measured, as studies keep it.
std::string trainedSource(const DataSet& data, const TrainingBudget& budget, bool quantised);

/// What one epoch gave. Accuracies are shares, 0 to 1; those of training count augmented images.
struct EpochRecord {
    int epoch = 0; ///< from 1
    double loss = 0, top1 = 0;
    std::optional<double> testTop1 = {}; ///< on the test images, where a run looked at them
    bool operator==(const EpochRecord&) const = default;
};

/// Accuracy on the test images with recalibrated norms.
struct TestFigures {
    double top1 = 0, top5 = 0;
    double loss = 0; ///< cross entropy without smoothing
    std::int64_t images = 0;
    bool operator==(const TestFigures&) const = default;
};

struct TrainingResult {
    TestFigures test;
    std::vector<EpochRecord> epochs;
    std::int64_t steps = 0;
    double seconds = 0;         ///< of this call: wall time
    double imagesPerSecond = 0; ///< training images of this call by wall time, evaluation left out
};

/// Where a training stands between two steps.
struct TrainingMoment {
    int epoch = 0;                      ///< under way, from 1; one more than there are after the last
    std::int64_t step = 0, steps = 0;   ///< taken in this epoch, and of a whole one
    double loss = 0, top1 = 0;          ///< means over the images of this epoch so far
    bool figures = false;               ///< whether there are any yet
    std::int64_t images = 0, total = 0; ///< trained on since the beginning, and in all epochs
};

/// Sees the training as it goes; called on the training thread. Progress counts images.
class TrainingObserver : public ProgressSink {
  public:
    /// Before the first step: the epochs that a checkpoint holds, and where it goes on.
    virtual void begins(const std::vector<EpochRecord>&, const TrainingMoment&) {}
    /// At most ten times a second.
    virtual void moved(const TrainingMoment&) {}
    virtual void epochEnded(const EpochRecord&) {}
    /// True when it begins to wait at the run's gate, false when it goes on.
    virtual void held(bool) {}
};

/// How a training runs, which changes nothing in its result.
struct TrainingRun {
    std::string device = "cpu";       ///< "cpu", "cuda", "cuda:N"
    int loaderThreads = 1;            ///< 0: images are read between the steps
    std::filesystem::path checkpoint; ///< empty: none is written
    int checkpointSteps = 200;        ///< at least so often; and at the end of every epoch
    bool resume = false;              ///< goes on from the checkpoint where there is one
    /// Epochs between looks at the test images, for the curve alone; 0: they are tested once, at the end.
    int testEvery = 0;
    TrainingObserver* observer = nullptr;
    /// Where it waits between steps while that is closed; a checkpoint is written before. May be null.
    const PauseGate* gate = nullptr;
};

/// What is trained.
struct TrainingTask {
    const Network& network; ///< of the space; budget.imageSize and budget.classes are applied to it here
    std::string name;       ///< the architecture's text: kept in the checkpoint, compared on resuming
    std::uint64_t architectureHash = 0;
    const DataSet& data;
};

/// Trains a network from its beginning (or checkpoint) and tests it once at the end. On the CPU the result is
/// a function of task and budget, bit for bit, interrupted or not. Errors: InvalidInput (budget, checkpoint
/// of another training), Stopped (asked between layers; a checkpoint of the last whole step is written
/// first), Infeasible when the numbers diverge (the message names step and layer, and the checkpoint is the
/// last sound one), what data set and checkpoint say, and Unsupported for a device that is not there. Uses
/// LibTorch's threads.
Result<TrainingResult> trainNetwork(const TrainingTask& task, const TrainingBudget& budget,
                                    const TrainingRun& run, std::stop_token stop);

/// Learning rate of a step (from 0) out of `steps`.
double rateOfStep(const TrainingBudget& budget, std::int64_t step, std::int64_t stepsPerEpoch);

} // namespace pairscape
