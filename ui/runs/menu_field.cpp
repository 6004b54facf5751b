// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/runs/menu_field.h"

#include <QStyleOptionComboBox>
#include <QStylePainter>

namespace pairscape {

namespace {

QStyleOptionComboBox optionOf(const MenuField* field) {
    QStyleOptionComboBox option;
    option.initFrom(field);
    option.subControls = QStyle::SC_All;
    if (field->isDown())
        option.state |= QStyle::State_Sunken | QStyle::State_On;
    return option;
}

} // namespace

MenuField::MenuField(QWidget* parent) : QToolButton(parent) {
    setPopupMode(InstantPopup);
    setFocusPolicy(Qt::StrongFocus);
}

QString MenuField::shownText() const {
    const QStyleOptionComboBox box = optionOf(this);
    const int room =
        style()->subControlRect(QStyle::CC_ComboBox, &box, QStyle::SC_ComboBoxEditField, this).width();
    return fontMetrics().elidedText(text(), Qt::ElideRight, room - 4); // the styles' own margin
}

QSize MenuField::sizeHint() const {
    const QStyleOptionComboBox box = optionOf(this);
    const QSize contents(fontMetrics().averageCharWidth() * 10, qMax(fontMetrics().height(), 14) + 2);
    return style()->sizeFromContents(QStyle::CT_ComboBox, &box, contents, this);
}

QSize MenuField::minimumSizeHint() const {
    return sizeHint();
}

void MenuField::paintEvent(QPaintEvent*) {
    QStylePainter painter(this);
    QStyleOptionComboBox box = optionOf(this);
    painter.drawComplexControl(QStyle::CC_ComboBox, box);
    box.currentText = shownText();
    painter.drawControl(QStyle::CE_ComboBoxLabel, box);
}

} // namespace pairscape
