// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/commands/overlay_panel.h"

#include <QApplication>
#include <QEvent>
#include <QPainter>

namespace pairscape {

OverlayPanel::OverlayPanel(QWidget* parent) : QWidget(parent) {
    setFocusPolicy(Qt::StrongFocus);
    hide();
    parent->installEventFilter(this);
}

void OverlayPanel::open() {
    if (!isVisible())
        focusBefore_ = QApplication::focusWidget();
    QWidget* target = prepare();
    place();
    show();
    raise();
    (target ? target : this)->setFocus(Qt::PopupFocusReason);
    qApp->installEventFilter(this);
}

void OverlayPanel::closePanel() {
    if (!isVisible())
        return;
    qApp->removeEventFilter(this);
    const bool hadFocus = isAncestorOf(QApplication::focusWidget()) || hasFocus();
    hide();
    if (hadFocus && focusBefore_)
        focusBefore_->setFocus(Qt::PopupFocusReason);
    emit closed();
}

void OverlayPanel::place() {
    const QSize room = parentWidget()->size();
    const QSize size = wantedSize().boundedTo({room.width() - 32, room.height() - 32});
    const int top = qMin(qRound(room.height() * 0.1), (room.height() - size.height()) / 2);
    setGeometry((room.width() - size.width()) / 2, qMax(top, 0), size.width(), size.height());
}

bool OverlayPanel::eventFilter(QObject* watched, QEvent* event) {
    if (watched == parentWidget() && event->type() == QEvent::Resize && isVisible())
        place();
    if (event->type() == QEvent::MouseButtonPress && isVisible() && watched->isWidgetType()) {
        auto* widget = static_cast<QWidget*>(watched);
        if (widget->window() == window() && widget != this && !isAncestorOf(widget))
            closePanel(); // and the click does what it would have done
    }
    return QWidget::eventFilter(watched, event);
}

void OverlayPanel::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const qreal line = theme_.scale;
    painter.setPen(QPen(theme_.axis, line, Qt::SolidLine, Qt::SquareCap, Qt::MiterJoin));
    painter.setBrush(theme_.background);
    painter.drawRect(QRectF(rect()).adjusted(line / 2, line / 2, -line / 2, -line / 2));
}

void OverlayPanel::applyTheme(const Theme& theme) {
    theme_ = theme;
    QPalette colours = theme.palette();
    colours.setColor(QPalette::Window, theme.background);
    setPalette(colours);
    setFont(theme.font(theme.normal));
    if (isVisible())
        place();
}

} // namespace pairscape
