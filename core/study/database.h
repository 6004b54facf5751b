// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Exception.h>
#include <SQLiteCpp/Statement.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

// Inside this library SQLiteCpp's exceptions are used as they come; every function of the public headers
// turns them into Errors with storageError().

namespace pairscape {

/// What to do about a damaged study, as the end of a sentence.
inline constexpr const char* damageAdvice =
    "restore it from a copy, or save what can be read with 'pairscape-cli study repair'.";

enum class Connection {
    Writer,  ///< may change the file: WAL, every commit synced, foreign keys enforced
    Reader,  ///< may not; shares the file with a writer
    Damaged, ///< as Frozen, and a file that is shorter than it says may be read as far as it goes
    Frozen,  ///< file or folder may not be written: SQLite takes no locks and reads the file as it is
};

/// Opens a connection with our settings. Throws SQLite::Exception.
std::unique_ptr<SQLite::Database> connect(const std::string& path, Connection kind);

/// What SQLite complains about as one sentence for a person. `database` may be null.
Error storageError(const SQLite::Exception& failure, const std::string& path, SQLite::Database* database);

/// A prepared statement that is used again and again: run() binds its parameters in order.
class Query {
  public:
    Query(SQLite::Database& database, const char* sql) : statement_(database, sql) {}

    /// Binds and executes a statement that returns no rows.
    template <class... Values>
    void run(const Values&... values) {
        start(values...);
        statement_.exec();
        close();
    }
    /// Binds; then next() steps through the rows. Read to the end, or call close().
    template <class... Values>
    void start(const Values&... values) {
        close();
        int position = 0;
        (bind(++position, values), ...);
    }
    bool next() {
        if (statement_.executeStep())
            return true;
        close();
        return false;
    }
    void close() { statement_.tryReset(); } // reset() would report the last error once more

    std::int64_t integer(int column) const { return statement_.getColumn(column).getInt64(); }
    double real(int column) const { return statement_.getColumn(column).getDouble(); }
    std::string text(int column) const { return statement_.getColumn(column).getString(); }
    bool isNull(int column) const { return statement_.getColumn(column).isNull(); }
    /// A small integer or an enumeration, as it was bound.
    template <class T>
    T as(int column) const {
        return static_cast<T>(integer(column));
    }

  private:
    template <class T>
    void bind(int position, const T& value) {
        if constexpr (std::is_enum_v<T> || std::is_same_v<T, bool>)
            statement_.bind(position, static_cast<std::int64_t>(value));
        else if constexpr (std::is_integral_v<T>)
            statement_.bind(position,
                            static_cast<std::int64_t>(value)); // 64-bit hashes and seeds keep their bits
        else if constexpr (std::is_floating_point_v<T>)
            statement_.bind(position, static_cast<double>(value));
        else
            statement_.bind(position, std::string(value));
    }
    template <class T>
    void bind(int position, const std::optional<T>& value) {
        if (value)
            bind(position, *value);
        else
            statement_.bind(position); // NULL
    }

    mutable SQLite::Statement statement_;
};

} // namespace pairscape
