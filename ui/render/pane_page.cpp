// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/render/pane_page.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QVBoxLayout>

#include <algorithm>

namespace pairscape {

PanePage::PanePage(const QString& title, QWidget* pane, QWidget* beside)
    : title_(new QLabel(title, this)), pane_(pane), beside_(beside) {
    auto* column = new QVBoxLayout;
    column->setSpacing(2);
    column->addWidget(title_);
    column->addWidget(pane_, 1);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->addLayout(column);
    row->addWidget(beside_, 1);
    pairscape::PanePage::applyTheme(Theme::make(ThemeMode::Light));
}

void PanePage::applyTheme(const Theme& theme) {
    theme_ = theme;
    title_->setFont(theme.font(theme.normal, QFont::DemiBold));
    const int edge = qRound(8 * theme.scale);
    title_->setContentsMargins(edge, edge, edge, 0);
    setPalette(theme.palette());
    arrange();
}

void PanePage::arrange() {
    const int readable = qRound(340 * (theme_.scale > 1 ? 1.5 : 1));
    const int width = std::min(readable, this->width() * 2 / 5);
    title_->setFixedWidth(width);
    pane_->setFixedWidth(width);
    layout()->setSpacing(qRound(6 * theme_.scale));
}

void PanePage::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    arrange();
}

/// A line between the two, as between the docks of the window.
void PanePage::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), theme_.surface);
    painter.setPen(QPen(theme_.grid, theme_.scale));
    const double x = pane_->geometry().right() + 1 + layout()->spacing() / 2.0;
    painter.drawLine(QPointF(x, 0), QPointF(x, height()));
}

} // namespace pairscape
