// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/ui/support/fake_study.h"
#include "ui/models/session.h"

#include <QCoreApplication>
#include <QTest>
#include <QWidget>

namespace pairscape::test {

/// Shows a widget at a size and waits until it has been laid out and drawn.
inline void showAt(QWidget& widget, const QSize& size) {
    widget.resize(size);
    widget.show();
    static_cast<void>(QTest::qWaitForWindowExposed(&widget));
    QCoreApplication::processEvents();
}

/// Moves the pointer there and lets the widget hear of it; QTest::mouseMove() alone is lost without a
/// display.
inline void pointAt(QWidget& widget, const QPointF& at, Qt::MouseButtons buttons = Qt::NoButton,
                    Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
    QMouseEvent move(QEvent::MouseMove, at, widget.mapToGlobal(at), Qt::NoButton, buttons, modifiers);
    QCoreApplication::sendEvent(&widget, &move);
}

/// Presses at `from`, moves and lets go at `to`.
inline void drag(QWidget& widget, const QPointF& from, const QPointF& to,
                 Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
    QTest::mousePress(&widget, Qt::LeftButton, modifiers, from.toPoint());
    for (int step = 1; step <= 4; ++step)
        pointAt(widget, from + (to - from) * step / 4.0, Qt::LeftButton, modifiers);
    QTest::mouseRelease(&widget, Qt::LeftButton, modifiers, to.toPoint());
}

inline void scroll(QWidget& widget, const QPointF& at, int steps) {
    QWheelEvent wheel(at, widget.mapToGlobal(at), {}, QPoint(0, 120 * steps), Qt::NoButton, Qt::NoModifier,
                      Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(&widget, &wheel);
}

} // namespace pairscape::test
