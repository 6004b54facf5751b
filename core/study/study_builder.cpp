// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/study_builder.h"

#include "core/study/schema.h"
#include "core/study/study_file.h"

#include <cerrno>
#include <cstring>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace pairscape {

namespace fs = std::filesystem;

namespace {

Error taken(const fs::path& path) {
    return {ErrorCode::InvalidInput, path.string() + " exists already; choose another name."};
}

} // namespace

Result<std::unique_ptr<StudyBuilder>> StudyBuilder::create(const fs::path& path,
                                                           const StudySettings& settings) {
    if (path.empty())
        return Error{ErrorCode::InvalidInput, "The name of the study is empty; type one."};
    struct stat info {};
    if (::lstat(path.c_str(), &info) == 0)
        return taken(path);
    const fs::path folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
    const fs::path part =
        folder / ("." + path.filename().string() + "." + std::to_string(::getpid()) + ".part");
    std::error_code ignored;
    fs::remove(part, ignored); // of a program with our number that was killed
    if (Status created = createFile(part, newStudyImage(settings)); !created)
        return Error{created.error().code,
                     "Study " + path.string() + " cannot be made: " + created.error().message};
    std::unique_ptr<StudyBuilder> builder(new StudyBuilder(path, part));
    builder->database_ = connect(part.string(), Connection::Writer);
    builder->rows_.emplace(*builder->database_, settings.metrics);
    builder->database_->exec("BEGIN IMMEDIATE");
    return builder;
}

StudyBuilder::~StudyBuilder() {
    close();
    std::error_code ignored;
    for (const char* suffix : {"", "-wal", "-shm"})
        fs::remove(part_.string() + suffix, ignored);
}

void StudyBuilder::close() {
    rows_.reset();
    database_.reset(); // tidies the WAL away
}

Status StudyBuilder::finish() {
    database_->exec("COMMIT");
    close();
    if (::link(part_.c_str(), path_.c_str()) != 0) {
        if (errno == EEXIST)
            return taken(path_);
        return Error{ErrorCode::Io, "Cannot create " + path_.string() + ": " + std::strerror(errno) +
                                        ". Choose another place or free some space."};
    }
    ::unlink(part_.c_str());
    const fs::path folder = path_.has_parent_path() ? path_.parent_path() : fs::path(".");
    if (const int opened = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC); opened >= 0) {
        ::fsync(opened); // the name is only safe once the folder is
        ::close(opened);
    }
    return {};
}

} // namespace pairscape
