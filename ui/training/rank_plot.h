// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/training/rank_report.h"
#include "ui/theme/theme.h"

#include <qcustomplot.h>

namespace pairscape {

class AxisTitles;

/// Trained accuracy against what a metric says of the same networks: hybrids as filled discs, conv-only ones
/// as hollow squares. GUI thread only.
class RankPlot : public QCustomPlot, public Themed {
    Q_OBJECT

  public:
    explicit RankPlot(QWidget* parent = nullptr);

    /// Line `line` of the report; none: an empty plot.
    void show(const RankReport& report, std::size_t line);
    void clear();
    /// Points that are drawn; values that are not finite have no place.
    int shown() const { return shown_; }

    void applyTheme(const Theme& theme) override;

  protected:
    void resizeEvent(QResizeEvent* event) override;

  private:
    void fitTicks();

    AxisTitles* titles_; ///< owned by this plot
    int shown_ = 0;
    Theme theme_;
};

} // namespace pairscape
