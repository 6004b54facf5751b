// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/records.h"
#include "ui/explorer/parallel_scale.h"
#include "ui/models/pairing_filter.h"
#include "ui/theme/theme.h"

#include <QImage>
#include <QWidget>

#include <memory>
#include <optional>
#include <vector>

namespace pairscape {

class BackgroundQueue;
class Session;

/// Every pairing as a line over upright axes (accuracy, FPS, latency, energy, DSP, LUT, BRAM, parameters); up
/// is better on all of them. Drag along an axis to set the filter's range, click the axis to take it away.
/// A click on a line selects, a double click opens, P pins, Esc lets go; Left and Right choose an axis, Up
/// and Down go to the next better or worse pairing on it, Delete takes its range away.
class ParallelView : public QWidget, public Themed {
    Q_OBJECT

  public:
    explicit ParallelView(Session* session, QWidget* parent = nullptr);
    ~ParallelView() override;

    /// Draws at once instead of beside the GUI thread, for pictures without a display.
    void updateNow();
    /// Where an axis and a value on it lie in the widget, for tests and tools.
    QPointF pixelOf(const QString& metric, double value) const;

    void applyTheme(const Theme& theme) override;
    QSize minimumSizeHint() const override;

  signals:
    void opened(pairscape::PairingId id); ///< a double click or Enter on a pairing

  protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;

  private:
    /// All that is drawn of one snapshot under one filter: made beside the GUI thread, then shown.
    struct Picture {
        std::shared_ptr<const StudySnapshot> snapshot;
        std::vector<ParallelScale> scales;
        std::vector<float> shares;
        std::vector<char> accepted;
        QImage image;
        QSize size; ///< of the widget it was made for
    };
    struct Order; ///< what a picture is to be made of

    void changed();
    void compute();
    Order order() const;
    static std::shared_ptr<Picture> make(const Order& order);
    void take(std::shared_ptr<Picture> picture);

    QRectF plotArea() const;
    static double axisPlace(const QRectF& area, std::size_t axis, std::size_t count);
    double axisX(std::size_t axis) const;
    double yOf(double share) const;
    double shareAt(double y) const;
    std::optional<std::size_t> axisAt(const QPointF& at) const;
    PairingId lineAt(const QPointF& at) const;
    PairingId neighbour(bool better) const;
    void setRange(std::size_t axis, std::optional<MetricRange> range);
    void brushTo(double y);

    void drawAxes(QPainter& painter) const;
    void drawRange(QPainter& painter, std::size_t axis) const;
    void drawLine(QPainter& painter, PairingId id, const QColor& colour, double width) const;
    void drawLines(QPainter& painter) const;
    void drawCaption(QPainter& painter) const;
    void drawKey(QPainter& painter, double captionEnd) const;
    QFont titleFont(double room) const;

    Session* session_;
    std::shared_ptr<const Picture> picture_;
    bool stale_ = true, computing_ = false;
    std::size_t axis_ = 0;   ///< the one that keys work on
    bool axisShown_ = false; ///< it is marked, because keys are in use
    std::optional<std::size_t> brushed_;
    double brushFrom_ = 0; ///< share
    QPointF pressed_;
    Theme theme_;
    std::unique_ptr<BackgroundQueue> queue_;
};

} // namespace pairscape
