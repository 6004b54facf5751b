// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/axis_titles.h"

#include <QFontMetricsF>
#include <QHelpEvent>
#include <QToolTip>

#include <qcustomplot.h>

namespace pairscape {

QString longestThatFits(const QStringList& longestFirst, const QFont& font, double room) {
    const QFontMetricsF metrics(font);
    for (const QString& text : longestFirst)
        if (metrics.horizontalAdvance(text) <= room)
            return text;
    return longestFirst.isEmpty() ? QString() : metrics.elidedText(longestFirst.back(), Qt::ElideRight, room);
}

AxisTitles::AxisTitles(QCustomPlot* plot) : QObject(plot), plot_(plot) {
    plot_->installEventFilter(this);
    // Between layout and drawing: the axes have their length, and a title is as high whatever it says.
    connect(plot_, &QCustomPlot::afterLayout, this, &AxisTitles::fit);
}

void AxisTitles::setTitles(const QStringList& x, const QStringList& y) {
    x_ = x;
    y_ = y;
    plot_->xAxis->setLabel(x.value(0)); // its room is needed from the first layout on
    plot_->yAxis->setLabel(y.value(0));
}

void AxisTitles::fit() {
    const QRect area = plot_->axisRect()->rect();
    plot_->xAxis->setLabel(longestThatFits(x_, plot_->xAxis->labelFont(), area.width()));
    plot_->yAxis->setLabel(longestThatFits(y_, plot_->yAxis->labelFont(), area.height()));
}

bool AxisTitles::eventFilter(QObject* watched, QEvent* event) {
    if (watched != plot_ || event->type() != QEvent::ToolTip)
        return false;
    const auto* help = static_cast<QHelpEvent*>(event);
    const QRect area = plot_->axisRect()->rect();
    const bool below = help->pos().y() > area.bottom();
    const bool beside = help->pos().x() < area.left();
    if (below == beside) // inside, or in the corner
        return false;
    const QStringList& titles = below ? x_ : y_;
    const QCPAxis* axis = below ? plot_->xAxis : plot_->yAxis;
    const bool cut = axis->visible() && !titles.isEmpty() && axis->label() != titles.front();
    QToolTip::showText(help->globalPos(), cut ? titles.front() : QString(), plot_);
    return cut;
}

} // namespace pairscape
