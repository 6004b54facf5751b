// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/session.h"

#include "ui/models/figure_text.h"
#include "ui/models/session_pending.h"

#include <system_error>
#include <utility>

namespace pairscape {

namespace {

constexpr int statusMilliseconds = 100;

bool sameFile(const std::filesystem::path& a, const std::filesystem::path& b) {
    std::error_code error;
    return std::filesystem::equivalent(a, b, error);
}

QString fileName(const std::filesystem::path& path) {
    return QString::fromStdString(path.filename().string());
}

/// What a detail shows of its record and a later snapshot may change.
bool sameInDetail(const PairingRecord& a, const PairingRecord& b) {
    return a.pin == b.pin && a.onFront == b.onFront && a.accuracy == b.accuracy && a.measured == b.measured &&
           a.predicted.has_value() == b.predicted.has_value() &&
           (!a.predicted || a.predicted->value == b.predicted->value);
}

/// Null for a pairing without an accelerator, or whose figures are not those of the cost model that we have.
std::shared_ptr<const DesignDetail> steadyStateOf(const PairingDetail& detail,
                                                  const std::string& platformJson) {
    if (!detail.record.feasible)
        return nullptr;
    const auto platform = Platform::fromJson(platformJson, "the study's platform");
    if (!platform)
        return nullptr;
    auto steady = designDetail(detail.network, *platform, detail.accelerator, detail.cost);
    return steady ? std::make_shared<const DesignDetail>(*std::move(steady)) : nullptr;
}

} // namespace

Session::Session(QObject* parent)
    : QObject(parent), snapshot_(std::make_shared<StudySnapshot>()), pending_(std::make_shared<Pending>()) {
    statusTimer_.setInterval(statusMilliseconds);
    connect(&statusTimer_, &QTimer::timeout, this, &Session::followRun);
    pending_->snapshotTimer.setSingleShot(true);
    connect(&pending_->snapshotTimer, &QTimer::timeout, this, &Session::takeSnapshot);
}

Session::~Session() {
    releaseStudy();
    pending_.reset(); // waits for what is being written and for a run that is coming to its end
}

Status Session::createStudy(const std::filesystem::path& path, const StudySettings& settings) {
    auto study = Study::create(path, settings);
    if (!study) {
        report(study.error());
        return study.error();
    }
    setStudy(*std::move(study));
    emit message(MessageKind::Information, tr("Created the study %1.").arg(fileName(path)));
    return {};
}

Status Session::openStudy(const std::filesystem::path& path, OpenMode mode) {
    if (study_ && sameFile(path, snapshot_->path)) {
        if (snapshot_->readOnly == (mode == OpenMode::ReadOnly)) {
            emit message(MessageKind::Information, tr("%1 is open already.").arg(fileName(path)));
            return {};
        }
        setStudy(nullptr); // a file is never open twice
    }
    if (std::any_of(pending_->closing.begin(), pending_->closing.end(),
                    [&](const std::filesystem::path& each) { return sameFile(path, each); })) {
        pending_->writes.waitForJobs();
        pending_->details.waitForJobs();
        pending_->endings.waitForJobs();
    }
    auto study = Study::open(path, mode);
    if (!study && mode == OpenMode::ReadWrite && study.error().code == ErrorCode::Io) {
        // Another window or program writes in it, or the disk lets nobody: it can still be looked at.
        if (auto readable = Study::open(path, OpenMode::ReadOnly)) {
            setStudy(*std::move(readable));
            emit message(
                MessageKind::Warning,
                tr("%1 is open for reading only: another window or program is writing in it, or it may "
                   "not be written. What is shown is how it was at this moment.")
                    .arg(fileName(path)));
            return {};
        }
    }
    if (!study) {
        report(study.error());
        return study.error();
    }
    setStudy(*std::move(study));
    emit message(MessageKind::Information,
                 tr("Opened the study %1 with %2 pairings.")
                     .arg(fileName(path), countText(std::ssize(snapshot_->pairings))));
    return {};
}

/// Lets go of the study without waiting for it: a run in progress is asked to stop, stores what it has and
/// ends in the background, where the file is closed as well.
void Session::releaseStudy() {
    Pending& pending = *pending_;
    ++pending.generation;
    statusTimer_.stop();
    pending.snapshotTimer.stop();
    pending.details.clear();
    pending.fetching = pending.fetchAgain = false;
    pending.shownState.reset();
    pending.pinned.clear();
    next_.reset();
    if (!study_)
        return;
    study_->setListener({});
    pending.fresh = false;
    if (run_)
        run_->cancel(true);
    const std::filesystem::path path = snapshot_->path;
    pending.closing.push_back(path);
    pending.endings.add([this, path, study = std::move(study_), run = std::move(run_)]() mutable {
        if (run)
            static_cast<void>(run->wait()); // nobody is left to be told; what is done is stored
        run.reset();
        study.reset();
        return [this, path] {
            std::vector<std::filesystem::path>& closing = pending_->closing;
            if (const auto at = std::find(closing.begin(), closing.end(), path); at != closing.end())
                closing.erase(at);
        };
    });
    study_.reset();
    run_.reset();
}

void Session::setStudy(std::shared_ptr<Study> study) {
    releaseStudy();
    study_ = std::move(study);
    const bool hadSelection = std::exchange(selected_, 0) != 0;
    const bool hadHover = std::exchange(hovered_, 0) != 0;
    const bool hadFilter = std::exchange(filter_, {}).active(); // its ranges were of other data
    detail_.reset();
    steady_.reset();
    if (study_)
        study_->setListener([this, pending = pending_.get(), generation = pending_->generation] {
            if (!pending->fresh.exchange(true))
                pending->inbox.post([this, generation] { scheduleSnapshot(generation); });
        });
    snapshot_ = study_ ? study_->snapshot() : std::make_shared<StudySnapshot>();
    pending_->sinceSnapshot.start();
    countAccepted();

    emit studyChanged();
    emit snapshotChanged();
    if (hadSelection)
        emit selectionChanged(0);
    if (hadHover)
        emit hoverChanged(0);
    if (hadFilter)
        emit filterChanged();
    emit detailChanged();
    emit runStatusChanged();
}

void Session::scheduleSnapshot(quint64 generation) {
    Pending& pending = *pending_;
    if (generation != pending.generation)
        return;
    const qint64 wait = pending.snapshotPause - pending.sinceSnapshot.elapsed();
    if (wait <= 0)
        takeSnapshot();
    else if (!pending.snapshotTimer.isActive())
        pending.snapshotTimer.start(static_cast<int>(wait));
}

void Session::takeSnapshot() {
    if (!study_)
        return;
    Pending& pending = *pending_;
    pending.snapshotTimer.stop();
    pending.sinceSnapshot.restart();
    pending.fresh = false; // before reading: what comes after this is announced anew
    std::shared_ptr<const StudySnapshot> newest = study_->snapshot();
    if (newest == snapshot_)
        return;
    const std::shared_ptr<const StudySnapshot> previous = std::exchange(snapshot_, std::move(newest));
    pending.pinned.removeIf([&](const QHash<PairingId, bool>::iterator& asked) {
        const PairingRecord* record = snapshot_->find(asked.key());
        return record && record->pinned() == asked.value();
    });
    countAccepted();
    emit snapshotChanged();
    // Where the views are slow, fewer snapshots. What they paint is done when nothing else is left to do.
    pending.snapshotPause = Pending::pauseAfter(pending.sinceSnapshot.elapsed());
    QTimer::singleShot(0, this, [&pending, begun = pending.sinceSnapshot.msecsSinceReference()] {
        if (begun == pending.sinceSnapshot.msecsSinceReference())
            pending.snapshotPause = Pending::pauseAfter(pending.sinceSnapshot.elapsed());
    });

    const PairingRecord* was = previous->find(selected_);
    const PairingRecord* is = snapshot_->find(selected_);
    if (was && is && !sameInDetail(*was, *is))
        fetchDetail();
}

void Session::fetchDetail() {
    Pending& pending = *pending_;
    if (pending.fetching) {
        pending.fetchAgain = true;
        return;
    }
    if (!study_ || selected_ == 0)
        return;
    pending.fetching = true;
    pending.details.add([this, study = study_, id = selected_, generation = pending.generation,
                         snapshot = snapshot_]() {
        auto detail = std::make_shared<Result<PairingDetail>>(study->detail(id));
        const auto steady = detail->ok() ? steadyStateOf(**detail, snapshot->settings.platformJson) : nullptr;
        return [this, id, generation, detail, steady] {
            if (generation != pending_->generation)
                return;
            pending_->fetching = false;
            if (id == selected_ && detail->ok()) {
                detail_ = std::shared_ptr<const PairingDetail>(detail, &detail->value());
                steady_ = steady;
                emit detailChanged();
            } else if (id == selected_) {
                report(detail->error());
            }
            if (std::exchange(pending_->fetchAgain, false))
                fetchDetail();
        };
    });
}

void Session::select(PairingId id) {
    if (id == selected_)
        return;
    if (id != 0 && !snapshot_->find(id)) {
        emit message(MessageKind::Warning, tr("There is no design %1 in this study.").arg(id));
        return;
    }
    selected_ = id;
    const bool hadDetail = detail_ != nullptr;
    detail_.reset();
    steady_.reset();
    emit selectionChanged(id);
    if (hadDetail)
        emit detailChanged();
    fetchDetail();
}

void Session::hover(PairingId id) {
    if (id != 0 && !snapshot_->find(id))
        id = 0;
    if (id == hovered_)
        return;
    hovered_ = id;
    emit hoverChanged(id);
}

void Session::setFilter(const PairingFilter& filter) {
    if (filter == filter_)
        return;
    filter_ = filter;
    countAccepted();
    emit filterChanged();
}

void Session::countAccepted() {
    const auto& all = snapshot_->pairings;
    accepted_ =
        filter_.active()
            ? static_cast<std::size_t>(std::count_if(all.begin(), all.end(), PairingFilterTest(filter_)))
            : all.size();
}

void Session::report(const Error& error) {
    emit message(MessageKind::Failure, QString::fromStdString(error.message));
}

} // namespace pairscape
