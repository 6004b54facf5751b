// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/study_store.h"

#include "core/search/growing_hypervolume.h"
#include "core/study/compare.h"
#include "core/study/layer_cost_cache.h"
#include "core/study/schema.h"

#include <algorithm>
#include <utility>

namespace pairscape {

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

Status StudyStore::known(PairingId id) const {
    const std::lock_guard lock(stateMutex_);
    if (id < 1 || id > static_cast<PairingId>(state_.size()))
        return Error{ErrorCode::NotFound, "There is no pairing " + std::to_string(id) + " in " + path_ + "."};
    return {};
}

Status StudyStore::setAccuracy(PairingId id, const MeasuredAccuracy& accuracy) {
    if (Status there = known(id); !there)
        return there;
    if (accuracy.kind != AccuracyKind::Trained && accuracy.kind != AccuracyKind::Supernet)
        return Error{ErrorCode::InvalidInput, "An accuracy that is measured is trained or supernet, not " +
                                                  accuracyKindName(accuracy.kind) + "; say which."};
    if (!(accuracy.percent >= 0 && accuracy.percent <= 100) || accuracy.images < 1)
        return Error{ErrorCode::InvalidInput,
                     "An accuracy is 0 to 100 percent of at least one image; type what was measured."};
    constexpr std::size_t longest = 200;
    const std::string& source = accuracy.source;
    if (source.find_first_not_of(' ') == std::string::npos || source.size() > longest ||
        std::any_of(source.begin(), source.end(), [](unsigned char byte) { return byte < 0x20; }))
        return Error{ErrorCode::InvalidInput, "Where an accuracy comes from is one line of 1 to 200 "
                                              "characters; say data set, budget and program."};
    MeasuredAccuracy dated = accuracy;
    if (dated.measuredAt.empty())
        dated.measuredAt = utcNow();
    return enqueueAndWait({[this, id, dated]() -> Status {
                               rows_->setAccuracy(id, dated);
                               return {};
                           },
                           [this, id, dated] {
                               state_.setAccuracy(id, dated);
                               state_.calibrate();
                           },
                           {}});
}

Status StudyStore::changePin(PairingId id, const std::string& name) {
    if (Status there = known(id); !there)
        return there;
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
    return usualHypervolumePoint(objectives, context_.space, context_.platform, context_.rank);
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

} // namespace pairscape
