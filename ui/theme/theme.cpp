// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/theme.h"

#include "ui/theme/flat_style.h"

#include <QApplication>
#include <QFontDatabase>
#include <QImage>
#include <QPainter>
#include <QStringList>
#include <QWidget>

namespace pairscape {

namespace {

/// Families by preference: the first one installed is used.
QString firstInstalled(const QStringList& wanted) {
    const QStringList installed = QFontDatabase::families();
    for (const QString& family : wanted)
        if (installed.contains(family, Qt::CaseInsensitive))
            return family;
    return QFontDatabase::systemFont(QFontDatabase::GeneralFont).family();
}

const QString& textFamily() {
    static const QString family =
        firstInstalled({QStringLiteral("Inter"), QStringLiteral("Noto Sans"), QStringLiteral("Open Sans"),
                        QStringLiteral("Liberation Sans"), QStringLiteral("DejaVu Sans")});
    return family;
}

/// A square tile that repeats without a seam, drawn at twice its size so that it stays sharp on dense
/// screens and under a painter's scale.
QBrush tiledBrush(const QColor& ground, const QColor& ink, bool dots, qreal period) {
    constexpr int density = 4;
    const int side = qRound(period * density);
    QImage tile(side, side, QImage::Format_RGB32);
    tile.fill(ground);
    QPainter painter(&tile);
    painter.setRenderHint(QPainter::Antialiasing);
    const qreal s = side;
    if (dots) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(ink);
        const qreal radius = s * 0.17;
        for (const QPointF& centre : {QPointF(s / 4, s / 4), QPointF(3 * s / 4, 3 * s / 4)})
            painter.drawEllipse(centre, radius, radius);
    } else {
        painter.setPen(QPen(ink, s * 0.22, Qt::SolidLine, Qt::FlatCap));
        for (int shift = -1; shift <= 1; ++shift)
            painter.drawLine(QPointF(-s + shift * s, s * 2), QPointF(s * 2 + shift * s, -s));
    }
    painter.end();
    QBrush brush(tile);
    brush.setTransform(QTransform::fromScale(1.0 / density, 1.0 / density));
    return brush;
}

void useLight(Theme& theme) {
    theme.background = QColor(0xfcfcfb);
    theme.surface = QColor(0xf3f4f4);
    theme.text = QColor(0x1a1a1a);
    theme.mutedText = QColor(0x5a5f63);
    theme.axis = QColor(0x85898c);
    theme.grid = QColor(0xe6e8e9);
    theme.accent = QColor(0x00629b);
    theme.front = QColor(0x1a1a1a);
    theme.pinned = QColor(0xd55e00);
    theme.pinnedText = QColor(0xb04a00);
    theme.selected = QColor(0xcc79a7);
    theme.reference = QColor(0x777777);
    theme.infeasible = QColor(0x999999);
    theme.cloud = QColor(0x4a7a9c);
    theme.dimmed = QColor(0xb9bec2);
    theme.good = QColor(0x00704f);
    theme.bad = QColor(0xa8430a);
    theme.conv = QColor(0x0072b2);
    theme.shift = QColor(0xe69f00);
    theme.adder = QColor(0x009e73);
}

void useDark(Theme& theme) {
    theme.background = QColor(0x16191c);
    theme.surface = QColor(0x1f2327);
    theme.text = QColor(0xf2f2f2);
    theme.mutedText = QColor(0xa9b0b6);
    theme.axis = QColor(0x7d848a);
    theme.grid = QColor(0x2a2f34);
    theme.accent = QColor(0x6cb8ea);
    theme.front = QColor(0xf2f2f2);
    theme.pinned = QColor(0xff8a4c);
    theme.pinnedText = theme.pinned;
    theme.selected = QColor(0xe7a6c8);
    theme.reference = QColor(0xa0a0a0);
    theme.infeasible = QColor(0x707070);
    theme.cloud = QColor(0x6f9fbf);
    theme.dimmed = QColor(0x4a5157);
    theme.good = QColor(0x63d3ae);
    theme.bad = QColor(0xff9d6b);
    theme.conv = QColor(0x56b4e9);
    theme.shift = QColor(0xf0c75e);
    theme.adder = QColor(0x4cc9a4);
}

} // namespace

QString themeModeName(ThemeMode mode) {
    switch (mode) {
    case ThemeMode::Light:
        return QStringLiteral("light");
    case ThemeMode::Dark:
        return QStringLiteral("dark");
    case ThemeMode::Talk:
        return QStringLiteral("talk");
    }
    return {};
}

std::optional<ThemeMode> themeModeFromName(const QString& name) {
    for (const ThemeMode mode : {ThemeMode::Light, ThemeMode::Dark, ThemeMode::Talk})
        if (name == themeModeName(mode))
            return mode;
    return std::nullopt;
}

Theme Theme::make(ThemeMode mode) {
    Theme theme;
    theme.mode = mode;
    if (mode == ThemeMode::Dark) {
        useDark(theme);
        return theme;
    }
    useLight(theme);
    if (mode == ThemeMode::Talk) {
        // A projector washes out what is subtle: pure ground, black text, a stronger cloud and grid.
        theme.background = Qt::white;
        theme.surface = Qt::white;
        theme.text = Qt::black;
        theme.front = Qt::black;
        theme.mutedText = QColor(0x404040);
        theme.axis = QColor(0x505050);
        theme.grid = QColor(0xdcdfe1);
        theme.cloud = QColor(0x3a6d92);
        theme.scale = 2;
        theme.lineWidth *= theme.scale;
        theme.markerSize *= theme.scale;
        theme.small = 18;
        theme.normal = 22;
        theme.large = 30;
        theme.huge = 44;
    }
    return theme;
}

QColor Theme::operatorColor(OperatorType op) const {
    switch (op) {
    case OperatorType::Conv:
        return conv;
    case OperatorType::Shift:
        return shift;
    case OperatorType::Adder:
        return adder;
    }
    return text;
}

QBrush Theme::operatorBrush(OperatorType op) const {
    const QColor colour = operatorColor(op);
    if (op == OperatorType::Conv)
        return colour;
    // Dark ink on the ground colour in the dark, light ink in the light: the pattern is seen either way.
    const QColor ink = mode == ThemeMode::Dark ? colour.darker(230) : QColor(Qt::white);
    const bool dots = op == OperatorType::Adder;
    return tiledBrush(colour, ink, dots, 6 * (scale > 1 ? 1.5 : 1));
}

QFont Theme::font(int points, QFont::Weight weight) const {
    QFont font(textFamily(), points, weight);
    font.setStyleHint(QFont::SansSerif);
    return font;
}

QFont Theme::numberFont(int points, QFont::Weight weight) const {
    QFont font = this->font(points, weight);
#if QT_VERSION >= QT_VERSION_CHECK(6, 7, 0)
    font.setFeature("tnum", 1);
#endif
    return font;
}

QPalette Theme::palette() const {
    const bool dark = mode == ThemeMode::Dark;
    const QColor button = dark ? QColor(0x2a2f34) : QColor(0xf1f2f2);
    QPalette palette(button, surface);
    palette.setColor(QPalette::Window, surface);
    palette.setColor(QPalette::WindowText, text);
    palette.setColor(QPalette::Base, background);
    palette.setColor(QPalette::AlternateBase, surface);
    palette.setColor(QPalette::Text, text);
    palette.setColor(QPalette::Button, button);
    palette.setColor(QPalette::ButtonText, text);
    palette.setColor(QPalette::BrightText, bad);
    palette.setColor(QPalette::ToolTipBase, background);
    palette.setColor(QPalette::ToolTipText, text);
    palette.setColor(QPalette::PlaceholderText, mutedText);
    palette.setColor(QPalette::Link, accent);
    palette.setColor(QPalette::LinkVisited, accent);
    palette.setColor(QPalette::Highlight, accent);
    palette.setColor(QPalette::HighlightedText, dark ? QColor(0x10151a) : QColor(Qt::white));
    palette.setColor(QPalette::Mid, axis);
    for (const QPalette::ColorRole role :
         {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::HighlightedText})
        palette.setColor(QPalette::Disabled, role, dark ? QColor(0x6f767c) : QColor(0x9a9fa3));
    palette.setColor(QPalette::Disabled, QPalette::Highlight, axis);
    return palette;
}

void applyTheme(QApplication& application, const Theme& theme) {
    application.setStyle(new FlatStyle); // the application takes it
    application.setPalette(theme.palette());
    application.setFont(theme.font(theme.normal));
    for (QWidget* widget : QApplication::allWidgets())
        if (auto* themed = dynamic_cast<Themed*>(widget))
            themed->applyTheme(theme);
}

} // namespace pairscape
