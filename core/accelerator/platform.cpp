// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/accelerator/platform.h"

#include "core/base/resources.h"

#include <algorithm>
#include <cmath>
#include <filesystem>

namespace pairscape {

namespace {

/// The folder holds the table of PE costs beside the platforms.
constexpr std::string_view peCostTable = "pe-costs";

} // namespace

Resources Platform::budget() const {
    Resources budget = available;
    budget.lut = static_cast<int>(std::floor(available.lut * lutShare));
    return budget;
}

std::vector<std::string> Platform::presetNames() {
    std::vector<std::string> names = embeddedNames("platforms", ".json");
    std::erase(names, peCostTable);
    return names;
}

Result<Platform> Platform::preset(std::string_view name) {
    const std::string quoted = std::string("'").append(name).append("'");
    const std::vector<std::string> names = presetNames();
    if (std::find(names.begin(), names.end(), name) != names.end())
        return fromJson(*embeddedResource(std::string("platforms/").append(name).append(".json")),
                        "platform " + quoted);
    const auto near = nearestChoice(name, names);
    return Error{ErrorCode::NotFound, quoted + " is not a platform" +
                                          (near ? "; did you mean '" + *near + "'?" : ".") + " Choose from " +
                                          joinChoices(names) + "."};
}

Result<Platform> Platform::load(const std::string& presetOrPath) {
    const std::vector<std::string> names = presetNames();
    if (std::find(names.begin(), names.end(), presetOrPath) != names.end())
        return preset(presetOrPath);
    std::error_code ignored;
    if (std::filesystem::exists(presetOrPath, ignored)) {
        const auto text = readTextFile(presetOrPath);
        if (!text)
            return text.error();
        return fromJson(*text, "platform '" + presetOrPath + "'");
    }
    const std::vector<std::string> asics = embeddedNames("asic", ".json");
    if (std::find(asics.begin(), asics.end(), presetOrPath) != asics.end())
        return Error{ErrorCode::Unsupported,
                     "'" + presetOrPath +
                         "' is an ASIC template, which only 'pairscape-cli accelerate' and "
                         "'platform show' take; choose " +
                         joinChoices(names) + "."};
    const auto near = nearestChoice(presetOrPath, names);
    return Error{ErrorCode::NotFound, "'" + presetOrPath + "' is neither a platform nor a file" +
                                          (near ? "; did you mean '" + *near + "'?" : ".") + " Choose from " +
                                          joinChoices(names) + ", or name a JSON file."};
}

} // namespace pairscape
