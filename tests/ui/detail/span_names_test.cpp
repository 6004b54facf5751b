// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/detail/span_names.h"

#include <gtest/gtest.h>

#include <QFontMetricsF>
#include <QImage>
#include <QPainter>

namespace pairscape {
namespace {

/// Columns of a picture of the names in which there are words; the ticks above them are left out.
class Names : public testing::Test {
  protected:
    std::vector<bool> inked(const std::vector<NamedSpan>& spans, double width) const {
        QImage image(static_cast<int>(width), static_cast<int>(spanNamesHeight(theme)), QImage::Format_RGB32);
        image.fill(Qt::white);
        QPainter painter(&image);
        drawSpanNames(painter, theme, spans, QRectF(image.rect()));
        painter.end();
        std::vector<bool> columns;
        for (int x = 0; x < image.width(); ++x) {
            bool ink = false;
            for (int y = 6; y < image.height(); ++y)
                ink = ink || qGray(image.pixel(x, y)) < 200;
            columns.push_back(ink);
        }
        return columns;
    }
    /// First and last column with words between two places; -1 where there are none.
    static std::pair<int, int> extent(const std::vector<bool>& columns, double from, double to) {
        std::pair<int, int> found{-1, -1};
        for (int x = static_cast<int>(from); x < static_cast<int>(to); ++x)
            if (columns[static_cast<std::size_t>(x)]) {
                found.first = found.first < 0 ? x : found.first;
                found.second = x;
            }
        return found;
    }
    double wide(const QString& text) const {
        return QFontMetricsF(theme.font(theme.small)).horizontalAdvance(text);
    }

    Theme theme = Theme::make(ThemeMode::Light);
};

TEST_F(Names, StandInTheMiddleOfTheirSpans) {
    const auto columns = inked({{"stem", 0, 100}, {"mb3.2", 100, 260}, {"head", 260, 300}}, 300);
    for (const auto& [name, from, to] :
         {std::tuple(QString("stem"), 0, 100), std::tuple(QString("mb3.2"), 100, 260),
          std::tuple(QString("head"), 260, 300)}) {
        const auto [first, last] = extent(columns, from, to);
        ASSERT_GE(first, 0) << name.toStdString();
        EXPECT_NEAR((first + last) / 2.0, (from + to) / 2.0, 2) << name.toStdString();
        EXPECT_NEAR(last - first, wide(name), 4) << name.toStdString();
    }
}

TEST_F(Names, AreShortenedToTheirFiguresAndLeftOutWhereTheseDoNotFit) {
    const double brief = wide("3.2");
    const auto [first, last] = extent(inked({{"mb3.2", 40, 40 + brief + 2}}, 200), 0, 200);
    ASSERT_GE(first, 0);
    EXPECT_NEAR(last - first, brief, 3);
    EXPECT_EQ(extent(inked({{"mb3.2", 40, 46}}, 200), 0, 200).first, -1);
    EXPECT_EQ(extent(inked({{"stem", 40, 46}}, 200), 0, 200).first, -1) << "it has no figures";
}

TEST_F(Names, KeepClearOfEachOther) {
    std::vector<NamedSpan> spans;
    for (int i = 0; i < 12; ++i)
        spans.push_back({QString("mb%1").arg(i), i * wide("mb1"), (i + 1) * wide("mb1")});
    const auto columns = inked(spans, 12 * wide("mb1"));
    // Between two names there is a gap that is wider than one between letters.
    int runs = 0, white = 100;
    for (const bool ink : columns) {
        if (ink && white >= 3)
            ++runs;
        white = ink ? 0 : white + 1;
    }
    EXPECT_GE(runs, 6);
    int widest = 0, run = 0;
    white = 0;
    for (const bool ink : columns) {
        white = ink ? 0 : white + 1;
        run = white >= 3 ? 0 : run + 1;
        widest = std::max(widest, run);
    }
    EXPECT_LE(widest, wide("mb10") + 4) << "no two names run into one word";
}

TEST_F(Names, OfASpanThatIsPartlySeenStandInThatPart) {
    const auto [first, last] = extent(inked({{"mb3", -400, 60}}, 200), 0, 200);
    ASSERT_GE(first, 0);
    EXPECT_NEAR((first + last) / 2.0, 30, 2);
}

} // namespace
} // namespace pairscape
