// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What the session has others do: runs, pins and exports.
#include "core/base/number_text.h"
#include "core/base/thread_priority.h"
#include "core/interchange/export.h"
#include "core/study/keep_accuracy.h"
#include "ui/models/figure_text.h"
#include "ui/models/session_pending.h"

#include <system_error>

namespace pairscape {

namespace {

std::filesystem::path toPath(const QString& path) {
    return path.toStdString();
}

} // namespace

std::optional<RunStatus> Session::runStatus() const {
    return run_ ? std::optional(run_->status()) : std::nullopt;
}

bool Session::runActive() const {
    return run_ && runGoesOn(run_->status().state);
}

bool Session::mayRun() {
    followRun(); // the last run may have ended a moment ago: that is told first
    if (!study_)
        emit message(MessageKind::Warning,
                     tr("Create or open a study first: a run stores its pairings there."));
    else if (snapshot_->readOnly)
        emit message(
            MessageKind::Warning,
            tr("This study is open for reading only: open it for writing, or a copy, to run a search."));
    else if (runActive())
        emit message(MessageKind::Warning,
                     tr("Run %1 is still going: wait for it or cancel it first.").arg(run_->status().id));
    else
        return true;
    return false;
}

/// Workers fill all cores: the window comes before them, or it would wait for its turn among them.
void Session::startRun(const RunSettings& settings, int workers) {
    if (mayRun())
        adoptRun(startingBehind([&] { return pairscape::startRun(study_, settings, workers); }),
                 tr("started"));
}

void Session::resumeStoredRun(int workers) {
    if (!mayRun())
        return;
    takeSnapshot(); // the newest run is the one to resume
    const std::optional<RunId> id = resumableRun(*snapshot_);
    if (!id) {
        emit message(MessageKind::Information, tr("This study has no run that was stopped before its end."));
        return;
    }
    adoptRun(startingBehind([&] { return pairscape::resumeRun(study_, *id, workers); }), tr("resumed"));
}

void Session::adoptRun(Result<std::shared_ptr<Run>> run, const QString& what) {
    if (!run) {
        report(run.error());
        emit runStatusChanged();
        return;
    }
    run_ = *std::move(run);
    const RunStatus status = run_->status();
    pending_->shownState = RunState::Running;
    emit message(MessageKind::Information, tr("Run %1 %2.").arg(status.id).arg(what));
    statusTimer_.start();
    takeSnapshot();
    followRun();
}

/// Reads the run's status, tells of a new state in words, and stops asking once it has ended.
void Session::followRun() {
    if (!run_)
        return;
    const RunStatus status = run_->status();
    if (!runGoesOn(status.state)) {
        statusTimer_.stop();
        takeSnapshot();
    }
    const RunState before = pending_->shownState.value_or(RunState::Running);
    pending_->shownState = status.state;
    if (status.state != before)
        tellState(status, before);
    emit runStatusChanged();
    if (next_ && !runGoesOn(status.state)) {
        const auto [settings, workers] = *std::exchange(next_, std::nullopt);
        startRun(settings, workers);
    }
}

void Session::tellState(const RunStatus& status, RunState before) {
    const QString stored = countText(status.stored);
    switch (status.state) {
    case RunState::Queued:
        break;
    case RunState::Running:
        if (before == RunState::Paused)
            emit message(MessageKind::Information, tr("Run %1 goes on.").arg(status.id));
        break;
    case RunState::Paused:
        emit message(MessageKind::Information,
                     tr("Run %1 is paused with %2 pairings stored.").arg(status.id).arg(stored));
        break;
    case RunState::Finished:
        emit message(MessageKind::Information,
                     tr("Run %1 finished after %3: %2 pairings are stored.")
                         .arg(status.id)
                         .arg(stored, QString::fromStdString(durationText(status.secondsElapsed))));
        break;
    case RunState::Cancelled:
    case RunState::Interrupted:
        emit message(
            MessageKind::Information,
            tr("Run %1 was stopped with %2 pairings stored; it can be resumed.").arg(status.id).arg(stored));
        break;
    case RunState::Failed:
        emit message(MessageKind::Failure,
                     tr("Run %1 failed: %2").arg(status.id).arg(QString::fromStdString(status.message)));
        break;
    }
}

void Session::replaceRun(const RunSettings& settings, int workers) {
    if (!runActive()) {
        startRun(settings, workers);
        return;
    }
    next_.emplace(settings, workers);
    run_->cancel();
    followRun();
}

void Session::pauseRun() {
    if (!run_)
        return;
    run_->pause();
    followRun();
}

void Session::resumeRun() {
    if (!run_)
        return;
    run_->resume();
    followRun();
}

void Session::cancelRun() {
    next_.reset();
    if (!run_)
        return;
    run_->cancel();
    followRun();
}

/// Does something that writes, off the GUI thread and in order; its outcome comes back as a message.
void Session::write(std::function<Status(Study&)> job, const QString& done, std::function<void()> failed) {
    if (!study_)
        return;
    pending_->writes.add([this, study = study_, job = std::move(job), done, failed = std::move(failed),
                          generation = pending_->generation]() -> BackgroundQueue::Then {
        const Status status = job(*study);
        return [this, status, done, failed, generation] {
            if (status)
                emit message(MessageKind::Information, done);
            else
                report(status.error());
            if (!status && failed && generation == pending_->generation)
                failed();
        };
    });
}

void Session::pin(PairingId id, const QString& name) {
    pending_->pinned.insert(id, true);
    write([id, text = name.trimmed().toStdString()](Study& study) { return study.pin(id, text); },
          tr("Pinned design %1 as “%2”.").arg(id).arg(name.trimmed()),
          [this, id] { pending_->pinned.remove(id); });
}

void Session::unpin(PairingId id) {
    pending_->pinned.insert(id, false);
    write([id](Study& study) { return study.unpin(id); }, tr("Took the pin off design %1.").arg(id),
          [this, id] { pending_->pinned.remove(id); });
}

void Session::togglePin(PairingId id) {
    const PairingRecord* record = snapshot_->find(id);
    if (!record)
        return;
    if (pending_->pinned.value(id, record->pinned()))
        unpin(id);
    else
        pin(id, tr("Design %1").arg(id));
}

void Session::keepAccuracy(const QString& study, PairingId id, const MeasuredAccuracy& accuracy) {
    const std::filesystem::path path = toPath(study);
    const QString done =
        tr("Kept %1 % top-1 (%2) with design %3 of %4.")
            .arg(fixedText(accuracy.percent, 1), QString::fromStdString(accuracyKindName(accuracy.kind)),
                 countText(id), QString::fromStdString(path.filename().string()));
    std::error_code ignored;
    if (study_ && (path == snapshot_->path || std::filesystem::equivalent(path, snapshot_->path, ignored))) {
        write(
            [id, accuracy](Study& open) -> Status {
                const Status kept = open.setAccuracy(id, accuracy);
                return kept ? kept
                            : Status(accuracyNotKept(kept.error(), open.snapshot()->path, id, accuracy));
            },
            done);
        return;
    }
    // After what is being closed, and before it is opened again.
    pending_->closing.push_back(path);
    pending_->endings.add([this, path, id, accuracy, done]() -> BackgroundQueue::Then {
        const Status kept = pairscape::keepAccuracy(path.string(), id, accuracy);
        return [this, path, kept, done] {
            std::erase(pending_->closing, path);
            if (kept)
                emit message(MessageKind::Information, done);
            else
                report(kept.error());
        };
    });
}

void Session::exportDesign(PairingId id, const QString& path) {
    write(
        [id, file = toPath(path)](Study& study) -> Status {
            const Result<PairingDetail> detail = study.detail(id);
            if (!detail)
                return detail.error();
            return pairscape::exportDesign(file, *detail, *study.snapshot());
        },
        tr("Exported design %1 to %2.").arg(id).arg(path));
}

void Session::exportTable(const std::vector<PairingId>& rows, const QString& path) {
    write([rows, file = toPath(path)](
              Study& study) { return pairscape::exportTable(file, *study.snapshot(), rows); },
          tr("Exported %1 pairings to %2.").arg(countText(std::ssize(rows)), path));
}

} // namespace pairscape
