// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/detail/layer_view.h"

#include <vector>

namespace pairscape {

/// Every layer at its arithmetic intensity (MACs for each byte of DRAM traffic) and the rate that it attains,
/// under the roofs of the platform: the DRAM's bandwidth and the PEs of each chunk. Both axes are
/// logarithmic. A mark's shape says what the layer waits for, its colour and inside on which chunk it runs.
/// All modelled.
class RooflineView : public LayerView {
    Q_OBJECT

  public:
    explicit RooflineView(QWidget* parent = nullptr);

    int layerAt(const QPointF& point) const override;
    QRectF layerRect(int layer) const override;
    QPointF markAt(int layer) const; ///< centre of the layer's mark
    /// Of a point in the picture: MACs a byte, and rate in rateUnit().
    QPointF valueAt(const QPointF& point) const;
    /// "GOPS", or "MACs a cycle" where the clock is not known.
    QString rateUnit() const;
    double rateOf(double macsPerCycle) const;

  protected:
    void paintDesign(QPainter& painter) const override;
    void arrange() override;
    LayerWords wordsOn(int layer) const override;
    LinesHigh linesHigh() const override;
    QString summary() const override;

  private:
    double xOf(double intensity) const;
    double yOf(double rate) const;
    double radius() const;
    double drawLegend(QPainter* painter, const QRectF& area) const;
    void drawAxes(QPainter& painter) const;
    void drawRoofs(QPainter& painter) const;
    QString roofName(OperatorType op) const;
    QRectF roofLabel(double y, double width, const std::vector<QRectF>& taken) const;

    QRectF legend_, plot_, caption_, ticks_;
    double lowX_ = 1, highX_ = 10, lowY_ = 1, highY_ = 10;
    std::vector<QPointF> marks_; ///< of the layers
};

} // namespace pairscape
