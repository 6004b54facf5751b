// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The painting half of TimelineView; timeline_view.cpp has where things stand and what is said of them.
#include "ui/detail/bound_mark.h"
#include "ui/detail/layer_facts.h"
#include "ui/detail/span_names.h"
#include "ui/detail/timeline_view.h"
#include "ui/models/figure_text.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace pairscape {

namespace {

/// 1, 2 or 5 times a power of ten, so that about `ticks` steps make `length`.
double tickStep(double length, double ticks) {
    const double rough = length / std::max(1.0, ticks);
    const double decade = std::pow(10.0, std::floor(std::log10(rough)));
    for (const double step : {1.0, 2.0, 5.0})
        if (rough <= step * decade)
            return step * decade;
    return 10 * decade;
}

} // namespace

void TimelineView::drawLabel(QPainter& painter, const QRectF& beside, const QString& name,
                             const QString& figure) const {
    const double height = line();
    const QRectF room(content().left(), beside.center().y() - height, left_ - content().left() - 6, height);
    painter.setFont(theme().font(theme().small, QFont::DemiBold));
    painter.setPen(theme().text);
    const bool both = beside.height() >= 1.7 * height;
    painter.drawText(both ? room : room.translated(0, height / 2), Qt::AlignLeft | Qt::AlignVCenter, name);
    painter.setFont(theme().font(theme().small));
    if (!both)
        return;
    painter.setPen(theme().mutedText);
    painter.drawText(room.translated(0, height), Qt::AlignLeft | Qt::AlignVCenter, figure);
}

void TimelineView::drawAxis(QPainter& painter) const {
    const double whole = static_cast<double>(design().steady->intervalCycles);
    const bool micro = timeUnit() == QLatin1String("ms") && time(whole) < 0.1;
    const double length = time(whole) * (micro ? 1e3 : 1);
    const double step = tickStep(length, (right_ - left_) / (metrics().averageCharWidth() * 12));
    const int decimals = std::max(0, static_cast<int>(-std::floor(std::log10(step) + 1e-9)));
    const double end = QRectF(rect()).right();
    for (int n = 0; n * step <= length * (1 + 1e-9); ++n) {
        const double x = snapped(xOf(whole * n * step / length));
        painter.setPen(QPen(theme().grid, theme().scale));
        painter.drawLine(QPointF(x, lanes_.front().bar.top()), QPointF(x, axis_.top()));
        const QString text = n == 0 ? QStringLiteral("0") : fixedText(n * step, decimals);
        const double width = metrics().horizontalAdvance(text) + 2;
        painter.setPen(theme().mutedText);
        painter.drawText(QRectF(std::min(x - width / 2, end - width), axis_.top(), width, axis_.height()),
                         Qt::AlignCenter, text);
    }
    // The unit has a place of its own, where no figure can stand.
    painter.setPen(theme().mutedText);
    painter.drawText(QRectF(content().left(), axis_.top(), left_ - content().left(), axis_.height()),
                     Qt::AlignLeft | Qt::AlignVCenter, micro ? QStringLiteral("\u00b5s") : timeUnit());
}

void TimelineView::drawLane(QPainter& painter, const Lane& lane) const {
    const ChunkCost& chunk = design().detail->cost.chunks[indexOf(lane.op)];
    drawLabel(painter, QRectF(lane.bar.topLeft(), lane.bound.bottomRight()), operatorWord(lane.op),
              percentText(chunk.busy));
    painter.setPen(QPen(theme().axis, theme().scale));
    painter.drawLine(lane.bar.bottomLeft(), lane.bar.bottomRight());
    painter.setBrushOrigin(lane.bar.topLeft());
    const QBrush brush = theme().operatorBrush(lane.op);
    painter.setRenderHint(QPainter::Antialiasing, false);
    for (int i = 0; i < layerCount(); ++i) {
        if (layer(i).op != lane.op)
            continue;
        QRectF rect = layerRect(i);
        if (rect.width() >= 3) // neighbours are told apart
            rect.setRight(rect.right() - std::max(1 / devicePixelRatioF(), snapped(0.8 * theme().scale)));
        painter.fillRect(rect, brush);
        drawBoundPattern(painter, theme(), cost(i).bound,
                         QRectF(rect.left(), lane.bound.top(), rect.width(), lane.bound.height()));
    }
    painter.setRenderHint(QPainter::Antialiasing);
    if (lane.names.isEmpty())
        return;
    std::vector<NamedSpan> spans;
    for (const BlockRun& block : blocks_)
        if (block.op == lane.op)
            spans.push_back({block.name, xOf(block.begin), xOf(block.end)});
    drawSpanNames(painter, theme(), spans, lane.names);
}

void TimelineView::drawDemand(QPainter& painter) const {
    double most = 1;
    for (const Demand& demand : demands_)
        most = std::max(most, demand.total());
    const DesignDetail& steady = *design().steady;
    drawLabel(
        painter, demand_, tr("DRAM"),
        percentText(static_cast<double>(steady.dramCycles) / static_cast<double>(steady.intervalCycles)));
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setBrushOrigin(demand_.topLeft());
    const double top = demand_.top() + demand_.height() * 0.08, bottom = demand_.bottom();
    const auto yOf = [&](double share) { return snapped(bottom - (bottom - top) * share / most); };
    std::array<QBrush, operatorTypeCount> brushes;
    for (const OperatorType op : allOperatorTypes)
        brushes[indexOf(op)] = theme().operatorBrush(op);
    for (const Demand& demand : demands_) {
        const double from = snapped(xOf(demand.begin));
        const double to = snapped(xOf(demand.end));
        double below = 0;
        for (const OperatorType op : allOperatorTypes) {
            const double share = demand.share[indexOf(op)];
            if (share <= 0)
                continue;
            painter.fillRect(QRectF(QPointF(from, yOf(below + share)), QPointF(to, yOf(below))),
                             brushes[indexOf(op)]);
            below += share;
        }
    }
    painter.setPen(QPen(theme().axis, theme().scale));
    painter.drawLine(QPointF(left_, bottom), QPointF(right_, bottom));
    const double whole = yOf(1);
    painter.setPen(QPen(theme().text, theme().scale, Qt::DashLine));
    painter.drawLine(QPointF(left_, whole), QPointF(right_, whole));
    painter.setRenderHint(QPainter::Antialiasing);
    // In words above the bars: a plate on the line would hide the peaks.
    const QString most100 = tr("100\u00a0% of the bandwidth");
    const double sample = 2.5 * line(), gap = metrics().averageCharWidth();
    const double right = demandCaption_.right() - metrics().horizontalAdvance(most100);
    painter.setPen(theme().mutedText);
    painter.drawText(demandCaption_, Qt::AlignRight | Qt::AlignVCenter, most100);
    painter.setPen(QPen(theme().text, theme().scale, Qt::DashLine));
    const double middle = snapped(demandCaption_.center().y());
    painter.drawLine(QPointF(right - gap - sample, middle), QPointF(right - gap, middle));
    painter.setPen(theme().mutedText);
    const double room = right - 2 * gap - sample - demandCaption_.left();
    painter.drawText(
        demandCaption_, Qt::AlignLeft | Qt::AlignVCenter,
        fitting({tr("DRAM traffic of the layers that run at once; above the line they have to wait"),
                 tr("DRAM traffic of the layers that run at once"), tr("DRAM traffic")},
                room));
}

/// Which blocks a batch passes in each stretch of its row: beside the stretch, where nothing else is.
void TimelineView::drawRowNames(QPainter& painter) const {
    struct Stretch {
        int interval = 0;
        double begin = 0, end = 0;
        QString first, last;
    };
    std::vector<Stretch> stretches;
    for (const BlockRun& block : blocks_) { // of a chunk in order of time: what follows at once belongs to it
        Stretch* last = stretches.empty() ? nullptr : &stretches.back();
        if (last && last->interval == block.interval && std::abs(last->end - block.begin) < 1) {
            last->end = block.end;
            last->last = block.name;
        } else {
            stretches.push_back({block.interval, block.begin, block.end, block.name, block.name});
        }
    }
    painter.setFont(theme().font(theme().small));
    const double gap = metrics().averageCharWidth();
    const double row = batches_.height() / design().steady->batchesInFlight;
    for (const Stretch& each : stretches) {
        double before = left_, after = right_;
        for (const Stretch& other : stretches) {
            if (other.interval != each.interval || &other == &each)
                continue;
            if (other.begin >= each.end - 1)
                after = std::min(after, xOf(other.begin));
            if (other.end <= each.begin + 1)
                before = std::max(before, xOf(other.end));
        }
        const QString words =
            each.first == each.last ? each.first : QStringLiteral("%1 \u2013 %2").arg(each.first, each.last);
        const double width = metrics().horizontalAdvance(words) + 2 * gap;
        const double begin = xOf(each.begin), end = xOf(each.end);
        // Rooms between two stretches go to the left one.
        const bool toTheRight = end + width <= after;
        if (!toTheRight && (before > left_ || begin - width < left_))
            continue;
        painter.setPen(theme().mutedText);
        painter.drawText(QRectF(toTheRight ? end + gap : begin - width + gap,
                                batches_.top() + row * each.interval, width, row),
                         Qt::AlignLeft | Qt::AlignVCenter, words);
    }
}

void TimelineView::drawBatches(QPainter& painter) const {
    painter.setPen(theme().mutedText);
    painter.drawText(batchCaption_, Qt::AlignLeft | Qt::AlignVCenter,
                     metrics().elidedText(batchCaption(), Qt::ElideRight, batchCaption_.width()));
    const int rows = design().steady->batchesInFlight;
    const double row = batches_.height() / rows;
    painter.setRenderHint(QPainter::Antialiasing, false);
    if (row >= 4)
        for (int r = 0; r <= rows; ++r) {
            const double y = snapped(batches_.top() + r * row);
            painter.setPen(QPen(theme().grid, theme().scale));
            painter.drawLine(QPointF(left_, y), QPointF(right_, y));
        }
    std::array<QBrush, operatorTypeCount> brushes;
    for (const OperatorType op : allOperatorTypes)
        brushes[indexOf(op)] = theme().operatorBrush(op);
    for (int i = 0; i < layerCount(); ++i)
        painter.fillRect(batchRect(i), brushes[indexOf(layer(i).op)]);
    painter.setRenderHint(QPainter::Antialiasing);
    if (row >= 0.95 * line())
        drawRowNames(painter);
    painter.setPen(theme().mutedText);
    const double height = line();
    const double labelLeft = content().left(), labelWidth = left_ - labelLeft - 6;
    // Beside the middle of its row, also where rows are thinner than the words.
    painter.drawText(QRectF(labelLeft, batches_.top() + (row - height) / 2, labelWidth, height),
                     Qt::AlignLeft | Qt::AlignVCenter, tr("newest"));
    if (rows > 1 && batches_.height() > 2.2 * height)
        painter.drawText(QRectF(labelLeft, batches_.bottom() - (row + height) / 2, labelWidth, height),
                         Qt::AlignLeft | Qt::AlignVCenter, tr("oldest"));
}

void TimelineView::paintDesign(QPainter& painter) const {
    painter.setPen(theme().text);
    painter.setFont(theme().font(theme().small, QFont::DemiBold));
    painter.drawText(caption_, Qt::AlignLeft | Qt::AlignVCenter,
                     QFontMetricsF(painter.font()).elidedText(caption(), Qt::ElideRight, caption_.width()));
    painter.setFont(theme().font(theme().small));
    painter.drawText(note_, Qt::AlignLeft | Qt::AlignVCenter, fitting(notes(), note_.width()));
    drawBoundLegend(&painter, theme(), *design().detail, legend_);
    drawAxis(painter);
    for (const Lane& lane : lanes_)
        drawLane(painter, lane);
    drawDemand(painter);
    drawBatches(painter);
    drawPointed(painter, [this](int index) { return layerRect(index); });
    drawPointed(painter, [this](int index) { return batchRect(index); });
}

} // namespace pairscape
