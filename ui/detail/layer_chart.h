// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/accelerator/platform.h"
#include "core/study/records.h"
#include "ui/detail/layer_layout.h"
#include "ui/theme/theme.h"

#include <QAbstractScrollArea>

#include <memory>
#include <optional>

namespace pairscape {

/// The painted part of the layer strip: operators above, time on the chunk below, on one horizontal scale. An
/// operator is a colour and a hatch; what a layer waits for is a pattern and, where it fits, a letter.
class LayerChart : public QAbstractScrollArea, public Themed {
    Q_OBJECT

  public:
    explicit LayerChart(QWidget* parent = nullptr);

    void setDetail(std::shared_ptr<const PairingDetail> detail, const std::optional<Platform>& platform);
    void setEmptyText(const QString& text);
    /// For an audience: a legend in few words, and no more height asked for than the charts need.
    void setBrief(bool brief);

    int hovered() const { return hovered_; } ///< -1: none
    int held() const { return held_; }       ///< -1: none
    void hold(int layer);
    /// Both at once, as other views of the same design have them; -1 for none.
    void point(int held, int hovered);
    /// The layer that is marked while none is held or hovered; -1 for none.
    void setMarked(int layer);
    double zoom() const { return zoom_; }
    void setZoom(double zoom); ///< 1 to 16; what stands in the middle stays there

    const LayerLayout& layerLayout() const { return layout_; }
    /// Where a layer's operator and its time stand, in pixels of the viewport.
    QRectF operatorRect(int layer) const;
    QRectF timeRect(int layer) const;
    int layerAt(const QPointF& viewportPoint) const;

    void applyTheme(const Theme& theme) override;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

  signals:
    void pointed(); ///< hovered or held layer changed

  protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    bool viewportEvent(QEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

  private:
    /// The bands of the picture from top to bottom, in viewport pixels.
    struct Bands {
        QRectF legend, operatorCaption, operators, stages, timeCaption, times, bounds, boundLegend;
        double height = 0; ///< of everything
    };
    enum class Room { Given, Least, Pleasant }; ///< the viewport's height, or how high the charts want to be

    Bands bands(Room room) const;
    double gutter() const; ///< axis figures stand to the left of the strip
    void arrange();
    void zoomAbout(double factor, double viewportX);
    void setHovered(int layer);
    void step(int key);
    int stageOf(int layer) const;
    bool costs() const;
    double timeOf(int layer) const;
    /// A layer's column in a band, its edges on whole device pixels, gaps between layers where there is room.
    QRectF column(int layer, const QRectF& band) const;
    QRectF operatorRect(int layer, const Bands& at) const;
    QRectF timeRect(int layer, const Bands& at) const;
    double snapped(double x) const;
    double operatorHeight(int layer) const; ///< share of the band
    double kernelShare(int kernel) const;   ///< share of the band's height; the axis has its figure there

    double drawLegend(QPainter* painter, const QRectF& area) const;
    void drawAxes(QPainter& painter, const Bands& at) const;
    void drawStrip(QPainter& painter, const Bands& at) const;
    void drawStages(QPainter& painter, const Bands& at) const;
    void drawBounds(QPainter& painter, const Bands& at) const;
    void drawPointed(QPainter& painter, const Bands& at) const;

    std::shared_ptr<const PairingDetail> detail_;
    std::optional<Platform> platform_;
    QString emptyText_;
    LayerLayout layout_;
    double axisTop_ = 1; ///< of the time axis
    int largestKernel_ = 5;
    double zoom_ = 1;
    int hovered_ = -1;
    int held_ = -1;
    int marked_ = -1;
    bool brief_ = false;
    Theme theme_;
};

} // namespace pairscape
