// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/supernet_trainer.h"

#include "core/training/guarded.h"
#include "core/training/promising_set.h"
#include "core/training/retarget.h"
#include "core/training/sandwich.h"
#include "core/training/supernet.h"
#include "core/training/training_images.h"
#include "core/training/training_loop.h"

#include <chrono>
#include <utility>

namespace pairscape {

namespace {

Supernet::Settings supernetSettings(const TrainingBudget& budget, const DataSet& data) {
    return {imageSizeOf(budget, data), classesOf(budget, data), budget.seed, budget.adderEta, true};
}

/// The shared weights, of which every step trains those of some architectures.
class SupernetLearner final : public Learner {
  public:
    SupernetLearner(const SearchSpace& space, const DataSet& data, const SupernetPlan& plan,
                    std::vector<Architecture> promising, const torch::Device& device)
        : plan_(plan), net_(space, supernetSettings(plan.budget, data), device),
          sandwich_(space, std::move(promising), plan.random, plan.budget.seed),
          sum_(torch::zeros_like(net_.parameters().flat())) {}

    const ParameterSet& parameters() const override { return net_.parameters(); }
    std::string layerName(std::size_t layer) const override { return net_.tensorName(layer); }
    nlohmann::json identity() const override {
        return {{"supernet", {{"space", net_.space().toJson()}, {"plan", supernetPlanJson(plan_)}}}};
    }

    Step step(const TensorBatch& batch, std::int64_t number, std::stop_token stop) override {
        const std::vector<Architecture> chosen = sandwich_.ofStep(number);
        Step outcome;
        sum_.zero_();
        for (const Architecture& architecture : chosen) {
            TrainableNetwork subnet = net_.subnet(architecture);
            const torch::Tensor logits = subnet.forward(batch.images, TrainableNetwork::Mode::Train, stop);
            const torch::Tensor loss =
                smoothedCrossEntropy(logits, batch.labels, plan_.budget.labelSmoothing);
            const auto gradients = torch::autograd::grad({loss}, subnet.leaves(), {}, false, false, true);
            net_.addGradients(subnet, gradients, sum_);
            const torch::Tensor correct = logits.detach().argmax(1).eq(batch.labels).sum().to(torch::kDouble);
            outcome.loss = outcome.loss.defined() ? outcome.loss + loss.detach() : loss.detach();
            outcome.correct = outcome.correct.defined() ? outcome.correct + correct : correct;
        }
        const auto count = static_cast<double>(chosen.size());
        outcome.loss = outcome.loss / count;
        outcome.correct = outcome.correct / count;
        for (const ParameterSet::Parameter& parameter : parameters().list())
            outcome.gradients.push_back(sum_.narrow(0, parameter.offset, parameter.value.numel()));
        return outcome;
    }

    std::string firstUnsoundLayer(const TensorBatch& batch, std::int64_t number) override {
        std::string where;
        for (const Architecture& architecture : sandwich_.ofStep(number)) {
            TrainableNetwork subnet = net_.subnet(architecture);
            subnet.forward(batch.images, TrainableNetwork::Mode::Train, {},
                           [&](std::size_t layer, const torch::Tensor& output) {
                               if (where.empty() && !output.isfinite().all().item<bool>())
                                   where = subnet.network().layers[layer].name + " of " +
                                           net_.space().format(architecture);
                           });
            if (!where.empty())
                break;
        }
        return where;
    }

  private:
    const SupernetPlan& plan_;
    Supernet net_;
    Sandwich sandwich_;
    torch::Tensor sum_; ///< gradients of a step, flat as the parameters
};

Result<SupernetResult> train(const SearchSpace& space, const DataSet& data, const SupernetPlan& plan,
                             std::vector<Architecture> promising, const TrainingRun& run,
                             const torch::Device& device, const std::stop_token& stop) {
    const auto images = openTrainingImages(data, plan.budget, run.loaderThreads, plan.validationShare);
    if (!images)
        return images.error();
    SupernetLearner learner(space, data, plan, std::move(promising), device);
    TrainingLoop loop(learner, *images->train, plan.budget, run, dataSetMark(data), device, stop);
    if (run.resume)
        if (const Status resumed = loop.resume(); !resumed)
            return resumed.error();
    const auto begun = std::chrono::steady_clock::now();
    if (const Status trained = loop.train(); !trained)
        return trained.error();
    SupernetResult result;
    result.epochs = loop.epochs();
    result.steps = loop.steps();
    result.parameters = learner.parameters().flat().numel();
    result.imagesPerSecond = loop.imagesPerSecond();
    result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
    return result;
}

class Evaluator final : public SupernetEvaluator {
  public:
    Evaluator(SupernetFile file, const DataSet& data, int recalibrationBatches, const torch::Device& device)
        : file_(std::move(file)), recalibrationBatches_(recalibrationBatches), device_(device),
          net_(file_.space, supernetSettings(file_.plan.budget, data), device) {}

    Status load(const Checkpoint& checkpoint, const DataSet& data, const EvaluationSettings& settings) {
        const std::vector<float>* parameters = checkpoint.find("parameters");
        const std::int64_t count = net_.parameters().flat().numel();
        if (parameters == nullptr || static_cast<std::int64_t>(parameters->size()) != count)
            return Error{ErrorCode::Corrupt, "The supernet's file does not hold the weights of its space."};
        const torch::NoGradGuard noGradient;
        net_.parameters().flat().copy_(
            torch::from_blob(const_cast<float*>(parameters->data()), {count}, torch::kFloat));
        const auto images =
            openTrainingImages(data, file_.plan.budget, settings.loaderThreads, file_.plan.validationShare);
        if (!images)
            return images.error();
        images_ = settings.images == EvaluationImages::Validation && images->heldOut != nullptr
                      ? EvaluationImages::Validation
                      : EvaluationImages::Test;
        // Batches of an epoch that training does not reach: the same for all architectures.
        if (Status read = keep(feedOf(*images->train, file_.plan.budget.epochs, device_),
                               recalibrationBatches_, recalibration_);
            !read)
            return read;
        BatchLoader& judged = images_ == EvaluationImages::Validation ? *images->heldOut : *images->test;
        return keep(feedOf(judged, 0, device_), -1, judged_);
    }

    const SupernetFile& file() const override { return file_; }
    EvaluationImages images() const override { return images_; }

    Result<TestFigures> evaluate(const Architecture& architecture, std::stop_token stop) const override {
        if (const Status valid = file_.space.validate(architecture); !valid)
            return valid.error();
        return guarded([&]() -> Result<TestFigures> {
            const torch::NoGradGuard noGradient;
            TrainableNetwork subnet = net_.subnet(architecture);
            const Status measured = recalibrate(subnet, feedOf(recalibration_), recalibrationBatches_, stop);
            if (!measured)
                return measured.error();
            return testNetwork(subnet, feedOf(judged_), stop);
        });
    }

  private:
    /// Reads up to `most` batches into memory; all where it is negative.
    static Status keep(const BatchFeed& feed, int most, std::vector<TensorBatch>& to) {
        while (most < 0 || static_cast<int>(to.size()) < most) {
            auto batch = feed();
            if (!batch)
                return batch.error();
            if (!batch->has_value())
                break;
            to.push_back(**std::move(batch));
        }
        return {};
    }

    SupernetFile file_;
    int recalibrationBatches_;
    torch::Device device_;
    Supernet net_;
    EvaluationImages images_ = EvaluationImages::Test;
    std::vector<TensorBatch> recalibration_, judged_;
};

} // namespace

Result<SupernetResult> trainSupernet(const SearchSpace& space, const DataSet& data, const SupernetPlan& plan,
                                     const TrainingRun& run, std::stop_token stop) {
    if (const Status sound = checkBudget(plan.budget); !sound)
        return sound.error();
    if (run.checkpoint.empty())
        return Error{ErrorCode::InvalidInput, "A supernet needs a file to be kept in; name one."};
    if (plan.random < 0 || !(plan.validationShare >= 0 && plan.validationShare < 1))
        return Error{ErrorCode::InvalidInput, "A supernet's random architectures must be 0 or more and its "
                                              "validation share at least 0 and below 1."};
    auto promising = parseArchitectures(space, plan.promising);
    if (!promising)
        return promising.error();
    const auto device = parseTrainingDevice(run.device);
    if (!device)
        return device.error();
    const Network largest = space.expand(space.largest(space.operators().front()));
    if (const Status large = checkInputSize(largest, imageSizeOf(plan.budget, data)); !large)
        return large.error();
    return guarded([&] { return train(space, data, plan, *std::move(promising), run, *device, stop); });
}

Result<std::shared_ptr<const SupernetEvaluator>> SupernetEvaluator::open(const std::filesystem::path& path,
                                                                         const DataSet& data,
                                                                         const EvaluationSettings& settings) {
    auto file = readSupernetFile(path);
    if (!file)
        return file.error();
    if (file->dataSet != dataSetMark(data))
        return Error{ErrorCode::InvalidInput, path.string() + " was trained on " + file->dataSet +
                                                  " (format and classes), not on " + dataSetMark(data) +
                                                  "; name that data set."};
    const auto device = parseTrainingDevice(settings.device);
    if (!device)
        return device.error();
    const auto checkpoint = readCheckpoint(path);
    if (!checkpoint)
        return checkpoint.error();
    return guarded([&]() -> Result<std::shared_ptr<const SupernetEvaluator>> {
        const int batches = settings.recalibrationBatches > 0 ? settings.recalibrationBatches
                                                              : file->plan.budget.recalibrationBatches;
        const auto evaluator = std::make_shared<Evaluator>(*std::move(file), data, batches, *device);
        if (const Status loaded = evaluator->load(*checkpoint, data, settings); !loaded)
            return loaded.error();
        return std::shared_ptr<const SupernetEvaluator>(evaluator);
    });
}

} // namespace pairscape
