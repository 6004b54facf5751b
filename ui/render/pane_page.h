// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QString>
#include <QWidget>

class QLabel;

namespace pairscape {

/// A pane of the window with its name above it, and beside it the view that it acts on. The pane takes the
/// width at which its words can be read, and never more than two fifths; the view has the rest.
class PanePage : public QWidget, public Themed {
    Q_OBJECT

  public:
    /// Takes both.
    PanePage(const QString& title, QWidget* pane, QWidget* beside);

    void applyTheme(const Theme& theme) override;

  protected:
    void resizeEvent(QResizeEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

  private:
    void arrange();

    QLabel* title_;
    QWidget* pane_;
    QWidget* beside_;
    Theme theme_;
};

} // namespace pairscape
