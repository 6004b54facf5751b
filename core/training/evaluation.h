// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/training/batch_loader.h"
#include "core/training/trainable_network.h"
#include "core/training/trainer.h"

#include "core/operators/torch.h"

#include <functional>
#include <optional>
#include <stop_token>

namespace pairscape {

/// One step's images and labels on a device.
struct TensorBatch {
    torch::Tensor images; ///< [count][3][size][size]
    torch::Tensor labels; ///< [count], 64-bit integers

    std::int64_t count() const { return labels.size(0); }
};

/// Copies a batch to a device; the batch may go afterwards.
TensorBatch onDevice(const ImageBatch& batch, int imageSize, const torch::Device& device);

/// Gives batch after batch, then nothing.
using BatchFeed = std::function<Result<std::optional<TensorBatch>>()>;

/// Of a loader from batch 0 of `epoch`; which must outlive the feed.
BatchFeed feedOf(BatchLoader& loader, std::int64_t epoch, const torch::Device& device);
/// Of batches in memory, which must outlive the feed.
BatchFeed feedOf(const std::vector<TensorBatch>& batches);

/// Sums up what logits say of a batch's labels.
class TestTally {
  public:
    void add(const torch::Tensor& logits, const torch::Tensor& labels);
    TestFigures figures() const;

  private:
    TestFigures sums_;
};

/// Measures the network's norms anew over at most `batches` batches of the feed. Throws TrainingStopped.
Status recalibrate(TrainableNetwork& network, const BatchFeed& feed, int batches, std::stop_token stop);

/// Accuracy over all batches of the feed with the norms as they were measured; of a quantised network that of
/// the integers that it folds into. Throws TrainingStopped.
Result<TestFigures> testNetwork(TrainableNetwork& network, const BatchFeed& feed, std::stop_token stop);

} // namespace pairscape
