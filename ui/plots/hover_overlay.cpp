// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/hover_overlay.h"

#include <algorithm>

namespace pairscape {

HoverOverlay::HoverOverlay(QCustomPlot* plot, QCPAxis* keyAxis, QCPAxis* valueAxis)
    : QCPAbstractItem(plot), keyAxis_(keyAxis), valueAxis_(valueAxis) {
    setClipToAxisRect(false);
    setSelectable(false);
    setLayer(QStringLiteral("overlay"));
}

double HoverOverlay::selectTest(const QPointF&, bool, QVariant*) const {
    return -1;
}

std::optional<QPointF> HoverOverlay::visiblePixel(const std::optional<QPointF>& at) const {
    if (!at)
        return std::nullopt;
    const QPointF pixel(keyAxis_->coordToPixel(at->x()), valueAxis_->coordToPixel(at->y()));
    const QRectF area = QRectF(keyAxis_->axisRect()->rect()).adjusted(-1, -1, 1, 1);
    return area.contains(pixel) ? std::optional(pixel) : std::nullopt;
}

void HoverOverlay::draw(QCPPainter* painter) {
    painter->setAntialiasing(true);
    if (focusShown_) {
        painter->setBrush(Qt::NoBrush);
        painter->setPen(QPen(theme_.accent, 2 * theme_.scale));
        painter->drawRect(QRectF(mParentPlot->rect()).adjusted(1, 1, -1, -1));
    }
    if (!emptyText_.isEmpty()) {
        const QRectF area = QRectF(mParentPlot->rect()).adjusted(40, 40, -40, -40);
        painter->setFont(theme_.font(theme_.large));
        painter->setPen(theme_.mutedText);
        painter->drawText(area, Qt::AlignCenter | Qt::TextWordWrap, emptyText_);
        return;
    }
    const double ring = theme_.markerSize * 1.15;
    if (const auto at = visiblePixel(selected_))
        drawRing(painter, *at, ring, theme_.selected, 2.2 * theme_.scale);
    if (const auto at = visiblePixel(hovered_)) {
        drawRing(painter, *at, ring, theme_.text, 1.2 * theme_.scale);
        if (!card_.empty())
            drawCard(painter, *at);
    }
    if (!band_.isEmpty()) {
        QColor wash = theme_.accent;
        wash.setAlpha(40);
        painter->setBrush(wash);
        painter->setPen(QPen(theme_.accent, theme_.scale, Qt::DashLine));
        painter->drawRect(band_);
    }
}

void HoverOverlay::drawRing(QCPPainter* painter, const QPointF& at, double radius, const QColor& colour,
                            double width) const {
    painter->setBrush(Qt::NoBrush);
    painter->setPen(QPen(theme_.background, width + 2 * theme_.scale));
    painter->drawEllipse(at, radius, radius);
    painter->setPen(QPen(colour, width));
    painter->drawEllipse(at, radius, radius);
}

void HoverOverlay::drawCard(QCPPainter* painter, const QPointF& at) const {
    const QFont titleFont = theme_.font(theme_.normal, QFont::DemiBold);
    const QFont textFont = theme_.font(theme_.small);
    const QFont numberFont = theme_.numberFont(theme_.small);
    const QFontMetricsF title(titleFont);
    const QFontMetricsF text(textFont);
    const QFontMetricsF number(numberFont);
    const double margin = 8 * theme_.scale;
    const double line = std::max(text.height(), number.height()) + 1;

    double names = 0;
    double figures = 0;
    double units = 0;
    for (const HoverCard::Row& row : card_.rows) {
        names = std::max(names, text.horizontalAdvance(row.name));
        figures = std::max(figures, number.horizontalAdvance(row.figure));
        units = std::max(units, text.horizontalAdvance(row.unit));
    }
    const double gap = 10 * theme_.scale;
    const QRectF widget = QRectF(mParentPlot->rect()).adjusted(4, 4, -4, -4);
    const double widest = std::max(120.0, widget.width() - 2 * margin);
    const double width = std::min(
        widest, std::max({names + gap + figures + (units > 0 ? 4 + units : 0),
                          title.horizontalAdvance(card_.title), text.horizontalAdvance(card_.subtitle)}));
    const double subtitle = card_.subtitle.isEmpty() ? 0 : line;
    const double height = title.height() + 2 + subtitle + 4 + line * static_cast<double>(card_.rows.size());
    QRectF card(0, 0, width + 2 * margin, height + 2 * margin);

    // Beside the point, on the side with room, and never over it.
    const double away = theme_.markerSize * 1.15 + 10;
    card.moveLeft(at.x() + away + card.width() <= widget.right() ? at.x() + away
                                                                 : at.x() - away - card.width());
    card.moveTop(at.y() - card.height() / 2);
    card.moveTop(
        std::clamp(card.top(), widget.top(), std::max(widget.top(), widget.bottom() - card.height())));
    card.moveLeft(
        std::clamp(card.left(), widget.left(), std::max(widget.left(), widget.right() - card.width())));

    painter->setPen(QPen(theme_.axis, theme_.scale));
    painter->setBrush(theme_.background);
    painter->drawRoundedRect(card, 4, 4);
    double y = card.top() + margin;
    const double x = card.left() + margin;
    painter->setFont(titleFont);
    painter->setPen(theme_.text);
    painter->drawText(QPointF(x, y + title.ascent()), title.elidedText(card_.title, Qt::ElideRight, width));
    y += title.height() + 2;
    painter->setFont(textFont);
    painter->setPen(theme_.mutedText);
    if (subtitle > 0) {
        painter->drawText(QPointF(x, y + text.ascent()),
                          text.elidedText(card_.subtitle, Qt::ElideRight, width));
        y += line;
    }
    y += 4;
    const double figureRight = card.right() - margin - (units > 0 ? 4 + units : 0);
    for (const HoverCard::Row& row : card_.rows) {
        painter->setFont(textFont);
        painter->setPen(theme_.mutedText);
        painter->drawText(QPointF(x, y + text.ascent()), row.name);
        painter->drawText(QPointF(figureRight + 4, y + text.ascent()), row.unit);
        painter->setFont(numberFont);
        painter->setPen(theme_.text);
        painter->drawText(QPointF(figureRight - number.horizontalAdvance(row.figure), y + text.ascent()),
                          row.figure);
        y += line;
    }
}

} // namespace pairscape
