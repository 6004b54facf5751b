// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>

namespace pairscape {

/// A file's bytes as memory, read-only, fetched by the system when they are looked at. Immutable, so threads
/// may share it.
class MappedFile {
  public:
    /// NotFound or Io, with the path and the reason; an empty file maps to an empty span.
    static Result<std::shared_ptr<const MappedFile>> open(const std::filesystem::path& path);

    ~MappedFile();
    MappedFile(const MappedFile&) = delete;
    MappedFile& operator=(const MappedFile&) = delete;

    std::span<const std::uint8_t> bytes() const { return {data_, size_}; }
    /// False once somebody has cut the file short: to read what is gone would end the program (SIGBUS). Asks
    /// the system each time, in less than a microsecond.
    bool whole() const;

  private:
    MappedFile(int file, const std::uint8_t* data, std::size_t size)
        : file_(file), data_(data), size_(size) {}

    int file_;
    const std::uint8_t* data_;
    std::size_t size_;
};

} // namespace pairscape
