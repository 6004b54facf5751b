// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/training_loop.h"

#include "core/base/number_text.h"
#include "core/training/training_history.h"

#include <cmath>
#include <utility>

namespace pairscape {

namespace {

using torch::Tensor;

/// Steps between looks at the loss on a card, where every look waits for it.
constexpr std::int64_t stepsBetweenLooks = 20;
constexpr auto betweenReports = std::chrono::milliseconds(100);

void fillFrom(Tensor to, const std::vector<float>& from) {
    to.copy_(torch::from_blob(const_cast<float*>(from.data()), {static_cast<std::int64_t>(from.size())},
                              torch::kFloat));
}

std::vector<float> floatsOf(const Tensor& from) {
    const Tensor host = from.to(torch::kCPU).contiguous();
    return {host.data_ptr<float>(), host.data_ptr<float>() + host.numel()};
}

bool allFinite(const Tensor& values) {
    return values.isfinite().all().item<bool>();
}

} // namespace

Status loadParameters(const Checkpoint& checkpoint, const std::filesystem::path& path,
                      const std::string& name, const ParameterSet& parameters) {
    const std::vector<float>* values = checkpoint.find("parameters");
    if (checkpoint.head.value("architecture", "") != name || values == nullptr ||
        static_cast<std::int64_t>(values->size()) != parameters.flat().numel())
        return Error{ErrorCode::InvalidInput,
                     path.string() + " holds another architecture, or the same for another number of "
                                     "classes; name the checkpoint of this one."};
    const torch::NoGradGuard noGradient;
    fillFrom(parameters.flat(), *values);
    return {};
}

TrainingLoop::TrainingLoop(Learner& learner, BatchLoader& images, const TrainingBudget& budget,
                           const TrainingRun& run, std::string dataSet, const torch::Device& device,
                           std::stop_token stop)
    : learner_(learner), images_(images), budget_(budget), run_(run), dataSet_(std::move(dataSet)),
      device_(device), stop_(std::move(stop)),
      sgd_(learner.parameters(), {budget.momentum, budget.weightDecay, budget.clip, true}) {}

std::int64_t TrainingLoop::stepNumber() const {
    return position_.epoch * images_.batches() + position_.batch;
}

std::int64_t TrainingLoop::steps() const {
    return budget_.epochs * images_.batches();
}

Status TrainingLoop::resume() {
    const auto checkpoint = readCheckpoint(run_.checkpoint);
    if (!checkpoint)
        return checkpoint.error().code == ErrorCode::NotFound ? Status() : checkpoint.error();
    const nlohmann::json& head = checkpoint->head;
    const std::vector<float>* parameters = checkpoint->find("parameters");
    const std::vector<float>* velocity = checkpoint->find("velocity");
    const auto whole = static_cast<std::size_t>(learner_.parameters().flat().numel());
    bool same = head.contains("budget") && head["budget"] == budgetJson(budget_) &&
                head.value("data_set", "") == dataSet_ && parameters != nullptr && velocity != nullptr &&
                parameters->size() == whole && velocity->size() == whole;
    const nlohmann::json identity = learner_.identity();
    // What a checkpoint does not say is what all were before it could be said.
    for (const auto& [key, value] : identity.items())
        same = same && (head.contains(key) ? head[key] == value : value == false || value == "");
    if (!same)
        return Error{ErrorCode::InvalidInput, run_.checkpoint.string() +
                                                  " is of a training with another architecture, data set or "
                                                  "budget; name another checkpoint or leave resuming out."};
    const torch::NoGradGuard noGradient;
    fillFrom(learner_.parameters().flat(), *parameters);
    fillFrom(sgd_.velocity(), *velocity);
    position_.epoch = head["position"]["epoch"];
    position_.batch = head["position"]["batch"];
    position_.lossSum = head["position"]["loss_sum"];
    position_.images = head["position"]["images"];
    position_.correct = head["position"]["correct"];
    position_.epochs = epochsFromJson(head["epochs"]);
    return {};
}

Status TrainingLoop::train() {
    const auto begun = Clock::now();
    std::int64_t trained = 0;
    if (run_.observer != nullptr)
        run_.observer->begins(position_.epochs, moment());
    while (position_.epoch < budget_.epochs) {
        images_.start(position_.epoch, position_.batch);
        for (; position_.batch < images_.batches(); ++trained)
            if (Status stepped = step(); !stepped)
                return stepped;
        if (Status ended = endEpoch(); !ended)
            return ended;
    }
    const double seconds = std::chrono::duration<double>(Clock::now() - begun - aside_).count();
    imagesPerSecond_ = seconds > 0 ? static_cast<double>(trained * budget_.batch) / seconds : 0;
    return {};
}

Error TrainingLoop::stopped() {
    if (const Status saved = save(); !saved)
        return saved.error();
    return {ErrorCode::Stopped, "The training was stopped after step " + groupedText(stepNumber()) +
                                    (run_.checkpoint.empty() ? "; without a checkpoint it begins anew."
                                                             : "; the same command with --resume goes on.")};
}

/// Waits while the gate is closed. Who pauses for long may switch the machine off: the state is kept first.
Status TrainingLoop::hold() {
    const auto begun = Clock::now();
    if (Status saved = save(); !saved)
        return saved;
    if (run_.observer != nullptr)
        run_.observer->held(true);
    run_.gate->wait(stop_);
    if (run_.observer != nullptr)
        run_.observer->held(false);
    aside_ += Clock::now() - begun;
    return {};
}

Status TrainingLoop::step() {
    if (run_.gate != nullptr && run_.gate->paused())
        if (Status held = hold(); !held)
            return held;
    if (stop_.stop_requested())
        return stopped();
    const auto batch = images_.next();
    if (!batch)
        return batch.error();
    const TensorBatch now = onDevice(**batch, images_.imageSize(), device_);
    try {
        const Learner::Step outcome = learner_.step(now, stepNumber(), stop_);
        const torch::NoGradGuard noGradient;
        // On a card the sums wait there, since every number that is fetched waits for all work before it.
        const Tensor figures =
            torch::stack({outcome.loss.to(torch::kDouble) * static_cast<double>(now.count()),
                          outcome.correct.to(torch::kDouble)});
        pending_ = pending_.defined() ? pending_ + figures : figures;
        pendingImages_ += static_cast<double>(now.count());
        const bool look = device_.is_cpu() || (stepNumber() + 1) % stepsBetweenLooks == 0;
        if (look)
            if (Status sound = collect(now); !sound)
                return sound;
        sgd_.step(rateOfStep(budget_, stepNumber(), images_.batches()), outcome.gradients);
    } catch (const TrainingStopped&) {
        return stopped();
    }
    ++position_.batch;
    report();
    if (!run_.checkpoint.empty() && ++sinceCheckpoint_ >= run_.checkpointSteps)
        return save();
    return {};
}

/// Fetches the sums of the steps since the last look and stops the training when they are no numbers.
Status TrainingLoop::collect(const TensorBatch& batch) {
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
Error TrainingLoop::diverged(const TensorBatch& batch) {
    const torch::NoGradGuard noGradient;
    std::string where;
    for (const ParameterSet::Parameter& parameter : learner_.parameters().list())
        if (where.empty() && !allFinite(parameter.value))
            where = learner_.layerName(parameter.layer);
    if (where.empty() && batch.images.defined())
        where = learner_.firstUnsoundLayer(batch, stepNumber());
    if (where.empty())
        where = "the loss";
    // Found in a step, or after it before its outcome is kept.
    const std::int64_t step = stepNumber() + (batch.images.defined() ? 1 : 0);
    std::error_code ignored;
    const bool kept = !run_.checkpoint.empty() && std::filesystem::exists(run_.checkpoint, ignored);
    return {ErrorCode::Infeasible,
            "The training diverged at step " + groupedText(step) + " (epoch " +
                std::to_string((step - 1) / images_.batches() + 1) + "): " + where + " is no longer finite" +
                (kept ? "; " + run_.checkpoint.string() + " holds the last sound state" : std::string()) +
                ". Lower the learning rate and train again."};
}

Status TrainingLoop::endEpoch() {
    if (Status sound = collect({}); !sound)
        return sound;
    EpochRecord record;
    record.epoch = static_cast<int>(position_.epoch) + 1;
    record.loss = position_.lossSum / position_.images;
    record.top1 = position_.correct / position_.images;
    if (Status tested = testEpoch(record); !tested)
        return tested;
    position_.epochs.push_back(record);
    ++position_.epoch;
    position_.batch = 0;
    position_.lossSum = position_.images = position_.correct = 0;
    if (run_.observer != nullptr)
        run_.observer->epochEnded(record);
    return save();
}

/// The epoch is not over before its test is: one that is stopped is made up for when the training goes on.
Status TrainingLoop::testEpoch(EpochRecord& record) {
    if (!epochTest_ || run_.testEvery <= 0 ||
        (record.epoch % run_.testEvery != 0 && record.epoch != budget_.epochs))
        return {};
    const auto begun = Clock::now();
    try {
        const auto figures = epochTest_();
        if (!figures)
            return figures.error();
        record.testTop1 = figures->top1;
    } catch (const TrainingStopped&) {
        return stopped();
    }
    aside_ += Clock::now() - begun;
    return {};
}

Status TrainingLoop::save() {
    sinceCheckpoint_ = 0;
    if (run_.checkpoint.empty())
        return {};
    if (Status sound = collect({}); !sound)
        return sound;
    // A sound loss may have had gradients that are none: what is kept must be of use.
    if (!allFinite(learner_.parameters().flat()) || !allFinite(sgd_.velocity()))
        return diverged({});
    Checkpoint checkpoint;
    checkpoint.head = learner_.identity();
    checkpoint.head["data_set"] = dataSet_;
    checkpoint.head["budget"] = budgetJson(budget_);
    checkpoint.head["position"] = {{"epoch", position_.epoch},
                                   {"batch", position_.batch},
                                   {"loss_sum", position_.lossSum},
                                   {"images", position_.images},
                                   {"correct", position_.correct}};
    checkpoint.head["epochs"] = epochsJson(position_.epochs);
    nlohmann::json& layout = checkpoint.head["parameters"] = nlohmann::json::array();
    for (const ParameterSet::Parameter& parameter : learner_.parameters().list())
        layout.push_back({{"name", parameter.name},
                          {"offset", parameter.offset},
                          {"shape", std::vector<std::int64_t>(parameter.value.sizes().begin(),
                                                              parameter.value.sizes().end())}});
    checkpoint.arrays = {{"parameters", floatsOf(learner_.parameters().flat())},
                         {"velocity", floatsOf(sgd_.velocity())}};
    learner_.addArrays(checkpoint);
    return writeCheckpoint(run_.checkpoint, checkpoint);
}

void TrainingLoop::report() {
    if (run_.observer == nullptr || Clock::now() - reported_ < betweenReports)
        return;
    reported_ = Clock::now();
    run_.observer->progress({"training", stepNumber() * budget_.batch, steps() * budget_.batch});
    run_.observer->moved(moment());
}

TrainingMoment TrainingLoop::moment() const {
    TrainingMoment now;
    now.epoch = static_cast<int>(position_.epoch) + 1;
    now.step = position_.batch;
    now.steps = images_.batches();
    now.figures = position_.images > 0;
    if (now.figures) {
        now.loss = position_.lossSum / position_.images;
        now.top1 = position_.correct / position_.images;
    }
    now.images = stepNumber() * budget_.batch;
    now.total = steps() * budget_.batch;
    return now;
}

} // namespace pairscape
