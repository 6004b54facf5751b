// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later

// How the parallel coordinates are drawn; what the mouse and the keys do is in parallel_view.cpp.
#include "core/base/number_text.h"
#include "ui/explorer/parallel_view.h"
#include "ui/models/figure_text.h"
#include "ui/models/session.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace pairscape {

namespace {

QString valueText(const ParallelScale& scale, double value) {
    if (scale.metric->id == QLatin1String("accuracy"))
        return fixedText(value, 2);
    if (scale.metric->id == QLatin1String("parameters"))
        return QString::fromStdString(siText(value));
    for (const char* counted : {"dsp", "lut", "bram36"})
        if (scale.metric->id == QLatin1String(counted))
            return countText(std::llround(value));
    return figureText(value, scale.metric->prefix());
}

/// A ground behind a text that lines run through.
void drawPlate(QPainter& painter, const QRectF& where, const QString& text, const QColor& ground,
               const QColor& ink) {
    QColor plate = ground;
    plate.setAlphaF(0.85F);
    painter.fillRect(where, plate);
    painter.setPen(ink);
    painter.drawText(where, Qt::AlignCenter | Qt::TextDontClip, text);
}

} // namespace

void ParallelView::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(rect(), theme_.background);
    if (session_->snapshot()->pairings.empty()) {
        painter.setPen(theme_.mutedText);
        painter.setFont(theme_.font(theme_.normal));
        painter.drawText(
            rect().adjusted(16, 8, -16, -8), Qt::AlignCenter | Qt::TextWordWrap,
            session_->hasStudy()
                ? tr("Press Start to begin a search: each pairing becomes a line over its figures.")
                : tr("Create or open a study: its pairings appear here as lines."));
        return;
    }
    if (!picture_)
        return; // a moment later it is here
    // While a new one is made for another size, the old one is stretched.
    painter.drawImage(QRectF(rect()), picture_->image);
    drawLines(painter);
    drawAxes(painter);
    drawCaption(painter);
}

void ParallelView::drawLine(QPainter& painter, PairingId id, const QColor& colour, double width) const {
    const std::size_t count = picture_->scales.size();
    if (id < 1 || static_cast<std::size_t>(id) > picture_->accepted.size())
        return;
    QPainterPath path;
    bool drawing = false;
    for (std::size_t axis = 0; axis < count; ++axis) {
        const double share = picture_->shares[(static_cast<std::size_t>(id) - 1) * count + axis];
        if (!std::isfinite(share)) {
            drawing = false;
            continue;
        }
        const QPointF at(axisX(axis), yOf(share));
        if (drawing)
            path.lineTo(at);
        else
            path.moveTo(at);
        drawing = true;
    }
    painter.strokePath(path, QPen(colour, width, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
}

void ParallelView::drawLines(QPainter& painter) const {
    const StudySnapshot& snapshot = *picture_->snapshot;
    for (const std::size_t i : snapshot.front)
        if (picture_->accepted[i] != 0)
            drawLine(painter, static_cast<PairingId>(i) + 1, theme_.front, theme_.lineWidth * 0.8);
    for (const PairingRecord& record : snapshot.pairings)
        if (record.pinned())
            drawLine(painter, record.id, theme_.pinned, theme_.lineWidth * 1.2);
    // A halo in the ground's colour lifts these two off the crowd.
    for (const auto& [id, colour, width] : {std::tuple(session_->hovered(), theme_.accent, 1.4),
                                            {session_->selected(), theme_.selected, 2.2}}) {
        if (id == 0 || (id == session_->selected() && colour != theme_.selected))
            continue;
        drawLine(painter, id, theme_.background, theme_.lineWidth * (width + 1.6));
        drawLine(painter, id, colour, theme_.lineWidth * width);
    }
}

void ParallelView::drawRange(QPainter& painter, std::size_t axis) const {
    const ParallelScale& scale = picture_->scales[axis];
    const auto range = session_->filter().ranges.constFind(scale.metric->id);
    if (range == session_->filter().ranges.constEnd())
        return;
    const double a = std::isfinite(range->min) ? scale.shareOf(range->min) : scale.shareOf(scale.min);
    const double b = std::isfinite(range->max) ? scale.shareOf(range->max) : scale.shareOf(scale.max);
    const double top = yOf(std::clamp(std::max(a, b), 0.0, 1.0));
    const double bottom = yOf(std::clamp(std::min(a, b), 0.0, 1.0));
    const double half = 5 * std::sqrt(theme_.scale);
    QColor fill = theme_.accent;
    fill.setAlphaF(0.3F);
    painter.fillRect(QRectF(axisX(axis) - half, top, 2 * half, bottom - top), fill);
    painter.setPen(QPen(theme_.accent, theme_.lineWidth * 1.4));
    painter.setFont(theme_.numberFont(theme_.small, QFont::DemiBold));
    const QFontMetricsF metrics(painter.font());
    for (const double limit : {range->min, range->max}) {
        if (!std::isfinite(limit))
            continue;
        const double y = yOf(std::clamp(scale.shareOf(limit), 0.0, 1.0));
        painter.setPen(QPen(theme_.accent, theme_.lineWidth * 1.4));
        painter.drawLine(QPointF(axisX(axis) - half, y), QPointF(axisX(axis) + half, y));
        const QString text = valueText(scale, limit);
        const QSizeF size(metrics.horizontalAdvance(text) + 4, metrics.height());
        // Beside the axis, inside the picture: left of the last one.
        const bool leftwards = axis + 1 == picture_->scales.size();
        const double x = leftwards ? axisX(axis) - half - 3 - size.width() : axisX(axis) + half + 3;
        drawPlate(painter, QRectF(QPointF(x, y - size.height() / 2), size), text, theme_.background,
                  theme_.accent);
    }
}

void ParallelView::drawAxes(QPainter& painter) const {
    const QRectF area = plotArea();
    const std::size_t count = picture_->scales.size();
    const QFont plain = theme_.font(theme_.small);
    const QFont figures = theme_.numberFont(theme_.small);
    const double line = QFontMetricsF(plain).height();
    const double room = area.width() / static_cast<double>(count - 1);
    const QFont title = titleFont(std::min(room - 10, room / 2 + area.left() - 10));
    for (std::size_t axis = 0; axis < count; ++axis) {
        const ParallelScale& scale = picture_->scales[axis];
        const double x = axisX(axis);
        const bool current = hasFocus() && axisShown_ && axis == axis_;
        painter.setPen(QPen(current ? theme_.accent : theme_.axis, (current ? 2.0 : 1.0) * theme_.scale));
        painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()));
        drawRange(painter, axis);

        // The outermost titles lean inwards, so that they stay in the widget.
        QRectF head(x - room / 2 + 2, line + 4, room - 4, 2 * line);
        Qt::Alignment align = Qt::AlignHCenter;
        if (axis == 0) {
            head = QRectF(4, head.top(), x + room / 2 - 6, head.height());
            align = Qt::AlignLeft;
        } else if (axis + 1 == count) {
            head = QRectF(x - room / 2 + 2, head.top(), width() - x + room / 2 - 6, head.height());
            align = Qt::AlignRight;
        }
        // What is narrow enough stands in the middle of its axis.
        const auto middle = [&](const QString& text, const QFont& font, double top) {
            const double wide = QFontMetricsF(font).horizontalAdvance(text) + 2;
            return QRectF(std::clamp(x - wide / 2, 4.0, std::max(4.0, width() - 4 - wide)), top, wide, line);
        };
        painter.setPen(current ? theme_.accent : theme_.text);
        painter.setFont(title);
        if (QFontMetricsF(title).horizontalAdvance(scale.metric->title) <= head.width())
            painter.drawText(middle(scale.metric->title, title, head.bottom() - line),
                             Qt::AlignCenter | Qt::TextDontClip, scale.metric->title);
        else
            painter.drawText(head, static_cast<int>(align | Qt::AlignBottom) | Qt::TextWordWrap,
                             scale.metric->title);
        painter.setFont(plain);
        painter.setPen(theme_.mutedText);
        painter.drawText(middle(scale.metric->unit, plain, head.bottom()), Qt::AlignCenter,
                         scale.metric->unit);
        if (!scale.known)
            continue;
        painter.setFont(figures);
        if (!(scale.max > scale.min)) { // all pairings have the same figure
            const QString text = valueText(scale, scale.min);
            const QSizeF size(QFontMetricsF(figures).horizontalAdvance(text) + 6, line);
            drawPlate(painter, QRectF(QPointF(x - size.width() / 2, yOf(0.5) + 4), size), text,
                      theme_.background, theme_.mutedText);
            continue;
        }
        for (const bool top : {true, false}) {
            const QString text = valueText(scale, scale.valueAt(top ? 1 : 0));
            painter.drawText(middle(text, figures, top ? area.top() - line - 2 : area.bottom() + 3),
                             Qt::AlignCenter, text);
        }
    }
}

/// As large as the others, and smaller only where the longest word would not fit.
QFont ParallelView::titleFont(double room) const {
    const QFont font = theme_.font(theme_.small, QFont::DemiBold);
    double widest = 1;
    for (const ParallelScale& scale : picture_->scales)
        for (const QString& word : scale.metric->title.split(QLatin1Char(' ')))
            widest = std::max(widest, QFontMetricsF(font).horizontalAdvance(word));
    QFont fitted = font;
    if (widest > room)
        fitted.setPointSizeF(std::max(font.pointSizeF() * room / widest, 7.0));
    return fitted;
}

void ParallelView::drawCaption(QPainter& painter) const {
    const std::size_t all = picture_->accepted.size();
    const std::size_t shown = session_->acceptedCount();
    QString text = shown == all ? tr("%1 pairings").arg(countText(static_cast<std::int64_t>(all)))
                                : tr("%1 of %2 shown")
                                      .arg(countText(static_cast<std::int64_t>(shown)),
                                           countText(static_cast<std::int64_t>(all)));
    text += tr(" \u00b7 up is better on every axis");
    if (theme_.mode != ThemeMode::Talk)
        text += tr(" \u00b7 drag along an axis to filter");
    painter.setFont(theme_.font(theme_.small));
    painter.setPen(theme_.mutedText);
    const QFontMetricsF metrics(painter.font());
    painter.drawText(QRectF(8, 2, width() - 16, metrics.height()), Qt::AlignLeft,
                     metrics.elidedText(text, Qt::ElideRight, width() - 16));
    drawKey(painter, 8 + metrics.horizontalAdvance(text) + 24);
}

/// What the lines that stand out are: right of the caption, as far as there are any and there is room.
void ParallelView::drawKey(QPainter& painter, double captionEnd) const {
    const StudySnapshot& snapshot = *picture_->snapshot;
    const bool pins = std::any_of(snapshot.pairings.begin(), snapshot.pairings.end(),
                                  [](const PairingRecord& record) { return record.pinned(); });
    const QFontMetricsF metrics(painter.font());
    double right = width() - 8;
    const double sample = 18 * std::sqrt(theme_.scale);
    const auto entry = [&](bool present, const QString& word, const QColor& colour, double width) {
        const double needed = metrics.horizontalAdvance(word) + sample + 20;
        if (!present || right - needed < captionEnd)
            return;
        painter.setPen(theme_.mutedText);
        const double left = right - metrics.horizontalAdvance(word);
        painter.drawText(QRectF(left, 2, right - left + 2, metrics.height()), Qt::AlignLeft, word);
        const double y = 2 + metrics.height() / 2;
        painter.setPen(QPen(colour, theme_.lineWidth * width));
        painter.drawLine(QPointF(left - sample - 4, y), QPointF(left - 4, y));
        right -= needed;
    };
    entry(session_->selected() != 0, tr("selected"), theme_.selected, 2.2);
    entry(pins, tr("pinned"), theme_.pinned, 1.2);
    entry(!snapshot.front.empty(), tr("front"), theme_.front, 0.8);
}

} // namespace pairscape
