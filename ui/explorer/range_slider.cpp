// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/explorer/range_slider.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace pairscape {

RangeSlider::RangeSlider(QWidget* parent) : QWidget(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setTheme(Theme::make(ThemeMode::Light));
}

void RangeSlider::setTheme(const Theme& theme) {
    theme_ = theme;
    updateGeometry();
    update();
}

double RangeSlider::radius() const {
    return 5.5 * std::sqrt(theme_.scale);
}

QSize RangeSlider::sizeHint() const {
    return {140, static_cast<int>(2 * radius()) + 6};
}
QSize RangeSlider::minimumSizeHint() const {
    return {60, sizeHint().height()};
}

void RangeSlider::setShares(double lower, double upper) {
    lower_ = std::clamp(lower, 0.0, 1.0);
    upper_ = std::clamp(upper, lower_, 1.0);
    update();
}

double RangeSlider::place(double share) const {
    const double edge = radius() + 2;
    return edge + share * (width() - 2 * edge);
}

double RangeSlider::shareAt(double x) const {
    const double edge = radius() + 2;
    const double length = width() - 2 * edge;
    return length > 0 ? std::clamp((x - edge) / length, 0.0, 1.0) : 0.0;
}

void RangeSlider::moveHandle(double share) {
    const double to = std::clamp(share, 0.0, 1.0);
    const double lower = upperActive_ ? lower_ : std::min(to, upper_);
    const double upper = upperActive_ ? std::max(to, lower_) : upper_;
    if (lower == lower_ && upper == upper_)
        return;
    lower_ = lower;
    upper_ = upper;
    update();
    emit moved(lower_, upper_);
}

void RangeSlider::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton)
        return;
    const double x = event->position().x();
    const double toLower = std::abs(x - place(lower_));
    const double toUpper = std::abs(x - place(upper_));
    // Handles on top of each other part to the side that the pointer is on.
    upperActive_ = toUpper < toLower || (toUpper == toLower && x > place(upper_));
    if (toLower == toUpper && lower_ == upper_ && x == place(lower_))
        upperActive_ = lower_ < 0.5;
    moveHandle(shareAt(x));
    update();
}

void RangeSlider::mouseMoveEvent(QMouseEvent* event) {
    if (event->buttons().testFlag(Qt::LeftButton))
        moveHandle(shareAt(event->position().x()));
}

void RangeSlider::keyPressEvent(QKeyEvent* event) {
    const double step = event->modifiers().testFlag(Qt::ShiftModifier) ? 0.1 : 0.01;
    const double now = upperActive_ ? upper_ : lower_;
    switch (event->key()) {
    case Qt::Key_Left:
    case Qt::Key_Down:
        moveHandle(now - step);
        return;
    case Qt::Key_Right:
    case Qt::Key_Up:
        moveHandle(now + step);
        return;
    case Qt::Key_Home:
        upperActive_ = false;
        moveHandle(0);
        return;
    case Qt::Key_End:
        upperActive_ = true;
        moveHandle(1);
        return;
    case Qt::Key_Space:
        upperActive_ = !upperActive_;
        update();
        return;
    default:
        QWidget::keyPressEvent(event);
    }
}

void RangeSlider::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const double y = height() / 2.0;
    const double thick = 3 * std::sqrt(theme_.scale);
    painter.setPen(QPen(theme_.grid.darker(theme_.mode == ThemeMode::Dark ? 60 : 108), thick, Qt::SolidLine,
                        Qt::RoundCap));
    painter.drawLine(QPointF(place(0), y), QPointF(place(1), y));
    const bool open = lower_ <= 0 && upper_ >= 1;
    const QColor ink = !isEnabled() ? theme_.grid : open ? theme_.axis : theme_.accent;
    painter.setPen(QPen(ink, thick, Qt::SolidLine, Qt::RoundCap));
    painter.drawLine(QPointF(place(lower_), y), QPointF(place(upper_), y));
    for (const bool upper : {false, true}) {
        const QPointF at(place(upper ? upper_ : lower_), y);
        painter.setPen(QPen(ink, 1.5));
        painter.setBrush(hasFocus() && upper == upperActive_ ? ink : theme_.background);
        painter.drawEllipse(at, radius(), radius());
    }
}

} // namespace pairscape
