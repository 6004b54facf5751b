// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QPainterPath>

#include <qcustomplot.h>

#include <vector>

namespace pairscape {

/// A five-pointed star around a centre, one point up.
QPainterPath starPath(const QPointF& centre, double radius);

/// What stands out from the cloud, drawn as vectors: the Pareto front as a line with filled points, the
/// fronts of single runs as thin broken lines, and pinned designs as stars with their names beside them. All
/// in plot coordinates.
class Marks : public QCPAbstractPlottable {
  public:
    struct Pin {
        QPointF at;
        QString name;
    };

    struct FrontPoint {
        QPointF at;
        bool dimmed = false; ///< filtered out
    };
    /// An upright line at x, between two heights.
    struct Interval {
        double x = 0, low = 0, high = 0;
    };
    struct RunFront {
        QString name;
        std::vector<QPointF> points; ///< in ascending x
    };

    Marks(QCPAxis* keyAxis, QCPAxis* valueAxis);

    /// In ascending x. `line` where both axes are what the front is of: the steps then bound what is
    /// reached, and never claim a design that does not exist.
    void setFront(std::vector<FrontPoint> points, bool line);
    /// One broken line each, its name beside it; none takes them away.
    void setRunFronts(std::vector<RunFront> fronts) { runFronts_ = std::move(fronts); }
    void setIntervals(std::vector<Interval> intervals) { intervals_ = std::move(intervals); }
    void setPins(std::vector<Pin> pins) { pins_ = std::move(pins); }
    void setTheme(const Theme& theme) { theme_ = theme; }

    double selectTest(const QPointF& pos, bool onlySelectable, QVariant* details = nullptr) const override;
    QCPRange getKeyRange(bool& foundRange, QCP::SignDomain inSignDomain = QCP::sdBoth) const override;
    QCPRange getValueRange(bool& foundRange, QCP::SignDomain inSignDomain = QCP::sdBoth,
                           const QCPRange& inKeyRange = QCPRange()) const override;

  protected:
    void draw(QCPPainter* painter) override;
    void drawLegendIcon(QCPPainter* painter, const QRectF& rect) const override;

  private:
    QPointF toPixel(const QPointF& at) const;
    std::vector<QPointF> toPixels(const std::vector<QPointF>& points) const;
    void drawIntervals(QCPPainter* painter) const;
    void drawRunFronts(QCPPainter* painter) const;
    void drawFront(QCPPainter* painter, const std::vector<QPointF>& pixels) const;
    void drawNames(QCPPainter* painter, const std::vector<QPointF>& front,
                   const std::vector<QPointF>& pins) const;

    std::vector<FrontPoint> front_;
    std::vector<RunFront> runFronts_;
    std::vector<Interval> intervals_;
    std::vector<Pin> pins_;
    bool line_ = true;
    Theme theme_;
};

} // namespace pairscape
