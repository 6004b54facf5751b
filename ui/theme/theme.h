// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/space/operator_type.h"

#include <QBrush>
#include <QColor>
#include <QFont>
#include <QPalette>
#include <QString>

#include <optional>

class QApplication;

namespace pairscape {

enum class ThemeMode { Light, Dark, Talk };
QString themeModeName(ThemeMode mode); ///< "light", "dark", "talk"
std::optional<ThemeMode> themeModeFromName(const QString& name);

/// Colours, type and measures of one mode (shared visual language; see docs/visual-language.md). A plain
/// value.
struct Theme {
    ThemeMode mode = ThemeMode::Light;

    QColor background, surface, text, mutedText, axis, grid, accent;
    QColor pinnedText; ///< `pinned` for words: darker where the mark's own colour would be hard to read
    QColor front, pinned, selected, reference, infeasible, cloud, dimmed;
    QColor good, bad; ///< only beside an arrow or a word
    QColor conv, shift, adder;

    qreal scale = 1; ///< 2 in talk mode: line width and marker size
    qreal lineWidth = 1.5;
    qreal markerSize = 7;
    int small = 10, normal = 12, large = 15, huge = 22; ///< points; 18, 22, 30, 44 in talk mode

    static Theme make(ThemeMode mode);

    QColor operatorColor(OperatorType op) const;
    /// Solid, diagonal lines or dots in the operator's colour: hatch beside colour, always.
    QBrush operatorBrush(OperatorType op) const;
    /// Inter, or the system's sans serif where it is not installed.
    QFont font(int points, QFont::Weight weight = QFont::Normal) const;
    /// For figures below each other, right aligned: font() with its tabular digits where Qt can ask for them
    /// (from 6.7 on). Before that its ordinary ones: another family beside the text is seen sooner than a
    /// narrow 1.
    QFont numberFont(int points, QFont::Weight weight = QFont::Normal) const;
    QPalette palette() const;
};

/// A view that draws with theme colours implements this; the window calls it for every child that does.
class Themed {
  public:
    virtual ~Themed() = default;
    virtual void applyTheme(const Theme& theme) = 0;
};

/// Sets style, palette and font of the application and passes the theme to every Themed widget alive.
void applyTheme(QApplication& application, const Theme& theme);

} // namespace pairscape
