// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/detail/bar_column.h"

#include <gtest/gtest.h>

#include <QImage>
#include <QPainter>

namespace pairscape {
namespace {

class Bar : public testing::Test {
  protected:
    /// Draws one bar of these pieces at the top of a picture.
    QImage drawn(const std::vector<BarColumn::Piece>& pieces) {
        QImage image(300, 100, QImage::Format_RGB32);
        image.fill(theme.background);
        QPainter painter(&image);
        BarColumn column(&painter, theme, {}, 300);
        column.bar(pieces);
        height = column.y();
        BarColumn measured(nullptr, theme, {}, 300);
        measured.bar(pieces);
        EXPECT_EQ(measured.y(), height) << "drawn and measured alike";
        return image;
    }
    /// Pixels unlike `ground` in a part of the picture.
    static int unlike(const QImage& image, const QRect& where, const QColor& ground) {
        int count = 0;
        for (int y = where.top(); y <= where.bottom(); ++y)
            for (int x = where.left(); x <= where.right(); ++x)
                count += image.pixelColor(x, y) != ground ? 1 : 0;
        return count;
    }

    Theme theme = Theme::make(ThemeMode::Light);
    double height = 0;
};

/// What is free stays empty: a figure there reads as one of what is free.
TEST_F(Bar, AFigureThatDoesNotFitStandsBelowItsPiece) {
    const QImage one = drawn({{0.4, Qt::blue, "36 864", "conv"}});
    const double line = height; // all of it is the bar
    const QImage two = drawn({{0.4, Qt::blue, "36 864", "conv"}, {0.04, Qt::red, "7 680", "shift"}});
    const int bar = static_cast<int>(line);
    EXPECT_GT(height, line) << "a line below the bar";
    const int used = static_cast<int>(300 * 0.44) + 1;
    EXPECT_EQ(unlike(two, QRect(used + 1, 0, 300 - used - 1, bar), theme.grid), 0)
        << "nothing in what is free";
    const QRect below(0, bar, 300, static_cast<int>(height - line));
    ASSERT_GT(unlike(two, below, theme.background), 20);
    int first = 300, last = 0;
    for (int x = 0; x < 300; ++x)
        if (unlike(two, QRect(x, bar, 1, below.height()), theme.background) > 0) {
            first = std::min(first, x);
            last = x;
        }
    EXPECT_NEAR((first + last) / 2.0, 300 * 0.42, 4) << "below the middle of its piece";
}

TEST_F(Bar, FiguresBelowKeepInsideAndApart) {
    const QImage image = drawn({{0.02, Qt::blue, "11", "conv"},
                                {0.02, Qt::red, "12", "shift"},
                                {0.94, Qt::green, {}, {}},
                                {0.02, Qt::black, "13", "adder"}});
    const int bar = static_cast<int>(std::ceil(height / 2));
    int runs = 0, white = 100;
    for (int x = 0; x < 300; ++x) {
        const bool ink =
            unlike(image, QRect(x, bar, 1, static_cast<int>(height) - bar), theme.background) > 0;
        if (ink && white >= 6)
            ++runs;
        white = ink ? 0 : white + 1;
    }
    EXPECT_EQ(runs, 3) << "three figures, apart";
}

} // namespace
} // namespace pairscape
