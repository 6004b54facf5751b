// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/study_file.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <map>
#include <mutex>
#include <string>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace pairscape {

namespace fs = std::filesystem;

namespace {

/// The byte that a writer locks: far behind any content and behind the bytes that SQLite locks.
constexpr off_t writerByte = off_t{1} << 61;

Error io(const fs::path& path, const std::string& doing, int reason, const std::string& next) {
    return {ErrorCode::Io,
            "Cannot " + doing + " " + path.string() + ": " + std::strerror(reason) + ". " + next};
}

using FileKey = std::pair<dev_t, ino_t>;

struct flock writerLock(short type) {
    struct flock lock {};
    lock.l_type = type;
    lock.l_whence = SEEK_SET;
    lock.l_start = writerByte;
    lock.l_len = 1;
    return lock;
}

/// Reads the header without SQLite, so that another program's file is not touched.
Status checkHeader(int descriptor, const fs::path& path, OpenMode mode) {
    std::array<unsigned char, 100> header{};
    const ssize_t got = ::pread(descriptor, header.data(), header.size(), 0);
    if (got < 0)
        return io(path, "read", errno, "Check the disk.");
    const auto number = [&header](std::size_t at) {
        return static_cast<std::int32_t>(std::uint32_t{header[at]} << 24 |
                                         std::uint32_t{header[at + 1]} << 16 |
                                         std::uint32_t{header[at + 2]} << 8 | header[at + 3]);
    };
    static constexpr char magic[] = "SQLite format 3"; // its closing zero belongs to it
    const bool sqlite =
        got == static_cast<ssize_t>(header.size()) && std::memcmp(header.data(), magic, sizeof magic) == 0;
    if (got == 0)
        return Error{ErrorCode::Corrupt,
                     path.string() + " is an empty file, not a study; name another file."};
    if (!sqlite)
        return Error{ErrorCode::Corrupt, path.string() + " is not a Pairscape study; name another file."};
    if (number(68) != studyApplicationId)
        return Error{ErrorCode::Corrupt, path.string() +
                                             " was made by another program and is not a Pairscape "
                                             "study; name another file."};
    const std::int32_t schema = number(60);
    if (schema < 1)
        return Error{ErrorCode::Corrupt,
                     path.string() + " is damaged: its header names no schema; restore it from a copy."};
    if (schema > studySchemaVersion && mode == OpenMode::ReadWrite)
        return Error{ErrorCode::Unsupported, "This study was made by a newer Pairscape (schema " +
                                                 std::to_string(schema) +
                                                 "). Update, or open a copy read-only."};
    return {};
}

} // namespace

struct StudyFile::Shared {
    FileKey key;
    int descriptor = -1;
    bool writing = false; ///< guarded by the registry's mutex

    ~Shared();
};

namespace {

std::mutex registryMutex;

/// The files that this process holds open. Guarded by registryMutex.
template <class Shared>
std::map<FileKey, std::weak_ptr<Shared>>& registry() {
    static std::map<FileKey, std::weak_ptr<Shared>> files;
    return files;
}

} // namespace

StudyFile::Shared::~Shared() {
    if (descriptor >= 0)
        ::close(descriptor);
}

Result<std::shared_ptr<StudyFile>> StudyFile::open(const fs::path& path, OpenMode mode) {
    std::shared_ptr<StudyFile> file; // before the lock: where it goes again, it takes the lock itself
    if (path.empty())
        return Error{ErrorCode::InvalidInput, "The name of the study is empty; type one."};
    const std::lock_guard lock(registryMutex);
    struct stat info {};
    if (::stat(path.c_str(), &info) != 0) {
        if (errno == ENOENT || errno == ENOTDIR)
            return Error{ErrorCode::NotFound, "There is no study " + path.string() + "; check the path."};
        return io(path, "open", errno, "Check the permissions.");
    }
    if (S_ISDIR(info.st_mode))
        return Error{ErrorCode::InvalidInput, path.string() + " is a folder; name a study file."};
    if (!S_ISREG(info.st_mode))
        return Error{ErrorCode::InvalidInput, path.string() + " is not a plain file; name a study file."};

    const FileKey key{info.st_dev, info.st_ino};
    std::weak_ptr<Shared>& known = registry<Shared>()[key];
    std::shared_ptr<Shared> shared = known.lock();
    if (!shared) {
        shared = std::make_shared<Shared>();
        shared->key = key;
        shared->descriptor = ::open(path.c_str(), O_RDWR | O_CLOEXEC);
        if (shared->descriptor < 0)
            shared->descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
        if (shared->descriptor < 0)
            return io(path, "open", errno, "Check the permissions.");
        known = shared;
    }
    if (const Status header = checkHeader(shared->descriptor, path, mode); !header)
        return header.error();
    file.reset(new StudyFile(path, shared, false));
    if (mode == OpenMode::ReadOnly)
        return file;

    if (!file->writable())
        return Error{ErrorCode::Io, "Study " + path.string() +
                                        " or its folder may not be written; change the permissions, or open "
                                        "it read-only."};
    struct flock wanted = writerLock(F_WRLCK);
    if (shared->writing || ::fcntl(shared->descriptor, F_OFD_SETLK, &wanted) != 0) {
        if (!shared->writing && errno != EAGAIN && errno != EACCES)
            return io(path, "lock", errno,
                      "Keep studies on a disk that can lock files, or open it read-only.");
        return Error{ErrorCode::Io,
                     "Study " + path.string() +
                         " is open for writing in another window or program; close it there, or "
                         "open it read-only."};
    }
    shared->writing = true;
    file->writes_ = true;
    return file;
}

StudyFile::StudyFile(fs::path path, std::shared_ptr<Shared> shared, bool writes)
    : path_(std::move(path)), shared_(std::move(shared)), writes_(writes) {}

StudyFile::~StudyFile() {
    const std::lock_guard lock(registryMutex);
    if (writes_) {
        struct flock release = writerLock(F_UNLCK);
        ::fcntl(shared_->descriptor, F_OFD_SETLK, &release);
        shared_->writing = false;
    }
    const FileKey key = shared_->key;
    shared_.reset();
    if (const auto known = registry<Shared>().find(key);
        known != registry<Shared>().end() && known->second.expired())
        registry<Shared>().erase(known);
}

bool StudyFile::hasWriter() const {
    const std::lock_guard lock(registryMutex);
    if (shared_->writing)
        return true;
    struct flock wanted = writerLock(F_WRLCK);
    return ::fcntl(shared_->descriptor, F_OFD_GETLK, &wanted) == 0 && wanted.l_type != F_UNLCK;
}

bool StudyFile::inPlace() const {
    struct stat info {};
    return ::stat(path_.c_str(), &info) == 0 && FileKey{info.st_dev, info.st_ino} == shared_->key;
}

bool StudyFile::writable() const {
    const fs::path folder = path_.has_parent_path() ? path_.parent_path() : fs::path(".");
    return ::access(path_.c_str(), W_OK) == 0 && ::access(folder.c_str(), W_OK | X_OK) == 0;
}

Status createFile(const fs::path& path, std::string_view content) {
    if (path.empty())
        return Error{ErrorCode::InvalidInput, "The name of the study is empty; type one."};
    const fs::path folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
    const std::string next = "Choose another place or free some space.";
    const Error exists{ErrorCode::InvalidInput,
                       path.string() + " exists already; choose another name, or open it."};
    struct stat info {};
    if (::lstat(path.c_str(), &info) == 0)
        return exists;
    if (std::error_code ignored; !fs::is_directory(folder, ignored))
        return Error{ErrorCode::Io, "Cannot create " + path.string() + ": there is no folder " +
                                        folder.string() + "; create it or choose another place."};
    // A file without a name, which gets one when it is complete; where the file system has no such thing, a
    // name that nobody looks for.
    const fs::path part =
        folder / ("." + path.filename().string() + "." + std::to_string(::getpid()) + ".part");
    bool named = false;
    int descriptor = ::open(folder.c_str(), O_TMPFILE | O_WRONLY | O_CLOEXEC, 0666);
    if (descriptor < 0 && (errno == EOPNOTSUPP || errno == EISDIR)) {
        descriptor = ::open(part.c_str(), O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0666);
        named = descriptor >= 0;
    }
    if (descriptor < 0)
        return io(path, "create", errno, next);
    const auto finish = [&](int reason) -> Status {
        ::close(descriptor);
        if (named)
            ::unlink(part.c_str());
        if (reason == 0)
            return {};
        return reason == EEXIST ? exists : io(path, "create", reason, next);
    };
    while (!content.empty()) {
        const ssize_t written = ::write(descriptor, content.data(), content.size());
        if (written < 0 && errno != EINTR)
            return finish(errno);
        content.remove_prefix(static_cast<std::size_t>(std::max<ssize_t>(written, 0)));
    }
    if (::fsync(descriptor) != 0)
        return finish(errno);
    const std::string source = named ? part.string() : "/proc/self/fd/" + std::to_string(descriptor);
    if (::linkat(AT_FDCWD, source.c_str(), AT_FDCWD, path.c_str(), AT_SYMLINK_FOLLOW) != 0)
        return finish(errno);
    // The name is only safe once the folder is.
    if (const int opened = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC); opened >= 0) {
        ::fsync(opened);
        ::close(opened);
    }
    return finish(0);
}

} // namespace pairscape
