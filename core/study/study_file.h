// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/study/study.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string_view>

namespace pairscape {

/// This process's hold on a study's file: what stands in its header, and who may write. One of them exists
/// for each file, however often this process opens it, because closing any descriptor of a file would drop
/// the locks that SQLite holds on it elsewhere in the process (POSIX says so).
class StudyFile {
  public:
    /// Checks that the file is there, that Pairscape made it, and that this version knows its schema.
    /// ReadWrite also takes the right to write, which one program has at a time and which ends with its
    /// process, and requires that the file may be written.
    static Result<std::shared_ptr<StudyFile>> open(const std::filesystem::path& path, OpenMode mode);

    ~StudyFile();
    StudyFile(const StudyFile&) = delete;
    StudyFile& operator=(const StudyFile&) = delete;

    /// Whether some program, this one included, holds the right to write.
    bool hasWriter() const;
    /// Whether the path still leads to this file.
    bool inPlace() const;
    /// Whether file and folder may be written, as SQLite's WAL needs.
    bool writable() const;

  private:
    struct Shared;
    StudyFile(std::filesystem::path path, std::shared_ptr<Shared> shared, bool writes);

    std::filesystem::path path_;
    std::shared_ptr<Shared> shared_;
    bool writes_ = false;
};

/// Writes a new file with this content so that it is there whole or not at all, also after a power cut.
/// InvalidInput when there is a file already.
Status createFile(const std::filesystem::path& path, std::string_view content);

} // namespace pairscape
