// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QString>

#include <qcustomplot.h>

#include <optional>
#include <utility>
#include <vector>

namespace pairscape {

/// A record as a small table: what the pointer shows.
struct HoverCard {
    struct Row {
        QString name, figure, unit;
    };
    QString title;
    QString subtitle;
    std::vector<Row> rows;
    bool empty() const { return title.isEmpty(); }
};

/// What changes while the pointer moves: rings around the selected and the hovered point, the record of the
/// hovered one, the rubber band; and what an empty plot says. It lives on a layer with its own buffer, so
/// that none of this redraws the cloud (0.1 ms instead of a whole replot).
class HoverOverlay : public QCPAbstractItem {
  public:
    HoverOverlay(QCustomPlot* plot, QCPAxis* keyAxis, QCPAxis* valueAxis);

    void setSelected(std::optional<QPointF> at) { selected_ = at; }
    void setHovered(std::optional<QPointF> at) { hovered_ = at; }
    void setCard(HoverCard card) { card_ = std::move(card); }
    void setBand(const QRectF& pixels) { band_ = pixels; }
    void setEmptyText(const QString& text) { emptyText_ = text; }
    void setFocusShown(bool shown) { focusShown_ = shown; }
    void setTheme(const Theme& theme) { theme_ = theme; }

    double selectTest(const QPointF& pos, bool onlySelectable, QVariant* details = nullptr) const override;

  protected:
    void draw(QCPPainter* painter) override;

  private:
    std::optional<QPointF> visiblePixel(const std::optional<QPointF>& at) const;
    void drawRing(QCPPainter* painter, const QPointF& at, double radius, const QColor& colour,
                  double width) const;
    void drawCard(QCPPainter* painter, const QPointF& at) const;

    QCPAxis* keyAxis_;
    QCPAxis* valueAxis_;
    std::optional<QPointF> selected_, hovered_; ///< plot coordinates
    HoverCard card_;
    QRectF band_;
    QString emptyText_;
    bool focusShown_ = false;
    Theme theme_;
};

} // namespace pairscape
