// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/database.h"
#include "core/study/rows.h"
#include "core/study/study.h"
#include "core/study/study_context.h"
#include "core/study/study_file.h"
#include "core/study/study_state.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

namespace pairscape {

/// A study on SQLite. All writes go through one thread, which commits what has come in, then takes it into
/// memory and publishes a snapshot: what a snapshot or a count shows is on disk. Thread-safe.
class StudyStore final : public Study {
  public:
    /// `state` is what the file holds; `database` is the writer's connection, null for a read-only study.
    StudyStore(std::shared_ptr<StudyFile> file, StudyContext context, StudyState state,
               std::unique_ptr<SQLite::Database> database, Connection readers);
    ~StudyStore() override; ///< what was handed in is written before

    std::shared_ptr<const StudySnapshot> snapshot() const override;
    Result<PairingDetail> detail(PairingId id) const override;
    Status pin(PairingId id, const std::string& name) override;
    Status unpin(PairingId id) override;
    Status setAccuracy(PairingId id, const MeasuredAccuracy& accuracy) override;
    void setListener(std::function<void()> listener) override;
    Status verify(int samples, ProgressSink* sink, std::stop_token stop) const override;

    // For the runner.

    const StudyContext& context() const { return context_; }
    std::shared_ptr<const ReferencePopulation> population() const; ///< null until it is complete
    /// Members of a population that is not complete yet; empty once it is.
    ReferenceMembers populationMembers() const;
    std::shared_ptr<const Evaluation> cached(const std::string& architecture) const;
    std::int64_t storedEvaluations(RunId run) const;
    std::optional<RunRecord> run(RunId id) const;

    /// The right to run a search in this study: one at a time. Given back by releaseRun().
    bool claimRun();
    void releaseRun();
    /// Number of the next new run. Stays so while the claim is held, until addRun().
    RunId nextRun() const;

    /// Where runs with these objectives measure the hypervolume from: what is stored, else what the first of
    /// them will store.
    std::vector<double> hypervolumePoint(const std::vector<Objective>& objectives) const;

    /// These wait for the commit. The first run with its objectives stores their hypervolume's point too.
    Status addRun(const RunRecord& run);
    Status storePopulation(const ReferencePopulation& population);
    /// Hands in one member; does not wait for the commit. The error may be that of an earlier change.
    Status addPopulationMember(int index, const ReferenceMember& member);
    Status setRunState(RunId run, RunState state, const std::string& message, RunEnd end = RunEnd::Open);
    /// Keeps the layer costs that a run's accelerator search knows (AcceleratorSearch::layerCosts) for later
    /// runs.
    Status storeLayerCosts(const std::string& bytes);
    /// Those kept last; empty where there are none or they cannot be read: they only save time.
    std::string layerCosts() const;
    /// Does not wait.
    void postRunState(RunId run, RunState state);
    /// Hands in evaluation `index` of a run; does not wait for the commit, but while very many are under way.
    /// One that is stored already must be the same. The error may be that of an earlier one.
    Status addEvaluation(RunId run, std::int64_t index, std::shared_ptr<const Evaluation> evaluation);
    /// Waits until everything handed in is committed. The first error since the claim, if any.
    Status flush();

  private:
    /// One change: `apply` writes it inside the transaction, `publish` takes it into memory after the commit.
    struct Change {
        std::function<Status()> apply;
        std::function<void()> publish;
        std::function<void(const Status&)> done; ///< may be empty
        bool urgent = false;                     ///< somebody waits for it
    };

    void enqueue(Change change);
    Status enqueueAndWait(Change change);
    void runWriter(std::stop_token stop);
    void commit(std::vector<Change>& changes);
    Status applyEvaluation(RunId run, std::int64_t index, const Evaluation& evaluation, PairingRecord& added);
    Status refuseOther(const PairingRecord& stored, const Evaluation& evaluation);
    Status writable() const;
    Status unbroken(); ///< the first error since the claim, if any
    void noteFailure(const Status& status);
    Change stateChange(RunId run, RunState state, const std::string& message, RunEnd end);
    Status known(PairingId id) const; ///< NotFound where there is no such pairing
    Status changePin(PairingId id, const std::string& name);
    void publishSnapshot();
    std::unique_ptr<SQLite::Database> reader() const;

    std::shared_ptr<StudyFile> file_; ///< first: its locks outlive all connections
    std::string path_;
    StudyContext context_;
    Connection readers_;

    // Used by the writer's thread alone.
    std::unique_ptr<SQLite::Database> database_;
    std::optional<RowWriter> rows_;
    std::unordered_map<std::string, PairingRecord> batchPairings_; ///< new ones of this transaction
    std::int64_t batchEvaluations_ = 0;                            ///< of it; all of one run

    mutable std::mutex stateMutex_;
    StudyState state_;
    std::shared_ptr<const StudySnapshot> snapshot_;

    mutable std::mutex readMutex_; ///< guards readDatabase_
    mutable std::unique_ptr<SQLite::Database> readDatabase_;

    mutable std::mutex listenerMutex_;
    std::function<void()> listener_;

    std::atomic<bool> claimed_ = false;
    std::mutex queueMutex_;
    std::condition_variable_any queueChanged_;
    std::vector<Change> queue_;
    std::int64_t queued_ = 0;      ///< changes ever handed in
    std::int64_t settled_ = 0;     ///< of them committed or refused
    std::optional<Error> failure_; ///< the first since the claim
    std::jthread writer_;          ///< last: joined before anything it uses goes
};

} // namespace pairscape
