// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/marks.h"

#include "ui/plots/label_placement.h"

#include <cmath>
#include <numbers>

namespace pairscape {

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

void Marks::setFront(std::vector<QPointF> points, bool line) {
    front_ = std::move(points);
    line_ = line;
}

QPointF Marks::toPixel(const QPointF& at) const {
    return {mKeyAxis->coordToPixel(at.x()), mValueAxis->coordToPixel(at.y())};
}

void Marks::draw(QCPPainter* painter) {
    std::vector<QPointF> front;
    front.reserve(front_.size());
    for (const QPointF& point : front_)
        front.push_back(toPixel(point));
    std::vector<QPointF> pins;
    pins.reserve(pins_.size());
    for (const Pin& pin : pins_)
        pins.push_back(toPixel(pin.at));

    painter->setAntialiasing(true);
    drawFront(painter, front);
    const double radius = theme_.markerSize * 1.15;
    for (const QPointF& at : pins) {
        painter->setPen(QPen(theme_.background, 1.5 * theme_.scale));
        painter->setBrush(theme_.pinned);
        painter->drawPath(starPath(at, radius));
    }
    drawNames(painter, front, pins);
}

void Marks::drawFront(QCPPainter* painter, const std::vector<QPointF>& pixels) const {
    if (pixels.empty())
        return;
    if (line_) {
        QPolygonF steps;
        for (std::size_t i = 0; i < pixels.size(); ++i) {
            if (i > 0)
                steps << QPointF(pixels[i - 1].x(), pixels[i].y());
            steps << pixels[i];
        }
        painter->setBrush(Qt::NoBrush);
        painter->setPen(QPen(theme_.front, theme_.lineWidth, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        painter->drawPolyline(steps);
    }
    // A rim in the ground's colour keeps neighbours apart.
    const double radius = theme_.markerSize * (pixels.size() > 60 ? 0.42 : 0.5);
    painter->setPen(QPen(theme_.background, 0.9 * theme_.scale));
    painter->setBrush(theme_.front);
    for (const QPointF& at : pixels)
        painter->drawEllipse(at, radius, radius);
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
    foundRange = false;
    return {};
}

void Marks::drawLegendIcon(QCPPainter* painter, const QRectF& rect) const {
    painter->setPen(QPen(theme_.front, theme_.lineWidth));
    painter->drawLine(QPointF(rect.left(), rect.center().y()), QPointF(rect.right(), rect.center().y()));
}

} // namespace pairscape
