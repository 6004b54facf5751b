// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/figure_row.h"

#include <QGridLayout>
#include <QLabel>
#include <QStringList>

namespace pairscape {

FigureRow::FigureRow(QWidget* parent)
    : QWidget(parent), grid_(new QGridLayout(this)), theme_(Theme::make(ThemeMode::Light)) {
    grid_->setContentsMargins(0, 4, 0, 4);
    grid_->setHorizontalSpacing(12);
    grid_->setVerticalSpacing(0);
}

void FigureRow::setFigures(const std::vector<Figure>& figures) {
    while (columns_.size() < figures.size()) {
        const Column column = {new QLabel, new QLabel, new QLabel};
        const int at = static_cast<int>(columns_.size());
        int row = 0;
        for (QLabel* label : {column.name, column.figure, column.note}) {
            label->setTextFormat(Qt::PlainText);
            // Never wider than its share: the page keeps its width whatever a figure comes to.
            label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
            grid_->addWidget(label, row++, at);
        }
        grid_->setColumnStretch(at, 1);
        columns_.push_back(column);
        style(column);
    }
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        const Figure shown = i < figures.size() ? figures[i] : Figure();
        columns_[i].name->setText(shown.name);
        columns_[i].figure->setText(shown.figure);
        columns_[i].note->setText(shown.note);
    }
    setAccessibleDescription(text());
}

QString FigureRow::text() const {
    QStringList lines;
    for (const Column& column : columns_)
        if (!column.name->text().isEmpty())
            lines << QStringLiteral("%1: %2%3")
                         .arg(column.name->text(), column.figure->text(),
                              column.note->text().isEmpty() ? QString()
                                                            : QStringLiteral(", ") + column.note->text());
    return lines.join(QLatin1Char('\n'));
}

void FigureRow::style(const Column& column) const {
    QPalette muted = theme_.palette();
    muted.setColor(QPalette::WindowText, theme_.mutedText);
    column.name->setFont(theme_.font(theme_.small, QFont::DemiBold));
    column.figure->setFont(theme_.numberFont(theme_.large, QFont::DemiBold));
    column.note->setFont(theme_.font(theme_.small));
    column.note->setPalette(muted);
}

void FigureRow::applyTheme(const Theme& theme) {
    theme_ = theme;
    for (const Column& column : columns_)
        style(column);
}

} // namespace pairscape
