// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/number_text.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <cstdlib>

namespace pairscape {
namespace {

RC_GTEST_PROP(ExactText, ReadsBackAsTheSameDouble, (double value)) {
    if (std::isfinite(value))
        RC_ASSERT(std::strtod(exactText(value).c_str(), nullptr) == value);
}

TEST(SiText, KeepsThreeSignificantDigits) {
    EXPECT_EQ(siText(0), "0");
    EXPECT_EQ(siText(3410), "3.41\u2009k");
    EXPECT_EQ(siText(999.4), "999");
    EXPECT_EQ(siText(999.6), "1.00\u2009k");
    EXPECT_EQ(siText(0.0021), "2.10\u2009m");
    EXPECT_EQ(siText(-12.34), "\u221212.3");
    EXPECT_EQ(siText(NAN), "\u2013");
}

TEST(GroupedText, SeparatesThousands) {
    EXPECT_EQ(groupedText(0), "0");
    EXPECT_EQ(groupedText(999), "999");
    EXPECT_EQ(groupedText(20000), "20\u2009000");
    EXPECT_EQ(groupedText(-1234567), "\u22121\u2009234\u2009567");
}

TEST(DurationText, ReadsLikeSpeech) {
    EXPECT_EQ(durationText(-1), "\u2013");
    EXPECT_EQ(durationText(12.4), "12 s");
    EXPECT_EQ(durationText(200), "3 min 20 s");
    EXPECT_EQ(durationText(3840), "1 h 04 min");
}

TEST(RateText, TakesTheUnitOfTimeThatSuitsThem) {
    EXPECT_EQ(rateText(3410), "3.41\u2009k a second");
    EXPECT_EQ(rateText(1), "1.00 a second");
    EXPECT_EQ(rateText(0.49), "29.4 a minute");
    EXPECT_EQ(rateText(1.0 / 600), "6.00 an hour");
    EXPECT_EQ(rateText(0.049, "pairings"), "2.94 pairings a minute");
}

} // namespace
} // namespace pairscape
