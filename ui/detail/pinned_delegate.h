// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QStringList>
#include <QStyledItemDelegate>

namespace pairscape {

/// Draws a pinned design: star and name, below it the figures, in as many lines as the width asks for.
class PinnedDelegate : public QStyledItemDelegate {
    Q_OBJECT

  public:
    enum Role { IdRole = Qt::UserRole, FiguresRole };

    using QStyledItemDelegate::QStyledItemDelegate;
    void setTheme(const Theme& theme) { theme_ = theme; }
    void setWidth(int width) { width_ = width; } ///< of the list's viewport: heights depend on it

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    void updateEditorGeometry(QWidget* editor, const QStyleOptionViewItem& option,
                              const QModelIndex& index) const override;

  private:
    double margin() const { return 6 * theme_.scale; }
    double starWidth() const;
    /// Figures flowed into lines of `width`.
    QStringList lines(const QStringList& figures, double width) const;
    /// A name in as many lines as it takes, at most three, of which the last may be elided.
    QStringList nameLines(const QString& name, double width) const;

    Theme theme_ = Theme::make(ThemeMode::Light);
    int width_ = 240;
};

} // namespace pairscape
