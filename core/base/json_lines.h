// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <string>
#include <vector>

/// Files of JSON lines to which results are appended the moment they are known, by several processes at once.
/// A first line says what the others are about.
namespace pairscape {

/// Creates the file with `first` where there is none, or where it is empty; true where it did. Safe when
/// several processes call it at once. Io where it cannot be written, InvalidInput for an empty name or a
/// study.
Result<bool> beginJsonLines(const std::filesystem::path& path, const nlohmann::json& first);

/// Appends one line with one synced write under the file's lock. A half line that a crash left is ended
/// first.
Status appendJsonLine(const std::filesystem::path& path, const nlohmann::json& line);

/// The lines of a text, each parsed; those that cannot be (a crash may leave a half one) are discarded values
/// (nlohmann::json::is_discarded()). Empty lines are left out.
std::vector<nlohmann::json> parseJsonLines(const std::string& text);

} // namespace pairscape
