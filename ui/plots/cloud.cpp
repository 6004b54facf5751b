// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/cloud.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace pairscape {

namespace {

/// Data coordinates to pixels of one axis, with the axis' own arithmetic done once.
class AxisMap {
  public:
    explicit AxisMap(const QCPAxis& axis) : logarithmic_(axis.scaleType() == QCPAxis::stLogarithmic) {
        const QCPRange range = axis.range();
        const double atLower = axis.coordToPixel(range.lower);
        const double atUpper = axis.coordToPixel(range.upper);
        const double lower = scaled(range.lower);
        slope_ = (atUpper - atLower) / (scaled(range.upper) - lower);
        offset_ = atLower - slope_ * lower;
    }
    double operator()(double value) const { return offset_ + slope_ * scaled(value); }

  private:
    double scaled(double value) const {
        if (!logarithmic_)
            return value;
        return value > 0 ? std::log(value) : std::numeric_limits<double>::quiet_NaN();
    }
    bool logarithmic_;
    double slope_ = 1, offset_ = 0;
};

enum class StampShape : std::uint8_t { Dot, Half, Ring, Cross };

/// Coverage (0 to 255) of a marker, drawn once and then added at every point.
struct Stamp {
    int side = 0;
    std::vector<std::uint16_t> coverage;

    explicit Stamp(double size, StampShape shape, double lineWidth) {
        side = static_cast<int>(std::ceil(size)) + 2;
        QImage image(side, side, QImage::Format_Grayscale8);
        image.fill(Qt::black);
        QPainter painter(&image);
        painter.setRenderHint(QPainter::Antialiasing);
        const double centre = side / 2.0;
        const double half = size / 2;
        if (shape == StampShape::Cross) {
            painter.setPen(QPen(Qt::white, lineWidth, Qt::SolidLine, Qt::FlatCap));
            const double arm = half * 0.8;
            painter.drawLine(QPointF(centre - arm, centre - arm), QPointF(centre + arm, centre + arm));
            painter.drawLine(QPointF(centre - arm, centre + arm), QPointF(centre + arm, centre - arm));
        } else if (shape == StampShape::Dot) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(Qt::white);
            painter.drawEllipse(QPointF(centre, centre), half, half);
        } else {
            const double radius = half - lineWidth / 2;
            painter.setPen(QPen(Qt::white, lineWidth));
            painter.drawEllipse(QPointF(centre, centre), radius, radius);
            if (shape == StampShape::Half) { // from the top to the left and down
                painter.setPen(Qt::NoPen);
                painter.setBrush(Qt::white);
                painter.drawPie(QRectF(centre - half, centre - half, size, size), 90 * 16, 180 * 16);
            }
        }
        painter.end();
        coverage.reserve(static_cast<std::size_t>(side) * static_cast<std::size_t>(side));
        for (int y = 0; y < side; ++y)
            for (int x = 0; x < side; ++x)
                coverage.push_back(image.constScanLine(y)[x]);
    }

    void addTo(std::vector<std::uint16_t>& plane, int width, int height, int centreX, int centreY,
               std::uint8_t opacity) const {
        const int left = centreX - side / 2;
        const int top = centreY - side / 2;
        const int x0 = std::max(0, -left);
        const int x1 = std::min(side, width - left);
        for (int y = std::max(0, -top); y < std::min(side, height - top); ++y) {
            const std::uint16_t* from = coverage.data() + static_cast<std::ptrdiff_t>(y) * side;
            std::uint16_t* to = plane.data() + static_cast<std::ptrdiff_t>(top + y) * width + left;
            for (int x = x0; x < x1; ++x) {
                const unsigned add = opacity == 255 ? from[x] : from[x] * opacity / 255u;
                to[x] = static_cast<std::uint16_t>(std::min(65535u, to[x] + add));
            }
        }
    }
};

/// How opaque one point alone is: the more there are, the more transparent, so that a crowd shows its shape.
double alphaOfOne(std::size_t count) {
    return std::clamp(2.2 / std::pow(static_cast<double>(std::max<std::size_t>(count, 1)), 0.2), 0.16, 0.85);
}

/// Coverage in steps of 16 to a premultiplied colour.
std::vector<QRgb> shades(const QColor& colour, double alphaOne) {
    std::vector<QRgb> table(4096);
    for (std::size_t i = 0; i < table.size(); ++i) {
        const double points = static_cast<double>(i * 16 + (i > 0 ? 15 : 0)) / 255.0;
        const double alpha = 1 - std::pow(1 - alphaOne, points);
        table[i] = qPremultiply(
            qRgba(colour.red(), colour.green(), colour.blue(), static_cast<int>(std::lround(alpha * 255))));
    }
    return table;
}

QRgb over(QRgb top, QRgb bottom) {
    const int alpha = qAlpha(top);
    if (alpha == 255 || bottom == 0)
        return top;
    if (alpha == 0)
        return bottom;
    const int rest = 255 - alpha;
    const auto blend = [rest](int t, int b) { return t + (b * rest + 127) / 255; };
    return qRgba(blend(qRed(top), qRed(bottom)), blend(qGreen(top), qGreen(bottom)),
                 blend(qBlue(top), qBlue(bottom)), blend(alpha, qAlpha(bottom)));
}

double shrink(std::size_t count) {
    return count < 500 ? 1.0 : count < 5000 ? 0.8 : 0.65;
}

} // namespace

Cloud::Cloud(QCPAxis* keyAxis, QCPAxis* valueAxis) : QCPAbstractPlottable(keyAxis, valueAxis) {
    setSelectable(QCP::stNone);
    setAntialiased(false);
}

void Cloud::setStyle(const QColor& normal, const QColor& dimmed, const QColor& infeasible,
                     double markerSize) {
    colors_ = {dimmed, infeasible, normal};
    markerSize_ = markerSize;
}

QPointF Cloud::pixelOf(double x, double y) const {
    return {AxisMap(*mKeyAxis)(x), AxisMap(*mValueAxis)(y)};
}

std::vector<QPointF> Cloud::pixels() const {
    const AxisMap toX(*mKeyAxis);
    const AxisMap toY(*mValueAxis);
    std::vector<QPointF> result;
    result.reserve(points_.size());
    for (const CloudPoint& point : points_)
        result.emplace_back(toX(point.x), toY(point.y));
    return result;
}

void Cloud::draw(QCPPainter* painter) {
    const QRect area = clipRect();
    if (points_.empty() || area.isEmpty())
        return;
    const double density = painter->modes().testFlag(QCPPainter::pmVectorized)
                               ? 2.0 // an image inside a vector file, sharp enough for print
                               : painter->device()->devicePixelRatioF();
    const QSize size = (QSizeF(area.size()) * density).toSize();
    const auto pixelCount = static_cast<std::size_t>(size.width()) * static_cast<std::size_t>(size.height());

    std::array<std::size_t, cloudKindCount> counts{};
    for (const CloudPoint& point : points_)
        ++counts[static_cast<std::size_t>(point.kind)];
    for (std::size_t kind = 0; kind < cloudKindCount; ++kind)
        planes_[kind].assign(counts[kind] > 0 ? pixelCount : 0, 0);

    const double side = markerSize_ * shrink(points_.size()) * density;
    const StampShape shape = dots_ == DotShape::Hollow ? StampShape::Ring
                             : dots_ == DotShape::Half ? StampShape::Half
                                                       : StampShape::Dot;
    const Stamp dot(side, shape, std::max(1.2 * density, side / 6));
    const Stamp cross(std::max(side, markerSize_ * density * 0.8), StampShape::Cross,
                      std::max(1.2, markerSize_ / 5) * density);
    const AxisMap toX(*mKeyAxis);
    const AxisMap toY(*mValueAxis);
    for (const CloudPoint& point : points_) {
        const double x = (toX(point.x) - area.left()) * density;
        const double y = (toY(point.y) - area.top()) * density;
        const bool near = x > -side && y > -side && x < size.width() + side && y < size.height() + side;
        if (!near) // outside, or NaN
            continue;
        const Stamp& stamp = point.kind == CloudKind::Infeasible ? cross : dot;
        stamp.addTo(planes_[static_cast<std::size_t>(point.kind)], size.width(), size.height(),
                    static_cast<int>(std::floor(x)), static_cast<int>(std::floor(y)), point.opacity);
    }

    if (image_.size() != size)
        image_ = QImage(size, QImage::Format_ARGB32_Premultiplied);
    image_.setDevicePixelRatio(density);
    image_.fill(Qt::transparent);
    for (std::size_t kind = 0; kind < cloudKindCount; ++kind) {
        if (counts[kind] == 0)
            continue;
        const bool crosses = kind == static_cast<std::size_t>(CloudKind::Infeasible);
        const std::vector<QRgb> table = shades(colors_[kind], crosses ? 0.9 : alphaOfOne(counts[kind]));
        for (int y = 0; y < size.height(); ++y) {
            const std::uint16_t* from = planes_[kind].data() + static_cast<std::ptrdiff_t>(y) * size.width();
            auto* to = reinterpret_cast<QRgb*>(image_.scanLine(y));
            for (int x = 0; x < size.width(); ++x)
                if (from[x] != 0)
                    to[x] = over(table[from[x] >> 4], to[x]);
        }
    }
    painter->drawImage(area.topLeft(), image_);
}

double Cloud::selectTest(const QPointF&, bool, QVariant*) const {
    return -1;
}

namespace {

QCPRange spread(const std::vector<CloudPoint>& points, double CloudPoint::*member, QCP::SignDomain domain,
                bool& found) {
    QCPRange range; // its constructor would swap the ends of an empty one
    range.lower = std::numeric_limits<double>::infinity();
    range.upper = -range.lower;
    for (const CloudPoint& point : points) {
        const double value = point.*member;
        if (!std::isfinite(value) || (domain == QCP::sdPositive && value <= 0) ||
            (domain == QCP::sdNegative && value >= 0))
            continue;
        range.lower = std::min(range.lower, value);
        range.upper = std::max(range.upper, value);
    }
    found = range.lower <= range.upper;
    return found ? range : QCPRange();
}

} // namespace

QCPRange Cloud::getKeyRange(bool& foundRange, QCP::SignDomain inSignDomain) const {
    return spread(points_, &CloudPoint::x, inSignDomain, foundRange);
}

QCPRange Cloud::getValueRange(bool& foundRange, QCP::SignDomain inSignDomain, const QCPRange&) const {
    return spread(points_, &CloudPoint::y, inSignDomain, foundRange);
}

void Cloud::drawLegendIcon(QCPPainter* painter, const QRectF& rect) const {
    painter->setPen(Qt::NoPen);
    painter->setBrush(colors_[static_cast<std::size_t>(CloudKind::Normal)]);
    painter->drawEllipse(rect.center(), markerSize_ / 2, markerSize_ / 2);
}

} // namespace pairscape
