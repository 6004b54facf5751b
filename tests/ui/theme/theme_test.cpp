// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/theme.h"

#include <gtest/gtest.h>

#include <QFontInfo>
#include <QImage>
#include <QPainter>
#include <QWidget>

#include <QApplication>

#include <array>
#include <cmath>

namespace pairscape {
namespace {

constexpr std::array modes = {ThemeMode::Light, ThemeMode::Dark, ThemeMode::Talk};

using Linear = std::array<double, 3>;

Linear linear(const QColor& colour) {
    const auto channel = [](double c) {
        return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
    };
    return {channel(colour.redF()), channel(colour.greenF()), channel(colour.blueF())};
}

double luminance(const QColor& colour) {
    const Linear c = linear(colour);
    return 0.2126 * c[0] + 0.7152 * c[1] + 0.0722 * c[2];
}

/// Contrast ratio of WCAG 2.1, 1 to 21.
double contrast(const QColor& a, const QColor& b) {
    const double la = luminance(a);
    const double lb = luminance(b);
    return (std::max(la, lb) + 0.05) / (std::min(la, lb) + 0.05);
}

std::array<double, 3> lab(const Linear& rgb) {
    // sRGB to XYZ to CIE L*a*b*, white D65.
    const double x = (0.4124564 * rgb[0] + 0.3575761 * rgb[1] + 0.1804375 * rgb[2]) / 0.95047;
    const double y = 0.2126729 * rgb[0] + 0.7151522 * rgb[1] + 0.0721750 * rgb[2];
    const double z = (0.0193339 * rgb[0] + 0.1191920 * rgb[1] + 0.9503041 * rgb[2]) / 1.08883;
    const auto f = [](double t) { return t > 216.0 / 24389 ? std::cbrt(t) : (24389.0 / 27 * t + 16) / 116; };
    return {116 * f(y) - 16, 500 * (f(x) - f(y)), 200 * (f(y) - f(z))};
}

double difference(const Linear& a, const Linear& b) {
    const auto la = lab(a);
    const auto lb = lab(b);
    return std::hypot(la[0] - lb[0], la[1] - lb[1], la[2] - lb[2]);
}

/// Machado, Oliveira and Fernandes, "A physiologically-based model for simulation of color vision
/// deficiency", IEEE TVCG 2009, table 1, severity 1.0; for linear RGB.
struct Deficiency {
    const char* name;
    std::array<std::array<double, 3>, 3> matrix;
};
constexpr std::array<Deficiency, 3> deficiencies = {{
    {"protanopia",
     {{{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}}}},
    {"deuteranopia",
     {{{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}}}},
    {"tritanopia",
     {{{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602}, {0.004733, 0.691367, 0.303900}}}},
}};

Linear seenWith(const Deficiency& deficiency, const Linear& rgb) {
    Linear seen{};
    for (std::size_t row = 0; row < 3; ++row) {
        double sum = 0;
        for (std::size_t column = 0; column < 3; ++column)
            sum += deficiency.matrix[row][column] * rgb[column];
        seen[row] = std::clamp(sum, 0.0, 1.0);
    }
    return seen;
}

class EveryMode : public testing::TestWithParam<ThemeMode> {
  protected:
    const Theme theme = Theme::make(GetParam());
};

INSTANTIATE_TEST_SUITE_P(Theme, EveryMode, testing::ValuesIn(modes),
                         [](const auto& mode) { return themeModeName(mode.param).toStdString(); });

TEST_P(EveryMode, WordsContrastWithWhatTheyStandOn) {
    const std::pair<const char*, QColor> words[] = {{"text", theme.text},
                                                    {"muted text", theme.mutedText},
                                                    {"accent", theme.accent},
                                                    {"good", theme.good},
                                                    {"bad", theme.bad},
                                                    {"front", theme.front},
                                                    {"pinned text", theme.pinnedText}};
    for (const auto& [name, colour] : words) {
        EXPECT_GE(contrast(colour, theme.background), 4.5) << name << " on the background";
        EXPECT_GE(contrast(colour, theme.surface), 4.5) << name << " on the surface";
    }
    // Rows that the filter dims are still to be read, as inactive text is.
    EXPECT_GE(contrast(theme.axis, theme.background), 3) << "dimmed rows";
}

TEST_P(EveryMode, ThePaletteIsReadable) {
    const QPalette palette = theme.palette();
    for (const auto& [text, ground] : {std::pair{QPalette::WindowText, QPalette::Window},
                                       {QPalette::Text, QPalette::Base},
                                       {QPalette::Text, QPalette::AlternateBase},
                                       {QPalette::ButtonText, QPalette::Button},
                                       {QPalette::ToolTipText, QPalette::ToolTipBase},
                                       {QPalette::HighlightedText, QPalette::Highlight},
                                       {QPalette::PlaceholderText, QPalette::Base},
                                       {QPalette::Link, QPalette::Base}})
        EXPECT_GE(contrast(palette.color(text), palette.color(ground)), 4.5) << text << " on " << ground;
}

/// WCAG asks for 3:1 for marks that carry meaning.
TEST_P(EveryMode, MarksContrastWithTheBackground) {
    for (const auto& [name, colour] : {std::pair{"cloud", theme.cloud},
                                       {"front", theme.front},
                                       {"pinned", theme.pinned},
                                       {"axis", theme.axis},
                                       {"reference", theme.reference}})
        EXPECT_GE(contrast(colour, theme.background), 3) << name;
}

/// 2.3 is a difference that can just be seen side by side; the hatch helps where colours come close.
TEST_P(EveryMode, OperatorColoursDifferForEveryEye) {
    const std::array ops = {theme.conv, theme.shift, theme.adder};
    for (std::size_t a = 0; a < ops.size(); ++a)
        for (std::size_t b = a + 1; b < ops.size(); ++b) {
            const Linear first = linear(ops[a]);
            const Linear second = linear(ops[b]);
            EXPECT_GE(difference(first, second), 40) << a << " and " << b;
            for (const Deficiency& each : deficiencies)
                EXPECT_GE(difference(seenWith(each, first), seenWith(each, second)), 10)
                    << a << " and " << b << " with " << each.name;
        }
}

/// A patch of an operator's brush in grey, as a printer without colours gives it.
QImage greyPatch(const Theme& theme, OperatorType op) {
    QImage image(96, 96, QImage::Format_RGB32);
    image.fill(theme.background);
    QPainter painter(&image);
    painter.fillRect(image.rect(), theme.operatorBrush(op));
    painter.end();
    return image.convertToFormat(QImage::Format_Grayscale8);
}

double spread(const QImage& grey) {
    double sum = 0;
    double squares = 0;
    for (int y = 0; y < grey.height(); ++y)
        for (int x = 0; x < grey.width(); ++x) {
            const double value = grey.constScanLine(y)[x];
            sum += value;
            squares += value * value;
        }
    const double count = grey.width() * grey.height();
    return std::sqrt(std::max(0.0, squares / count - sum * sum / count / count));
}

/// How much the patch changes when it is shifted along a diagonal: nothing for lines along it, much for dots.
double changeAlongDiagonal(const QImage& grey, int direction) {
    double sum = 0;
    int count = 0;
    for (int y = 8; y < 88; ++y)
        for (int x = 8; x < 88; ++x, ++count)
            sum += std::abs(grey.constScanLine(y)[x] - grey.constScanLine(y + direction * 2)[x + 2]);
    return sum / count;
}

/// Without any colour the hatch alone tells the three apart: solid, lines, dots.
TEST_P(EveryMode, HatchesTellOperatorsApartInGrey) {
    const QImage conv = greyPatch(theme, OperatorType::Conv);
    const QImage shift = greyPatch(theme, OperatorType::Shift);
    const QImage adder = greyPatch(theme, OperatorType::Adder);
    EXPECT_LT(spread(conv), 1);
    EXPECT_GT(spread(shift), 8);
    EXPECT_GT(spread(adder), 8);
    const auto calmest = [](const QImage& grey) {
        return std::min(changeAlongDiagonal(grey, 1), changeAlongDiagonal(grey, -1));
    };
    EXPECT_LT(calmest(shift), 0.35 * spread(shift)); // lines have a direction
    EXPECT_GT(calmest(adder), 0.5 * spread(adder));  // dots have none
}

TEST_P(EveryMode, NamesAreReadBack) {
    EXPECT_EQ(themeModeFromName(themeModeName(GetParam())), GetParam());
}

TEST(ThemeModes, AnUnknownNameIsNone) {
    EXPECT_EQ(themeModeFromName(QStringLiteral("sepia")), std::nullopt);
}

TEST(ThemeModes, TalkIsLargerAndPure) {
    const Theme light = Theme::make(ThemeMode::Light);
    const Theme talk = Theme::make(ThemeMode::Talk);
    EXPECT_EQ(talk.background, QColor(Qt::white));
    EXPECT_DOUBLE_EQ(talk.lineWidth, 2 * light.lineWidth);
    EXPECT_DOUBLE_EQ(talk.markerSize, 2 * light.markerSize);
    EXPECT_EQ((std::array{talk.small, talk.normal, talk.large, talk.huge}), (std::array{18, 22, 30, 44}));
}

/// Figures stand beside words, often in one line: another family would be seen at once.
TEST(ThemeModes, FiguresAndWordsAreOfOneFamily) {
    for (const ThemeMode mode : modes) {
        const Theme theme = Theme::make(mode);
        const QFont words = theme.font(theme.normal);
        const QFont figures = theme.numberFont(theme.normal);
        EXPECT_EQ(QFontInfo(figures).family(), QFontInfo(words).family());
        EXPECT_EQ(QFontInfo(figures).pointSize(), QFontInfo(words).pointSize());
#if QT_VERSION >= QT_VERSION_CHECK(6, 7, 0)
        const QFontMetricsF metrics(figures);
        for (char digit = '1'; digit <= '9'; ++digit)
            EXPECT_NEAR(metrics.horizontalAdvance(QLatin1Char(digit)),
                        metrics.horizontalAdvance(QLatin1Char('0')), 0.01)
                << digit;
#endif
    }
}

class Listening : public QWidget, public Themed {
  public:
    void applyTheme(const Theme& theme) override { mode = theme.mode; }
    ThemeMode mode = ThemeMode::Light;
};

TEST(ThemeModes, ReachEveryThemedWidget) {
    QWidget window;
    auto* child = new Listening;
    child->setParent(&window);
    applyTheme(*qApp, Theme::make(ThemeMode::Dark));
    EXPECT_EQ(child->mode, ThemeMode::Dark);
    EXPECT_EQ(QApplication::palette().color(QPalette::Base), Theme::make(ThemeMode::Dark).background);
    applyTheme(*qApp, Theme::make(ThemeMode::Light));
    EXPECT_EQ(child->mode, ThemeMode::Light);
}

} // namespace
} // namespace pairscape
