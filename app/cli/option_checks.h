// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <CLI/CLI.hpp>

#include <cstdint>
#include <functional>
#include <string>

namespace pairscape::cli {

// Checks of option values beside CLI11's own. What fails one is a wrong command line (exit code 2), found
// before a verb touches any file.

/// Not the empty text, which CLI11 takes for "not typed" in an optional.
CLI::Validator notEmpty();

// For whole numbers use transform(), not check() (app/whole_number_option.h says why).

/// A whole number in decimal digits within bounds.
CLI::Validator wholeNumber(std::int64_t low, std::int64_t high);

/// A finite number within bounds, for check().
CLI::Validator numberWithin(double low, double high);

/// 0 to 2^64-1.
CLI::Validator seedRange();

/// 1 to 2^63-1: what a pairing can be numbered.
CLI::Validator pairingRange();

/// A word that `parse` (std::string -> Result) knows; else its sentence.
template <class Parse>
CLI::Validator known(Parse parse) {
    return CLI::Validator(
        [parse](const std::string& word) {
            const auto found = parse(word);
            return found.ok() ? std::string() : found.error().message;
        },
        "");
}

/// A zero-shot metric, or "all".
CLI::Validator knownMetric();

/// For CLI::Option::each of a list: refuses a word that came before, and "all" beside others.
std::function<void(std::string)> onceEach();

} // namespace pairscape::cli
