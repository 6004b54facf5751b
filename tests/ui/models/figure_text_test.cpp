// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/figure_text.h"

#include <gtest/gtest.h>

#include <rapidcheck.h>

#include <cmath>
#include <limits>

namespace pairscape {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

std::string shown(double value) {
    return figureText(value).toStdString();
}

TEST(FigureText, ShowsThreeSignificantDigits) {
    EXPECT_EQ(shown(0), "0");
    EXPECT_EQ(shown(0.04567), "0.0457");
    EXPECT_EQ(shown(1.2345), "1.23");
    EXPECT_EQ(shown(12.345), "12.3");
    EXPECT_EQ(shown(123.45), "123");
    EXPECT_EQ(shown(3412), "3\u2009410");
    EXPECT_EQ(shown(123456), "123\u2009000");
    EXPECT_EQ(shown(-1.5), "\u22121.50");
}

TEST(FigureText, RoundsOverTheEdgeOfADigit) {
    EXPECT_EQ(shown(9.996), "10.0");
    EXPECT_EQ(shown(99.96), "100");
    EXPECT_EQ(shown(999.4), "999");
    EXPECT_EQ(shown(999.6), "1\u2009000");
    EXPECT_EQ(shown(9996), "10\u2009000");
}

TEST(FigureText, UsesPrefixesWhereDigitsWouldBeTooMany) {
    EXPECT_EQ(shown(2.5e6), "2.50\u2009M");
    EXPECT_EQ(shown(999600), "1.00\u2009M");
}

/// "179 µ" in front of "mJ·ms" would be a prefix on a prefix.
TEST(FigureText, WritesWhatIsSmallWithoutPrefixes) {
    EXPECT_EQ(shown(0.000179), "0.000179");
    EXPECT_EQ(shown(0.0000179), "1.79\u2009\u00d7\u200910\u207b\u2075");
    EXPECT_EQ(shown(-3e-12), "\u22123.00\u2009\u00d7\u200910\u207b\u00b9\u00b2");
    EXPECT_EQ(shown(9.999e-6), "1.00\u2009\u00d7\u200910\u207b\u2075");
    EXPECT_EQ(shown(0.00009996), "0.000100");
    EXPECT_EQ(figureText(2.5e6, Prefix::Never).toStdString(), "2.50\u2009\u00d7\u200910\u2076");
    EXPECT_EQ(figureText(3412, Prefix::Never).toStdString(), "3\u2009410");
}

TEST(FigureText, HasADashForWhatIsNotThere) {
    EXPECT_EQ(shown(nan), "\u2013");
    EXPECT_EQ(shown(std::numeric_limits<double>::infinity()), "\u2013");
    EXPECT_EQ(fixedText(nan, 3).toStdString(), "\u2013");
}

TEST(FigureText, NeverWritesMinusZero) {
    EXPECT_EQ(fixedText(-0.0001, 2).toStdString(), "0.00");
    EXPECT_EQ(fixedText(-0.25, 2).toStdString(), "\u22120.25");
}

/// What a person reads back differs from the value by at most half a unit in the third digit.
TEST(FigureText, ReadsBackWithinHalfAUnitOfTheThirdDigit) {
    const bool holds = rc::check([] {
        const double value = std::pow(10.0, *rc::gen::inRange(-3990, 5990) / 1000.0);
        QString text = figureText(value);
        text.remove(QChar(0x2009));
        bool read = false;
        const double back = text.toDouble(&read);
        RC_ASSERT(read);
        const double unit = std::pow(10.0, std::floor(std::log10(value)) - 2);
        RC_ASSERT(std::abs(back - value) <= unit * 0.5 * (1 + 1e-9));
    });
    EXPECT_TRUE(holds);
}

TEST(CountText, GroupsByThree) {
    EXPECT_EQ(countText(0).toStdString(), "0");
    EXPECT_EQ(countText(1204).toStdString(), "1\u2009204");
    EXPECT_EQ(countText(20000000).toStdString(), "20\u2009000\u2009000");
}

} // namespace
} // namespace pairscape
