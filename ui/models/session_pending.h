// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/background.h"
#include "ui/models/session.h"

#include <QElapsedTimer>
#include <QHash>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <optional>
#include <vector>

namespace pairscape {

/// What goes on between the session and other threads. GUI thread only but for `inbox` and `fresh`.
struct Session::Pending {
    /// The shortest time between two snapshots.
    static constexpr qint64 snapshotMilliseconds = 50;
    /// And the longest, however slow the views are.
    static constexpr qint64 longestPause = 500;
    /// After a snapshot that kept the window busy for so long: nine tenths of the time is the user's.
    static qint64 pauseAfter(qint64 busy) {
        return std::clamp(10 * busy, snapshotMilliseconds, longestPause);
    }

    Inbox inbox;                     ///< where the study's listener leaves word
    std::atomic<bool> fresh = false; ///< a snapshot was announced and not yet taken
    quint64 generation = 0;          ///< of the open study: what an older one still sends is dropped

    QTimer snapshotTimer;
    QElapsedTimer sinceSnapshot;
    qint64 snapshotPause = snapshotMilliseconds;

    bool fetching = false;   ///< a detail is being fetched
    bool fetchAgain = false; ///< and will be out of date

    std::optional<RunState> shownState;         ///< of the run, as last told in words
    QHash<PairingId, bool> pinned;              ///< pins asked for that no snapshot shows yet
    std::vector<std::filesystem::path> closing; ///< studies that are being let go of

    // Last, so that they go first: their threads end before what they hand results to.
    BackgroundQueue details, writes, endings;
};

inline bool runGoesOn(RunState state) {
    return state == RunState::Queued || state == RunState::Running || state == RunState::Paused;
}

} // namespace pairscape
