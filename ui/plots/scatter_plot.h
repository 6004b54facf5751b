// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/records.h"
#include "ui/plots/cloud.h"
#include "ui/plots/hover_overlay.h"
#include "ui/plots/marks.h"
#include "ui/plots/number_ticker.h"
#include "ui/plots/point_index.h"
#include "ui/theme/theme.h"

#include <QElapsedTimer>
#include <QTimer>

#include <qcustomplot.h>

#include <deque>
#include <functional>
#include <vector>

namespace pairscape {

class AxisTitles;

/// A scatter of pairings that one can point at: hover, click, double click, arrow keys, zoom by wheel, pan by
/// dragging, Shift and drag for a range. It knows points by PairingId (point i is pairing i + 1) and tells
/// what the user wants by signals; what is shown is set from outside. GUI thread only.
class ScatterPlot : public QCustomPlot {
    Q_OBJECT

  public:
    explicit ScatterPlot(QWidget* parent = nullptr);

    /// All points, and where to draw the front (indices in ascending x). Points from `freshFrom` on fade in.
    void setPoints(std::vector<CloudPoint> points, std::size_t freshFrom);
    void setFront(const std::vector<std::size_t>& points, bool line);
    /// Fronts of single runs: a name and indices in ascending x each.
    void setRunFronts(const std::vector<std::pair<QString, std::vector<std::size_t>>>& fronts);
    void setDots(DotShape shape) { cloud_->setDots(shape); }
    /// Where a point's height is uncertain, in the axis' unit; by point.
    struct Interval {
        std::size_t point = 0;
        double low = 0, high = 0;
    };
    void setIntervals(const std::vector<Interval>& intervals);
    void setPins(const std::vector<std::pair<std::size_t, QString>>& pins);
    void setSelected(PairingId id);
    void setHovered(PairingId id);
    /// Titles in several lengths, longest first.
    void setAxes(const QStringList& xTitles, const QStringList& yTitles, bool xLogarithmic);
    /// Whether the unit has a prefix already, so that figures take none.
    void setUnitsPrefixed(bool x, bool y);
    void setEmptyText(const QString& text);
    /// What the pointer shows of a pairing.
    void setCardSource(std::function<HoverCard(PairingId)> source) { cardSource_ = std::move(source); }
    void setTheme(const Theme& theme);

    /// Points fade in over 300 ms; off where nothing may move or a picture is taken.
    void setAnimated(bool on) { animated_ = on; }
    bool animated() const { return animated_; }
    bool cardsShown() const { return cardsShown_; }

    /// Shows everything; from then on the view follows the data until the user zooms or pans.
    void resetView();
    bool followsData() const { return followsData_; }
    /// In the widget, for tests and tools; NaN where the axes cannot show it.
    QPointF pixelOf(PairingId id) const;

  signals:
    void hovered(pairscape::PairingId id); ///< 0: none
    void picked(pairscape::PairingId id);
    void opened(pairscape::PairingId id);
    void pinWanted(pairscape::PairingId id);
    void clearWanted();
    /// Plot coordinates: a band drawn with Shift held down.
    void rangeChosen(double xMin, double xMax, double yMin, double yMax);

  protected:
    bool event(QEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

  private:
    struct Fading {
        std::size_t from, to;
        qint64 since;
    };

    PairingId pick(const QPointF& at);
    const PointIndex& index();
    std::optional<QPointF> coordinates(PairingId id) const;
    PairingId neighbour(Qt::Key key);
    PairingId alongFront(int step) const;
    void fit();
    void fitTicks();
    void advanceFading();
    void replotOverlay();
    void finishBand(const QRectF& band);

    AxisTitles* titles_ = nullptr;    ///< owned by this plot
    NumberTicker* xTicker_ = nullptr; ///< owned by the axes
    NumberTicker* yTicker_ = nullptr;
    Cloud* cloud_ = nullptr; ///< these three are owned by QCustomPlot
    Marks* marks_ = nullptr;
    HoverOverlay* overlay_ = nullptr;
    std::function<HoverCard(PairingId)> cardSource_;
    std::vector<std::size_t> front_;
    PointIndex index_;
    bool indexFresh_ = false;
    PairingId selected_ = 0, hovered_ = 0;
    bool followsData_ = true, fitting_ = false, fitPending_ = false;
    bool animated_ = true, cardsShown_ = true;
    bool pointerInside_ = false, drawn_ = false;
    QPointF pressed_;
    bool banding_ = false;
    std::deque<Fading> fading_;
    QElapsedTimer clock_;
    QTimer fadeTimer_;
    Theme theme_;
};

} // namespace pairscape
