// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What StudyStore does on its writer's thread, and how changes come there.
#include "core/study/compare.h"
#include "core/study/study_store.h"

#include <SQLiteCpp/Transaction.h>

#include <algorithm>
#include <future>
#include <utility>

namespace pairscape {

namespace {

/// Commits, and with them snapshots, come at most this often while nobody waits for one.
constexpr auto commitInterval = std::chrono::milliseconds(50);
/// Changes under way before those who hand in more have to wait: bounds memory when a disk hangs.
constexpr std::size_t longestQueue = 4096;

} // namespace

/// On the writer's thread, in a transaction. `added` gets the pairing's id, and its figures where it is new.
/// Nothing is written when it returns an Error.
Status StudyStore::applyEvaluation(RunId run, std::int64_t index, const Evaluation& evaluation,
                                   PairingRecord& added) {
    const std::string& architecture = evaluation.architecture;
    PairingId next = 0;
    PairingId earlier = 0; // what a run that is replayed evaluated at this place before
    std::int64_t place = 0;
    {
        const std::lock_guard lock(stateMutex_);
        const ChunkedList<PairingId>& done = state_.evaluations(run);
        if (index < std::ssize(done))
            earlier = done[static_cast<std::size_t>(index)];
        place = std::ssize(done) + batchEvaluations_;
        next = static_cast<PairingId>(state_.size() + batchPairings_.size()) + 1;
        if (const PairingId known = state_.find(architecture); known != 0)
            added = state_.pairing(known);
    }
    if (const auto known = batchPairings_.find(architecture); known != batchPairings_.end())
        added = known->second;
    if (earlier != 0 && earlier != added.id)
        return Error{ErrorCode::Corrupt, "Run " + std::to_string(run) + " of " + path_ +
                                             " cannot be replayed: at place " + std::to_string(index + 1) +
                                             " it evaluated another architecture before; start another run."};
    if (earlier == 0 && index != place)
        return Error{ErrorCode::Internal, "Evaluation " + std::to_string(index + 1) + " of run " +
                                              std::to_string(run) + " came where " +
                                              std::to_string(place + 1) +
                                              " was due; please report this as a bug."};
    if (added.id != 0) {
        if (evaluation.storedAs != added.id)
            if (Status same = refuseOther(added, evaluation); !same)
                return same;
    } else {
        const Result<Architecture> parsed = context_.space.parse(architecture);
        if (!parsed)
            return parsed.error();
        added = recordOf(evaluation, context_.space.hash(*parsed));
        added.id = next;
        added.run = run;
        added.index = index;
        rows_->addPairing(added, evaluation);
        batchPairings_.emplace(architecture, added);
    }
    if (earlier == 0) {
        rows_->addEvaluation(run, index, added.id);
        ++batchEvaluations_;
    }
    return {};
}

/// Computed again although it is stored: it must have come out the same, to the last layer.
Status StudyStore::refuseOther(const PairingRecord& stored, const Evaluation& evaluation) {
    Evaluation before = evaluationOf(stored);
    before.design = readDesign(*database_, stored.id);
    const auto differs = difference(before, evaluation, 0);
    if (!differs)
        return {};
    return Error{ErrorCode::Corrupt, "Study " + path_ + " refuses a second result for " +
                                         stored.architecture + ": " + *differs +
                                         "; start a new study with this version of Pairscape."};
}

Status StudyStore::flush() {
    std::unique_lock lock(queueMutex_);
    const std::int64_t last = queued_;
    queueChanged_.notify_all();
    queueChanged_.wait(lock, [this, last] { return settled_ >= last; });
    return failure_ ? Status(*failure_) : Status();
}

Status StudyStore::writable() const {
    if (database_)
        return {};
    return Error{ErrorCode::Io,
                 "Study " + path_ + " is open read-only; open it for writing to change anything."};
}

void StudyStore::enqueue(Change change) {
    std::unique_lock lock(queueMutex_);
    queueChanged_.wait(lock, [this] { return queue_.size() < longestQueue; });
    queue_.push_back(std::move(change));
    ++queued_;
    queueChanged_.notify_all();
}

Status StudyStore::enqueueAndWait(Change change) {
    if (Status allowed = writable(); !allowed)
        return allowed;
    if (std::this_thread::get_id() == writer_.get_id())
        return Error{ErrorCode::Internal,
                     "A study's listener must not change the study; please report this as a "
                     "bug."};
    const auto promise = std::make_shared<std::promise<Status>>();
    std::future<Status> outcome = promise->get_future();
    change.done = [promise](const Status& status) { promise->set_value(status); };
    change.urgent = true;
    enqueue(std::move(change));
    return outcome.get();
}

void StudyStore::runWriter(std::stop_token stop) {
    auto lastCommit = std::chrono::steady_clock::now() - commitInterval;
    while (true) {
        std::vector<Change> changes;
        {
            std::unique_lock lock(queueMutex_);
            const auto urgent = [this] {
                return std::ranges::any_of(queue_, [](const Change& change) { return change.urgent; }) ||
                       queue_.size() >= longestQueue;
            };
            if (!queueChanged_.wait(lock, stop, [this] { return !queue_.empty(); }))
                return; // stopped, and nothing is left to write
            queueChanged_.wait_until(lock, stop, lastCommit + commitInterval, urgent);
            changes.swap(queue_);
            queueChanged_.notify_all(); // there is room again
        }
        lastCommit = std::chrono::steady_clock::now();
        commit(changes);
        {
            const std::lock_guard lock(queueMutex_);
            settled_ += std::ssize(changes);
        }
        queueChanged_.notify_all();
    }
}

void StudyStore::commit(std::vector<Change>& changes) {
    std::vector<Status> outcomes(changes.size());
    batchPairings_.clear();
    batchEvaluations_ = 0;
    Status failed;
    try {
        SQLite::Transaction transaction(*database_, SQLite::TransactionBehavior::IMMEDIATE);
        for (std::size_t i = 0; i < changes.size(); ++i)
            outcomes[i] = changes[i].apply();
        // Committing to a file that nobody can find again would not be storing.
        if (file_->inPlace())
            transaction.commit();
        else
            failed =
                Error{ErrorCode::Io, "Study " + path_ +
                                         " was moved or removed while it was open; put it back and open it "
                                         "again."};
    } catch (const SQLite::Exception& failure) {
        failed = storageError(failure, path_, database_.get());
    } catch (const std::exception& failure) {
        failed = Error{ErrorCode::Internal, "Study " + path_ + " could not be written: " + failure.what() +
                                                "; please report this as a bug."};
    }
    if (!failed)
        std::ranges::fill(outcomes, failed);
    if (failed) {
        {
            const std::lock_guard lock(stateMutex_);
            for (std::size_t i = 0; i < changes.size(); ++i)
                if (outcomes[i])
                    changes[i].publish();
        }
        publishSnapshot();
    }
    for (std::size_t i = 0; i < changes.size(); ++i)
        if (changes[i].done)
            changes[i].done(outcomes[i]);
}

void StudyStore::publishSnapshot() {
    {
        const std::lock_guard lock(stateMutex_);
        snapshot_ = state_.snapshot();
    }
    const std::lock_guard lock(listenerMutex_);
    if (listener_) {
        const std::function<void()> call = listener_; // it may take itself away
        call();
    }
}

} // namespace pairscape
