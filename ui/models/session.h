// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/accelerator/design_detail.h"
#include "core/study/runner.h"
#include "core/study/study.h"
#include "ui/models/pairing_filter.h"

#include <QObject>
#include <QString>
#include <QTimer>

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace pairscape {

/// How a message is shown: in the window's message bar, never as a modal dialog.
enum class MessageKind { Information, Warning, Failure };

/// The state that all views share: the open study, its newest snapshot, the one selection, the hovered
/// pairing, the filter and the run in progress. Views read from it and call it; they never talk to each
/// other. GUI thread only; the engine's events arrive here coalesced (at most 20 a second, fewer where
/// the views are slow).
class Session : public QObject {
    Q_OBJECT

  public:
    explicit Session(QObject* parent = nullptr);
    ~Session() override;

    /// Opening or creating replaces the current study; a run in progress is first asked to stop and its
    /// results are kept. Errors come back and are also emitted as a message.
    Status createStudy(const std::filesystem::path& path, const StudySettings& settings);
    Status openStudy(const std::filesystem::path& path, OpenMode mode = OpenMode::ReadWrite);
    /// For tests and other sources of studies.
    void setStudy(std::shared_ptr<Study> study);
    bool hasStudy() const { return study_ != nullptr; }

    /// Never null: an empty snapshot while no study is open.
    std::shared_ptr<const StudySnapshot> snapshot() const { return snapshot_; }

    PairingId selected() const { return selected_; } ///< 0: none
    PairingId hovered() const { return hovered_; }   ///< 0: none
    /// Details of the selected pairing, fetched off the GUI thread; null until they are here.
    std::shared_ptr<const PairingDetail> selectedDetail() const { return detail_; }
    /// When its layers run and what they fill; comes with the details. Null where the pairing has no
    /// accelerator.
    std::shared_ptr<const DesignDetail> selectedSteadyState() const { return steady_; }

    const PairingFilter& filter() const { return filter_; }
    /// How many pairings the filter lets through.
    std::size_t acceptedCount() const { return accepted_; }

    /// The run in progress or the last one of this session; nothing before the first.
    std::optional<RunStatus> runStatus() const;
    bool runActive() const;

  public slots:
    void select(pairscape::PairingId id);
    void hover(pairscape::PairingId id);
    void setFilter(const pairscape::PairingFilter& filter);
    void clearFilter() { setFilter({}); }

    void startRun(const pairscape::RunSettings& settings, int workers);
    /// Goes on with the newest interrupted or cancelled run of the study.
    void resumeStoredRun(int workers);
    /// Ends the run in progress, keeps what it found, and starts this one when it has ended.
    void replaceRun(const pairscape::RunSettings& settings, int workers);
    void pauseRun();
    void resumeRun();
    void cancelRun();

    void pin(pairscape::PairingId id, const QString& name);
    void unpin(pairscape::PairingId id);
    /// Pins under "Design <id>", or takes the pin away.
    void togglePin(pairscape::PairingId id);

    /// Keeps an accuracy that was measured for a pairing of this study, be it open here or not; told as a
    /// message when it is stored, or how to keep it where that fails.
    void keepAccuracy(const QString& study, pairscape::PairingId id,
                      const pairscape::MeasuredAccuracy& accuracy);

    void exportDesign(pairscape::PairingId id, const QString& path);
    /// Rows in the order given, as the table shows them.
    void exportTable(const std::vector<pairscape::PairingId>& rows, const QString& path);

  signals:
    void studyChanged();    ///< another study (or none)
    void snapshotChanged(); ///< new pairings, pins or run states
    void selectionChanged(pairscape::PairingId id);
    void hoverChanged(pairscape::PairingId id);
    void detailChanged();
    void filterChanged();
    void runStatusChanged();
    void message(pairscape::MessageKind kind, const QString& text);

  private:
    void releaseStudy();
    void scheduleSnapshot(quint64 generation);
    void takeSnapshot();
    void fetchDetail();
    void countAccepted();
    void report(const Error& error);

    bool mayRun();
    void adoptRun(Result<std::shared_ptr<Run>> run, const QString& what);
    void followRun();
    void tellState(const RunStatus& status, RunState before);
    void write(std::function<Status(Study&)> job, const QString& done, std::function<void()> failed = {});

    std::shared_ptr<Study> study_;
    std::shared_ptr<Run> run_;
    std::shared_ptr<const StudySnapshot> snapshot_;
    std::shared_ptr<const PairingDetail> detail_;
    std::shared_ptr<const DesignDetail> steady_;
    PairingId selected_ = 0;
    PairingId hovered_ = 0;
    PairingFilter filter_;
    std::size_t accepted_ = 0;
    std::optional<std::pair<RunSettings, int>> next_; ///< starts when the run in progress has ended
    QTimer statusTimer_;
    struct Pending; ///< what engine threads hand over
    std::shared_ptr<Pending> pending_;
};

} // namespace pairscape
