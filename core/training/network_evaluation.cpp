// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/network_evaluation.h"

#include "core/training/checkpoint.h"
#include "core/training/evaluation.h"
#include "core/training/folded_forward.h"
#include "core/training/guarded.h"
#include "core/training/retarget.h"
#include "core/training/training_images.h"
#include "core/training/training_loop.h"

#include <algorithm>
#include <thread>
#include <utility>
#include <vector>

namespace pairscape {

namespace {

/// Logits in integers of a batch, its images dealt to threads.
std::vector<std::int32_t> integersOf(const FoldedNetwork& folded, const torch::Tensor& images, int workers) {
    const torch::Tensor x = images.to(torch::kCPU).contiguous();
    const std::int64_t count = x.size(0), classes = folded.network.classes, floats = x.numel() / count;
    std::vector<std::int32_t> logits(static_cast<std::size_t>(count * classes));
    const std::int64_t each = (count + workers - 1) / workers;
    std::vector<std::jthread> threads;
    for (std::int64_t first = 0; first < count; first += each)
        threads.emplace_back([&, first] {
            const std::int64_t own = std::min(each, count - first);
            const auto part = integerLogits(
                folded, {x.data_ptr<float>() + first * floats, static_cast<std::size_t>(own * floats)}, own);
            std::ranges::copy(part, logits.begin() + first * classes);
        });
    threads.clear();
    return logits;
}

Result<NetworkEvaluation::Integers> compare(const FoldedNetwork& folded, BatchLoader& images,
                                            const NetworkEvaluationSettings& settings,
                                            const std::stop_token& stop) {
    const torch::NoGradGuard noGradient;
    const torch::Device cpu(torch::kCPU);
    const BatchFeed feed = feedOf(images, 0, cpu);
    NetworkEvaluation::Integers result;
    TestTally tally;
    std::int64_t done = 0;
    while (true) {
        const auto batch = feed();
        if (!batch)
            return batch.error();
        if (!batch->has_value())
            break;
        if (stop.stop_requested())
            throw TrainingStopped();
        std::vector<std::int32_t> integers = integersOf(folded, (*batch)->images, settings.workers);
        const torch::Tensor own =
            torch::from_blob(integers.data(), {(*batch)->count(), folded.network.classes}, torch::kInt)
                .to(torch::kDouble);
        const torch::Tensor theirs = foldedForward(folded, (*batch)->images);
        result.differentLogits += own.ne(theirs).any(1).sum().item<std::int64_t>();
        result.differentTop1 += own.argmax(1).ne(theirs.argmax(1)).sum().item<std::int64_t>();
        tally.add((own * folded.logitStep).to(torch::kFloat), (*batch)->labels);
        done += (*batch)->count();
        if (settings.sink != nullptr)
            settings.sink->progress({"integers", done, images.images()});
    }
    result.test = tally.figures();
    return result;
}

Result<NetworkEvaluation> evaluate(const Checkpoint& checkpoint, const std::filesystem::path& path,
                                   const SearchSpace& space, const DataSet& data,
                                   const NetworkEvaluationSettings& settings, const torch::Device& device,
                                   const std::stop_token& stop) {
    NetworkEvaluation result;
    result.architecture = checkpoint.head.value("architecture", "");
    const auto architecture = space.parse(result.architecture);
    if (!architecture)
        return architecture.error();
    const auto budget =
        budgetFromJson(checkpoint.head.value("budget", nlohmann::json::object()), path.string());
    if (!budget)
        return budget.error();
    result.budget = *budget;
    if (checkpoint.head.value("data_set", "") != dataSetMark(data))
        return Error{ErrorCode::InvalidInput, path.string() + " was trained on " +
                                                  checkpoint.head.value("data_set", "another data set") +
                                                  " (format and classes), not on " + dataSetMark(data) +
                                                  "; name that data set."};
    result.quantised = settings.quantised || settings.integer || checkpoint.head.value("quantised", false);
    const auto images = openTrainingImages(data, *budget, settings.loaderThreads);
    if (!images)
        return images.error();
    TrainableNetwork network(
        retargeted(space.expand(*architecture), imageSizeOf(*budget, data), classesOf(*budget, data)),
        {budget->seed, space.hash(*architecture), budget->adderEta, true, result.quantised}, device);
    if (const Status loaded = loadParameters(checkpoint, path, result.architecture, network.parameterSet());
        !loaded)
        return loaded.error();
    if (const Status measured = recalibrate(network, feedOf(*images->train, budget->epochs, device),
                                            budget->recalibrationBatches, stop);
        !measured)
        return measured.error();
    const auto test = testNetwork(network, feedOf(*images->test, 0, device), stop);
    if (!test)
        return test.error();
    result.test = *test;
    if (settings.integer) {
        const auto integers = compare(network.folded(), *images->test, settings, stop);
        if (!integers)
            return integers.error();
        result.integers = *integers;
    }
    return result;
}

} // namespace

Result<NetworkEvaluation> evaluateCheckpoint(const std::filesystem::path& path, const SearchSpace& space,
                                             const DataSet& data, const NetworkEvaluationSettings& settings,
                                             std::stop_token stop) {
    const auto device = parseTrainingDevice(settings.device);
    if (!device)
        return device.error();
    const auto checkpoint = readCheckpoint(path);
    if (!checkpoint)
        return checkpoint.error();
    if (!checkpoint->head.contains("architecture"))
        return Error{ErrorCode::InvalidInput,
                     path.string() +
                         " is no checkpoint of a single network; 'supernet evaluate' reads supernets."};
    return guarded([&] { return evaluate(*checkpoint, path, space, data, settings, *device, stop); });
}

} // namespace pairscape
