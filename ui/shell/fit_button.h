// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFontMetrics>
#include <QPushButton>

namespace pairscape {

/// Sets the font and leaves air around the words, which the style does not do for larger type.
inline void fitButton(QPushButton& button, const QFont& font) {
    button.setFont(font);
    const QFontMetrics metrics(font);
    button.setMinimumSize(metrics.horizontalAdvance(button.text()) + 2 * metrics.height(),
                          qRound(metrics.height() * 1.6));
}

} // namespace pairscape
