// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/trainer.h"

#include "core/base/hash.h"
#include "core/training/evaluation.h"
#include "core/training/guarded.h"
#include "core/training/quantised_training.h"
#include "core/training/retarget.h"
#include "core/training/trainable_network.h"
#include "core/training/training_images.h"
#include "core/training/training_loop.h"

#include <chrono>
#include <optional>
#include <utility>

namespace pairscape {

namespace {

/// One network that learns all of its parameters in every step.
class NetworkLearner final : public Learner {
  public:
    NetworkLearner(const TrainingStart& start, const TrainingTask& task, const TrainingBudget& budget,
                   Network network, const torch::Device& device)
        : model(std::move(network),
                {budget.seed, task.architectureHash, budget.adderEta, true, start.quantised}, device),
          start_(start), task_(task), budget_(budget) {}

    /// Begins with another training's parameters.
    Status begin() {
        if (start_.from.empty())
            return {};
        const auto checkpoint = readCheckpoint(start_.from);
        if (!checkpoint)
            return checkpoint.error();
        from_ = hashText(stableHash(checkpoint->head.dump()));
        return loadParameters(*checkpoint, start_.from, task_.name, model.parameterSet());
    }

    const ParameterSet& parameters() const override { return model.parameterSet(); }
    std::string layerName(std::size_t layer) const override { return model.network().layers[layer].name; }
    nlohmann::json identity() const override {
        return {{"architecture", task_.name}, {"quantised", start_.quantised}, {"from", from_}};
    }

    Step step(const TensorBatch& batch, std::int64_t, std::stop_token stop) override {
        const torch::Tensor logits =
            model.forward(batch.images, TrainableNetwork::Mode::Train, std::move(stop));
        const torch::Tensor loss = smoothedCrossEntropy(logits, batch.labels, budget_.labelSmoothing);
        auto gradients = torch::autograd::grad({loss}, model.leaves(), {}, false, false, true);
        return {loss.detach(), logits.detach().argmax(1).eq(batch.labels).sum(), std::move(gradients)};
    }

    std::string firstUnsoundLayer(const TensorBatch& batch, std::int64_t) override {
        std::string where;
        model.forward(batch.images, TrainableNetwork::Mode::Train, {},
                      [&](std::size_t layer, const torch::Tensor& output) {
                          if (where.empty() && !output.isfinite().all().item<bool>())
                              where = layerName(layer);
                      });
        return where;
    }

    void addArrays(Checkpoint& checkpoint) const override {
        const torch::Tensor host = model.statistics().to(torch::kCPU).contiguous();
        const float* values = host.data_ptr<float>();
        checkpoint.arrays.push_back({"statistics", {values, values + host.numel()}});
        if (start_.quantised)
            checkpoint.arrays.push_back({"ranges", {model.ranges().begin(), model.ranges().end()}});
    }

    TrainableNetwork model;

  private:
    const TrainingStart& start_;
    const TrainingTask& task_;
    const TrainingBudget& budget_;
    std::string from_; ///< hash of the checkpoint that it began with
};

/// With norms measured anew, which training does not look at. Throws TrainingStopped.
Result<TestFigures> test(NetworkLearner& learner, const TrainingImages& images, const TrainingBudget& budget,
                         const TrainingRun& run, const torch::Device& device, const std::stop_token& stop) {
    if (run.observer != nullptr)
        run.observer->progress({"testing", 0, images.test->images()});
    // Batches of an epoch that training does not reach.
    const Status measured = recalibrate(learner.model, feedOf(*images.train, budget.epochs, device),
                                        budget.recalibrationBatches, stop);
    if (!measured)
        return measured.error();
    return testNetwork(learner.model, feedOf(*images.test, 0, device), stop);
}

Result<TrainingResult> train(const TrainingStart& start, const TrainingTask& task,
                             const TrainingBudget& budget, const TrainingRun& run,
                             const torch::Device& device, const std::stop_token& stop) {
    const auto images = openTrainingImages(task.data, budget, run.loaderThreads);
    if (!images)
        return images.error();
    NetworkLearner learner(
        start, task, budget,
        retargeted(task.network, imageSizeOf(budget, task.data), classesOf(budget, task.data)), device);
    if (const Status begun = learner.begin(); !begun)
        return begun.error();
    TrainingLoop loop(learner, *images->train, budget, run, dataSetMark(task.data), device, stop);
    std::optional<TestFigures> latest; ///< of this call, after the newest epoch
    loop.setEpochTest([&]() -> Result<TestFigures> {
        auto figures = test(learner, *images, budget, run, device, stop);
        if (figures)
            latest = *figures;
        return figures;
    });
    if (run.resume && !run.checkpoint.empty())
        if (const Status resumed = loop.resume(); !resumed)
            return resumed.error();
    const auto begun = std::chrono::steady_clock::now();
    if (const Status trained = loop.train(); !trained)
        return trained.error();
    if (!latest) { // else the last epoch was tested just now
        try {
            const auto figures = test(learner, *images, budget, run, device, stop);
            if (!figures)
                return figures.error();
            latest = *figures;
        } catch (const TrainingStopped&) {
            return loop.stopped();
        }
        if (const Status saved = loop.save(); !saved) // with the norms of the test
            return saved.error();
    }
    TrainingResult result;
    result.test = *latest;
    result.epochs = loop.epochs();
    result.steps = loop.steps();
    result.imagesPerSecond = loop.imagesPerSecond();
    result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
    return result;
}

} // namespace

Result<TrainingResult> trainNetwork(const TrainingTask& task, const TrainingBudget& budget,
                                    const TrainingRun& run, std::stop_token stop) {
    return trainNetworkFrom({}, task, budget, run, std::move(stop));
}

Result<TrainingResult> trainNetworkFrom(const TrainingStart& start, const TrainingTask& task,
                                        const TrainingBudget& budget, const TrainingRun& run,
                                        std::stop_token stop) {
    if (const Status sound = checkBudget(budget); !sound)
        return sound.error();
    const auto device = parseTrainingDevice(run.device);
    if (!device)
        return device.error();
    if (const Status large = checkInputSize(task.network, imageSizeOf(budget, task.data)); !large)
        return large.error();
    return guarded([&] { return train(start, task, budget, run, *device, stop); });
}

} // namespace pairscape
