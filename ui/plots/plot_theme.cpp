// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/plot_theme.h"

#include "ui/theme/theme.h"

#include <qcustomplot.h>

namespace pairscape {

void applyTheme(QCPAxis& axis, const Theme& theme) {
    const QPen line(theme.axis, theme.scale);
    axis.setBasePen(line);
    axis.setTickPen(line);
    axis.setSubTickPen(line);
    axis.setTickLengthIn(0);
    axis.setTickLengthOut(qRound(4 * theme.scale));
    axis.setSubTickLengthIn(0);
    axis.setSubTickLengthOut(qRound(2 * theme.scale));
    axis.setTickLabelFont(theme.font(theme.small));
    axis.setLabelFont(theme.font(theme.normal));
    axis.setTickLabelColor(theme.mutedText);
    axis.setLabelColor(theme.text);
    axis.setTickLabelPadding(qRound(4 * theme.scale));
    axis.setLabelPadding(qRound(6 * theme.scale));
    axis.grid()->setPen(QPen(theme.grid, theme.scale));
    axis.grid()->setSubGridVisible(false);
    axis.grid()->setZeroLinePen(Qt::NoPen);
}

void applyTheme(QCustomPlot& plot, const Theme& theme) {
    plot.setBackground(QBrush(theme.background));
    // Else a plot that has drawn itself into its buffer paints the window at once: one long wait, not two.
    plot.setPlottingHint(QCP::phImmediateRefresh, false);
    for (QCPAxisRect* rect : plot.axisRects())
        for (QCPAxis* axis : rect->axes())
            applyTheme(*axis, theme);
}

} // namespace pairscape
