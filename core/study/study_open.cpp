// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/schema.h"
#include "core/study/study_store.h"

#include <new>
#include <utility>

namespace pairscape {

namespace {

Error outOfMemory(const std::string& path) {
    return {ErrorCode::Internal,
            "There is not enough memory to open study " + path + "; close other programs and try again."};
}

/// Names of what the study is about, as snapshots carry them.
void describe(StudyState& state, const StudyContext& context) {
    state.spaceName = context.space.name();
    state.platformName = context.platform.name;
    state.platformTitle = context.platform.title;
}

/// A run that nobody runs any more was interrupted, whatever the file says. Returns whether there was one.
bool markInterrupted(StudyState& state) {
    bool found = false;
    for (RunRecord& run : state.runs)
        if (run.state == RunState::Queued || run.state == RunState::Running ||
            run.state == RunState::Paused) {
            run.state = RunState::Interrupted;
            run.endedAt = utcNow();
            found = true;
        }
    return found;
}

void storeStates(SQLite::Database& database, const StudyState& state) {
    RowWriter rows(database, state.settings.metrics);
    database.exec("BEGIN IMMEDIATE");
    for (const RunRecord& run : state.runs)
        rows.setRunState(run);
    database.exec("COMMIT");
}

Result<std::shared_ptr<Study>> openWith(const std::filesystem::path& path, OpenMode mode,
                                        std::unique_ptr<SQLite::Database>& database) {
    auto file = StudyFile::open(path, mode);
    if (!file)
        return file.error();
    const bool writes = mode == OpenMode::ReadWrite;
    const Connection readers = (*file)->writable() ? Connection::Reader : Connection::Frozen;
    database = connect(path.string(), writes ? Connection::Writer : readers);

    StudyState state;
    state.path = path.string();
    state.readOnly = !writes;
    if (writes)
        migrate(*database);
    database->exec("BEGIN"); // one view of the file, even while another program writes
    auto context = makeContext(readSettings(*database));
    if (!context)
        return Error{context.error().code == ErrorCode::InvalidInput ? ErrorCode::Corrupt
                                                                     : context.error().code,
                     "Study " + path.string() + " cannot be used: " + context.error().message};
    if (Status read = readStudy(*database, state); !read)
        return read.error();
    database->exec("COMMIT");
    describe(state, *context);
    if ((writes || !(*file)->hasWriter()) && markInterrupted(state) && writes)
        storeStates(*database, state);
    return std::shared_ptr<Study>(
        std::make_shared<StudyStore>(*std::move(file), *std::move(context), std::move(state),
                                     writes ? std::move(database) : nullptr, readers));
}

} // namespace

Result<std::shared_ptr<Study>> Study::create(const std::filesystem::path& path,
                                             const StudySettings& settings) {
    try {
        if (const auto context = makeContext(settings); !context)
            return context.error();
        if (Status created = createFile(path, newStudyImage(settings)); !created)
            return created.error();
    } catch (const SQLite::Exception& failure) {
        return storageError(failure, path.string(), nullptr);
    } catch (const std::bad_alloc&) {
        return outOfMemory(path.string());
    }
    return open(path, OpenMode::ReadWrite);
}

Result<std::shared_ptr<Study>> Study::open(const std::filesystem::path& path, OpenMode mode) {
    std::unique_ptr<SQLite::Database> database;
    try {
        return openWith(path, mode, database);
    } catch (const SQLite::Exception& failure) {
        return storageError(failure, path.string(), database.get());
    } catch (const std::bad_alloc&) {
        return outOfMemory(path.string());
    }
}

} // namespace pairscape
