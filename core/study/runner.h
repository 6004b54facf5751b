// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/base/progress.h"
#include "core/study/study.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace pairscape {

/// How a run is doing, for panels and terminals.
struct RunStatus {
    RunId id = 0;
    RunState state = RunState::Queued;
    std::string phase;     ///< "reference population", "search"
    std::int64_t done = 0; ///< of the phase
    std::int64_t total = 0;
    std::int64_t stored = 0;   ///< pairings of this run that are safe on disk
    double rate = 0;           ///< items of the phase a second
    double secondsLeft = -1;   ///< negative while not known
    double secondsElapsed = 0; ///< time running, pauses left out
    double hypervolume = 0; ///< of what the run evaluated so far, above the study's point for its objectives
    std::string message;    ///< why it failed, else empty
};

/// A search in the background: owns its threads, feeds the study, publishes its status. All calls are
/// thread-safe and return at once, but wait() and the destructor (which cancels and joins).
class Run {
  public:
    virtual ~Run() = default;
    virtual RunStatus status() const = 0;
    virtual void pause() = 0;
    virtual void resume() = 0;
    /// Stops within 100 ms plus one evaluation's answer; what is evaluated is stored. The run ends as
    /// `cancelled`, or as `interrupted` (can be resumed) when `keepForLater`.
    virtual void cancel(bool keepForLater = false) = 0;
    /// Blocks until the run has ended and all is stored. The error is the run's own, if it failed.
    virtual Status wait() = 0;
};

/// Adds places where pairings are evaluated (other processes) to those of this process.
using WidenEvaluator =
    std::function<std::shared_ptr<const PairingEvaluator>(std::shared_ptr<const PairingEvaluator> local)>;

/// A run with a patience is finished when the hypervolume grew by less than this share over so many
/// evaluations, looked at after every batch.
inline constexpr double leastGain = 0.001;

/// Starts a new run. A study runs one at a time; a second is an InvalidInput error.
Result<std::shared_ptr<Run>> startRun(std::shared_ptr<Study> study, const RunSettings& settings, int workers,
                                      WidenEvaluator widen = {});

/// Goes on with an interrupted or cancelled run: the search is replayed with the store as its cache, so the
/// final set is the one that an undisturbed run gives. NotFound when there is none to resume.
Result<std::shared_ptr<Run>> resumeRun(std::shared_ptr<Study> study, RunId id, int workers,
                                       WidenEvaluator widen = {});

/// The newest run that resumeRun() would take, if any.
std::optional<RunId> resumableRun(const StudySnapshot& snapshot);

} // namespace pairscape
