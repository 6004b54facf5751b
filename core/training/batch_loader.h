// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/training/image_subset.h"

#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>
#include <vector>

namespace pairscape {

/// Images and labels of one step, without tensors.
struct ImageBatch {
    std::vector<float> images; ///< [count][3][size][size], normalised
    std::vector<std::int64_t> labels;

    std::int64_t count() const { return static_cast<std::int64_t>(labels.size()); }
};

struct LoaderSettings {
    std::int64_t batch = 64;
    int imageSize = 32;
    bool shuffle = false; ///< else in order
    bool augment = false; ///< crop and mirror; else as they are
    /// Leaves out the images that do not fill a last batch (unless there would be no batch at all).
    bool fullBatchesOnly = false;
    std::uint64_t seed = 1;
    int threads = 1; ///< that read ahead; 0: next() does the work itself
};

/// Reads the images of a selection batch after batch, some batches ahead on threads of its own. What a batch
/// holds depends on seed, epoch and its number alone, never on the threads. For one consumer.
class BatchLoader {
  public:
    /// `set` must live as long as the loader.
    BatchLoader(std::shared_ptr<const ImageSet> set, int storedSize, std::vector<std::int64_t> images,
                const ChannelStatistics& statistics, const LoaderSettings& settings);
    ~BatchLoader();

    std::int64_t batches() const;
    std::int64_t images() const { return static_cast<std::int64_t>(images_.size()); }
    int imageSize() const { return settings_.imageSize; }

    /// Begins an epoch at batch `first`; what was read ahead of another is dropped.
    void start(std::int64_t epoch, std::int64_t first = 0);

    /// The next batch, or nothing after the last. Waits for the threads. An image that cannot be read is the
    /// error.
    Result<std::optional<ImageBatch>> next();

  private:
    struct Slot {
        std::int64_t number = -1; ///< which batch lies here
        Result<ImageBatch> content = ImageBatch();
    };

    Result<ImageBatch> make(std::int64_t epoch, const std::vector<std::int64_t>& order,
                            std::int64_t number) const;
    void work(std::stop_token stop);

    std::shared_ptr<const ImageSet> set_;
    int storedSize_;
    std::vector<std::int64_t> images_;
    ChannelStatistics statistics_;
    LoaderSettings settings_;

    mutable std::mutex mutex_;
    std::condition_variable_any changed_;
    std::shared_ptr<const std::vector<std::int64_t>> order_;
    std::int64_t epoch_ = 0, generation_ = 0;
    std::int64_t taken_ = 0;  ///< next batch that a thread will make
    std::int64_t wanted_ = 0; ///< next batch of the consumer
    std::vector<Slot> slots_;
    std::vector<std::jthread> threads_; ///< last: they end before the rest goes
};

} // namespace pairscape
