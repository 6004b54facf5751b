// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

namespace pairscape {

/// Shortest decimal text that reads back as the same double; "nan", "inf" and "-inf" otherwise.
std::string exactText(double value);

/// Three significant digits with an SI prefix and a thin space before it: 3 410 -> "3.41 k".
std::string siText(double value);

/// An integer with thin spaces (U+2009) between groups of three digits.
std::string groupedText(std::int64_t value);

/// How often a thing happens, in a unit of time that needs no prefix below one: "3.41 k a second",
/// "29.4 a minute", "2.10 an hour"; with `what`, "29.4 pairings a minute".
std::string rateText(double perSecond, const std::string& what = {});

/// "1 h 04 min", "3 min 20 s", "12 s": a duration a person reads. "–" when negative (not known).
std::string durationText(double seconds);

} // namespace pairscape
