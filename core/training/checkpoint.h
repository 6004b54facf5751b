// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace pairscape {

/// What a checkpoint file holds (docs/training.md): a JSON head that says what it is, and arrays of floats by
/// name.
struct Checkpoint {
    struct Array {
        std::string name;
        std::vector<float> values;
    };
    nlohmann::json head; ///< everything that is not an array: settings, step, history
    std::vector<Array> arrays;

    const std::vector<float>* find(const std::string& name) const;
};

/// Writes by way of a temporary file that is synced and renamed: after a crash the file is the old one or the
/// new one, never half of one.
Status writeCheckpoint(const std::filesystem::path& path, const Checkpoint& checkpoint);

/// NotFound where there is none; Corrupt where the content does not match its checksum; Unsupported when a
/// newer Pairscape wrote it.
Result<Checkpoint> readCheckpoint(const std::filesystem::path& path);

} // namespace pairscape
