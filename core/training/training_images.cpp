// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/training_images.h"

#include <algorithm>
#include <utility>

namespace pairscape {

namespace {
/// Images in a step of a test, where nothing depends on their number.
constexpr int leastTestBatch = 64;
} // namespace

int imageSizeOf(const TrainingBudget& budget, const DataSet& data) {
    return budget.imageSize > 0 ? budget.imageSize : data.imageSize;
}

int classesOf(const TrainingBudget& budget, const DataSet& data) {
    return budget.classes > 0 ? budget.classes : data.classes();
}

std::string dataSetMark(const DataSet& data) {
    return data.format + "/" + std::to_string(data.classes());
}

Result<TrainingImages> openTrainingImages(const DataSet& data, const TrainingBudget& budget,
                                          int loaderThreads, double heldOutShare) {
    const int size = imageSizeOf(budget, data);
    const auto train =
        selectImages(data, *data.train, {budget.classes, budget.imagesPerClass, size, budget.seed});
    if (!train)
        return train.error();
    const auto split = holdOut(data, *data.train, *train, heldOutShare, budget.seed);
    if (!split)
        return split.error();
    const auto test =
        selectImages(data, *data.test, {budget.classes, budget.testPerClass, size, budget.seed});
    if (!test)
        return test.error();
    const auto statistics = channelStatistics(data, split->kept);
    if (!statistics)
        return statistics.error();
    LoaderSettings settings;
    settings.batch = budget.batch;
    settings.imageSize = size;
    settings.shuffle = true;
    settings.augment = budget.augment;
    settings.fullBatchesOnly = true;
    settings.seed = budget.seed;
    settings.threads = loaderThreads;
    TrainingImages images;
    images.train =
        std::make_unique<BatchLoader>(data.train, data.imageSize, split->kept, *statistics, settings);
    settings.shuffle = settings.augment = settings.fullBatchesOnly = false;
    settings.batch = std::max(budget.batch, leastTestBatch);
    images.test = std::make_unique<BatchLoader>(data.test, data.imageSize, *test, *statistics, settings);
    if (!split->heldOut.empty())
        images.heldOut =
            std::make_unique<BatchLoader>(data.train, data.imageSize, split->heldOut, *statistics, settings);
    return images;
}

} // namespace pairscape
