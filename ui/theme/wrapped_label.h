// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QLabel>
#include <QPalette>
#include <QString>

namespace pairscape {

/// A label whose text, always plain, takes the lines that it needs.
inline QLabel* wrappedLabel(const QString& text = {}) {
    auto* label = new QLabel(text);
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    return label;
}

/// A sentence in a label that hides while there is none: muted, or in the colour of what is wrong.
inline void showSentence(QLabel& label, const QString& sentence, const Theme& theme, bool wrong) {
    label.setText(sentence);
    label.setVisible(!sentence.isEmpty());
    QPalette palette = theme.palette();
    palette.setColor(QPalette::WindowText, wrong ? theme.bad : theme.mutedText);
    label.setPalette(palette);
}

/// One that never makes its dock wider.
inline QLabel* narrowLabel(QWidget* parent, const QString& name) {
    QLabel* label = wrappedLabel();
    label->setParent(parent);
    label->setObjectName(name);
    QSizePolicy policy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    label->setSizePolicy(policy);
    return label;
}

} // namespace pairscape
