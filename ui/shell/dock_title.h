// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QWidget>

class QDockWidget;
class QLabel;
class QToolButton;

namespace pairscape {

/// The slim line above a pane: its name and a button that closes it. It is dragged and double clicked like
/// any dock's title. Gives way to the tab where panes share a place.
class DockTitle : public QWidget, public Themed {
    Q_OBJECT

  public:
    explicit DockTitle(QDockWidget* dock);

    /// No line at all: the tab says the name.
    void setShown(bool shown);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }
    void applyTheme(const Theme& theme) override;

  private:
    QLabel* name_;
    QToolButton* close_;
    bool shown_ = true;
};

} // namespace pairscape
