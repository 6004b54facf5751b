// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/detail/span_names.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QRegularExpression>

#include <algorithm>
#include <cmath>

namespace pairscape {

namespace {

double tick(const Theme& theme) {
    return 4 * theme.scale;
}

/// "3.2" of "mb3.2"; empty where a name has no figure at its end.
QString shortName(const QString& name) {
    static const QRegularExpression figures(QStringLiteral("[0-9]+(\\.[0-9]+)*$"));
    return figures.match(name).captured();
}

} // namespace

double spanNamesHeight(const Theme& theme) {
    return std::ceil(QFontMetricsF(theme.font(theme.small)).height()) + tick(theme);
}

void drawSpanNames(QPainter& painter, const Theme& theme, const std::vector<NamedSpan>& spans,
                   const QRectF& band) {
    painter.setFont(theme.font(theme.small));
    const QFontMetricsF metrics(painter.font());
    const double ratio = painter.device()->devicePixelRatioF();
    const double gap = metrics.averageCharWidth() * 0.7;
    double taken = band.left() - gap;
    for (const NamedSpan& span : spans) {
        if (span.right <= band.left() || span.left >= band.right())
            continue;
        if (span.left > band.left()) {
            painter.setPen(QPen(theme.axis, theme.scale));
            const double x = std::round(span.left * ratio) / ratio - 0.5 / ratio;
            painter.drawLine(QPointF(x, band.top()), QPointF(x, band.top() + tick(theme)));
        }
        // In the middle of what is seen; a little over the edges where no other name stands.
        const double left = std::max(span.left, band.left());
        const double right = std::min(span.right, band.right());
        const QString brief = shortName(span.name);
        for (const QString& name : {span.name, brief}) {
            const double width = metrics.horizontalAdvance(name);
            const double over = name == brief ? 1.0 : 2.4;
            if (name.isEmpty() || width > right - left + over * gap)
                continue;
            double x = (left + right - width) / 2;
            x = std::clamp(x, band.left(), std::max(band.left(), band.right() - width));
            if (x < taken + gap)
                continue;
            painter.setPen(theme.mutedText);
            painter.drawText(QPointF(x, band.top() + tick(theme) + metrics.ascent()), name);
            taken = x + width;
            break;
        }
    }
}

} // namespace pairscape
