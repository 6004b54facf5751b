// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/number_ticker.h"

#include <gtest/gtest.h>

#include <QLocale>

namespace pairscape {
namespace {

std::vector<std::string> labels(double lower, double upper, bool logarithmic, int count = 5,
                                bool prefixed = true) {
    NumberTicker ticker;
    ticker.setPrefixed(prefixed);
    ticker.setLogarithmic(logarithmic);
    ticker.setTickCount(count);
    QVector<double> ticks;
    QVector<QString> texts;
    ticker.generate(QCPRange(lower, upper), QLocale::c(), QLatin1Char('g'), 6, ticks, nullptr, &texts);
    std::vector<std::string> result;
    for (qsizetype i = 0; i < ticks.size(); ++i)
        if (ticks[i] >= lower * (1 - 1e-9) && ticks[i] <= upper * (1 + 1e-9))
            result.push_back(texts[i].toStdString());
    return result;
}

/// On an axis in mJ·ms, "1 k" would be a prefix on a prefix.
TEST(NumberTicker, WritesThousandsInFullWhereTheUnitHasAPrefix) {
    EXPECT_EQ(labels(80, 12000, true, 6, false),
              (std::vector<std::string>{"100", "200", "500", "1\u2009000", "2\u2009000", "5\u2009000",
                                        "10\u2009000"}));
    EXPECT_EQ(labels(0, 4000, false, 5, false),
              (std::vector<std::string>{"0", "1\u2009000", "2\u2009000", "3\u2009000", "4\u2009000"}));
}

TEST(NumberTicker, WritesDecadesOnALogarithmicAxis) {
    EXPECT_EQ(labels(80, 12000, true, 6), (std::vector<std::string>{"100", "200", "500", "1\u2009k",
                                                                    "2\u2009k", "5\u2009k", "10\u2009k"}));
}

TEST(NumberTicker, WritesEveryTickOfALinearAxisExactly) {
    EXPECT_EQ(labels(1.9, 2.0, false, 4),
              (std::vector<std::string>{"1.900", "1.925", "1.950", "1.975", "2.000"}));
    const std::vector<std::string> thousands = labels(0, 4000, false, 4);
    EXPECT_EQ(thousands.front(), "0");
    EXPECT_EQ(thousands.back(), "4\u2009k");
}

/// What is written, read back, is where the tick stands.
TEST(NumberTicker, ReadsBack) {
    for (const double upper : {0.3, 1.0, 2.5, 7.0, 30.0, 420.0, 999.0, 4.2e3, 9.9e5, 3.3e7}) {
        NumberTicker ticker;
        QVector<double> ticks;
        QVector<QString> texts;
        ticker.generate(QCPRange(0, upper), QLocale::c(), QLatin1Char('g'), 6, ticks, nullptr, &texts);
        for (qsizetype i = 0; i < ticks.size(); ++i) {
            QString text = texts[i];
            double factor = 1;
            for (const auto& [symbol, scale] : {std::pair{u'k', 1e3}, {u'M', 1e6}, {u'G', 1e9}})
                if (text.endsWith(QChar(symbol))) {
                    factor = scale;
                    text.chop(2);
                }
            text.replace(QChar(0x2212), QLatin1Char('-'));
            EXPECT_NEAR(text.toDouble() * factor, ticks[i], 1e-9 * upper) << texts[i].toStdString();
        }
    }
}

} // namespace
} // namespace pairscape
