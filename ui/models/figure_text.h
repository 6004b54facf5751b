// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <cstdint>

namespace pairscape {

/// Three significant digits in the figure's own unit, thousands apart by thin spaces: 3412 -> "3 410",
/// 0.04567 -> "0.0457". An SI prefix where that would be too long (from a million, below a thousandth);
/// "–" for NaN and infinities.
QString figureText(double value);

/// A fixed number of decimals; "–" for NaN and infinities.
QString fixedText(double value, int decimals);

/// A count in full, thousands apart by thin spaces.
QString countText(std::int64_t value);

} // namespace pairscape
