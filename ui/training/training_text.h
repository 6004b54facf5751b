// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/training/training_history.h"
#include "ui/training/figure_row.h"
#include "ui/training/training_job.h"

#include <QString>

#include <vector>

namespace pairscape {

/// "▶ Training", "❚❚ Paused": a sign and the word, so that neither colour nor the sign alone has to be
/// understood. Empty for None.
QString trainingStateText(const TrainingJob& job);

/// "the first 20 classes, 100 images a class, 16 x 16 pixels, 30 epochs, batch 64, highest learning rate 0.1,
/// seed 1".
QString budgetText(const TrainingBudget& budget);

/// "epoch 3 of 30", with the steps of the epoch under way where there are some.
QString placeText(int epochs, std::int64_t step, const TrainingBudget& budget);

/// What a training stands at: epoch, loss, top-1 in training and tested, and, while it goes, images a second
/// and the time that is left.
std::vector<FigureRow::Figure> trainingFigures(const TrainingJob& job);
/// The same of a checkpoint, without the last two.
std::vector<FigureRow::Figure> trainingFigures(const TrainingHistory& history);

/// "45.2 % of 2,000 test images (trained)".
QString accuracyText(const MeasuredAccuracy& accuracy);

} // namespace pairscape
