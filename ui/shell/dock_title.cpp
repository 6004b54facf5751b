// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/dock_title.h"

#include "ui/shell/shell_icons.h"

#include <QDockWidget>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

namespace pairscape {

DockTitle::DockTitle(QDockWidget* dock)
    : QWidget(dock), name_(new QLabel(dock->windowTitle(), this)), close_(new QToolButton(this)) {
    close_->setAutoRaise(true);
    close_->setFocusPolicy(Qt::NoFocus); // by keyboard the pane is closed with its command
    close_->setAccessibleName(tr("Close %1").arg(dock->windowTitle()));
    close_->setToolTip(tr("Close; the View menu brings it back"));
    connect(close_, &QToolButton::clicked, dock, &QDockWidget::close);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(8, 2, 2, 0);
    row->addWidget(name_, 1);
    row->addWidget(close_);
    pairscape::DockTitle::applyTheme(Theme::make(ThemeMode::Light));
}

void DockTitle::setShown(bool shown) {
    if (shown_ == shown)
        return;
    shown_ = shown;
    name_->setVisible(shown);
    close_->setVisible(shown);
    updateGeometry();
}

QSize DockTitle::sizeHint() const {
    return shown_ ? layout()->sizeHint() : QSize(0, 0);
}

void DockTitle::applyTheme(const Theme& theme) {
    const QFont font = theme.font(theme.small, QFont::DemiBold);
    name_->setFont(font);
    QPalette muted = theme.palette();
    muted.setColor(QPalette::WindowText, theme.mutedText);
    name_->setPalette(muted);
    const int sign = QFontMetrics(font).height() * 3 / 4;
    close_->setIcon(shellIcon(ShellIcon::Close, theme.mutedText, theme.mutedText));
    close_->setIconSize({sign, sign});
    updateGeometry();
}

} // namespace pairscape
