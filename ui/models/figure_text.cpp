// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/figure_text.h"

#include "core/base/number_text.h"

#include <cmath>

namespace pairscape {

namespace {
const QString unknown = QStringLiteral("\u2013");
}

QString figureText(double value) {
    if (!std::isfinite(value))
        return unknown;
    const double size = std::abs(value);
    if (size == 0)
        return QStringLiteral("0");
    if (size >= 999500 || size < 0.0009995)
        return QString::fromStdString(siText(value));
    if (size >= 999.5) {
        const double step = std::pow(10.0, std::floor(std::log10(size)) - 2);
        return countText(static_cast<std::int64_t>(std::llround(std::round(value / step) * step)));
    }
    // Digits before the point after rounding to three: 99.96 is "100", not "100.0".
    int decimals = 2 - static_cast<int>(std::floor(std::log10(size)));
    if (size * std::pow(10.0, decimals) >= 999.5)
        --decimals;
    return fixedText(value, decimals > 0 ? decimals : 0);
}

QString fixedText(double value, int decimals) {
    if (!std::isfinite(value))
        return unknown;
    QString text = QString::number(std::abs(value), 'f', decimals);
    const bool zero = text.toDouble() == 0;
    return value < 0 && !zero ? QStringLiteral("\u2212") + text : text;
}

QString countText(std::int64_t value) {
    return QString::fromStdString(groupedText(value));
}

} // namespace pairscape
