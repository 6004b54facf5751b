// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/rank_plot.h"

#include "ui/plots/axis_titles.h"
#include "ui/plots/number_ticker.h"
#include "ui/plots/plot_theme.h"

#include <algorithm>
#include <cmath>

namespace pairscape {

namespace {

/// Room around the points, as a share of their extent.
void fit(QCPAxis& axis, double low, double high) {
    const double pad = high > low ? (high - low) * 0.06 : std::max(std::abs(low) * 0.1, 0.1);
    axis.setRange(low - pad, high + pad);
}

} // namespace

RankPlot::RankPlot(QWidget* parent) : QCustomPlot(parent), titles_(new AxisTitles(this)) {
    setMinimumSize(240, 180);
    setInteractions(QCP::iRangeDrag | QCP::iRangeZoom);
    for (QCPAxis* axis : {xAxis, yAxis}) {
        axis->setTicker(QSharedPointer<NumberTicker>::create());
        axis->setSubTicks(false);
    }
    for (int i = 0; i < 2; ++i) {
        QCPGraph* graph = addGraph();
        graph->setLineStyle(QCPGraph::lsNone);
    }
    legend->setVisible(true);
    graph(0)->setName(tr("hybrid"));
    graph(1)->setName(tr("conv only"));
    // Above the picture, where it covers no point.
    axisRect()->insetLayout()->take(legend);
    plotLayout()->insertRow(0);
    plotLayout()->addElement(0, 0, legend);
    plotLayout()->setRowStretchFactor(0, 0.001);
    legend->setFillOrder(QCPLegend::foColumnsFirst);
    setAccessibleName(tr("Trained accuracy against the metric"));
    clear();
    pairscape::RankPlot::applyTheme(Theme::make(ThemeMode::Light));
}

void RankPlot::clear() {
    shown_ = 0;
    for (int i = 0; i < 2; ++i)
        graph(i)->data()->clear();
    titles_->setTitles({QString()}, {tr("Trained top-1 (%)"), tr("Top-1 (%)")});
    replot(rpQueuedReplot);
}

void RankPlot::show(const RankReport& report, std::size_t line) {
    clear();
    double left = HUGE_VAL, right = -HUGE_VAL, low = HUGE_VAL, high = -HUGE_VAL;
    const RankReport::Line& metric = report.lines[line];
    for (std::size_t i = 0; i < report.trained.size(); ++i) {
        const double x = metric.values[i];
        const double y = 100 * report.trained[i].top1;
        if (!std::isfinite(x))
            continue;
        graph(report.trained[i].group == StudyGroup::Hybrid ? 0 : 1)->addData(x, y);
        left = std::min(left, x);
        right = std::max(right, x);
        low = std::min(low, y);
        high = std::max(high, y);
        ++shown_;
    }
    if (shown_ > 0) {
        fit(*xAxis, left, right);
        fit(*yAxis, low, high);
    }
    const QString name = QString::fromStdString(metric.metric);
    titles_->setTitles({tr("%1 (zero-shot)").arg(name), name}, {tr("Trained top-1 (%)"), tr("Top-1 (%)")});
    setAccessibleDescription(tr("%1 networks").arg(shown_));
    replot(rpQueuedReplot);
}

/// As many numbers as stand side by side without touching.
void RankPlot::fitTicks() {
    const double across = QFontMetricsF(theme_.font(theme_.small)).horizontalAdvance(QLatin1Char('0')) * 7;
    xAxis->ticker()->setTickCount(std::clamp(static_cast<int>(width() / across), 2, 8));
    yAxis->ticker()->setTickCount(std::clamp(static_cast<int>(height() / (theme_.small * 6)), 2, 8));
}

void RankPlot::resizeEvent(QResizeEvent* event) {
    fitTicks();
    QCustomPlot::resizeEvent(event);
}

void RankPlot::applyTheme(const Theme& theme) {
    theme_ = theme;
    fitTicks();
    pairscape::applyTheme(*this, theme);
    graph(0)->setScatterStyle(
        QCPScatterStyle(QCPScatterStyle::ssDisc, theme.cloud, theme.cloud, theme.markerSize));
    graph(1)->setScatterStyle(QCPScatterStyle(
        QCPScatterStyle::ssSquare, QPen(theme.operatorColor(OperatorType::Conv), 1.5 * theme.scale),
        Qt::NoBrush, theme.markerSize));
    legend->setFont(theme.font(theme.small));
    legend->setTextColor(theme.text);
    legend->setBrush(theme.background);
    legend->setBorderPen(Qt::NoPen);
    replot(rpQueuedReplot);
}

} // namespace pairscape
