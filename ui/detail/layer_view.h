// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/accelerator/design_detail.h"
#include "core/accelerator/platform.h"
#include "core/study/records.h"
#include "ui/detail/layer_focus.h"
#include "ui/theme/theme.h"

#include <QFontMetricsF>
#include <QPointer>
#include <QWidget>

#include <functional>
#include <memory>
#include <optional>

namespace pairscape {

/// A design with what its detail views are drawn from. Null pointers: nothing to show yet, or nothing that
/// can be.
struct ShownDesign {
    std::shared_ptr<const PairingDetail> detail;
    std::shared_ptr<const DesignDetail> steady; ///< null where the design does not fit its platform
    std::optional<Platform> platform;           ///< without it there are no times and no bandwidth
};

/// What a view says of a layer: one sentence below the picture, and several lines where the pointer is.
struct LayerWords {
    QString sentence, tip;
};

/// What the views of a design's layers have in common: one layer is pointed at or held, in all of them at
/// once. Hover shows, a click holds or lets go; arrows, Home and End go through the layers, Enter holds, Esc
/// lets go. The last line is a sentence on the layer that is shown.
class LayerView : public QWidget, public Themed {
    Q_OBJECT

  public:
    /// A name for screen readers, and what will appear here while there is nothing.
    LayerView(const QString& name, const QString& promise, QWidget* parent);

    void setDesign(const ShownDesign& design);
    const ShownDesign& design() const { return design_; }
    /// By default each view has a focus of its own.
    void setLayerFocus(LayerFocus* focus);
    LayerFocus* layerFocus() const { return focus_; }

    /// -1: no layer is there.
    virtual int layerAt(const QPointF& point) const = 0;
    /// Where a layer is drawn, in pixels of the widget; empty without one.
    virtual QRectF layerRect(int layer) const = 0;
    /// On the layer that is shown, or how to point at one.
    QString footer() const;

    void applyTheme(const Theme& theme) override;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

  protected:
    bool hasDesign() const { return design_.detail && design_.steady; }
    int layerCount() const;
    const Layer& layer(int index) const {
        return design_.detail->network.layers[static_cast<std::size_t>(index)];
    }
    const LayerDetail& steady(int index) const {
        return design_.steady->layers[static_cast<std::size_t>(index)];
    }
    const LayerCost& cost(int index) const {
        return design_.detail->cost.layers[static_cast<std::size_t>(index)];
    }
    /// Milliseconds, or cycles where the clock is not known.
    double time(double cycles) const;
    QString timeUnit() const;
    QString timeText(double cycles) const; ///< with its unit

    const Theme& theme() const { return theme_; }
    double line() const; ///< height of a line of small type
    QFontMetricsF metrics() const;
    /// The first of these, which are ever shorter, that fits in small type; none where none does.
    QString fitting(const QStringList& words, double width) const;
    double snapped(double x) const; ///< on a whole device pixel
    /// What is left above the last line; alone in a window it keeps clear of the edges.
    QRectF content() const;
    QSizeF margins() const; ///< on each side
    /// Frames what is held and hovered where `where` says that a layer is.
    void drawPointed(QPainter& painter, const std::function<QRectF(int)>& where) const;

    virtual void paintDesign(QPainter& painter) const = 0;
    /// Called when design, size or theme changed.
    virtual void arrange() {}
    virtual LayerWords wordsOn(int layer) const = 0;
    /// Lines of small type that the picture takes: as many as it wants, and without which it says nothing.
    struct LinesHigh {
        double wanted = 19, least = 8;
    };
    virtual LinesHigh linesHigh() const = 0;
    /// The view in words, for screen readers.
    virtual QString summary() const = 0;

    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

  private:
    void describe();

    QString promise_;
    ShownDesign design_;
    QPointer<LayerFocus> focus_;
    Theme theme_;
};

} // namespace pairscape
