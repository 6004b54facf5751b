// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/mapped_file.h"

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace pairscape {

Result<std::shared_ptr<const MappedFile>> MappedFile::open(const std::filesystem::path& path) {
    const auto fail = [&](int reason) {
        return Error{reason == ENOENT ? ErrorCode::NotFound : ErrorCode::Io,
                     "Cannot read " + path.string() + ": " + std::strerror(reason) + "."};
    };
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return fail(errno);
    struct stat status {};
    if (::fstat(file, &status) != 0 || !S_ISREG(status.st_mode)) {
        const int reason = S_ISREG(status.st_mode) ? errno : EISDIR;
        ::close(file);
        return fail(reason);
    }
    const auto size = static_cast<std::size_t>(status.st_size);
    const std::uint8_t* data = nullptr;
    if (size > 0) {
        void* memory = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file, 0);
        if (memory == MAP_FAILED) {
            const int reason = errno;
            ::close(file);
            return fail(reason);
        }
        data = static_cast<const std::uint8_t*>(memory);
    }
    return std::shared_ptr<const MappedFile>(new MappedFile(file, data, size));
}

bool MappedFile::whole() const {
    struct stat status {};
    return ::fstat(file_, &status) == 0 && static_cast<std::size_t>(status.st_size) >= size_;
}

MappedFile::~MappedFile() {
    if (data_ != nullptr)
        ::munmap(const_cast<std::uint8_t*>(data_), size_);
    ::close(file_);
}

} // namespace pairscape
