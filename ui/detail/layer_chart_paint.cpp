// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The painting half of LayerChart; layer_chart.cpp has what it does.
#include "ui/detail/layer_chart.h"

#include "core/base/number_text.h"
#include "ui/detail/bound_mark.h"
#include "ui/detail/layer_facts.h"
#include "ui/detail/span_names.h"
#include "ui/models/figure_text.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QScrollBar>

#include <algorithm>
#include <array>
#include <cmath>

namespace pairscape {

namespace {

/// Share of the operators in the height of operators and times.
constexpr double operatorPart = 0.42;

/// Height of the smallest kernel, as a share of the band; the largest fills it.
constexpr double smallestShare = 0.2;

QString axisFigure(double value) {
    return value >= 1e4 ? QString::fromStdString(siText(value)) : QString::number(value, 'g', 4);
}

} // namespace

double LayerChart::snapped(double x) const {
    const double ratio = devicePixelRatioF();
    return std::round(x * ratio) / ratio;
}

double LayerChart::gutter() const {
    const QFontMetricsF metrics(theme_.font(theme_.small));
    double widest = metrics.horizontalAdvance(QStringLiteral("5"));
    if (costs())
        widest = std::max({widest, metrics.horizontalAdvance(axisFigure(axisTop_)),
                           metrics.horizontalAdvance(axisFigure(axisTop_ / 2))});
    return std::ceil(widest) + 6 * theme_.scale;
}

LayerChart::Bands LayerChart::bands(Room room) const {
    const double line = std::ceil(QFontMetricsF(theme_.font(theme_.small)).height());
    const double pad = std::round(line * 0.35);
    const double width = std::max(60, this->width()); // the viewport's, which only gets it when it is shown
    const QRectF whole(0, 0, width - 2, 0);
    const double legend = drawLegend(nullptr, whole);
    const double boundLegend = costs() ? drawBoundLegend(nullptr, theme_, *detail_, whole) : 0;
    const double head = std::round(line * 0.5); // the figure of the uppermost grid line stands half above it
    // Pattern and letter of the bound.
    const double bound = std::round(line * 1.5);
    const double fixed = legend + pad + line + head + spanNamesHeight(theme_) + 4 +
                         (costs() ? pad + line + head + bound + boundLegend : 0);
    // Figures of the kernel axis stand clear of each other: nine tenths of a line from one to the next.
    const int steps = std::max(1, (largestKernel_ - 1) / 2);
    const double leastTop = line * 0.9 * steps / (1 - smallestShare);
    const double least = std::ceil(costs() ? leastTop / operatorPart : leastTop);
    const double charts = room == Room::Least      ? least
                          : room == Room::Pleasant ? least * 2
                                                   : std::max(least, viewport()->height() - fixed - 2);
    const double top = costs() ? std::round(charts * operatorPart) : charts;

    Bands at;
    double y = 2;
    const auto take = [&](double height, double left) {
        const QRectF band(left, y, width - 2 - left, height);
        y += height;
        return band;
    };
    const double left = gutter();
    at.legend = take(legend, 0);
    y += pad;
    at.operatorCaption = take(line, left);
    y += head;
    at.operators = take(top, left);
    at.stages = take(spanNamesHeight(theme_), left);
    at.bounds = at.stages;
    if (costs()) {
        y += pad;
        at.timeCaption = take(line, left);
        y += head;
        at.times = take(charts - top, left);
        at.bounds = take(bound, left);
        at.boundLegend = take(boundLegend, 0);
    }
    at.height = y + 2;
    return at;
}

double LayerChart::kernelShare(int kernel) const {
    return smallestShare + (1 - smallestShare) * (kernel - 1) / std::max(1, largestKernel_ - 1);
}

double LayerChart::operatorHeight(int layer) const {
    const int kernel = detail_->network.layers[static_cast<std::size_t>(layer)].kernel;
    return kernelShare(kernel);
}

QRectF LayerChart::column(int layer, const QRectF& band) const {
    const LayerLayout::Span& span = layout_.layers()[static_cast<std::size_t>(layer)];
    const double offset = band.left() - horizontalScrollBar()->value();
    const double left = snapped(offset + span.x);
    double right = snapped(offset + span.end());
    const double pixel = 1 / devicePixelRatioF();
    const bool lastOfBlock = layer + 1 >= static_cast<int>(detail_->network.layers.size()) ||
                             detail_->network.layers[static_cast<std::size_t>(layer)].block !=
                                 detail_->network.layers[static_cast<std::size_t>(layer) + 1].block;
    if (span.width >= 5 || (lastOfBlock && span.width >= 2.4))
        right -= std::max(pixel, snapped(span.width >= 12 && lastOfBlock ? 2 : 0.8));
    return {QPointF(left, band.top()), QPointF(std::max(right, left + pixel), band.bottom())};
}

QRectF LayerChart::operatorRect(int layer) const {
    return operatorRect(layer, bands(Room::Given));
}

QRectF LayerChart::timeRect(int layer) const {
    return costs() ? timeRect(layer, bands(Room::Given)) : QRectF();
}

QRectF LayerChart::operatorRect(int layer, const Bands& at) const {
    QRectF rect = column(layer, at.operators);
    rect.setTop(snapped(rect.bottom() - rect.height() * operatorHeight(layer)));
    return rect;
}

QRectF LayerChart::timeRect(int layer, const Bands& at) const {
    QRectF rect = column(layer, at.times);
    const double height = rect.height() * timeOf(layer) / axisTop_;
    // Whatever takes time is seen.
    rect.setTop(snapped(rect.bottom() - std::max(height, 1.0)));
    return rect;
}

double LayerChart::drawLegend(QPainter* painter, const QRectF& area) const {
    LegendFlow flow(area, QFontMetricsF(theme_.font(theme_.small)));
    std::array<int, operatorTypeCount> layers{};
    std::array<std::int64_t, operatorTypeCount> macs{};
    if (detail_)
        for (const Layer& layer : detail_->network.layers) {
            ++layers[indexOf(layer.op)];
            macs[indexOf(layer.op)] += layer.macs();
        }
    for (const OperatorType op : allOperatorTypes) {
        const int count = layers[indexOf(op)];
        if (detail_ && count == 0)
            continue;
        QString word = QStringLiteral("%1: %2").arg(operatorWord(op), layersText(count));
        if (!brief_)
            word +=
                tr(", %1 MACs").arg(QString::fromStdString(siText(static_cast<double>(macs[indexOf(op)]))));
        const auto [swatch, base] = flow.place(word);
        if (!painter)
            continue;
        painter->fillRect(swatch, theme_.operatorBrush(op));
        painter->setPen(theme_.text);
        painter->drawText(base, word);
    }
    return flow.height();
}

void LayerChart::drawAxes(QPainter& painter, const Bands& at) const {
    painter.setFont(theme_.font(theme_.small));
    const QFontMetricsF metrics(painter.font());
    painter.setPen(theme_.mutedText);
    painter.drawText(at.operatorCaption, Qt::AlignLeft | Qt::AlignVCenter,
                     metrics.elidedText(tr("Height: kernel \u00b7 width: MACs (counted)"), Qt::ElideRight,
                                        at.operatorCaption.width()));
    painter.setFont(theme_.font(theme_.small));
    const QFontMetricsF numbers(painter.font());
    const auto tick = [&](double y, const QString& text, const QRectF& band) {
        painter.setPen(QPen(theme_.grid, theme_.scale));
        painter.drawLine(QPointF(band.left(), y), QPointF(band.right(), y));
        painter.setPen(theme_.mutedText);
        painter.drawText(
            QRectF(0, y - numbers.height() / 2, band.left() - 4 * theme_.scale, numbers.height()),
            Qt::AlignRight | Qt::AlignVCenter, text);
    };
    double lastY = 1e9;
    for (int kernel = 1; kernel <= largestKernel_; kernel += 2) {
        const double y = at.operators.bottom() - kernelShare(kernel) * at.operators.height();
        if (lastY - y < numbers.height() * 0.8)
            continue;
        tick(y, QString::number(kernel), at.operators);
        lastY = y;
    }
    if (!costs())
        return;
    painter.setFont(theme_.font(theme_.small));
    painter.setPen(theme_.mutedText);
    painter.drawText(at.timeCaption, Qt::AlignLeft | Qt::AlignVCenter,
                     metrics.elidedText(tr("Time, %1 an image (modelled)").arg(layerTimeUnit(platform_)),
                                        Qt::ElideRight, at.timeCaption.width()));
    painter.setFont(theme_.font(theme_.small));
    for (const double share : {0.0, 0.5, 1.0})
        if (share != 0.5 || at.times.height() > numbers.height() * 2.2)
            tick(at.times.bottom() - share * at.times.height(), axisFigure(share * axisTop_), at.times);
}

void LayerChart::drawStrip(QPainter& painter, const Bands& at) const {
    painter.save();
    painter.setClipRect(QRectF(at.operators.left(), 0, at.operators.width() + 1, at.height));
    painter.setBrushOrigin(QPointF(at.operators.left() - horizontalScrollBar()->value(), 0));
    std::array<QBrush, operatorTypeCount> brushes;
    for (const OperatorType op : allOperatorTypes)
        brushes[indexOf(op)] = theme_.operatorBrush(op);
    const int count = static_cast<int>(layout_.layers().size());
    for (int i = 0; i < count; ++i) {
        const QRectF operatorAt = operatorRect(i, at);
        if (operatorAt.right() < at.operators.left() || operatorAt.left() > at.operators.right())
            continue;
        const QBrush& brush = brushes[indexOf(detail_->network.layers[static_cast<std::size_t>(i)].op)];
        painter.fillRect(operatorAt, brush);
        if (costs())
            painter.fillRect(timeRect(i, at), brush);
    }
    painter.restore();
}

void LayerChart::drawStages(QPainter& painter, const Bands& at) const {
    painter.save();
    painter.setClipRect(QRectF(0, 0, at.stages.right() + 2, at.height));
    const double offset = at.stages.left() - horizontalScrollBar()->value();
    std::vector<NamedSpan> spans;
    for (const LayerLayout::Stage& stage : layout_.stages())
        spans.push_back({stage.name, offset + stage.span.x, offset + stage.span.end()});
    drawSpanNames(painter, theme_, spans, at.stages);
    painter.restore();
}

void LayerChart::drawBounds(QPainter& painter, const Bands& at) const {
    painter.save();
    painter.setClipRect(QRectF(at.bounds.left(), at.bounds.top(), at.bounds.width() + 1, at.bounds.height()));
    painter.setFont(theme_.font(theme_.small));
    const QFontMetricsF metrics(painter.font());
    const double thick = std::round(at.bounds.height() * 0.22);
    const std::vector<LayerCost>& layers = detail_->cost.layers;
    for (std::size_t first = 0; first < layers.size();) {
        std::size_t last = first;
        while (last + 1 < layers.size() && layers[last + 1].bound == layers[first].bound)
            ++last;
        const QRectF from = column(static_cast<int>(first), at.bounds);
        const QRectF to = column(static_cast<int>(last), at.bounds);
        const QRectF run(from.left(), at.bounds.top() + 3, std::max(1.0, to.right() - from.left()), thick);
        drawBoundPattern(painter, theme_, layers[first].bound, run);
        const QString letter(boundLetter(layers[first].bound));
        const double seenLeft = std::max(run.left(), at.bounds.left());
        const double seenRight = std::min(run.right(), at.bounds.right());
        if (metrics.horizontalAdvance(letter) + 2 <= seenRight - seenLeft) {
            painter.setPen(theme_.mutedText);
            painter.drawText(QRectF(seenLeft, run.bottom(), seenRight - seenLeft, metrics.height()),
                             Qt::AlignCenter, letter);
        }
        first = last + 1;
    }
    painter.restore();
}

void LayerChart::drawPointed(QPainter& painter, const Bands& at) const {
    painter.save();
    painter.setClipRect(QRectF(at.operators.left() - 2, 0, at.operators.width() + 4, at.height));
    const auto frame = [&](int layer, const QColor& colour, double width) {
        for (const QRectF& band : {at.operators, at.times}) {
            if (band.isEmpty())
                continue;
            QRectF rect = column(layer, band);
            if (rect.width() < 3)
                rect.adjust(-(3 - rect.width()) / 2, 0, (3 - rect.width()) / 2, 0);
            QColor wash = colour;
            wash.setAlpha(45);
            painter.fillRect(rect, wash);
            painter.setBrush(Qt::NoBrush);
            painter.setPen(QPen(colour, width));
            painter.drawRect(rect.adjusted(-width / 2, -width / 2, width / 2, width / 2));
        }
    };
    if (hovered_ < 0 && held_ < 0 && marked_ >= 0)
        frame(marked_, theme_.axis, theme_.scale);
    if (hovered_ >= 0 && hovered_ != held_)
        frame(hovered_, theme_.text, theme_.scale);
    if (held_ >= 0)
        frame(held_, theme_.selected, 2 * theme_.scale);
    painter.restore();
}

void LayerChart::paintEvent(QPaintEvent*) {
    QPainter painter(viewport());
    painter.fillRect(viewport()->rect(), theme_.background);
    if (!detail_ || layout_.layers().empty()) {
        painter.setFont(theme_.font(theme_.normal));
        painter.setPen(theme_.mutedText);
        painter.drawText(QRectF(viewport()->rect()).adjusted(8, 8, -8, -8),
                         Qt::AlignCenter | Qt::TextWordWrap, emptyText_);
    } else {
        const Bands at = bands(Room::Given);
        painter.setFont(theme_.font(theme_.small));
        drawLegend(&painter, at.legend);
        drawAxes(painter, at);
        drawStrip(painter, at);
        drawStages(painter, at);
        if (costs()) {
            painter.setFont(theme_.font(theme_.small));
            drawBounds(painter, at);
            painter.setFont(theme_.font(theme_.small));
            drawBoundLegend(&painter, theme_, *detail_, at.boundLegend);
        }
        drawPointed(painter, at);
    }
    if (hasFocus() && detail_) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(theme_.accent, 2 * theme_.scale));
        const Bands at = bands(Room::Given);
        painter.drawRect(QRectF(QPointF(at.operators.left() - 2, at.operators.top() - 2),
                                QPointF(at.operators.right() + 1, at.bounds.bottom())));
    }
}

} // namespace pairscape
