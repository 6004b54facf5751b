// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <CLI/CLI.hpp>

#include <charconv>
#include <string>
#include <system_error>

namespace pairscape::app {

/// A whole number in decimal digits within bounds, for CLI::Option::transform; `help` stands behind the
/// value's name in the option's help. Leading zeros go, because CLI11 would take them for octal. CLI11 alone
/// also takes 0x10, wraps signs and saturates.
template <class Number>
CLI::Validator decimalOption(Number low, Number high, const std::string& help = {}) {
    const std::string range = std::to_string(low) + " to " + std::to_string(high);
    return CLI::Validator(
        [low, high, range](std::string& text) {
            Number value = 0;
            const char* const end = text.data() + text.size();
            const auto read = std::from_chars(text.data(), end, value);
            const std::size_t digits = text.starts_with('-') ? 1 : 0;
            if (text.size() == digits || text.find_first_not_of("0123456789", digits) != text.npos)
                return "Value " + text + " is not a whole number in decimal digits; choose one from " + range;
            if (read.ec != std::errc() || read.ptr != end || value < low || value > high)
                return "Value " + text + " not in range " + range;
            text = std::to_string(value);
            return std::string();
        },
        help);
}

} // namespace pairscape::app
