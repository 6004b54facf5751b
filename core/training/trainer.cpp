// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/trainer.h"

#include "core/base/number_text.h"
#include "core/training/batch_loader.h"
#include "core/training/checkpoint.h"
#include "core/training/retarget.h"
#include "core/training/sgd.h"
#include "core/training/trainable_network.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <memory>
#include <utility>

namespace pairscape {

namespace {

using Clock = std::chrono::steady_clock;
using torch::Tensor;
using Mode = TrainableNetwork::Mode;

/// Steps between looks at the loss on a card, where every look waits for it.
constexpr std::int64_t stepsBetweenLooks = 20;
constexpr auto betweenReports = std::chrono::milliseconds(100);

/// Where a training stands after a whole step.
struct Position {
    std::int64_t epoch = 0, batch = 0;           ///< of the step that comes next
    double lossSum = 0, images = 0, correct = 0; ///< of the epoch under way
    std::vector<EpochRecord> epochs;
};

class Training {
  public:
    Training(const TrainingTask& task, const TrainingBudget& budget, const TrainingRun& run, Network network,
             const torch::Device& device, std::stop_token stop)
        : task_(task), budget_(budget), run_(run), stop_(std::move(stop)), device_(device),
          model_(std::move(network), {budget.seed, task.architectureHash, budget.adderEta, true}, device),
          sgd_(model_, {budget.momentum, budget.weightDecay, budget.clip, true}) {}

    Status open() {
        const int size = model_.network().inputSize;
        auto train = selectImages(task_.data, *task_.data.train,
                                  {budget_.classes, budget_.imagesPerClass, size, budget_.seed});
        if (!train)
            return train.error();
        auto test = selectImages(task_.data, *task_.data.test,
                                 {budget_.classes, budget_.testPerClass, size, budget_.seed});
        if (!test)
            return test.error();
        const auto figures = channelStatistics(task_.data, *train);
        if (!figures)
            return figures.error();
        const ChannelStatistics& statistics = *figures;
        LoaderSettings settings;
        settings.batch = budget_.batch;
        settings.imageSize = size;
        settings.shuffle = true;
        settings.augment = budget_.augment;
        settings.fullBatchesOnly = true;
        settings.seed = budget_.seed;
        settings.threads = run_.loaderThreads;
        train_ = std::make_unique<BatchLoader>(task_.data.train, task_.data.imageSize, *std::move(train),
                                               statistics, settings);
        settings.shuffle = settings.augment = settings.fullBatchesOnly = false;
        settings.batch = std::max(budget_.batch, 64);
        test_ = std::make_unique<BatchLoader>(task_.data.test, task_.data.imageSize, *std::move(test),
                                              statistics, settings);
        return {};
    }

    Status resume() {
        const auto checkpoint = readCheckpoint(run_.checkpoint);
        if (!checkpoint)
            return checkpoint.error().code == ErrorCode::NotFound ? Status() : checkpoint.error();
        const nlohmann::json& head = checkpoint->head;
        const std::vector<float>* parameters = checkpoint->find("parameters");
        const std::vector<float>* velocity = checkpoint->find("velocity");
        const auto whole = static_cast<std::size_t>(model_.flat().numel());
        if (head.value("architecture", "") != task_.name || head["budget"] != budgetJson(budget_) ||
            head.value("data_set", "") != dataName() || parameters == nullptr || velocity == nullptr ||
            parameters->size() != whole || velocity->size() != whole)
            return Error{ErrorCode::InvalidInput,
                         run_.checkpoint.string() +
                             " is of a training with another architecture, data set or "
                             "budget; name another checkpoint or leave resuming out."};
        const torch::NoGradGuard noGradient;
        fill(model_.flat(), *parameters);
        fill(sgd_.velocity(), *velocity);
        position_.epoch = head["position"]["epoch"];
        position_.batch = head["position"]["batch"];
        position_.lossSum = head["position"]["loss_sum"];
        position_.images = head["position"]["images"];
        position_.correct = head["position"]["correct"];
        for (const nlohmann::json& epoch : head["epochs"])
            position_.epochs.push_back({epoch["epoch"], epoch["loss"], epoch["top1"]});
        return {};
    }

    Result<TrainingResult> train() {
        const auto begun = Clock::now();
        std::int64_t trained = 0;
        while (position_.epoch < budget_.epochs) {
            train_->start(position_.epoch, position_.batch);
            for (; position_.batch < train_->batches(); ++trained)
                if (Status stepped = step(); !stepped)
                    return stepped.error();
            if (Status ended = endEpoch(); !ended)
                return ended.error();
        }
        TrainingResult result;
        const double training = std::chrono::duration<double>(Clock::now() - begun).count();
        result.imagesPerSecond = training > 0 ? static_cast<double>(trained * budget_.batch) / training : 0;
        const auto figures = test();
        if (!figures)
            return figures.error();
        result.test = *figures;
        result.epochs = position_.epochs;
        result.steps = budget_.epochs * train_->batches();
        result.seconds = std::chrono::duration<double>(Clock::now() - begun).count();
        return result;
    }

  private:
    std::string dataName() const { return task_.data.format + "/" + std::to_string(task_.data.classes()); }

    static void fill(Tensor to, const std::vector<float>& from) {
        to.copy_(torch::from_blob(const_cast<float*>(from.data()), {static_cast<std::int64_t>(from.size())},
                                  torch::kFloat));
    }

    static std::vector<float> floatsOf(const Tensor& from) {
        const Tensor host = from.to(torch::kCPU).contiguous();
        return {host.data_ptr<float>(), host.data_ptr<float>() + host.numel()};
    }

    struct Tensors {
        Tensor images, labels;
    };

    Tensors onDevice(ImageBatch& batch) const {
        const std::int64_t size = model_.network().inputSize;
        Tensors tensors;
        tensors.images =
            torch::from_blob(batch.images.data(), {batch.count(), imageChannels, size, size}, torch::kFloat);
        tensors.labels = torch::from_blob(batch.labels.data(), {batch.count()}, torch::kLong);
        // Copies even where nothing moves: the batch goes before the tensors do.
        tensors.images = device_.is_cpu() ? tensors.images.clone() : tensors.images.to(device_);
        tensors.labels = device_.is_cpu() ? tensors.labels.clone() : tensors.labels.to(device_);
        return tensors;
    }

    std::int64_t stepNumber() const { return position_.epoch * train_->batches() + position_.batch; }

    Status stopped() {
        if (Status saved = save(); !saved)
            return saved;
        return Error{ErrorCode::Stopped,
                     "The training was stopped after step " + groupedText(stepNumber()) +
                         (run_.checkpoint.empty() ? "; without a checkpoint it begins anew."
                                                  : "; the same command with --resume goes on.")};
    }

    Status step() {
        if (stop_.stop_requested())
            return stopped();
        auto batch = train_->next();
        if (!batch)
            return batch.error();
        const Tensors now = onDevice(**batch);
        try {
            const Tensor logits = model_.forward(now.images, Mode::Train, stop_);
            const Tensor loss = smoothedCrossEntropy(logits, now.labels, budget_.labelSmoothing);
            const auto gradients = torch::autograd::grad({loss}, model_.leaves(), {}, false, false, true);
            const torch::NoGradGuard noGradient;
            // On a card the sums wait there, since every number that is fetched waits for all work before it.
            const Tensor figures =
                torch::stack({loss.detach().to(torch::kDouble) * static_cast<double>(now.labels.size(0)),
                              logits.detach().argmax(1).eq(now.labels).sum().to(torch::kDouble)});
            pending_ = pending_.defined() ? pending_ + figures : figures;
            pendingImages_ += static_cast<double>(now.labels.size(0));
            const bool look = device_.is_cpu() || (stepNumber() + 1) % stepsBetweenLooks == 0;
            if (look)
                if (Status sound = collect(now); !sound)
                    return sound;
            sgd_.step(rateOfStep(budget_, stepNumber(), train_->batches()), gradients);
        } catch (const TrainingStopped&) {
            return stopped();
        }
        ++position_.batch;
        report(now.labels.size(0));
        if (!run_.checkpoint.empty() && ++sinceCheckpoint_ >= run_.checkpointSteps) {
            if (Status sound = collect({}); !sound)
                return sound;
            return save();
        }
        return {};
    }

    /// Fetches the sums of the steps since the last look and stops the training when they are no numbers.
    Status collect(const Tensors& batch) {
        if (!pending_.defined())
            return {};
        const Tensor host = pending_.to(torch::kCPU);
        const double loss = host.data_ptr<double>()[0];
        if (!std::isfinite(loss))
            return diverged(batch);
        position_.lossSum += loss;
        position_.correct += host.data_ptr<double>()[1];
        position_.images += pendingImages_;
        pending_ = Tensor();
        pendingImages_ = 0;
        return {};
    }

    /// Names the first layer whose parameters or output hold a number that is none.
    Status diverged(const Tensors& batch) {
        const torch::NoGradGuard noGradient;
        std::string where;
        for (const TrainableNetwork::Parameter& parameter : model_.parameters())
            if (where.empty() && !parameter.value.isfinite().all().item<bool>())
                where = model_.network().layers[parameter.layer].name;
        if (where.empty() && batch.images.defined())
            model_.forward(batch.images, Mode::Train, {}, [&](std::size_t layer, const Tensor& output) {
                if (where.empty() && !output.isfinite().all().item<bool>())
                    where = model_.network().layers[layer].name;
            });
        if (where.empty())
            where = "the loss";
        const bool kept = !run_.checkpoint.empty() && std::filesystem::exists(run_.checkpoint);
        return Error{ErrorCode::Infeasible,
                     "The training diverged at step " + groupedText(stepNumber() + 1) + " (epoch " +
                         std::to_string(position_.epoch + 1) + "): " + where + " is no longer finite" +
                         (kept ? "; " + run_.checkpoint.string() + " holds the last sound state" : "") +
                         ". Lower the learning rate and train again."};
    }

    Status endEpoch() {
        if (Status sound = collect({}); !sound)
            return sound;
        EpochRecord record;
        record.epoch = static_cast<int>(position_.epoch) + 1;
        record.loss = position_.lossSum / position_.images;
        record.top1 = position_.correct / position_.images;
        position_.epochs.push_back(record);
        ++position_.epoch;
        position_.batch = 0;
        position_.lossSum = position_.images = position_.correct = 0;
        if (run_.observer != nullptr)
            run_.observer->epochEnded(record);
        return save();
    }

    Status save() {
        sinceCheckpoint_ = 0;
        if (run_.checkpoint.empty())
            return {};
        if (Status sound = collect({}); !sound)
            return sound;
        Checkpoint checkpoint;
        nlohmann::json epochs = nlohmann::json::array();
        for (const EpochRecord& one : position_.epochs)
            epochs.push_back({{"epoch", one.epoch}, {"loss", one.loss}, {"top1", one.top1}});
        checkpoint.head = {{"architecture", task_.name},
                           {"data_set", dataName()},
                           {"budget", budgetJson(budget_)},
                           {"position",
                            {{"epoch", position_.epoch},
                             {"batch", position_.batch},
                             {"loss_sum", position_.lossSum},
                             {"images", position_.images},
                             {"correct", position_.correct}}},
                           {"epochs", epochs}};
        nlohmann::json layout = nlohmann::json::array();
        for (const TrainableNetwork::Parameter& parameter : model_.parameters())
            layout.push_back({{"name", parameter.name},
                              {"offset", parameter.offset},
                              {"shape", std::vector<std::int64_t>(parameter.value.sizes().begin(),
                                                                  parameter.value.sizes().end())}});
        checkpoint.head["parameters"] = std::move(layout);
        checkpoint.arrays = {{"parameters", floatsOf(model_.flat())},
                             {"velocity", floatsOf(sgd_.velocity())},
                             {"statistics", floatsOf(model_.statistics())}};
        return writeCheckpoint(run_.checkpoint, checkpoint);
    }

    void report(std::int64_t images) {
        done_ += images;
        if (run_.observer == nullptr || Clock::now() - reported_ < betweenReports)
            return;
        reported_ = Clock::now();
        run_.observer->progress(
            {"training", stepNumber() * budget_.batch, budget_.epochs * train_->batches() * budget_.batch});
    }

    Result<TestFigures> test() {
        const torch::NoGradGuard noGradient;
        try {
            model_.resetStatistics();
            // Batches of an epoch that training does not reach.
            train_->start(budget_.epochs);
            for (int k = 0; k < budget_.recalibrationBatches; ++k) {
                auto batch = train_->next();
                if (!batch)
                    return batch.error();
                if (!batch->has_value())
                    break;
                model_.forward(onDevice(**batch).images, Mode::Measure, stop_);
            }
            TestFigures figures;
            test_->start(0);
            while (true) {
                auto batch = test_->next();
                if (!batch)
                    return batch.error();
                if (!batch->has_value())
                    break;
                const Tensors now = onDevice(**batch);
                const Tensor logits = model_.forward(now.images, Mode::Evaluate, stop_);
                const auto count = static_cast<double>(now.labels.size(0));
                const Tensor best = std::get<1>(logits.topk(std::min<std::int64_t>(5, logits.size(1)), 1))
                                        .eq(now.labels.unsqueeze(1));
                figures.images += now.labels.size(0);
                figures.top1 += best.narrow(1, 0, 1).sum().item<double>();
                figures.top5 += best.sum().item<double>();
                figures.loss += smoothedCrossEntropy(logits, now.labels, 0).item<double>() * count;
            }
            const auto all = static_cast<double>(figures.images);
            figures.top1 /= all;
            figures.top5 /= all;
            figures.loss /= all;
            if (Status saved = save(); !saved)
                return saved.error();
            return figures;
        } catch (const TrainingStopped&) {
            return stopped().error();
        }
    }

    const TrainingTask& task_;
    const TrainingBudget& budget_;
    const TrainingRun& run_;
    std::stop_token stop_;
    torch::Device device_;
    TrainableNetwork model_;
    Sgd sgd_;
    std::unique_ptr<BatchLoader> train_, test_;
    Position position_;
    Tensor pending_; ///< sums of loss and correct answers that were not looked at yet
    double pendingImages_ = 0;
    std::int64_t done_ = 0;
    int sinceCheckpoint_ = 0;
    Clock::time_point reported_;
};

} // namespace

Result<TrainingResult> trainNetwork(const TrainingTask& task, const TrainingBudget& budget,
                                    const TrainingRun& run, std::stop_token stop) {
    if (const Status sound = checkBudget(budget); !sound)
        return sound.error();
    const auto device = parseTrainingDevice(run.device);
    if (!device)
        return device.error();
    const int size = budget.imageSize > 0 ? budget.imageSize : task.data.imageSize;
    const int classes = budget.classes > 0 ? budget.classes : task.data.classes();
    if (size < smallestInput(task.network))
        return Error{ErrorCode::InvalidInput, "Images of " + std::to_string(size) +
                                                  " pixels are too small for this network; use at least " +
                                                  std::to_string(smallestInput(task.network)) + "."};
    try {
        Training training(task, budget, run, retargeted(task.network, size, classes), *device,
                          std::move(stop));
        if (Status opened = training.open(); !opened)
            return opened.error();
        if (run.resume && !run.checkpoint.empty())
            if (Status resumed = training.resume(); !resumed)
                return resumed.error();
        return training.train();
    } catch (const std::bad_alloc&) {
        return Error{ErrorCode::Internal, "There is not enough memory to train; use a smaller batch."};
    } catch (const std::exception& e) {
        return Error{ErrorCode::Internal, std::string("Training failed in LibTorch: ") + e.what()};
    }
}

} // namespace pairscape
