// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QImage>

#include <qcustomplot.h>

#include <array>
#include <cstdint>
#include <vector>

namespace pairscape {

enum class CloudKind : std::uint8_t { Dimmed, Infeasible, Normal };
inline constexpr std::size_t cloudKindCount = 3;

/// How a point that is neither dimmed nor infeasible is drawn: the kinds of accuracy look different.
enum class DotShape : std::uint8_t { Full, Half, Hollow };

/// One point in plot coordinates.
struct CloudPoint {
    double x = 0, y = 0;
    CloudKind kind = CloudKind::Normal;
    std::uint8_t opacity = 255; ///< of a point that fades in
};

/// Many points as one image: every point is drawn (none is dropped), and where they lie on top of each other
/// the colour deepens. One pass adds each point's stamp to a plane of coverage, one turns coverage into
/// colour. 60 times cheaper than a painter call a point. Dots, and crosses for what is infeasible.
class Cloud : public QCPAbstractPlottable {
  public:
    Cloud(QCPAxis* keyAxis, QCPAxis* valueAxis);

    void setPoints(std::vector<CloudPoint> points) { points_ = std::move(points); }
    std::vector<CloudPoint>& points() { return points_; }
    const std::vector<CloudPoint>& points() const { return points_; }
    void setStyle(const QColor& normal, const QColor& dimmed, const QColor& infeasible, double markerSize);

    void setDots(DotShape shape) { dots_ = shape; }

    /// Where a point lies in the widget, in logical pixels; NaN where an axis cannot show it.
    QPointF pixelOf(double x, double y) const;
    std::vector<QPointF> pixels() const;

    double selectTest(const QPointF& pos, bool onlySelectable, QVariant* details = nullptr) const override;
    QCPRange getKeyRange(bool& foundRange, QCP::SignDomain inSignDomain = QCP::sdBoth) const override;
    QCPRange getValueRange(bool& foundRange, QCP::SignDomain inSignDomain = QCP::sdBoth,
                           const QCPRange& inKeyRange = QCPRange()) const override;

  protected:
    void draw(QCPPainter* painter) override;
    void drawLegendIcon(QCPPainter* painter, const QRectF& rect) const override;

  private:
    std::vector<CloudPoint> points_;
    std::array<QColor, cloudKindCount> colors_;
    double markerSize_ = 7;
    DotShape dots_ = DotShape::Full;
    std::array<std::vector<std::uint16_t>, cloudKindCount> planes_; ///< kept between draws: no allocation
    QImage image_;
};

} // namespace pairscape
