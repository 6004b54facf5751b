// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cassert>
#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace pairscape {

/// What kind of expected failure happened. The command line's exit codes follow from it (docs/cli.md).
enum class ErrorCode {
    InvalidInput, ///< something a person wrote is wrong: a text, a field, an option
    NotFound,     ///< a file, preset, study entry or pairing that does not exist
    Io,           ///< reading or writing failed: permissions, a full disk
    Infeasible,   ///< the request is well formed and cannot be met by the platform or space
    Corrupt,      ///< a file is not what it claims to be
    Unsupported,  ///< made by a newer Pairscape, or not possible on this build
    Stopped,      ///< somebody asked to stop
    Internal,     ///< a library failed in a way that we did not foresee
};

/// An expected failure as a value: one sentence that says what happened and what to do next.
struct Error {
    ErrorCode code = ErrorCode::Internal;
    std::string message;
};

/// Short stable name of a code, as `--json` prints it: "invalid-input", "not-found", ...
std::string errorCodeName(ErrorCode code);

/// Either a value or an Error. No exception crosses a library boundary of core/; this does instead.
template <class T>
class [[nodiscard]] Result {
  public:
    Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
    Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

    bool ok() const { return state_.index() == 0; }
    explicit operator bool() const { return ok(); }

    T& value() & { assert(ok()); return std::get<0>(state_); }
    const T& value() const& { assert(ok()); return std::get<0>(state_); }
    T&& value() && { assert(ok()); return std::get<0>(std::move(state_)); }
    const Error& error() const { assert(!ok()); return std::get<1>(state_); }

    T& operator*() & { return value(); }
    const T& operator*() const& { return value(); }
    T&& operator*() && { return std::move(*this).value(); }
    T* operator->() { return &value(); }
    const T* operator->() const { return &value(); }

  private:
    std::variant<T, Error> state_;
};

/// A Result without a value: default-constructed it is success.
class [[nodiscard]] Status {
  public:
    Status() = default;
    Status(Error error) : error_(std::move(error)) {}

    bool ok() const { return !error_.has_value(); }
    explicit operator bool() const { return ok(); }
    const Error& error() const { assert(!ok()); return *error_; }

  private:
    std::optional<Error> error_;
};

} // namespace pairscape
