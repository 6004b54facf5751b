// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/option_checks.h"

#include "app/whole_number_option.h"
#include "core/base/number_text.h"
#include "core/base/resources.h"
#include "core/zeroshot/scorer.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <memory>
#include <vector>

namespace pairscape::cli {

CLI::Validator notEmpty() {
    return CLI::Validator(
        [](const std::string& text) {
            return text.empty() ? std::string("The text is empty") : std::string();
        },
        "");
}

CLI::Validator wholeNumber(std::int64_t low, std::int64_t high) {
    return app::decimalOption(low, high,
                              "INT in [" + std::to_string(low) + " - " + std::to_string(high) + "]");
}

CLI::Validator numberWithin(double low, double high) {
    const std::string range = exactText(low) + " to " + exactText(high);
    return CLI::Validator(
        [low, high, range](const std::string& text) {
            double value = 0;
            const char* const end = text.data() + text.size();
            const auto read = std::from_chars(text.data(), end, value);
            if (read.ec == std::errc::invalid_argument || read.ptr != end || std::isnan(value))
                return "Value " + text + " is not a number; choose one from " + range;
            return read.ec != std::errc() || value < low || value > high
                       ? "Value " + text + " not in range " + range
                       : std::string();
        },
        "FLOAT in [" + exactText(low) + " - " + exactText(high) + "]");
}

CLI::Validator seedRange() {
    return app::decimalOption<std::uint64_t>(0, std::numeric_limits<std::uint64_t>::max());
}

CLI::Validator pairingRange() {
    return app::decimalOption<std::int64_t>(1, std::numeric_limits<std::int64_t>::max());
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

std::function<void(std::string)> onceEach() {
    const auto before = std::make_shared<std::vector<std::string>>();
    return [before](const std::string& word) {
        if (std::find(before->begin(), before->end(), word) != before->end())
            throw CLI::ValidationError("'" + word + "' is named twice");
        before->push_back(word);
        if (before->size() > 1 && std::find(before->begin(), before->end(), "all") != before->end())
            throw CLI::ValidationError("'all' stands alone");
    };
}

} // namespace pairscape::cli
