// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/detail/bar_column.h"

#include "ui/detail/fact_grid.h"

#include <QPainter>
#include <QStringList>

#include <algorithm>
#include <cmath>

namespace pairscape {

namespace {
constexpr int wrapFlags = Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap;
}

BarColumn::BarColumn(QPainter* painter, const Theme& theme, const Style& style, double width)
    : painter_(painter), theme_(theme), style_(style), width_(width), metrics_(theme.font(style.points)),
      line_(std::ceil(metrics_.height())), bar_(std::round(line_ * 0.95 * style.stretch)) {}

void BarColumn::moveTo(double x, double y) {
    x_ = x;
    y_ = y;
}

void BarColumn::skip(double lines) {
    y_ += std::round(line_ * lines);
}

double BarColumn::snapped(double x) const {
    return std::round(x * style_.ratio) / style_.ratio;
}

double BarColumn::pad() const {
    return std::round(line_ * 0.2);
}

void BarColumn::paragraph(const QString& words, QFont::Weight weight, const QColor& colour) {
    const QString text = unbroken(words);
    const QFont font = theme_.font(style_.points, weight);
    const QRectF box = QFontMetricsF(font).boundingRect(QRectF(0, 0, width_, 1e4), wrapFlags, text);
    if (painter_) {
        painter_->setFont(font);
        painter_->setPen(colour);
        painter_->drawText(QRectF(x_, y_, width_, box.height() + 1), wrapFlags, text);
    }
    y_ += std::ceil(box.height());
}

void BarColumn::heading(const QString& name, const QString& figure, bool strong) {
    const QFont nameFont = theme_.font(style_.points, QFont::DemiBold);
    const QFont figureFont = theme_.font(style_.points, strong ? QFont::DemiBold : QFont::Normal);
    const double nameWidth = QFontMetricsF(nameFont).horizontalAdvance(name);
    const double figureWidth = QFontMetricsF(figureFont).horizontalAdvance(figure);
    const bool fits = nameWidth + figureWidth + 10 <= width_;
    if (!fits) { // over as many lines as it takes
        paragraph(name, QFont::DemiBold, theme_.text);
        paragraph(figure, strong ? QFont::DemiBold : QFont::Normal, theme_.text);
        return;
    }
    if (painter_) {
        painter_->setFont(nameFont);
        painter_->setPen(theme_.text);
        painter_->drawText(QRectF(x_, y_, width_, line_), Qt::AlignLeft | Qt::AlignVCenter, name);
        painter_->setFont(figureFont);
        painter_->drawText(QRectF(x_, y_, width_, line_), Qt::AlignRight | Qt::AlignVCenter, figure);
    }
    y_ += line_;
}

void BarColumn::bar(const std::vector<Piece>& pieces, double kept) {
    const QRectF track(x_, y_, width_, bar_);
    y_ += bar_;
    if (painter_) {
        painter_->fillRect(track, theme_.grid);
        const double left = snapped(x_ + width_ * (1 - kept));
        painter_->fillRect(QRectF(left, track.top(), track.right() - left, bar_),
                           QBrush(theme_.dimmed, Qt::BDiagPattern));
    }
    double at = 0;
    std::vector<Outside> outside; // figures of pieces too narrow for them
    for (const Piece& piece : pieces) {
        if (piece.share <= 0)
            continue;
        const double left = x_ + at * width_;
        at = std::min(1.0, at + piece.share);
        const QRectF rect(left, track.top(), x_ + at * width_ - left, bar_);
        const bool fits = metrics_.horizontalAdvance(piece.figure) + 4 * pad() <= rect.width();
        if (!fits && !piece.figure.isEmpty())
            outside.push_back({unbroken(piece.word + QLatin1Char(' ') + piece.figure), rect.center().x()});
        if (painter_)
            drawPiece(piece, rect, fits);
    }
    if (!outside.empty())
        namesBelow(outside);
}

/// Each below the middle of its piece, pushed aside by its neighbours and the bar's ends; as a sentence where
/// the line is too short for all of them.
void BarColumn::namesBelow(const std::vector<Outside>& names) {
    const double gap = metrics_.averageCharWidth() * 1.5;
    std::vector<double> widths;
    double all = -gap;
    for (const Outside& name : names) {
        widths.push_back(metrics_.horizontalAdvance(name.text));
        all += widths.back() + gap;
    }
    if (all > width_) {
        QStringList texts;
        for (const Outside& name : names)
            texts << name.text;
        paragraph(texts.join(QStringLiteral(", ")), QFont::Normal, theme_.text);
        return;
    }
    double left = x_, right = x_ + width_ - all;
    for (std::size_t i = 0; i < names.size(); ++i) {
        const double begin = std::clamp(names[i].centre - widths[i] / 2, left, std::max(left, right));
        if (painter_) {
            painter_->setFont(theme_.font(style_.points));
            painter_->setPen(theme_.text);
            painter_->drawText(QPointF(begin, y_ + metrics_.ascent()), names[i].text);
        }
        left = begin + widths[i] + gap;
        right += widths[i] + gap;
    }
    y_ += line_;
}

void BarColumn::row(const QString& name, double nameWidth, double share, const QBrush& brush,
                    const QString& figure, double figureWidth, bool strong) {
    const double gap = metrics_.averageCharWidth();
    const QRectF track(x_ + nameWidth + gap, y_ + std::round(line_ * 0.1),
                       std::max(1.0, width_ - nameWidth - figureWidth - 2 * gap), std::round(line_ * 0.8));
    if (painter_) {
        painter_->setPen(theme_.text);
        painter_->setFont(theme_.font(style_.points, QFont::DemiBold));
        painter_->drawText(QRectF(x_, y_, nameWidth, line_), Qt::AlignLeft | Qt::AlignVCenter, name);
        painter_->setFont(theme_.font(style_.points, strong ? QFont::DemiBold : QFont::Normal));
        painter_->drawText(QRectF(x_ + width_ - figureWidth, y_, figureWidth, line_),
                           Qt::AlignRight | Qt::AlignVCenter, figure);
        painter_->fillRect(track, theme_.grid);
        if (share > 0)
            drawPiece({share, brush, {}, {}},
                      QRectF(track.topLeft(), QSizeF(track.width() * std::min(1.0, share), track.height())),
                      false);
    }
    y_ += std::round(line_ * 1.15);
}

/// Its figure stands on a plain ground: on a hatch it could not be read.
void BarColumn::drawPiece(const Piece& piece, const QRectF& rect, bool withFigure) {
    const double left = snapped(rect.left());
    const double right = std::max(snapped(rect.right()), left + 1);
    painter_->fillRect(QRectF(left, rect.top(), right - left, rect.height()), piece.brush);
    painter_->fillRect(QRectF(right - 1, rect.top(), 1, rect.height()), theme_.background);
    if (!withFigure || piece.figure.isEmpty())
        return;
    const double width = metrics_.horizontalAdvance(piece.figure);
    const double height = std::min(rect.height() - pad(), line_);
    const QRectF plate(rect.center().x() - width / 2 - pad(), rect.center().y() - height / 2,
                       width + 2 * pad(), height);
    painter_->fillRect(plate, theme_.background);
    painter_->setFont(theme_.font(style_.points));
    painter_->setPen(theme_.text);
    painter_->drawText(plate, Qt::AlignCenter, piece.figure);
}

} // namespace pairscape
