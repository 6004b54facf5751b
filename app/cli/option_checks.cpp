// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/option_checks.h"

#include "core/base/resources.h"
#include "core/zeroshot/scorer.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <vector>

namespace pairscape::cli {

namespace {

template <class Number>
CLI::Validator wholeNumber(Number low) {
    constexpr Number high = std::numeric_limits<Number>::max();
    const std::string range = std::to_string(low) + " to " + std::to_string(high);
    return CLI::Validator(
        [low, range](const std::string& text) {
            Number value = 0;
            const char* const end = text.data() + text.size();
            const auto read = std::from_chars(text.data(), end, value);
            const bool fits = read.ec == std::errc() && read.ptr == end && value >= low;
            return fits ? std::string() : "Value " + text + " not in range " + range;
        },
        "");
}

} // namespace

CLI::Validator notEmpty() {
    return CLI::Validator(
        [](const std::string& text) {
            return text.empty() ? std::string("The text is empty") : std::string();
        },
        "");
}

CLI::Validator seedRange() {
    return wholeNumber<std::uint64_t>(0);
}

CLI::Validator pairingRange() {
    return wholeNumber<std::int64_t>(1);
}

CLI::Validator knownMetric() {
    return CLI::Validator(
        [](const std::string& word) {
            std::vector<std::string> names;
            for (const MetricInfo& info : metricInfos())
                names.push_back(info.name);
            if (word == "all" || std::find(names.begin(), names.end(), word) != names.end())
                return std::string();
            const auto near = nearestChoice(word, names);
            return "There is no metric '" + word + "'" + (near ? " (did you mean '" + *near + "'?)" : "") +
                   "; docs/zero-shot.md lists them, and '--metrics all' computes every one";
        },
        "");
}

} // namespace pairscape::cli
