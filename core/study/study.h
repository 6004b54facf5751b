// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/base/progress.h"
#include "core/study/records.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

namespace pairscape {

enum class OpenMode : std::uint8_t { ReadWrite, ReadOnly };

/// A study: one SQLite file with its space, platform, settings, runs and every evaluated pairing.
/// Thread-safe. Reading never blocks on a running search: snapshot() hands out an immutable value that is
/// renewed about twenty times a second while something changes.
class Study {
  public:
    /// Creates the file; refuses to overwrite. Checks space, platform and settings first.
    static Result<std::shared_ptr<Study>> create(const std::filesystem::path& path,
                                                 const StudySettings& settings);
    /// Opens a file. One that another program made, that is damaged, or that a newer Pairscape made is an
    /// error that says so. Runs that were still going when a program died are marked as interrupted.
    static Result<std::shared_ptr<Study>> open(const std::filesystem::path& path,
                                               OpenMode mode = OpenMode::ReadWrite);

    virtual ~Study() = default;

    virtual std::shared_ptr<const StudySnapshot> snapshot() const = 0;
    virtual Result<PairingDetail> detail(PairingId id) const = 0;

    /// The name is stored without blanks around it: one line of 1 to 80 characters. Pinning again renames.
    virtual Status pin(PairingId id, const std::string& name) = 0;
    virtual Status unpin(PairingId id) = 0;

    /// Keeps an accuracy that was measured somewhere; one of the same kind gives way. InvalidInput for what
    /// no test can give, or a source that is not one line of 1 to 200 characters.
    virtual Status setAccuracy(PairingId id, const MeasuredAccuracy& accuracy) = 0;

    /// Called after each new snapshot, on an engine thread. One listener; an empty function removes it and
    /// returns only when no call is in progress.
    virtual void setListener(std::function<void()> listener) = 0;

    /// Re-reads the whole file: SQLite's own integrity check, foreign keys, hashes, and `samples` pairings
    /// recomputed from scratch and compared bit by bit (modelled figures) or within tolerance (scores).
    virtual Status verify(int samples, ProgressSink* sink, std::stop_token stop) const = 0;
};

/// Application id in the file's header ("Pair") and the schema that this version writes.
inline constexpr std::int32_t studyApplicationId = 0x50616972;
inline constexpr int studySchemaVersion = 5;

} // namespace pairscape
