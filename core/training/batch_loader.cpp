// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/batch_loader.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace pairscape {

BatchLoader::BatchLoader(std::shared_ptr<const ImageSet> set, int storedSize,
                         std::vector<std::int64_t> images, const ChannelStatistics& statistics,
                         const LoaderSettings& settings)
    : set_(std::move(set)), storedSize_(storedSize), images_(std::move(images)), statistics_(statistics),
      settings_(settings) {
    // Two batches a thread: one in the making while one waits.
    slots_.resize(static_cast<std::size_t>(2 * std::max(settings_.threads, 1)));
    taken_ = wanted_ = batches(); // nothing to do before start()
    for (int i = 0; i < settings_.threads; ++i)
        threads_.emplace_back([this](std::stop_token stop) { work(std::move(stop)); });
}

BatchLoader::~BatchLoader() = default;

std::int64_t BatchLoader::batches() const {
    const std::int64_t whole = images() / settings_.batch;
    if (settings_.fullBatchesOnly && whole > 0)
        return whole;
    return (images() + settings_.batch - 1) / settings_.batch;
}

void BatchLoader::start(std::int64_t epoch, std::int64_t first) {
    std::vector<std::int64_t> order;
    if (settings_.shuffle) {
        order = epochOrder(settings_.seed, epoch, images());
    } else {
        order.resize(images_.size());
        std::iota(order.begin(), order.end(), std::int64_t{0});
    }
    {
        const std::scoped_lock lock(mutex_);
        epoch_ = epoch;
        ++generation_;
        order_ = std::make_shared<const std::vector<std::int64_t>>(std::move(order));
        taken_ = wanted_ = std::min(first, batches());
        for (Slot& slot : slots_)
            slot.number = -1;
    }
    changed_.notify_all();
}

Result<ImageBatch> BatchLoader::make(std::int64_t epoch, const std::vector<std::int64_t>& order,
                                     std::int64_t number) const {
    const std::int64_t first = number * settings_.batch;
    const std::int64_t count = std::min(settings_.batch, images() - first);
    const std::size_t floats = imageBytes(settings_.imageSize);
    const int padding = cropPadding(settings_.imageSize);
    std::vector<std::uint8_t> stored(imageBytes(storedSize_)), scaled(floats);
    ImageBatch batch;
    batch.images.resize(static_cast<std::size_t>(count) * floats);
    for (std::int64_t k = 0; k < count; ++k) {
        // Named by its place in the selection, so that a folder of the selected images alone gives the same.
        const std::int64_t place = order[static_cast<std::size_t>(first + k)];
        const std::int64_t image = images_[static_cast<std::size_t>(place)];
        if (const Status read = set_->read(image, stored); !read)
            return read.error();
        resizeSquare(stored, storedSize_, settings_.imageSize, scaled);
        const Augmentation augmentation =
            settings_.augment ? drawAugmentation(settings_.seed, epoch, place, settings_.imageSize)
                              : Augmentation{padding, padding, false};
        augmentAndNormalize(scaled, settings_.imageSize, augmentation, statistics_,
                            std::span(batch.images).subspan(static_cast<std::size_t>(k) * floats, floats));
        batch.labels.push_back(set_->label(image));
    }
    return batch;
}

void BatchLoader::work(std::stop_token stop) {
    std::unique_lock lock(mutex_);
    const auto count = static_cast<std::int64_t>(slots_.size());
    while (true) {
        // Not further ahead than there are slots.
        if (!changed_.wait(lock, stop, [&] { return taken_ < batches() && taken_ < wanted_ + count; }) ||
            stop.stop_requested())
            return;
        const std::int64_t number = taken_++, epoch = epoch_, generation = generation_;
        const auto order = order_;
        lock.unlock();
        Result<ImageBatch> content = make(epoch, *order, number);
        lock.lock();
        if (generation != generation_)
            continue;
        Slot& slot = slots_[static_cast<std::size_t>(number % count)];
        slot.number = number;
        slot.content = std::move(content);
        changed_.notify_all();
    }
}

Result<std::optional<ImageBatch>> BatchLoader::next() {
    std::unique_lock lock(mutex_);
    if (wanted_ >= batches())
        return std::optional<ImageBatch>();
    Result<ImageBatch> content = ImageBatch();
    if (threads_.empty()) {
        content = make(epoch_, *order_, wanted_);
    } else {
        Slot& slot = slots_[static_cast<std::size_t>(wanted_ % static_cast<std::int64_t>(slots_.size()))];
        changed_.wait(lock, [&] { return slot.number == wanted_; });
        content = std::move(slot.content);
        slot.number = -1;
    }
    ++wanted_;
    lock.unlock();
    changed_.notify_all();
    if (!content)
        return content.error();
    return std::optional<ImageBatch>(*std::move(content));
}

} // namespace pairscape
