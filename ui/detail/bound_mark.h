// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/accelerator/accelerator.h"
#include "core/study/records.h"
#include "ui/theme/theme.h"

#include <QFontMetricsF>
#include <QPainterPath>
#include <QRectF>
#include <QString>

#include <array>
#include <utility>

class QPainter;

namespace pairscape {

inline constexpr std::array<Bound, 4> allBounds = {Bound::Compute, Bound::Dram, Bound::Buffer, Bound::Fill};

/// What a layer waits for as a pattern beside its bar: a base line for compute, full for DRAM, dashes for the
/// buffer, an outline for array fill.
void drawBoundPattern(QPainter& painter, const Theme& theme, Bound bound, const QRectF& rect);

/// What a layer waits for as the shape of its mark: circle for compute, square for DRAM, diamond for the
/// buffer, triangle for array fill.
QPainterPath boundShape(Bound bound, const QPointF& centre, double radius);
/// A layer's mark: its shape says the bound, its colour the operator, and so does what is inside: nothing for
/// conv, a stroke for shift, a dot for adder.
void drawLayerMark(QPainter& painter, const Theme& theme, Bound bound, OperatorType op, const QPointF& centre,
                   double radius);

/// Lays marks with words beside them in lines as wide as an area.
class LegendFlow {
  public:
    LegendFlow(const QRectF& area, const QFontMetricsF& metrics) : area_(area), metrics_(metrics) {}

    /// Where the next mark and the base line of its words go.
    std::pair<QRectF, QPointF> place(const QString& words);
    double height() const { return y_ + metrics_.height(); }

  private:
    QRectF area_;
    QFontMetricsF metrics_;
    double x_ = 0, y_ = 0;
};

/// The pattern of each bound that occurs among a design's layers, with its letter, its name and how many they
/// are. Draws, or only measures where there is no painter; returns the height.
double drawBoundLegend(QPainter* painter, const Theme& theme, const PairingDetail& detail,
                       const QRectF& area);

} // namespace pairscape
