// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/evaluation.h"

#include "core/training/folded_forward.h"

#include <algorithm>
#include <memory>

namespace pairscape {

TensorBatch onDevice(const ImageBatch& batch, int imageSize, const torch::Device& device) {
    TensorBatch tensors;
    tensors.images = torch::from_blob(const_cast<float*>(batch.images.data()),
                                      {batch.count(), imageChannels, imageSize, imageSize}, torch::kFloat);
    tensors.labels =
        torch::from_blob(const_cast<std::int64_t*>(batch.labels.data()), {batch.count()}, torch::kLong);
    // Copies even where nothing moves: the batch goes before the tensors do.
    tensors.images = device.is_cpu() ? tensors.images.clone() : tensors.images.to(device);
    tensors.labels = device.is_cpu() ? tensors.labels.clone() : tensors.labels.to(device);
    return tensors;
}

BatchFeed feedOf(BatchLoader& loader, std::int64_t epoch, const torch::Device& device) {
    loader.start(epoch);
    return [&loader, device]() -> Result<std::optional<TensorBatch>> {
        const auto batch = loader.next();
        if (!batch)
            return batch.error();
        if (!batch->has_value())
            return std::optional<TensorBatch>();
        return std::optional<TensorBatch>(onDevice(**batch, loader.imageSize(), device));
    };
}

BatchFeed feedOf(const std::vector<TensorBatch>& batches) {
    return [&batches, next = std::make_shared<std::size_t>(0)]() -> Result<std::optional<TensorBatch>> {
        if (*next >= batches.size())
            return std::optional<TensorBatch>();
        return std::optional<TensorBatch>(batches[(*next)++]);
    };
}

void TestTally::add(const torch::Tensor& logits, const torch::Tensor& labels) {
    const auto count = static_cast<double>(labels.size(0));
    const torch::Tensor best =
        std::get<1>(logits.topk(std::min<std::int64_t>(5, logits.size(1)), 1)).eq(labels.unsqueeze(1));
    sums_.images += labels.size(0);
    sums_.top1 += best.narrow(1, 0, 1).sum().item<double>();
    sums_.top5 += best.sum().item<double>();
    sums_.loss += smoothedCrossEntropy(logits, labels, 0).item<double>() * count;
}

TestFigures TestTally::figures() const {
    const auto all = static_cast<double>(std::max<std::int64_t>(sums_.images, 1));
    return {sums_.top1 / all, sums_.top5 / all, sums_.loss / all, sums_.images};
}

Status recalibrate(TrainableNetwork& network, const BatchFeed& feed, int batches, std::stop_token stop) {
    const torch::NoGradGuard noGradient;
    network.resetStatistics();
    for (int k = 0; k < batches; ++k) {
        const auto batch = feed();
        if (!batch)
            return batch.error();
        if (!batch->has_value())
            break;
        network.forward((*batch)->images, TrainableNetwork::Mode::Measure, stop);
    }
    return {};
}

Result<TestFigures> testNetwork(TrainableNetwork& network, const BatchFeed& feed, std::stop_token stop) {
    const torch::NoGradGuard noGradient;
    TestTally tally;
    std::optional<FoldedNetwork> folded;
    if (network.quantised())
        folded = network.folded();
    while (true) {
        const auto batch = feed();
        if (!batch)
            return batch.error();
        if (!batch->has_value())
            return tally.figures();
        if (folded) {
            if (stop.stop_requested())
                throw TrainingStopped();
            const torch::Tensor logits = foldedForward(*folded, (*batch)->images.to(torch::kCPU));
            tally.add((logits * folded->logitStep).to(torch::kFloat), (*batch)->labels.to(torch::kCPU));
        } else {
            tally.add(network.forward((*batch)->images, TrainableNetwork::Mode::Evaluate, stop),
                      (*batch)->labels);
        }
    }
}

} // namespace pairscape
