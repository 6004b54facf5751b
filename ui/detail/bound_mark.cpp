// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/detail/bound_mark.h"

#include "ui/detail/layer_facts.h"
#include "ui/models/figure_text.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace pairscape {

void drawBoundPattern(QPainter& painter, const Theme& theme, Bound bound, const QRectF& rect) {
    const QColor ink = theme.mutedText;
    const double line = std::max(1.0, theme.scale);
    switch (bound) {
    case Bound::Compute: // nothing to wait for: a base line
        painter.fillRect(QRectF(rect.left(), rect.bottom() - line, rect.width(), line), ink);
        return;
    case Bound::Dram:
        painter.fillRect(rect, ink);
        return;
    case Bound::Buffer:
        for (double x = rect.left(); x < rect.right() - 0.01; x += 4 * line)
            painter.fillRect(QRectF(x, rect.top(), std::min(2 * line, rect.right() - x), rect.height()), ink);
        return;
    case Bound::Fill:
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(ink, line));
        painter.drawRect(rect.adjusted(line / 2, line / 2, -line / 2, -line / 2));
        return;
    }
}

QPainterPath boundShape(Bound bound, const QPointF& centre, double radius) {
    QPainterPath path;
    switch (bound) {
    case Bound::Compute:
        path.addEllipse(centre, radius, radius);
        break;
    case Bound::Dram: { // the same area as the circle, roughly
        const double half = radius * 0.9;
        path.addRect(QRectF(centre.x() - half, centre.y() - half, 2 * half, 2 * half));
        break;
    }
    case Bound::Buffer: {
        const double half = radius * 1.25;
        path.addPolygon(QPolygonF({centre + QPointF(0, -half), centre + QPointF(half, 0),
                                   centre + QPointF(0, half), centre + QPointF(-half, 0)}));
        path.closeSubpath();
        break;
    }
    case Bound::Fill: {
        const double side = radius * 1.25;
        path.addPolygon(QPolygonF({centre + QPointF(0, -side), centre + QPointF(side, side * 0.8),
                                   centre + QPointF(-side, side * 0.8)}));
        path.closeSubpath();
        break;
    }
    }
    return path;
}

void drawLayerMark(QPainter& painter, const Theme& theme, Bound bound, OperatorType op, const QPointF& centre,
                   double radius) {
    const QPainterPath shape = boundShape(bound, centre, radius);
    painter.setBrush(theme.operatorColor(op));
    painter.setPen(QPen(theme.background, theme.scale));
    painter.drawPath(shape);
    const QColor ink = theme.mode == ThemeMode::Dark ? theme.background : QColor(Qt::white);
    if (op == OperatorType::Shift) {
        painter.setPen(QPen(ink, std::max(1.2, radius * 0.35), Qt::SolidLine, Qt::FlatCap));
        const double reach = radius * (bound == Bound::Fill ? 0.45 : 0.6);
        const double drop = bound == Bound::Fill ? radius * 0.25 : 0;
        painter.drawLine(centre + QPointF(-reach, reach + drop), centre + QPointF(reach, -reach + drop));
    } else if (op == OperatorType::Adder) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(ink);
        const double drop = bound == Bound::Fill ? radius * 0.2 : 0;
        painter.drawEllipse(centre + QPointF(0, drop), radius * 0.35, radius * 0.35);
    }
}

std::pair<QRectF, QPointF> LegendFlow::place(const QString& words) {
    const double side = std::round(metrics_.height() * 0.8);
    const double width = side + 4 + metrics_.horizontalAdvance(words);
    if (x_ > 0 && x_ + width > area_.width()) {
        x_ = 0;
        y_ += metrics_.height() * 1.1;
    }
    const QPointF at(area_.left() + x_, area_.top() + y_);
    x_ += width + metrics_.averageCharWidth() * 2;
    return {QRectF(at.x(), std::round(at.y() + (metrics_.height() - side) / 2), side, side),
            QPointF(at.x() + side + 4, at.y() + metrics_.ascent())};
}

double drawBoundLegend(QPainter* painter, const Theme& theme, const PairingDetail& detail,
                       const QRectF& area) {
    LegendFlow flow(area, QFontMetricsF(theme.font(theme.small)));
    std::array<int, allBounds.size()> layers{};
    for (const LayerCost& cost : detail.cost.layers)
        ++layers[static_cast<std::size_t>(cost.bound)];
    bool first = true; // says what is counted
    for (const Bound bound : allBounds) {
        const int count = layers[static_cast<std::size_t>(bound)];
        if (count == 0)
            continue;
        const QString words = QStringLiteral("%1: %2, %3")
                                  .arg(boundLetter(bound))
                                  .arg(boundWord(bound), first ? layersText(count) : countText(count));
        first = false;
        const auto [mark, base] = flow.place(words);
        if (!painter)
            continue;
        drawBoundPattern(*painter, theme, bound,
                         mark.adjusted(0, mark.height() * 0.3, 0, -mark.height() * 0.1));
        painter->setFont(theme.font(theme.small));
        painter->setPen(theme.text);
        painter->drawText(base, words);
    }
    return flow.height();
}

} // namespace pairscape
