// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json_lines.h"

#include "core/base/resources.h"

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <sstream>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace pairscape {

namespace {

namespace fs = std::filesystem;

Error ioError(const fs::path& path, int reason) {
    return {ErrorCode::Io, "Cannot write " + path.string() + ": " + std::strerror(reason) +
                               "; what was stored before is untouched."};
}

/// An open file under its lock; both end with it.
class LockedFile {
  public:
    explicit LockedFile(const fs::path& path)
        : file_(::open(path.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0644)) {
        if (file_ >= 0)
            while (::flock(file_, LOCK_EX) != 0 && errno == EINTR) {
            }
    }
    ~LockedFile() {
        if (file_ >= 0)
            ::close(file_);
    }
    LockedFile(const LockedFile&) = delete;
    LockedFile& operator=(const LockedFile&) = delete;

    bool open() const { return file_ >= 0; }

    std::int64_t size() const {
        struct stat status {};
        return ::fstat(file_, &status) == 0 ? status.st_size : -1;
    }

    bool endsInLine() const {
        const std::int64_t bytes = size();
        char last = '\n';
        return bytes <= 0 || (::pread(file_, &last, 1, bytes - 1) == 1 && last == '\n');
    }

    bool append(const std::string& text) {
        return ::write(file_, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
               ::fsync(file_) == 0;
    }

  private:
    int file_;
};

} // namespace

Result<bool> beginJsonLines(const fs::path& path, const nlohmann::json& first) {
    if (path.empty())
        return Error{ErrorCode::InvalidInput, "The name of the file for results is empty; type one."};
    if (Status other = checkNotAStudy(path); !other)
        return other.error();
    LockedFile file(path);
    if (!file.open())
        return ioError(path, errno);
    if (file.size() != 0)
        return false;
    errno = ENOSPC;
    if (!file.append(first.dump() + "\n"))
        return ioError(path, errno);
    return true;
}

Status appendJsonLine(const fs::path& path, const nlohmann::json& line) {
    LockedFile file(path);
    errno = EIO;
    if (!file.open() || !file.append((file.endsInLine() ? "" : "\n") + line.dump() + "\n"))
        return ioError(path, errno);
    return {};
}

std::vector<nlohmann::json> parseJsonLines(const std::string& text) {
    std::istringstream lines(text);
    std::vector<nlohmann::json> list;
    for (std::string line; std::getline(lines, line);)
        if (!line.empty())
            list.push_back(nlohmann::json::parse(line, nullptr, false));
    return list;
}

} // namespace pairscape
