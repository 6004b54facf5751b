// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/training_job.h"

#include "core/base/thread_priority.h"
#include "core/space/search_space.h"
#include "core/training/process_setup.h"

#include <QDir>
#include <QFileInfo>

#include <utility>

namespace pairscape {

/// Hands over what the training reports; a copy each, since the training goes on.
class TrainingJob::Observer : public TrainingObserver {
  public:
    explicit Observer(TrainingJob* job) : job_(job) {}

    void opened(int classes) {
        post([job = job_, classes] { job->classes_ = classes; });
    }

    void begins(const std::vector<EpochRecord>& epochs, const TrainingMoment& moment) override {
        post([job = job_, epochs, moment] {
            job->epochs_ = epochs;
            job->moment_ = moment;
            job->pace_.begin(Clock::now());
            if (job->state_ == TrainingState::Starting)
                job->state_ = TrainingState::Running;
        });
    }
    void progress(const Progress& now) override {
        if (now.phase == "testing")
            post([job = job_, at = Clock::now()] {
                job->testing_ = true;
                job->pace_.testing(at);
            });
    }
    void moved(const TrainingMoment& moment) override {
        post([job = job_, moment, at = Clock::now()] {
            job->testing_ = false;
            job->moment_ = moment;
            job->pace_.moved(moment.images, at);
        });
    }
    void epochEnded(const EpochRecord& record) override {
        post([job = job_, record, at = Clock::now()] {
            job->testing_ = false;
            job->epochs_.push_back(record);
            job->pace_.epochEnded(at);
            // Until the next report the epoch that comes has no step and no figures.
            TrainingMoment& moment = job->moment_;
            moment.epoch = record.epoch + 1;
            moment.step = 0;
            moment.figures = false;
            if (job->request_.budget.epochs > 0)
                moment.images = moment.total / job->request_.budget.epochs * record.epoch;
        });
    }
    void held(bool waits) override {
        post([job = job_, waits, at = Clock::now()] {
            job->held_ = waits;
            job->pace_.held(waits, at);
        });
    }

  private:
    using Clock = TrainingPace::Clock;
    template <class Take>
    void post(Take take) {
        job_->inbox_->post([job = job_, take] {
            take();
            emit job->changed();
        });
    }
    TrainingJob* job_;
};

TrainingJob::TrainingJob(QObject* parent) : QObject(parent), inbox_(std::make_unique<Inbox>()) {}

TrainingJob::~TrainingJob() {
    thread_ = {}; // asks it to stop and waits; a closed gate lets go of who is asked to stop
}

bool TrainingJob::active() const {
    return state_ == TrainingState::Starting || state_ == TrainingState::Running ||
           state_ == TrainingState::Paused || state_ == TrainingState::Stopping;
}

bool TrainingJob::start(const TrainingRequest& request) {
    if (active())
        return false;
    request_ = request;
    state_ = TrainingState::Starting;
    epochs_.clear();
    moment_ = {};
    classes_ = 0;
    testing_ = held_ = false;
    pace_ = {};
    accuracy_.reset();
    message_.clear();
    gate_.resume();
    thread_ = std::jthread([this, request](std::stop_token stop) {
        giveWayToOtherThreads();
        Observer observer(this);
        auto outcome = std::make_shared<const Result<MeasuredAccuracy>>(
            train(request, observer, gate_, std::move(stop)));
        inbox_->post([this, outcome] { take(*outcome); });
    });
    emit changed();
    return true;
}

void TrainingJob::pause() {
    if (state_ != TrainingState::Running && state_ != TrainingState::Starting)
        return;
    gate_.pause();
    state_ = TrainingState::Paused;
    emit changed();
}

void TrainingJob::resume() {
    if (state_ != TrainingState::Paused)
        return;
    gate_.resume();
    state_ = TrainingState::Running;
    emit changed();
}

void TrainingJob::stop() {
    if (!active() || state_ == TrainingState::Stopping)
        return;
    state_ = TrainingState::Stopping;
    thread_.request_stop();
    emit changed();
}

double TrainingJob::secondsLeft() const {
    const int tests = request_.budget.epochs - static_cast<int>(epochs_.size());
    return moment_.total > 0 ? pace_.secondsLeft(moment_.total - moment_.images, tests) : -1;
}

void TrainingJob::take(const Result<MeasuredAccuracy>& outcome) {
    pace_.end(TrainingPace::Clock::now());
    testing_ = held_ = false;
    if (outcome) {
        state_ = TrainingState::Finished;
        accuracy_ = *outcome;
        emit trained(request_.subject, *outcome);
    } else {
        const bool stopped = outcome.error().code == ErrorCode::Stopped;
        state_ = stopped ? TrainingState::Stopped : TrainingState::Failed;
        message_ = QString::fromStdString(outcome.error().message);
    }
    emit changed();
    emit ended();
}

/// On the training thread. Errors: what the data set, the space and trainNetwork() say, and Io where no
/// checkpoint can be written.
Result<MeasuredAccuracy> TrainingJob::train(const TrainingRequest& request, Observer& observer,
                                            const PauseGate& gate, std::stop_token stop) {
    const QFileInfo folder(QFileInfo(request.checkpoint).absolutePath());
    if (!folder.isDir() || !folder.isWritable()) // and not after an epoch
        return Error{ErrorCode::Io, "Nothing can be written to " + folder.absoluteFilePath().toStdString() +
                                        "; choose another checkpoint file."};
    const auto data = openDataSet(request.dataSet.toStdString(), {.coarseLabels = request.coarse});
    if (!data)
        return data.error();
    observer.opened(data->classes());
    const auto space = SearchSpace::fromJson(request.subject.spaceJson, "the study's space");
    if (!space)
        return space.error();
    const auto architecture = space->parse(request.subject.architecture);
    if (!architecture)
        return architecture.error();
    const Network network = space->expand(*architecture);
    prepareTrainingThread();
    TrainingRun run;
    run.checkpoint = request.checkpoint.toStdString();
    run.resume = true; // never over another training
    run.testEvery = 1;
    run.observer = &observer;
    run.gate = &gate;
    const auto result =
        trainNetwork({network, space->format(*architecture), space->hash(*architecture), *data},
                     request.budget, run, std::move(stop));
    if (!result)
        return result.error();
    return MeasuredAccuracy{AccuracyKind::Trained,
                            100 * result->test.top1,
                            result->test.images,
                            trainedSource(*data, request.budget, false),
                            {}};
}

QString suggestCheckpoint(const TrainingSubject& subject, bool anew) {
    const QFileInfo study(subject.study);
    const QDir folder(QFileInfo(study.absolutePath()).isWritable() ? study.absolutePath() : QDir::homePath());
    const QString base = QStringLiteral("%1-%2").arg(study.completeBaseName()).arg(subject.pairing);
    const auto named = [&](int number) {
        return folder.filePath(number > 1 ? QStringLiteral("%1-%2.checkpoint").arg(base).arg(number)
                                          : base + QStringLiteral(".checkpoint"));
    };
    int number = 1;
    while (anew && QFileInfo::exists(named(number)))
        ++number;
    return named(number);
}

} // namespace pairscape
