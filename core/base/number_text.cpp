// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/number_text.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstdlib>

namespace pairscape {

namespace {
constexpr const char* thinSpace = "\u2009";
}

std::string exactText(double value) {
    if (std::isnan(value))
        return "nan";
    if (std::isinf(value))
        return value > 0 ? "inf" : "-inf";
    std::array<char, 32> buffer{};
    const auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
    return error == std::errc() ? std::string(buffer.data(), end) : std::string("nan");
}

std::string siText(double value) {
    if (!std::isfinite(value))
        return "\u2013";
    static constexpr const char* prefixes[] = {"p", "n", "\u00b5", "m", "", "k", "M", "G", "T", "P", "E"};
    constexpr int unit = 4;
    int index = unit;
    double scaled = std::abs(value);
    if (scaled > 0) {
        // Rounded to three digits first, so that 999.96 becomes 1.00 k and never 1000.
        while (scaled >= 999.5 && index < 10) {
            scaled /= 1000;
            ++index;
        }
        while (scaled < 0.9995 && index > 0) {
            scaled *= 1000;
            --index;
        }
    }
    const int decimals = scaled >= 99.95 ? 0 : scaled >= 9.995 ? 1 : 2;
    std::array<char, 32> buffer{};
    std::snprintf(buffer.data(), buffer.size(), "%s%.*f", value < 0 ? "\u2212" : "",
                  scaled == 0 ? 0 : decimals, scaled);
    std::string text = buffer.data();
    if (*prefixes[index] != '\0')
        text += std::string(thinSpace) + prefixes[index];
    return text;
}

std::string groupedText(std::int64_t value) {
    const std::string digits = std::to_string(value < 0 ? -value : value);
    std::string text = value < 0 ? "\u2212" : "";
    for (std::size_t i = 0; i < digits.size(); ++i) {
        if (i > 0 && (digits.size() - i) % 3 == 0)
            text += thinSpace;
        text += digits[i];
    }
    return text;
}

std::string durationText(double seconds) {
    if (!(seconds >= 0) || !std::isfinite(seconds))
        return "\u2013";
    const auto whole = static_cast<std::int64_t>(std::llround(seconds));
    std::array<char, 48> buffer{};
    if (whole >= 3600)
        std::snprintf(buffer.data(), buffer.size(), "%lld h %02lld min", static_cast<long long>(whole / 3600),
                      static_cast<long long>(whole / 60 % 60));
    else if (whole >= 60)
        std::snprintf(buffer.data(), buffer.size(), "%lld min %02lld s", static_cast<long long>(whole / 60),
                      static_cast<long long>(whole % 60));
    else
        std::snprintf(buffer.data(), buffer.size(), "%lld s", static_cast<long long>(whole));
    return buffer.data();
}

std::string rateText(double perSecond, const std::string& what) {
    const std::string things = what.empty() ? what : " " + what;
    if (perSecond >= 1)
        return siText(perSecond) + things + " a second";
    if (perSecond * 60 >= 1)
        return siText(perSecond * 60) + things + " a minute";
    return siText(perSecond * 3600) + things + " an hour";
}

} // namespace pairscape
