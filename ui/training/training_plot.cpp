// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/training_plot.h"

#include "ui/models/figure_text.h"
#include "ui/plots/axis_titles.h"
#include "ui/plots/number_ticker.h"
#include "ui/plots/plot_theme.h"

#include <algorithm>
#include <cmath>

namespace pairscape {

namespace {

/// Epochs are counted: no ticks between them.
class EpochTicker : public NumberTicker {
  protected:
    double getTickStep(const QCPRange& range) override {
        return std::max(1.0, std::round(NumberTicker::getTickStep(range)));
    }
    QString getTickLabel(double tick, const QLocale&, QChar, int) override {
        return countText(std::llround(tick));
    }
};

/// More points than this on a line are a thicker line.
constexpr int mostPoints = 60;

} // namespace

TrainingPlot::TrainingPlot(Shows shows, QWidget* parent)
    : QCustomPlot(parent), shows_(shows), titles_(new AxisTitles(this)), training_(addGraph()),
      tested_(addGraph()), lead_(addGraph()), ring_(addGraph()), chance_(addGraph()),
      theme_(Theme::make(ThemeMode::Light)) {
    setMinimumSize(200, 130);
    xAxis->setTicker(QSharedPointer<EpochTicker>::create());
    yAxis->setTicker(QSharedPointer<NumberTicker>::create());
    for (QCPAxis* axis : {xAxis, yAxis})
        axis->setSubTicks(false);
    ring_->setLineStyle(QCPGraph::lsNone);
    const bool loss = shows_ == Shows::Loss;
    // Above the picture, where it covers no line.
    axisRect()->insetLayout()->take(legend);
    plotLayout()->insertRow(0);
    plotLayout()->addElement(0, 0, legend);
    plotLayout()->setRowStretchFactor(0, 0.001);
    legend->setFillOrder(QCPLegend::foColumnsFirst);
    legend->clearItems();
    if (!loss)
        tested_->addToLegend();
    training_->addToLegend();
    titles_->setTitles({tr("Epoch")}, loss ? QStringList{tr("Training loss (nats)"), tr("Loss (nats)")}
                                           : QStringList{tr("Top-1 (%)")});
    setAccessibleName(loss ? tr("Training loss over the epochs") : tr("Top-1 over the epochs"));
    show({}, std::nullopt, 1, 0);
    pairscape::TrainingPlot::applyTheme(Theme::make(ThemeMode::Light));
}

void TrainingPlot::show(const std::vector<EpochRecord>& epochs, const std::optional<TrainingMoment>& underWay,
                        int whole, int classes) {
    const bool loss = shows_ == Shows::Loss;
    const auto ofTraining = [&](double ofLoss, double top1) { return loss ? ofLoss : 100 * top1; };
    for (QCPGraph* graph : {training_, tested_, lead_, ring_, chance_})
        graph->data()->clear();
    for (const EpochRecord& epoch : epochs) {
        training_->addData(epoch.epoch, ofTraining(epoch.loss, epoch.top1));
        if (!loss && epoch.testTop1)
            tested_->addData(epoch.epoch, 100 * *epoch.testTop1);
    }
    if (underWay && underWay->figures && underWay->steps > 0) {
        if (!epochs.empty())
            lead_->addData(epochs.back().epoch, ofTraining(epochs.back().loss, epochs.back().top1));
        const double share = static_cast<double>(underWay->step) / static_cast<double>(underWay->steps);
        const double value = ofTraining(underWay->loss, underWay->top1);
        lead_->addData(underWay->epoch - 1 + share, value);
        ring_->addData(underWay->epoch - 1 + share, value);
    }
    if (!loss && !epochs.empty() && classes > 0) {
        const double percent = 100.0 / classes; // what guessing gives
        chance_->setName(tr("chance, %1 %").arg(QString::number(percent, 'g', 3)));
        chance_->addData(0, percent);
        chance_->addData(2.0 * whole, percent);
    }
    inLegend(chance_, !chance_->data()->isEmpty());
    inLegend(ring_, loss && !ring_->data()->isEmpty()); // once is enough for both plots
    legend->setVisible(!epochs.empty() || !ring_->data()->isEmpty());
    fit(whole);
    const QString figures =
        epochs.empty() ? tr("nothing yet")
        : loss ? tr("%1 after epoch %2").arg(fixedText(epochs.back().loss, 3)).arg(epochs.back().epoch)
               : tr("training %1 %, tested %2 % after epoch %3")
                     .arg(fixedText(100 * epochs.back().top1, 1),
                          epochs.back().testTop1 ? fixedText(100 * *epochs.back().testTop1, 1)
                                                 : QStringLiteral("\u2013"))
                     .arg(epochs.back().epoch);
    setAccessibleDescription(figures);
    style();
    replot(rpQueuedReplot);
}

void TrainingPlot::inLegend(QCPGraph* graph, bool shown) {
    if (shown != legend->hasItemWithPlottable(graph))
        shown ? graph->addToLegend() : graph->removeFromLegend();
}

void TrainingPlot::fit(int whole) {
    xAxis->setRange(0, std::max(whole, 1) * 1.02);
    double low = HUGE_VAL, high = -HUGE_VAL;
    for (const QCPGraph* graph : {training_, tested_, ring_})
        for (const QCPGraphData& point : *graph->data()) {
            low = std::min(low, point.value);
            high = std::max(high, point.value);
        }
    if (high < low) { // nothing yet
        yAxis->setRange(0, shows_ == Shows::Loss ? 5 : 100);
        return;
    }
    if (shows_ == Shows::Accuracy) {
        yAxis->setRange(0, std::min(std::max(high * 1.15, 1.0), 104.0));
        return;
    }
    const double pad = high > low ? (high - low) * 0.08 : std::max(std::abs(low) * 0.1, 0.1);
    yAxis->setRange(low - pad, high + pad);
}

void TrainingPlot::applyTheme(const Theme& theme) {
    theme_ = theme;
    pairscape::applyTheme(*this, theme);
    style();
    replot(rpQueuedReplot);
}

/// Follows the theme, and how many points there are.
void TrainingPlot::style() {
    const Theme& theme = theme_;
    const bool brief = theme.mode == ThemeMode::Talk;
    training_->setName(brief ? tr("training") : tr("training images, augmented"));
    tested_->setName(brief ? tr("tested") : tr("test images (trained)"));
    ring_->setName(brief ? tr("under way") : tr("epoch under way"));
    const double point = theme.markerSize;
    const bool crowded = training_->data()->size() > mostPoints;
    const auto pen = [&](const QColor& colour, double width, Qt::PenStyle line) {
        return QPen(colour, theme.lineWidth * width, line, Qt::FlatCap);
    };
    const auto disc = [&](const QColor& colour, const QColor& inside) {
        return crowded ? QCPScatterStyle()
                       : QCPScatterStyle(QCPScatterStyle::ssCircle, QPen(colour, 1.5 * theme.scale),
                                         QBrush(inside), point);
    };
    // Without points the lines must differ by themselves.
    training_->setPen(pen(theme.text, 1, crowded ? Qt::DashLine : Qt::SolidLine));
    training_->setScatterStyle(disc(theme.text, theme.background));
    tested_->setPen(pen(theme.accent, 1.5, Qt::SolidLine));
    tested_->setScatterStyle(disc(theme.accent, theme.accent));
    lead_->setPen(pen(theme.text, 1, Qt::DotLine));
    chance_->setPen(pen(theme.reference, 1, Qt::DashDotLine));
    ring_->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssCircle, QPen(theme.text, 2 * theme.scale),
                                           Qt::NoBrush, point * 1.5));
    legend->setFont(theme.font(theme.small));
    legend->setTextColor(theme.text);
    legend->setBrush(Qt::NoBrush);
    legend->setBorderPen(Qt::NoPen);
    // As high as a line, or the letters below the line are cut.
    legend->setIconSize(qRound(24 * theme.scale), QFontMetrics(legend->font()).height() + 2);
}

} // namespace pairscape
