// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/number_ticker.h"

#include "ui/models/figure_text.h"

#include <cmath>

namespace pairscape {

namespace {

struct TickPrefix {
    double factor;
    const char16_t* symbol;
};

TickPrefix prefixFor(double size) {
    if (size >= 0.9999e9)
        return {1e9, u"G"};
    if (size >= 0.9999e6)
        return {1e6, u"M"};
    if (size >= 0.9999e3)
        return {1e3, u"k"};
    return {1, u""};
}

/// As many as it takes to write the step exactly: 0.25 needs two, though it is above a tenth.
int decimalsFor(double step) {
    int decimals = 0;
    for (double scaled = step; decimals < 12 && std::abs(scaled - std::round(scaled)) > 1e-6 * scaled;
         scaled *= 10)
        ++decimals;
    return decimals;
}

} // namespace

bool NumberTicker::inDecades(const QCPRange& range) const {
    return logarithmic_ && range.lower > 0 && range.upper / range.lower >= 6;
}

double NumberTicker::getTickStep(const QCPRange& range) {
    range_ = range;
    step_ = QCPAxisTicker::getTickStep(range);
    return step_;
}

int NumberTicker::getSubTickCount(double tickStep) {
    return inDecades(range_) ? 8 : QCPAxisTicker::getSubTickCount(tickStep);
}

QVector<double> NumberTicker::createTickVector(double tickStep, const QCPRange& range) {
    if (!inDecades(range))
        return QCPAxisTicker::createTickVector(tickStep, range);
    const int first = static_cast<int>(std::floor(std::log10(range.lower)));
    const int last = static_cast<int>(std::ceil(std::log10(range.upper)));
    const double decades = std::log10(range.upper / range.lower);
    const bool between = decades * 3 <= tickCount() + 2.5;
    const int stride = std::max(1, static_cast<int>(std::ceil(decades / (tickCount() + 1))));
    QVector<double> ticks;
    for (int decade = first; decade <= last; decade += stride) {
        const double base = std::pow(10.0, decade);
        ticks.append(base);
        if (between)
            ticks << 2 * base << 5 * base;
    }
    return ticks;
}

QVector<double> NumberTicker::createSubTickVector(int subTickCount, const QVector<double>& ticks) {
    if (!inDecades(range_))
        return QCPAxisTicker::createSubTickVector(subTickCount, ticks);
    QVector<double> subTicks;
    const int first = static_cast<int>(std::floor(std::log10(range_.lower)));
    const int last = static_cast<int>(std::ceil(std::log10(range_.upper)));
    for (int decade = first; decade <= last; ++decade)
        for (int digit = 2; digit <= 9; ++digit)
            subTicks.append(digit * std::pow(10.0, decade));
    return subTicks;
}

QString NumberTicker::getTickLabel(double tick, const QLocale&, QChar, int) {
    if (std::abs(tick) < step_ * 1e-9 && !inDecades(range_))
        return QStringLiteral("0");
    const TickPrefix prefix = prefixed_ ? prefixFor(std::abs(tick)) : TickPrefix{1, u""};
    // In decades every tick is a round number of its own size.
    const double resolution =
        inDecades(range_) ? std::pow(10.0, std::floor(std::log10(std::abs(tick)) + 1e-9)) : step_;
    const int decimals = decimalsFor(resolution / prefix.factor);
    if (decimals == 0 && std::abs(tick / prefix.factor) >= 999.5)
        return countText(std::llround(tick / prefix.factor)); // only where prefixes are off
    const QString text = fixedText(tick / prefix.factor, decimals);
    const QString symbol = QString::fromUtf16(prefix.symbol);
    return symbol.isEmpty() ? text : text + QChar(0x2009) + symbol;
}

} // namespace pairscape
