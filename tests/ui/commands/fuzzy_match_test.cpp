// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/commands/fuzzy_match.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

namespace pairscape {
namespace {

int scoreOf(const char* pattern, const char* text) {
    const auto match = fuzzyMatch(QString::fromUtf8(pattern), QString::fromUtf8(text));
    return match ? match->score : -1'000'000;
}

TEST(FuzzyMatch, FindsLettersInTheirOrderWhateverTheCase) {
    EXPECT_TRUE(fuzzyMatch("expd", "Export design"));
    EXPECT_TRUE(fuzzyMatch("EX DE", "Export design"));
    EXPECT_FALSE(fuzzyMatch("dexp", "Export design"));
    EXPECT_FALSE(fuzzyMatch("exportdesigns", "Export design"));
    EXPECT_TRUE(fuzzyMatch("", "Export design"));
}

TEST(FuzzyMatch, StartsOfWordsAndNeighboursCountMore) {
    EXPECT_GT(scoreOf("ed", "Export design"), scoreOf("ed", "Speed"));
    EXPECT_GT(scoreOf("pin", "Pin design"), scoreOf("pin", "Open in a window"));
    EXPECT_GT(scoreOf("run", "Run"), scoreOf("run", "Run pane"));
}

TEST(FuzzyMatch, SaysWhichLettersItTook) {
    const auto match = fuzzyMatch("ed", "Export design");
    ASSERT_TRUE(match);
    EXPECT_EQ(match->positions, (QList<int>{0, 7}));
}

/// The best score by trying every way to take the pattern from the text.
int bestByTrying(const QString& pattern, const QString& text, qsizetype at, qsizetype from, qsizetype last) {
    if (at == pattern.size())
        return 0;
    int best = -1'000'000;
    for (qsizetype j = from; j < text.size(); ++j) {
        if (text[j] != pattern[at])
            continue;
        const bool start = j == 0 || !text[j - 1].isLetterOrNumber();
        const int here = (start ? 10 : 1) + (at > 0 && j == last + 1 ? 8 : 0);
        best = std::max(best, here + bestByTrying(pattern, text, at + 1, j + 1, j));
    }
    return best;
}

QString word(const std::vector<int>& letters) {
    QString text;
    for (const int letter : letters)
        text += QStringLiteral("ab c")[letter];
    return text;
}

RC_GTEST_PROP(FuzzyMatch, FindsTheBestOfAllWays, ()) {
    const auto letters = rc::gen::inRange(0, 4);
    const QString text = word(*rc::gen::container<std::vector<int>>(letters));
    const QString typed = word(*rc::gen::container<std::vector<int>>(letters)).left(4);
    QString pattern = typed;
    pattern.remove(QLatin1Char(' '));
    const int best = bestByTrying(pattern, text, 0, 0, -2);
    const auto match = fuzzyMatch(typed, text);
    RC_ASSERT(match.has_value() == (best >= 0));
    if (match && !pattern.isEmpty()) {
        RC_ASSERT(match->score == best * 16 - static_cast<int>(text.size()));
        RC_ASSERT(match->positions.size() == pattern.size());
        for (qsizetype i = 0; i < pattern.size(); ++i)
            RC_ASSERT(text[match->positions[i]] == pattern[i]);
    }
}

} // namespace
} // namespace pairscape
