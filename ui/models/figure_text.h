// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <cstdint>

namespace pairscape {

/// Whether a figure from a million on may take an SI prefix: not where its unit has one already ("2 M ms").
enum class Prefix { Allowed, Never };

/// Three significant digits in the figure's own unit, thousands apart by thin spaces: 3412 -> "3 410",
/// 0.04567 -> "0.0457". From a million on with an SI prefix ("2.50 M") or, where that is never allowed, as
/// a power of ten; below 0.0001 as a power of ten too: prefixes never stand on each other. "–" for NaN and
/// infinities.
QString figureText(double value, Prefix prefix = Prefix::Allowed);

/// A fixed number of decimals; "–" for NaN and infinities.
QString fixedText(double value, int decimals);

/// A count in full, thousands apart by thin spaces.
QString countText(std::int64_t value);

} // namespace pairscape
