// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/figure_text.h"

#include "core/base/number_text.h"

#include <cmath>

namespace pairscape {

namespace {
const QString unknown = QStringLiteral("\u2013");

/// "1.79 × 10⁻⁵", for sizes that are not zero.
QString powerText(double value) {
    int exponent = static_cast<int>(std::floor(std::log10(std::abs(value))));
    double digits = value / std::pow(10.0, exponent);
    if (std::abs(digits) >= 9.995) { // 9.996 is 1.00 of the next power
        digits /= 10;
        ++exponent;
    }
    static constexpr const char16_t* raised = u"\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079";
    QString power = exponent < 0 ? QStringLiteral("\u207b") : QString();
    for (const QChar digit : QString::number(std::abs(exponent)))
        power += QChar(raised[digit.digitValue()]);
    return fixedText(digits, 2) + QStringLiteral("\u2009\u00d7\u200910") + power;
}

} // namespace

QString figureText(double value, Prefix prefix) {
    if (!std::isfinite(value))
        return unknown;
    const double size = std::abs(value);
    if (size == 0)
        return QStringLiteral("0");
    if (size >= 999500 && prefix == Prefix::Allowed)
        return QString::fromStdString(siText(value));
    if (size >= 999500 || size < 0.00009995)
        return powerText(value);
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
