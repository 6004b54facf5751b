// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

#include <optional>

namespace pairscape {

/// How well a pattern fits a text, and which characters of the text it took.
struct FuzzyMatch {
    int score = 0; ///< higher is better; comes first in a list
    QList<int> positions;
};

/// Matches when all characters of the pattern but spaces occur in the text in their order, whatever the
/// case. Starts of words and characters side by side count more, long texts a little less: "ed" finds
/// "Export design" before "Open read-only". An empty pattern fits everything equally.
std::optional<FuzzyMatch> fuzzyMatch(const QString& pattern, const QString& text);

} // namespace pairscape
