// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QString>
#include <QWidget>

#include <vector>

class QGridLayout;
class QLabel;

namespace pairscape {

/// A few figures side by side: the name above, what it is below. Columns are equally wide, so that figures
/// which change often do not move each other.
class FigureRow : public QWidget, public Themed {
    Q_OBJECT

  public:
    struct Figure {
        QString name, figure, note;
    };

    explicit FigureRow(QWidget* parent = nullptr);

    void setFigures(const std::vector<Figure>& figures);
    /// "name: figure, note", one a line.
    QString text() const;

    void applyTheme(const Theme& theme) override;

  private:
    struct Column {
        QLabel *name, *figure, *note;
    };
    void style(const Column& column) const;

    QGridLayout* grid_;
    std::vector<Column> columns_;
    Theme theme_;
};

} // namespace pairscape
