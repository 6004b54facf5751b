// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/commands/fuzzy_match.h"

#include <limits>
#include <vector>

namespace pairscape {

namespace {

constexpr int atWordStart = 10;
constexpr int sideBySide = 8;
constexpr int anywhere = 1;

bool startsWord(const QString& text, qsizetype at) {
    return at == 0 || !text[at - 1].isLetterOrNumber();
}

} // namespace

std::optional<FuzzyMatch> fuzzyMatch(const QString& pattern, const QString& text) {
    QString wanted;
    for (const QChar c : pattern)
        if (!c.isSpace())
            wanted += c.toLower();
    const QString in = text.toLower();
    const auto n = static_cast<std::size_t>(wanted.size());
    const auto m = static_cast<std::size_t>(in.size());
    if (n == 0)
        return FuzzyMatch{};
    if (n > m)
        return std::nullopt;

    // best[i][j]: the best score of the first i+1 characters with the last of them at j.
    constexpr int none = std::numeric_limits<int>::min() / 2;
    std::vector<std::vector<int>> best(n, std::vector<int>(m, none));
    std::vector<std::vector<int>> from(n, std::vector<int>(m, -1));
    for (std::size_t i = 0; i < n; ++i) {
        int before = none; // the best end of the shorter pattern left of j - 1
        int beforeAt = -1;
        for (std::size_t j = i; j < m; ++j) {
            if (i > 0 && j >= 2 && best[i - 1][j - 2] > before) {
                before = best[i - 1][j - 2];
                beforeAt = static_cast<int>(j) - 2;
            }
            if (in[static_cast<qsizetype>(j)] != wanted[static_cast<qsizetype>(i)])
                continue;
            const int here = startsWord(in, static_cast<qsizetype>(j)) ? atWordStart : anywhere;
            if (i == 0) {
                best[i][j] = here;
                continue;
            }
            const int adjacent = best[i - 1][j - 1] + sideBySide;
            best[i][j] = std::max(adjacent, before) + here;
            from[i][j] = adjacent >= before ? static_cast<int>(j) - 1 : beforeAt;
        }
    }
    std::size_t end = 0;
    for (std::size_t j = 0; j < m; ++j)
        if (best[n - 1][j] > best[n - 1][end])
            end = j;
    if (best[n - 1][end] < 0)
        return std::nullopt;

    FuzzyMatch match;
    match.score = best[n - 1][end] * 16 - static_cast<int>(m);
    int at = static_cast<int>(end);
    for (std::size_t i = n; i-- > 0; at = from[i][static_cast<std::size_t>(at)])
        match.positions.prepend(at);
    return match;
}

} // namespace pairscape
