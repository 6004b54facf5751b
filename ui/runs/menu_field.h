// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QToolButton>

namespace pairscape {

/// A field that looks like the choices beside it and opens a menu, in which several answers may be given; its
/// text is what they come to, cut at the end where it is too long.
class MenuField : public QToolButton {
    Q_OBJECT

  public:
    explicit MenuField(QWidget* parent = nullptr);

    /// The part of text() that there is room for.
    QString shownText() const;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

  protected:
    void paintEvent(QPaintEvent* event) override;
};

} // namespace pairscape
