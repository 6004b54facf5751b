// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/figure_text.h"

#include "app/cli/text_table.h"
#include "core/base/number_text.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace pairscape::cli {

std::string decimalText(double value, int decimals) {
    if (!std::isfinite(value))
        return "\u2013";
    char buffer[64];
    std::snprintf(buffer, sizeof buffer, "%.*f", decimals, value);
    return buffer;
}

std::string figureText(double value) {
    const double size = std::abs(value);
    const int decimals = std::isfinite(size) && size > 0
                             ? std::clamp(2 - static_cast<int>(std::floor(std::log10(size))), 3, 12)
                             : 3;
    return decimalText(value, decimals);
}

std::string countsText(const OperationCounts& counts) {
    TextList list;
    std::string split;
    for (const OperatorType op : allOperatorTypes)
        split += (split.empty() ? "" : ", ") + std::string(operatorTypeName(op)) + " " +
                 groupedText(counts.macs[indexOf(op)]);
    list.add("MAC-equivalents (counted)", groupedText(counts.total()) + "  (" + split + ")");
    list.add("multiplications (counted)", groupedText(counts.multiplications()));
    list.add("shifts (counted)", groupedText(counts.shifts()));
    list.add("additions (counted)", groupedText(counts.additions()));
    list.add("parameters (counted)", groupedText(counts.parameters));
    return list.text();
}

} // namespace pairscape::cli
