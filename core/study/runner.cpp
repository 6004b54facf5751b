// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/runner.h"

#include "core/search/evolution.h"
#include "core/search/growing_hypervolume.h"
#include "core/study/layer_cost_cache.h"
#include "core/study/patience.h"
#include "core/study/reference_phase.h"
#include "core/study/run_plan.h"
#include "core/study/schema.h"
#include "core/study/study_store.h"

#include <algorithm>
#include <any>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <new>
#include <optional>
#include <thread>
#include <utility>

namespace pairscape {

namespace {

using Clock = std::chrono::steady_clock;

/// Time that passes while it is running.
class Stopwatch {
  public:
    void start() {
        if (!since_)
            since_ = Clock::now();
    }
    void stop() {
        total_ = seconds();
        since_.reset();
    }
    double seconds() const {
        return total_ + (since_ ? std::chrono::duration<double>(Clock::now() - *since_).count() : 0);
    }

  private:
    std::optional<Clock::time_point> since_;
    double total_ = 0;
};

class BackgroundRun final : public Run, private SearchObserver, private ProgressSink {
  public:
    /// The study's claim is held already; the run gives it back when it ends.
    BackgroundRun(std::shared_ptr<StudyStore> store, RunPlan plan)
        : store_(std::move(store)), plan_(std::move(plan)),
          replayed_(store_->storedEvaluations(plan_.record.id)),
          volume_(plan_.record.settings.objectives,
                  store_->hypervolumePoint(plan_.record.settings.objectives)),
          patience_(plan_.record.settings.patience, plan_.settings.batch) {
        status_.id = plan_.record.id;
        thread_ = std::jthread([this] { run(); });
    }

    ~BackgroundRun() override {
        cancel(true);
        thread_.join();
    }

    RunStatus status() const override {
        const std::lock_guard lock(mutex_);
        RunStatus status = status_;
        if (!ended(status.state))
            status.stored = store_->storedEvaluations(status.id);
        status.secondsElapsed = elapsed_.seconds();
        if (status.state == RunState::Running) {
            status.rate = meter_.rate();
            status.secondsLeft = status.total > 0 ? meter_.secondsLeft(status.total) : -1;
        }
        return status;
    }

    void pause() override {
        const std::lock_guard lock(mutex_);
        if ((status_.state != RunState::Running && status_.state != RunState::Queued) || finishing_ ||
            stop_.stop_requested())
            return;
        gate_.pause();
        status_.state = RunState::Paused;
        elapsed_.stop();
        if (inStudy_)
            store_->postRunState(status_.id, RunState::Paused);
    }

    void resume() override {
        const std::lock_guard lock(mutex_);
        if (status_.state != RunState::Paused || finishing_)
            return;
        status_.state = RunState::Running;
        elapsed_.start();
        meter_ = {}; // the pause does not count
        if (inStudy_)
            store_->postRunState(status_.id, RunState::Running);
        gate_.resume();
    }

    void cancel(bool keepForLater) override {
        {
            const std::lock_guard lock(mutex_);
            if (ended(status_.state) || stop_.stop_requested())
                return;
            keepForLater_ = keepForLater;
        }
        stop_.request_stop();
    }

    Status wait() override {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return over_; });
        return outcome_;
    }

  private:
    void run() {
        Status outcome;
        try {
            outcome = search();
        } catch (const std::bad_alloc&) {
            outcome = Error{ErrorCode::Internal,
                            "The memory ran out; use fewer workers or close other programs, then resume."};
        } catch (const std::exception& failure) {
            outcome = Error{ErrorCode::Internal, std::string("The run failed: ") + failure.what() +
                                                     "; please report this as a bug."};
        }
        finish(std::move(outcome));
    }

    Status search() {
        RunRecord record = plan_.record;
        record.state = RunState::Running;
        record.startedAt = utcNow();
        if (Status stored =
                plan_.isNew ? store_->addRun(record) : store_->setRunState(record.id, RunState::Running, {});
            !stored)
            return stored;
        {
            const std::lock_guard lock(mutex_);
            inStudy_ = true;
            if (status_.state == RunState::Paused) { // already, before it began
                store_->postRunState(status_.id, RunState::Paused);
            } else {
                status_.state = RunState::Running;
                elapsed_.start();
            }
        }
        const StudyContext& context = store_->context();
        setScorerThreads(1); // the workers stand side by side
        if (!store_->population()) {
            enter("reference population", std::ssize(store_->populationMembers()), referencePopulationSize);
            if (const Status made =
                    ensurePopulation(*store_, plan_.settings.workers, gate_, *this, stop_.get_token());
                !made)
                return made;
        }
        enter("search", 0, plan_.settings.budget);
        const auto accelerators =
            std::make_shared<const AcceleratorSearch>(context.platform, context.accelerators);
        accelerators->useLayerCosts(store_->layerCosts());
        std::shared_ptr<const PairingEvaluator> evaluator =
            localEvaluator(context.scorer, accelerators, plan_.settings.workers);
        if (plan_.widen)
            evaluator = plan_.widen(std::move(evaluator));
        EvolutionSettings settings = plan_.settings;
        settings.workers = evaluator->places();
        const PairingProblem problem(
            plan_.sampled, plan_.aims, store_->population(), evaluator,
            [this](const std::string& architecture) { return store_->cached(architecture); });
        const auto outcome = runEvolution(problem, settings, *this, gate_, stop_.get_token());
        if (!outcome)
            return outcome.error();
        if (accelerators->learned())
            if (Status kept = store_->storeLayerCosts(accelerators->layerCosts(layerCostLimit)); !kept)
                return kept;
        if (outcome->stopped)
            return Error{ErrorCode::Stopped, "Stopped."};
        if (!outcome->enough)
            end_ = outcome->evaluated < plan_.settings.budget ? RunEnd::Exhausted : RunEnd::Budget;
        const std::lock_guard lock(mutex_);
        status_.total = outcome->evaluated; // fewer than asked for where the space has no more
        return {};
    }

    void enter(const char* phase, std::int64_t done, std::int64_t total) {
        const std::lock_guard lock(mutex_);
        status_.phase = phase;
        status_.done = done;
        status_.total = total;
        meter_ = {};
        meter_.update(done);
    }

    void progress(const Progress& progress) override {
        const std::lock_guard lock(mutex_);
        status_.done = progress.done;
        status_.total = progress.total;
        meter_.update(progress.done);
    }

    Status evaluated(std::int64_t index, const Candidate& candidate) override {
        const auto* evaluation = std::any_cast<std::shared_ptr<const Evaluation>>(&candidate.detail);
        if (evaluation == nullptr)
            return Error{ErrorCode::Internal,
                         "The search handed over no evaluation; please report this as a bug."};
        if (Status added = store_->addEvaluation(status_.id, index, *evaluation); !added)
            return added;
        if ((*evaluation)->feasible) {
            const double rank = store_->population()->rankSum(plan_.aims.rank, (*evaluation)->scores);
            const QuantityValues values = quantityValues(**evaluation, rank, plan_.aims.predictor.get());
            if (violation(plan_.record.settings.constraints, values) == 0)
                volume_.add(static_cast<std::size_t>(index), values);
        }
        const std::lock_guard lock(mutex_);
        status_.done = index + 1;
        if (status_.done <= replayed_)
            meter_ = {}; // reading back what is stored says nothing about the rate
        meter_.update(status_.done);
        return {};
    }

    bool enough() override {
        const std::optional<double>& limit = plan_.record.settings.timeLimit;
        std::int64_t done = 0;
        bool late = false;
        {
            const std::lock_guard lock(mutex_);
            done = status_.done;
            late = limit && elapsed_.seconds() >= *limit;
        }
        // What was evaluated before is taken in first, however little time there is.
        if (late && done >= replayed_)
            end_ = RunEnd::TimeLimit;
        else if (patience_.over(done, volume_))
            end_ = RunEnd::NoGain;
        return end_ != RunEnd::Open;
    }

    /// Stores how the run ended, then says so.
    void finish(Status outcome) {
        if (const Status flushed = store_->flush();
            !flushed && (outcome || outcome.error().code == ErrorCode::Stopped))
            outcome = flushed;
        RunState state = RunState::Finished;
        bool kept = false;
        bool inStudy = false;
        {
            const std::lock_guard lock(mutex_);
            finishing_ = true; // no pause after the last word
            kept = keepForLater_;
            inStudy = inStudy_;
        }
        std::string message;
        if (!outcome && outcome.error().code == ErrorCode::Stopped && stop_.stop_requested()) {
            state = kept ? RunState::Interrupted : RunState::Cancelled;
            outcome = {};
        } else if (!outcome) {
            state = RunState::Failed;
            message = outcome.error().message;
        }
        // A run that the disk failed can go on when there is room again: in the file it was interrupted.
        const bool resumable = state == RunState::Failed && outcome.error().code == ErrorCode::Io;
        if (inStudy) {
            const Status stored =
                store_->setRunState(status_.id, resumable ? RunState::Interrupted : state, message,
                                    state == RunState::Finished ? end_ : RunEnd::Open);
            if (!stored && outcome && state == RunState::Finished) {
                state = RunState::Failed;
                message = stored.error().message;
                outcome = stored;
            }
        }
        const std::int64_t safe = store_->storedEvaluations(status_.id);
        store_->releaseRun();
        {
            const std::lock_guard lock(mutex_);
            status_.state = state;
            status_.stored = safe;
            status_.message = message;
            status_.hypervolume = volume_.value();
            elapsed_.stop();
            outcome_ = std::move(outcome);
            over_ = true;
        }
        changed_.notify_all();
    }

    std::shared_ptr<StudyStore> store_;
    const RunPlan plan_;
    const std::int64_t replayed_; ///< evaluations that are stored before the run starts
    GrowingHypervolume volume_;   ///< used by the search's thread alone, like what follows
    Patience patience_;
    RunEnd end_ = RunEnd::Open;
    PauseGate gate_;
    std::stop_source stop_;

    mutable std::mutex mutex_;
    std::condition_variable changed_;
    RunStatus status_; ///< its id never changes
    RateMeter meter_;
    Stopwatch elapsed_;
    bool inStudy_ = false; ///< the run stands in the study
    bool finishing_ = false;
    bool keepForLater_ = false;
    bool over_ = false;
    Status outcome_;

    std::jthread thread_; ///< last
};

Result<std::shared_ptr<StudyStore>> writableStore(const std::shared_ptr<Study>& study) {
    auto store = std::dynamic_pointer_cast<StudyStore>(study);
    if (!store)
        return Error{ErrorCode::InvalidInput,
                     "This study is not a file; open or create one to search in it."};
    if (store->snapshot()->readOnly)
        return Error{ErrorCode::InvalidInput, "Study " + store->snapshot()->path +
                                                  " is open read-only; open it for writing to search in it."};
    return store;
}

Result<std::shared_ptr<Run>> launch(const std::shared_ptr<StudyStore>& store, RunPlan plan) {
    try {
        return std::shared_ptr<Run>(std::make_shared<BackgroundRun>(store, std::move(plan)));
    } catch (const std::exception& failure) { // no thread to be had
        store->releaseRun();
        return Error{ErrorCode::Internal, std::string("The run could not be started: ") + failure.what() +
                                              "; close other programs."};
    }
}

Error busy(const StudyStore& store) {
    return {ErrorCode::InvalidInput, "Study " + store.snapshot()->path +
                                         " has a run in progress; wait for its end or cancel it first."};
}

} // namespace

Result<std::shared_ptr<Run>> startRun(std::shared_ptr<Study> study, const RunSettings& settings, int workers,
                                      WidenEvaluator widen) {
    const auto store = writableStore(study);
    if (!store)
        return store.error();
    RunPlan plan;
    plan.record.settings = settings;
    plan.widen = std::move(widen);
    if (Status right =
            completePlan(plan, (*store)->context(), workers, (*store)->snapshot()->calibration.get());
        !right)
        return right.error();
    if (!(*store)->claimRun())
        return busy(**store);
    plan.record.id = (*store)->nextRun();
    return launch(*store, std::move(plan));
}

Result<std::shared_ptr<Run>> resumeRun(std::shared_ptr<Study> study, RunId id, int workers,
                                       WidenEvaluator widen) {
    const auto store = writableStore(study);
    if (!store)
        return store.error();
    if (!(*store)->claimRun())
        return busy(**store);
    const auto refuse = [&store](Error error) {
        (*store)->releaseRun();
        return error;
    };
    const std::optional<RunRecord> record = (*store)->run(id);
    const std::string path = (*store)->snapshot()->path;
    if (!record)
        return refuse(
            {ErrorCode::NotFound, "There is no run " + std::to_string(id) + " in study " + path + "."});
    if (!resumable(*record))
        return refuse({ErrorCode::NotFound, "Run " + std::to_string(id) + " of study " + path + " is " +
                                                runStateName(record->state) +
                                                ", so there is nothing to resume; start another run."});
    RunPlan plan;
    plan.record = *record;
    plan.isNew = false;
    plan.widen = std::move(widen);
    if (const Status right = completePlan(plan, (*store)->context(), workers, nullptr); !right)
        return refuse(right.error());
    return launch(*store, std::move(plan));
}

std::optional<RunId> resumableRun(const StudySnapshot& snapshot) {
    for (auto run = snapshot.runs.rbegin(); run != snapshot.runs.rend(); ++run)
        if (resumable(*run))
            return run->id;
    return std::nullopt;
}

} // namespace pairscape
