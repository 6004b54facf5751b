// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pairscape {

/// Parses JSON text; the error names `what` (a file or preset) with line and column.
Result<nlohmann::json> parseJson(std::string_view text, const std::string& what);

/// Reads fields of a JSON object and keeps the first error, which names the field by its path:
/// "platform 'mine': field 'dram.gigabytes_per_second' must be above 0 but is -3."
/// After an error every further read returns a default, so a reader needs one check at its end.
class JsonReader {
  public:
    /// `what` names the document in messages, for example "platform 'kv260'".
    JsonReader(const nlohmann::json& object, std::string what);

    double number(const std::string& field, double min, double max);
    std::int64_t integer(const std::string& field, std::int64_t min, std::int64_t max);
    bool boolean(const std::string& field);
    std::string text(const std::string& field);
    std::vector<int> integers(const std::string& field, int min, int max);
    std::vector<std::string> texts(const std::string& field);

    bool has(const std::string& field) const;

    /// A reader of a nested object. Its errors go to this reader through `absorb`.
    JsonReader object(const std::string& field);
    /// Readers of an array of objects; empty after an error.
    std::vector<JsonReader> objects(const std::string& field);
    void absorb(const JsonReader& nested);

    /// Complains about the first field that is not in the list: a typing error must not pass in silence.
    void allowOnly(std::initializer_list<std::string_view> fields);

    /// Records an error about a field in the reader's own form of words.
    void fail(const std::string& field, const std::string& complaint);

    bool ok() const { return !error_.has_value(); }
    const Error& error() const { return *error_; }

  private:
    const nlohmann::json* find(const std::string& field);
    std::string path(const std::string& field) const;

    const nlohmann::json* object_;
    std::string what_;
    std::string prefix_;
    std::optional<Error> error_;
};

} // namespace pairscape
