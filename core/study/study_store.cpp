// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/study_store.h"

#include "core/search/growing_hypervolume.h"
#include "core/study/compare.h"
#include "core/study/layer_cost_cache.h"
#include "core/study/schema.h"

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

bool ended(RunState state) {
    return state == RunState::Finished || state == RunState::Cancelled || state == RunState::Interrupted ||
           state == RunState::Failed;
}

} // namespace

StudyStore::StudyStore(std::shared_ptr<StudyFile> file, StudyContext context, StudyState state,
                       std::unique_ptr<SQLite::Database> database, Connection readers)
    : file_(std::move(file)), path_(state.path), context_(std::move(context)), readers_(readers),
      database_(std::move(database)), state_(std::move(state)) {
    snapshot_ = state_.snapshot();
    if (!database_)
        return;
    rows_.emplace(*database_, state_.settings.metrics);
    writer_ = std::jthread([this](std::stop_token stop) { runWriter(std::move(stop)); });
}

StudyStore::~StudyStore() {
    setListener({});
    writer_.request_stop();
    if (writer_.joinable())
        writer_.join();
    rows_.reset();
    database_.reset();
    readDatabase_.reset();
}

std::shared_ptr<const StudySnapshot> StudyStore::snapshot() const {
    const std::lock_guard lock(stateMutex_);
    return snapshot_;
}

std::unique_ptr<SQLite::Database> StudyStore::reader() const {
    return connect(path_, readers_);
}

Result<PairingDetail> StudyStore::detail(PairingId id) const {
    PairingDetail detail;
    std::shared_ptr<const ReferencePopulation> population;
    {
        const std::lock_guard lock(stateMutex_);
        if (id < 1 || id > static_cast<PairingId>(state_.size()))
            return Error{ErrorCode::NotFound,
                         "There is no pairing " + std::to_string(id) + " in " + path_ + "."};
        detail.record = state_.pairing(id);
        population = state_.population;
    }
    const Result<Architecture> architecture = context_.space.parse(detail.record.architecture);
    if (!architecture)
        return Error{ErrorCode::Corrupt, "Pairing " + std::to_string(id) + " of " + path_ +
                                             " is damaged: " + architecture.error().message};
    detail.network = context_.space.expand(*architecture);
    for (const RawTerm& term : detail.record.scores)
        detail.ranks.push_back(population ? population->rank(term.name, term.value) : 0);
    const std::lock_guard lock(readMutex_);
    try {
        if (!readDatabase_)
            readDatabase_ = reader();
        AcceleratorDesign design = readDesign(*readDatabase_, id);
        detail.accelerator = design.accelerator;
        detail.cost = std::move(design.cost);
    } catch (const SQLite::Exception& failure) {
        const Error error = storageError(failure, path_, readDatabase_.get());
        readDatabase_.reset();
        return error;
    }
    if (detail.record.feasible && detail.cost.layers.size() != detail.network.layers.size())
        return Error{ErrorCode::Corrupt,
                     "Pairing " + std::to_string(id) + " of " + path_ +
                         " is damaged: it lacks costs of layers; restore the study from a "
                         "copy."};
    return detail;
}

void StudyStore::setListener(std::function<void()> listener) {
    if (std::this_thread::get_id() == writer_.get_id()) { // from within a call
        listener_ = std::move(listener);
        return;
    }
    const std::lock_guard lock(listenerMutex_);
    listener_ = std::move(listener);
}

Status StudyStore::pin(PairingId id, const std::string& name) {
    constexpr std::ptrdiff_t longest = 80;
    const auto begin = name.find_first_not_of(" \t\r\n");
    if (begin == std::string::npos)
        return Error{ErrorCode::InvalidInput, "A pinned design needs a name; type one."};
    const std::string trimmed = name.substr(begin, name.find_last_not_of(" \t\r\n") + 1 - begin);
    if (std::any_of(trimmed.begin(), trimmed.end(),
                    [](unsigned char byte) { return byte < 0x20 || byte == 0x7f; }))
        return Error{ErrorCode::InvalidInput,
                     "A pinned design's name is one line without control characters; type another."};
    const auto characters = std::count_if(trimmed.begin(), trimmed.end(),
                                          [](unsigned char byte) { return (byte & 0xc0) != 0x80; }); // UTF-8
    if (characters > longest)
        return Error{ErrorCode::InvalidInput, "A pinned design's name has at most " +
                                                  std::to_string(longest) + " characters, not " +
                                                  std::to_string(characters) + "; type a shorter one."};
    return changePin(id, trimmed);
}

Status StudyStore::unpin(PairingId id) {
    return changePin(id, {});
}

Status StudyStore::changePin(PairingId id, const std::string& name) {
    {
        const std::lock_guard lock(stateMutex_);
        if (id < 1 || id > static_cast<PairingId>(state_.size()))
            return Error{ErrorCode::NotFound,
                         "There is no pairing " + std::to_string(id) + " in " + path_ + "."};
    }
    return enqueueAndWait({[this, id, name]() -> Status {
                               rows_->setPin(id, name);
                               return {};
                           },
                           [this, id, name] { state_.setPin(id, name); },
                           {}});
}

std::shared_ptr<const ReferencePopulation> StudyStore::population() const {
    const std::lock_guard lock(stateMutex_);
    return state_.population;
}

ReferenceMembers StudyStore::populationMembers() const {
    const std::lock_guard lock(stateMutex_);
    return state_.members();
}

std::shared_ptr<const Evaluation> StudyStore::cached(const std::string& architecture) const {
    const std::lock_guard lock(stateMutex_);
    const PairingId id = state_.find(architecture);
    return id == 0 ? nullptr : std::make_shared<const Evaluation>(evaluationOf(state_.pairing(id)));
}

std::int64_t StudyStore::storedEvaluations(RunId run) const {
    const std::lock_guard lock(stateMutex_);
    return std::ssize(state_.evaluations(run));
}

std::optional<RunRecord> StudyStore::run(RunId id) const {
    const std::lock_guard lock(stateMutex_);
    if (id < 1 || id > static_cast<RunId>(state_.runs.size()))
        return std::nullopt;
    return state_.runs[static_cast<std::size_t>(id) - 1];
}

bool StudyStore::claimRun() {
    if (claimed_.exchange(true))
        return false;
    const std::lock_guard lock(queueMutex_);
    failure_.reset();
    return true;
}

void StudyStore::releaseRun() {
    claimed_ = false;
}

RunId StudyStore::nextRun() const {
    const std::lock_guard lock(stateMutex_);
    return static_cast<RunId>(state_.runs.size()) + 1;
}

std::vector<double> StudyStore::hypervolumePoint(const std::vector<Objective>& objectives) const {
    {
        const std::lock_guard lock(stateMutex_);
        if (const HypervolumePoint* stored = state_.hypervolumePoint(objectives))
            return stored->point;
    }
    return usualHypervolumePoint(objectives, context_.space, context_.platform);
}

Status StudyStore::addRun(const RunRecord& run) {
    const HypervolumePoint point{run.settings.objectives, hypervolumePoint(run.settings.objectives)};
    return enqueueAndWait({[this, run, point]() -> Status {
                               rows_->addRun(run);
                               rows_->addHypervolumePoint(point);
                               return {};
                           },
                           [this, run, point] {
                               state_.runs.push_back(run);
                               if (state_.hypervolumePoint(point.objectives) == nullptr)
                                   state_.hypervolumePoints.push_back(point);
                           },
                           {}});
}

Status StudyStore::storePopulation(const ReferencePopulation& population) {
    const auto shared = std::make_shared<const ReferencePopulation>(population);
    return enqueueAndWait({[this, shared]() -> Status {
                               rows_->addPopulation(*shared);
                               return {};
                           },
                           [this, shared] { state_.setPopulation(shared); },
                           {}});
}

Status StudyStore::addPopulationMember(int index, const ReferenceMember& member) {
    if (Status sound = unbroken(); !sound)
        return sound;
    enqueue({[this, index, member]() -> Status {
                 rows_->addMember(index, member);
                 return {};
             },
             [this, index, member] { state_.addMember(index, member); },
             [this](const Status& status) { noteFailure(status); }});
    return {};
}

StudyStore::Change StudyStore::stateChange(RunId run, RunState state, const std::string& message,
                                           RunEnd end) {
    RunRecord record;
    record.end = end;
    record.id = run;
    record.state = state;
    record.message = message;
    if (ended(state))
        record.endedAt = utcNow();
    return {[this, record]() -> Status {
                rows_->setRunState(record);
                return {};
            },
            [this, record] {
                RunRecord& stored = state_.run(record.id);
                stored.state = record.state;
                stored.endedAt = record.endedAt;
                stored.message = record.message;
                stored.end = record.end;
            },
            {}};
}

Status StudyStore::setRunState(RunId run, RunState state, const std::string& message, RunEnd end) {
    return enqueueAndWait(stateChange(run, state, message, end));
}

Status StudyStore::storeLayerCosts(const std::string& bytes) {
    return enqueueAndWait({[this, &bytes]() -> Status {
                               pairscape::storeLayerCosts(*database_, bytes);
                               return {};
                           },
                           [] {},
                           {}});
}

std::string StudyStore::layerCosts() const {
    const std::lock_guard lock(readMutex_);
    try {
        if (!readDatabase_)
            readDatabase_ = reader();
        return readLayerCosts(*readDatabase_);
    } catch (const SQLite::Exception&) {
        readDatabase_.reset();
        return {};
    }
}

void StudyStore::postRunState(RunId run, RunState state) {
    Change change = stateChange(run, state, {}, RunEnd::Open);
    change.urgent = true;
    enqueue(std::move(change));
}

Status StudyStore::addEvaluation(RunId run, std::int64_t index,
                                 std::shared_ptr<const Evaluation> evaluation) {
    if (Status sound = unbroken(); !sound)
        return sound;
    if (const auto name = notANumber(*evaluation))
        return Error{ErrorCode::Internal, "The " + *name + " of " + evaluation->architecture +
                                              " came out as not a number; please report this as a bug."};
    const auto added = std::make_shared<PairingRecord>();
    Change change;
    change.apply = [this, run, index, evaluation, added] {
        return applyEvaluation(run, index, *evaluation, *added);
    };
    change.publish = [this, run, index, added] {
        if (added->id > static_cast<PairingId>(state_.size()))
            state_.addPairing(*added);
        if (index >= std::ssize(state_.evaluations(run)))
            state_.addEvaluation(run, added->id);
    };
    change.done = [this](const Status& status) { noteFailure(status); };
    enqueue(std::move(change));
    return {};
}

Status StudyStore::unbroken() {
    const std::lock_guard lock(queueMutex_);
    return failure_ ? Status(*failure_) : Status();
}

void StudyStore::noteFailure(const Status& status) {
    if (status)
        return;
    const std::lock_guard lock(queueMutex_);
    if (!failure_)
        failure_ = status.error();
}

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
