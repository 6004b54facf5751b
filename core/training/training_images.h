// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/training/batch_loader.h"
#include "core/training/data_set.h"
#include "core/training/trainer.h"

#include <memory>
#include <string>

namespace pairscape {

/// The images that a budget selects, ready to be read batch after batch: for training as the budget says
/// (shuffled, augmented, full batches), for tests in order and as they are.
struct TrainingImages {
    std::unique_ptr<BatchLoader> train;
    std::unique_ptr<BatchLoader> test;
    std::unique_ptr<BatchLoader> heldOut; ///< of the training images; null where none are held out
};

/// `heldOutShare` of the selected training images of every class take no part in training, nor in the mean
/// and deviation by which images are normalised. Errors: what holdOut(), selectImages() and
/// channelStatistics() say.
Result<TrainingImages> openTrainingImages(const DataSet& data, const TrainingBudget& budget,
                                          int loaderThreads, double heldOutShare = 0);

/// Pixels and classes with which a budget trains.
int imageSizeOf(const TrainingBudget& budget, const DataSet& data);
int classesOf(const TrainingBudget& budget, const DataSet& data);

/// What a checkpoint keeps of a data set, to know it again: "cifar-100/100".
std::string dataSetMark(const DataSet& data);

} // namespace pairscape
