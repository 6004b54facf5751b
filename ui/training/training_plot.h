// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/training/trainer.h"
#include "ui/theme/theme.h"

#include <qcustomplot.h>

#include <optional>
#include <vector>

namespace pairscape {

class AxisTitles;

/// A curve of a training over its epochs. The loss is one line; of the accuracy there are two: a thick one
/// with filled points on the test images, a thin one with hollow points on the training images. A dotted
/// piece leads to a ring, where the epoch under way stands. The axis has room for all epochs from the start,
/// so that the line grows and the picture keeps still. GUI thread only.
class TrainingPlot : public QCustomPlot, public Themed {
    Q_OBJECT

  public:
    enum class Shows { Loss, Accuracy };
    explicit TrainingPlot(Shows shows, QWidget* parent = nullptr);

    /// What is known of a training of so many epochs; `classes` of its images (0: not known) give the line of
    /// chance.
    void show(const std::vector<EpochRecord>& epochs, const std::optional<TrainingMoment>& underWay,
              int whole, int classes);
    /// What a person sees of it, in words.
    QString text() const { return accessibleDescription(); }

    void applyTheme(const Theme& theme) override;

  private:
    void inLegend(QCPGraph* graph, bool shown);
    void fit(int whole);
    void style();

    Shows shows_;
    AxisTitles* titles_; ///< owned by this plot
    QCPGraph *training_, *tested_, *lead_, *ring_, *chance_;
    Theme theme_;
};

} // namespace pairscape
