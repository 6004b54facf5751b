// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The pointing half of ScatterPlot: mouse and keys; scatter_plot.cpp has what is shown.
#include "ui/plots/scatter_plot.h"

#include <QApplication>

#include <algorithm>
#include <cmath>

namespace pairscape {

namespace {

constexpr double pickRadius = 12; ///< logical pixels

} // namespace

const PointIndex& ScatterPlot::index() {
    if (!indexFresh_) {
        index_.build(cloud_->pixels(), axisRect()->rect());
        indexFresh_ = true;
    }
    return index_;
}

PairingId ScatterPlot::pick(const QPointF& at) {
    if (!axisRect()->rect().contains(at.toPoint()))
        return 0;
    const double radius = pickRadius * std::sqrt(theme_.scale);
    const std::vector<CloudPoint>& points = cloud_->points();
    // What is shown in full goes before what is dimmed.
    auto hit =
        index().nearest(at, radius, [&](std::size_t i) { return points[i].kind == CloudKind::Normal; });
    if (!hit)
        hit = index().nearest(at, radius / 2);
    return hit ? static_cast<PairingId>(*hit) + 1 : 0;
}

void ScatterPlot::mousePressEvent(QMouseEvent* event) {
    pressed_ = event->position();
    if (event->button() == Qt::LeftButton && event->modifiers().testFlag(Qt::ShiftModifier)) {
        banding_ = true;
        return;
    }
    QCustomPlot::mousePressEvent(event);
}

void ScatterPlot::mouseMoveEvent(QMouseEvent* event) {
    pointerInside_ = true;
    if (banding_) {
        overlay_->setBand(QRectF(pressed_, event->position()).normalized() & QRectF(axisRect()->rect()));
        replotOverlay();
        return;
    }
    QCustomPlot::mouseMoveEvent(event);
    if (event->buttons() == Qt::NoButton) {
        const PairingId id = pick(event->position());
        if (id != hovered_)
            emit hovered(id);
    }
}

void ScatterPlot::mouseReleaseEvent(QMouseEvent* event) {
    if (banding_) {
        banding_ = false;
        overlay_->setBand({});
        finishBand(QRectF(pressed_, event->position()).normalized() & QRectF(axisRect()->rect()));
        replotOverlay();
        return;
    }
    QCustomPlot::mouseReleaseEvent(event);
    const bool click = (event->position() - pressed_).manhattanLength() < QApplication::startDragDistance();
    if (click && event->button() == Qt::LeftButton)
        if (const PairingId id = pick(event->position()))
            emit picked(id);
}

void ScatterPlot::finishBand(const QRectF& band) {
    if (band.width() < 4 || band.height() < 4)
        return;
    emit rangeChosen(xAxis->pixelToCoord(band.left()), xAxis->pixelToCoord(band.right()),
                     yAxis->pixelToCoord(band.bottom()), yAxis->pixelToCoord(band.top()));
}

void ScatterPlot::mouseDoubleClickEvent(QMouseEvent* event) {
    if (const PairingId id = pick(event->position()); id != 0 && event->button() == Qt::LeftButton)
        emit opened(id);
}

void ScatterPlot::leaveEvent(QEvent* event) {
    QCustomPlot::leaveEvent(event);
    pointerInside_ = false;
    emit hovered(0);
    if (fitPending_) {
        fit();
        replot(rpQueuedReplot);
    }
}

PairingId ScatterPlot::alongFront(int step) const {
    const auto at = std::find(front_.begin(), front_.end(), static_cast<std::size_t>(selected_ - 1));
    if (selected_ == 0 || at == front_.end())
        return 0;
    const std::ptrdiff_t next = at - front_.begin() + step;
    return next >= 0 && next < static_cast<std::ptrdiff_t>(front_.size())
               ? static_cast<PairingId>(front_[static_cast<std::size_t>(next)]) + 1
               : selected_;
}

PairingId ScatterPlot::neighbour(Qt::Key key) {
    const auto from = coordinates(selected_);
    if (!from) // nothing selected yet: the middle of the front is where the eye is
        return front_.empty() ? 0 : static_cast<PairingId>(front_[front_.size() / 2]) + 1;
    const bool sideways = key == Qt::Key_Left || key == Qt::Key_Right;
    if (sideways)
        if (const PairingId next = alongFront(key == Qt::Key_Right ? 1 : -1))
            return next;
    const Direction direction = key == Qt::Key_Left    ? Direction::Left
                                : key == Qt::Key_Right ? Direction::Right
                                : key == Qt::Key_Up    ? Direction::Up
                                                       : Direction::Down;
    const std::vector<CloudPoint>& points = cloud_->points();
    const auto next = index().towards(cloud_->pixelOf(from->x(), from->y()), direction,
                                      [&](std::size_t i) { return points[i].kind == CloudKind::Normal; });
    return next ? static_cast<PairingId>(*next) + 1 : 0;
}

void ScatterPlot::keyPressEvent(QKeyEvent* event) {
    const auto pickIf = [this](PairingId id) {
        if (id != 0)
            emit picked(id);
    };
    switch (event->key()) {
    case Qt::Key_Left:
    case Qt::Key_Right:
    case Qt::Key_Up:
    case Qt::Key_Down:
        pickIf(neighbour(static_cast<Qt::Key>(event->key())));
        return;
    case Qt::Key_Home:
        pickIf(front_.empty() ? 0 : static_cast<PairingId>(front_.front()) + 1);
        return;
    case Qt::Key_End:
        pickIf(front_.empty() ? 0 : static_cast<PairingId>(front_.back()) + 1);
        return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (selected_ != 0)
            emit opened(selected_);
        return;
    case Qt::Key_P:
        if (const PairingId id = selected_ != 0 ? selected_ : hovered_; id != 0)
            emit pinWanted(id);
        return;
    case Qt::Key_R:
        resetView();
        return;
    case Qt::Key_T:
        cardsShown_ = !cardsShown_;
        setHovered(hovered_);
        return;
    case Qt::Key_Escape:
        if (banding_) {
            banding_ = false;
            overlay_->setBand({});
            replotOverlay();
        } else {
            emit clearWanted();
        }
        return;
    default:
        QCustomPlot::keyPressEvent(event);
    }
}

void ScatterPlot::focusInEvent(QFocusEvent* event) {
    const Qt::FocusReason reason = event->reason();
    overlay_->setFocusShown(reason == Qt::TabFocusReason || reason == Qt::BacktabFocusReason);
    replotOverlay();
    QCustomPlot::focusInEvent(event);
}

void ScatterPlot::focusOutEvent(QFocusEvent* event) {
    overlay_->setFocusShown(false);
    replotOverlay();
    QCustomPlot::focusOutEvent(event);
}

} // namespace pairscape
