// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/marks.h"

#include "ui/plots/label_placement.h"

#include <cmath>
#include <numbers>

namespace pairscape {

namespace {

constexpr std::size_t fewIntervals = 30;

/// The dashes of single runs' fronts, one after the other, in widths of the pen.
const QList<qreal>& dashes(std::size_t run) {
    static const QList<qreal> patterns[] = {{5, 2.5}, {1.5, 1.5}, {6, 2, 1.5, 2}, {10, 2.5}};
    return patterns[run % std::size(patterns)];
}

/// What a front bounds: level to the next point's height, then up or down to it.
QPolygonF stepsOf(const std::vector<QPointF>& pixels) {
    QPolygonF steps;
    for (std::size_t i = 0; i < pixels.size(); ++i) {
        if (i > 0)
            steps << QPointF(pixels[i - 1].x(), pixels[i].y());
        steps << pixels[i];
    }
    return steps;
}

} // namespace

QPainterPath starPath(const QPointF& centre, double radius) {
    QPolygonF star;
    for (int i = 0; i < 10; ++i) {
        const double angle = std::numbers::pi * (i / 5.0 - 0.5);
        const double r = i % 2 == 0 ? radius : radius * 0.45;
        star << centre + QPointF(std::cos(angle) * r, std::sin(angle) * r);
    }
    QPainterPath path;
    path.addPolygon(star);
    path.closeSubpath();
    return path;
}

Marks::Marks(QCPAxis* keyAxis, QCPAxis* valueAxis) : QCPAbstractPlottable(keyAxis, valueAxis) {
    setSelectable(QCP::stNone);
}

void Marks::setFront(std::vector<FrontPoint> points, bool line) {
    front_ = std::move(points);
    line_ = line;
}

QPointF Marks::toPixel(const QPointF& at) const {
    return {mKeyAxis->coordToPixel(at.x()), mValueAxis->coordToPixel(at.y())};
}

std::vector<QPointF> Marks::toPixels(const std::vector<QPointF>& points) const {
    std::vector<QPointF> pixels;
    pixels.reserve(points.size());
    for (const QPointF& point : points)
        pixels.push_back(toPixel(point));
    return pixels;
}

void Marks::draw(QCPPainter* painter) {
    std::vector<QPointF> front;
    front.reserve(front_.size());
    for (const FrontPoint& point : front_)
        front.push_back(toPixel(point.at));
    std::vector<QPointF> pins;
    pins.reserve(pins_.size());
    for (const Pin& pin : pins_)
        pins.push_back(toPixel(pin.at));

    painter->setAntialiasing(true);
    drawIntervals(painter);
    drawRunFronts(painter);
    drawFront(painter, front);
    const double radius = theme_.markerSize * 1.15;
    for (const QPointF& at : pins) {
        painter->setPen(QPen(theme_.background, 1.5 * theme_.scale));
        painter->setBrush(theme_.pinned);
        painter->drawPath(starPath(at, radius));
    }
    drawNames(painter, front, pins);
}

void Marks::drawIntervals(QCPPainter* painter) const {
    QColor colour = theme_.mutedText;
    if (intervals_.size() > fewIntervals) // else the points would be lost among them
        colour.setAlphaF(0.45F);
    painter->setPen(QPen(colour, theme_.scale));
    const double cap = theme_.markerSize * 0.4;
    for (const Interval& interval : intervals_) {
        const QPointF low = toPixel({interval.x, interval.low});
        const QPointF high = toPixel({interval.x, interval.high});
        painter->drawLine(low, high);
        for (const QPointF& end : {low, high})
            painter->drawLine(end - QPointF(cap, 0), end + QPointF(cap, 0));
    }
}

void Marks::drawRunFronts(QCPPainter* painter) const {
    painter->setBrush(Qt::NoBrush);
    for (std::size_t i = 0; i < runFronts_.size(); ++i) {
        QPen pen(theme_.text, theme_.lineWidth * 0.8, Qt::CustomDashLine, Qt::FlatCap, Qt::MiterJoin);
        pen.setDashPattern(dashes(i));
        painter->setPen(pen);
        painter->drawPolyline(stepsOf(toPixels(runFronts_[i].points)));
    }
}

void Marks::drawFront(QCPPainter* painter, const std::vector<QPointF>& pixels) const {
    if (pixels.empty())
        return;
    if (line_) {
        // Piece by piece: what leads to a point that is filtered out is dimmed with it.
        painter->setBrush(Qt::NoBrush);
        for (std::size_t i = 1; i < pixels.size(); ++i) {
            const bool dimmed = front_[i - 1].dimmed || front_[i].dimmed;
            painter->setPen(QPen(dimmed ? theme_.dimmed : theme_.front, theme_.lineWidth, Qt::SolidLine,
                                 Qt::RoundCap, Qt::RoundJoin));
            painter->drawPolyline(stepsOf({pixels[i - 1], pixels[i]}));
        }
    }
    // A rim in the ground's colour keeps neighbours apart.
    const double radius = theme_.markerSize * (pixels.size() > 60 ? 0.42 : 0.5);
    painter->setPen(QPen(theme_.background, 0.9 * theme_.scale));
    for (const bool dimmed : {true, false}) {
        painter->setBrush(dimmed ? theme_.dimmed : theme_.front);
        for (std::size_t i = 0; i < pixels.size(); ++i)
            if (front_[i].dimmed == dimmed)
                painter->drawEllipse(pixels[i], radius, radius);
    }
}

void Marks::drawNames(QCPPainter* painter, const std::vector<QPointF>& front,
                      const std::vector<QPointF>& pins) const {
    const QFont nameFont = theme_.font(theme_.small, QFont::DemiBold);
    const QFontMetricsF metrics(nameFont);
    const QRectF bounds = QRectF(clipRect()).adjusted(2, 2, -2, -2);
    const auto box = [](const QPointF& at, double radius) {
        return QRectF(at.x() - radius, at.y() - radius, 2 * radius, 2 * radius);
    };

    std::vector<QRectF> obstacles;
    for (const QPointF& at : pins)
        obstacles.push_back(box(at, theme_.markerSize * 1.3));
    for (const QPointF& at : front)
        obstacles.push_back(box(at, theme_.markerSize * 0.6));
    for (std::size_t i = 1; line_ && i < front.size(); ++i) {
        const double x = front[i - 1].x();
        obstacles.push_back(QRectF(QPointF(x, front[i - 1].y()), QPointF(x + 1, front[i].y())).normalized());
        obstacles.push_back(
            QRectF(QPointF(x, front[i].y()), QPointF(front[i].x(), front[i].y() + 1)).normalized());
    }

    std::vector<LabelRequest> requests;
    std::vector<QString> texts;
    std::vector<QColor> colours;
    for (std::size_t i = 0; i < pins.size(); ++i) {
        if (!bounds.contains(pins[i]))
            continue;
        const QString text = metrics.elidedText(pins_[i].name, Qt::ElideRight, bounds.width() / 3);
        requests.push_back(
            {pins[i], {metrics.horizontalAdvance(text) + 4, metrics.height()}, theme_.markerSize * 1.4});
        texts.push_back(text);
        colours.push_back(theme_.text);
    }
    for (const RunFront& run : runFronts_) {
        const std::vector<QPointF> line = toPixels(run.points);
        LabelRequest request;
        for (std::size_t i = 0; i < line.size(); ++i) {
            if (i > 0)
                obstacles.push_back(QRectF(line[i - 1], line[i] + QPointF(1, 1)).normalized());
            if (bounds.contains(line[i]))
                request.elsewhere.push_back(line[i]);
        }
        if (request.elsewhere.empty())
            continue;
        const QString text = QCoreApplication::translate("Marks", "run %1").arg(run.name);
        // Anywhere along the line, but beside it.
        request.anchor = request.elsewhere[request.elsewhere.size() / 3];
        request.size = {metrics.horizontalAdvance(text) + 4, metrics.height()};
        request.gap = theme_.markerSize * 0.8;
        request.rings = 1;
        requests.push_back(std::move(request));
        texts.push_back(text);
        colours.push_back(theme_.text);
    }
    if (line_ && front.size() >= 3) {
        // The line says what it is, near its knee: no legend is needed.
        const QPointF at = front[front.size() * 2 / 3];
        const QString text = QCoreApplication::translate("Marks", "Pareto front");
        if (bounds.contains(at)) {
            requests.push_back(
                {at, {metrics.horizontalAdvance(text) + 4, metrics.height()}, theme_.markerSize * 1.5});
            texts.push_back(text);
            colours.push_back(theme_.front);
        }
    }

    const std::vector<QRectF> places = placeLabels(requests, bounds, obstacles);
    for (std::size_t i = 0; i < places.size(); ++i) {
        if (places[i].isEmpty())
            continue;
        const QPointF baseline(places[i].left() + 2, places[i].top() + metrics.ascent());
        QPainterPath glyphs;
        glyphs.addText(baseline, nameFont, texts[i]);
        // A halo keeps the name readable over the cloud.
        painter->setBrush(Qt::NoBrush);
        painter->setPen(
            QPen(theme_.background, 3 * theme_.scale, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        painter->drawPath(glyphs);
        painter->setPen(Qt::NoPen);
        painter->setBrush(colours[i]);
        painter->drawPath(glyphs);
    }
}

double Marks::selectTest(const QPointF&, bool, QVariant*) const {
    return -1;
}

QCPRange Marks::getKeyRange(bool& foundRange, QCP::SignDomain) const {
    foundRange = false; // the cloud holds every point of ours
    return {};
}

QCPRange Marks::getValueRange(bool& foundRange, QCP::SignDomain, const QCPRange&) const {
    foundRange = !intervals_.empty(); // all else that we draw is a point of the cloud
    if (!foundRange)
        return {};
    QCPRange range(intervals_.front().low, intervals_.front().high);
    for (const Interval& interval : intervals_)
        range.expand(QCPRange(interval.low, interval.high));
    return range;
}

void Marks::drawLegendIcon(QCPPainter* painter, const QRectF& rect) const {
    painter->setPen(QPen(theme_.front, theme_.lineWidth));
    painter->drawLine(QPointF(rect.left(), rect.center().y()), QPointF(rect.right(), rect.center().y()));
}

} // namespace pairscape
