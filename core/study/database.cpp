// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/database.h"

#include <sqlite3.h>

#include <cstring>
#include <filesystem>

namespace pairscape {

namespace {

/// A file name as SQLite's URI form takes it.
std::string uriOf(const std::string& path) {
    static constexpr char digits[] = "0123456789ABCDEF";
    std::string uri = "file:";
    if (!path.starts_with('/'))
        uri += "./"; // "file:a" is a name without a folder, and "file://a" would be a host
    for (const char c : path) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '?' || c == '#' || c == '%') {
            uri += '%';
            uri += digits[byte >> 4];
            uri += digits[byte & 15];
        } else {
            uri += c;
        }
    }
    return uri;
}

/// Whether a reader failed because a full disk has no room for the files that it shares with a writer, and
/// there is nothing in them that it would miss.
bool noRoomBeside(const SQLite::Exception& failure, const std::string& path) {
    const int code = failure.getErrorCode() & 0xff;
    std::error_code missing;
    const auto wal = std::filesystem::file_size(path + "-wal", missing);
    return (code == SQLITE_IOERR || code == SQLITE_FULL || code == SQLITE_CANTOPEN) && (missing || wal == 0);
}

} // namespace

std::unique_ptr<SQLite::Database> connect(const std::string& path, Connection kind) {
    // A reader opens for writing too, so that the last one to leave tidies the WAL away; query_only keeps it
    // from changing anything else.
    const bool damaged = kind == Connection::Damaged;
    const bool frozen = kind == Connection::Frozen || damaged;
    const int flags = (frozen ? SQLite::OPEN_READONLY : SQLite::OPEN_READWRITE) | SQLite::OPEN_URI;
    const std::string uri = uriOf(path);
    std::unique_ptr<SQLite::Database> database;
    const auto open = [&](const std::string& name) {
        database = std::make_unique<SQLite::Database>(name, flags, 5000);
        if (damaged)
            database->exec("PRAGMA writable_schema = ON"); // no complaint about missing pages at the end
        if (kind != Connection::Writer)
            database->execAndGet("SELECT count(*) FROM sqlite_schema");
    };
    try {
        open(uri);
    } catch (const SQLite::Exception& failure) {
        if (!frozen && !(kind == Connection::Reader && noRoomBeside(failure, path)))
            throw;
        open(uri + "?immutable=1"); // no WAL is there and none may be made
    }
    if (kind == Connection::Writer) {
        if (database->execAndGet("PRAGMA journal_mode = WAL").getString() != "wal")
            throw SQLite::Exception("write-ahead logging is not possible there", SQLITE_CANTOPEN);
        database->exec("PRAGMA synchronous = FULL");
        database->exec("PRAGMA foreign_keys = ON");
    } else {
        database->exec("PRAGMA query_only = ON");
    }
    return database;
}

Error storageError(const SQLite::Exception& failure, const std::string& path, SQLite::Database* database) {
    const int reason = database != nullptr ? sqlite3_system_errno(database->getHandle()) : 0;
    std::string why = reason != 0 ? std::strerror(reason) : failure.what();
    switch (failure.getErrorCode() & 0xff) {
    case SQLITE_FULL:
        return {ErrorCode::Io, "The disk is full: study " + path +
                                   " cannot grow; free some space and resume. What was stored is safe."};
    case SQLITE_IOERR:
        return {ErrorCode::Io,
                "Study " + path + " cannot be written or read (" + why +
                    "); check the disk and its free space, then try again. What was stored is safe."};
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_CANTOPEN:
        return {ErrorCode::Io, "Study " + path + " or a file beside it may not be opened (" + why +
                                   "); change the permissions, or open it read-only."};
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return {ErrorCode::Io,
                "Study " + path + " is locked by another program; close it there and try again."};
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return {ErrorCode::Corrupt,
                "Study " + path + " is damaged (" + std::string(failure.what()) + "); " + damageAdvice};
    default:
        return {ErrorCode::Internal, "Study " + path + " cannot be used: SQLite says '" +
                                         std::string(failure.what()) + "'; please report this as a bug."};
    }
}

} // namespace pairscape
