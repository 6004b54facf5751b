// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QPointer>
#include <QWidget>

namespace pairscape {

/// A panel that lies over its parent, near the top and in the middle, until it is closed: by Esc (the
/// window's step back), by a click elsewhere or by what it is for. It blocks nothing, and the focus goes back
/// to where it was.
class OverlayPanel : public QWidget, public Themed {
    Q_OBJECT

  public:
    explicit OverlayPanel(QWidget* parent);

    void open();
    void closePanel();
    bool isOpen() const { return isVisible(); }

    void applyTheme(const Theme& theme) override;

  signals:
    void closed();

  protected:
    /// The size that suits the content; it is cut to what the parent has.
    virtual QSize wantedSize() const = 0;
    /// Fills the panel before it is shown, and returns what gets the focus.
    virtual QWidget* prepare() = 0;
    void place();
    const Theme& theme() const { return theme_; }

    bool eventFilter(QObject* watched, QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

  private:
    QPointer<QWidget> focusBefore_;
    Theme theme_;
};

} // namespace pairscape
