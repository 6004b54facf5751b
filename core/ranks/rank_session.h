// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/study/records.h"
#include "core/study/runner.h"

#include <memory>

namespace pairscape {

/// This process's part in a job that mpirun started: rank 0 keeps the study and runs the search, the other
/// ranks evaluate what it sends them. Where the program was started alone, a job of one rank, and MPI is not
/// even initialised. One object a process, made and destroyed on the main thread.
class RankSession {
  public:
    /// Joins the job. Unsupported when there are several ranks and this build knows no MPI, or MPI too
    /// little.
    static Result<std::unique_ptr<RankSession>> join();
    virtual ~RankSession() = default; ///< on rank 0: lets the other ranks go, after what they are doing

    virtual int rank() const = 0;
    virtual int size() const = 0;

    /// On rank 0: what adds one evaluation at a time on each other rank to a run in a study of these
    /// settings. Empty in a job of one rank. The session must outlive the run.
    virtual WidenEvaluator widener(const StudySettings& settings) = 0;

    /// For work that ranks share without a word to each other: from here on every rank, this one among them,
    /// goes its own way, and nobody serves or is let go. Called by all ranks or by none.
    virtual void goOwnWay() = 0;

    /// On every other rank: evaluates until rank 0 lets it go. Ctrl-C is rank 0's business alone.
    virtual Status serve() = 0;
};

} // namespace pairscape
