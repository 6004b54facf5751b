// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/study/database.h"
#include "core/study/rows.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace pairscape {

/// Writes a whole new study at once, for merging and repairing: under another name until finish() gives it
/// its own, so that it is there whole or not at all. Throws SQLite::Exception but where it says otherwise.
class StudyBuilder {
  public:
    /// Checks that nothing is at `path` yet and that the folder may be written.
    static Result<std::unique_ptr<StudyBuilder>> create(const std::filesystem::path& path,
                                                        const StudySettings& settings);
    ~StudyBuilder(); ///< without finish() nothing is left
    StudyBuilder(const StudyBuilder&) = delete;
    StudyBuilder& operator=(const StudyBuilder&) = delete;

    RowWriter& rows() { return *rows_; }
    SQLite::Database& database() { return *database_; }

    /// Commits, closes and names the file; InvalidInput where another took the name meanwhile.
    Status finish();

  private:
    StudyBuilder(std::filesystem::path path, std::filesystem::path part)
        : path_(std::move(path)), part_(std::move(part)) {}
    void close();

    std::filesystem::path path_, part_;
    std::unique_ptr<SQLite::Database> database_;
    std::optional<RowWriter> rows_;
};

} // namespace pairscape
