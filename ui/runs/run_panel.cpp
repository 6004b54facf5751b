// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/runs/run_panel.h"

#include "ui/models/aim_text.h"
#include "ui/models/figure_text.h"
#include "ui/models/session.h"
#include "ui/runs/narrowing.h"
#include "ui/runs/run_form.h"
#include "ui/runs/run_table_model.h"
#include "ui/runs/run_text.h"
#include "ui/theme/wrapped_label.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollBar>
#include <QTableView>
#include <QVBoxLayout>

namespace pairscape {

namespace {

QPushButton* makeButton(QWidget* parent, const QString& name, const QString& text, const QString& tip) {
    auto* button = new QPushButton(text, parent);
    button->setObjectName(name);
    button->setToolTip(tip);
    button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    return button;
}

} // namespace

RunPanel::RunPanel(Session* session, QWidget* parent)
    : QWidget(parent), session_(session), runs_(new RunTableModel(this)), form_(new RunForm(session, this)) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(8, 6, 8, 6);
    column->setSpacing(6);
    column->addWidget(form_);
    buildControls();
    buildReport();
    follow();
    pairscape::RunPanel::applyTheme(Theme::make(ThemeMode::Light));
    showRuns();
}

void RunPanel::buildControls() {
    start_ =
        makeButton(this, QStringLiteral("start"), tr("Start"), tr("Start a new run with these settings"));
    pause_ = makeButton(this, QStringLiteral("pause"), tr("Pause"), tr("Hold the run; nothing is lost"));
    cancel_ = makeButton(this, QStringLiteral("cancel"), tr("Cancel"),
                         tr("End the run; what it has found is kept, and it can be resumed later"));
    resumeStored_ = makeButton(this, QStringLiteral("resumeStored"), QString(),
                               tr("Go on with the newest run that was stopped before its end"));
    narrow_ = makeButton(this, QStringLiteral("narrow"), tr("Narrow to the filters"), QString());
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(4);
    for (QPushButton* button : {start_, pause_, cancel_})
        buttons->addWidget(button);
    auto* column = static_cast<QVBoxLayout*>(layout());
    column->addLayout(buttons);
    column->addWidget(resumeStored_);
    column->addWidget(narrow_);
}

void RunPanel::buildReport() {
    state_ = narrowLabel(this, QStringLiteral("state"));
    bar_ = new QProgressBar(this);
    bar_->setObjectName(QStringLiteral("progressBar"));
    bar_->setTextVisible(false);
    bar_->setAccessibleName(tr("Progress of the run"));
    progress_ = narrowLabel(this, QStringLiteral("progress"));
    pace_ = narrowLabel(this, QStringLiteral("pace"));
    hint_ = narrowLabel(this, QStringLiteral("hint"));
    listTitle_ = new QLabel(tr("Runs of this study"), this);
    list_ = new QTableView(this);
    list_->setObjectName(QStringLiteral("runs"));
    list_->setAccessibleName(tr("Runs of this study"));
    list_->setModel(runs_);
    list_->setSelectionBehavior(QAbstractItemView::SelectRows);
    list_->setSelectionMode(QAbstractItemView::SingleSelection);
    list_->setTabKeyNavigation(false);
    list_->setShowGrid(false);
    list_->setWordWrap(false);
    list_->setFrameShape(QFrame::NoFrame);
    list_->verticalHeader()->setVisible(false);
    list_->horizontalHeader()->setHighlightSections(false);
    list_->horizontalHeader()->setMinimumSectionSize(20);
    list_->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);

    auto* column = static_cast<QVBoxLayout*>(layout());
    for (QWidget* widget :
         {static_cast<QWidget*>(state_), static_cast<QWidget*>(bar_), static_cast<QWidget*>(progress_),
          static_cast<QWidget*>(pace_), static_cast<QWidget*>(hint_), static_cast<QWidget*>(listTitle_)})
        column->addWidget(widget);
    column->addWidget(list_, 100);
    column->addStretch(1); // takes the room that the list does not fill
}

void RunPanel::follow() {
    connect(session_, &Session::studyChanged, this, &RunPanel::showRuns);
    connect(session_, &Session::snapshotChanged, this, &RunPanel::showRuns);
    connect(session_, &Session::runStatusChanged, this, &RunPanel::showStatus);
    connect(form_, &RunForm::changed, this, &RunPanel::showStatus);
    connect(start_, &QPushButton::clicked, this, &RunPanel::start);
    connect(pause_, &QPushButton::clicked, this, &RunPanel::togglePause);
    connect(cancel_, &QPushButton::clicked, this, [this] {
        cancelling_ = true;
        session_->cancelRun();
        showStatus();
    });
    connect(resumeStored_, &QPushButton::clicked, this, [this] { session_->resumeStoredRun(workers()); });
    connect(narrow_, &QPushButton::clicked, this, &RunPanel::narrow);
    connect(list_, &QTableView::clicked, this, &RunPanel::chooseRun);
}

RunSettings RunPanel::settings() const {
    return form_->settings();
}

void RunPanel::setSettings(const RunSettings& settings) {
    form_->setSettings(settings);
}

int RunPanel::workers() const {
    return form_->workers();
}

void RunPanel::start() {
    session_->startRun(settings(), workers());
}

/// Ends the run in progress and starts one that keeps the filters' limits and goes on from what was found.
void RunPanel::narrow() {
    const std::optional<RunStatus> status = session_->runStatus();
    const std::shared_ptr<const StudySnapshot> snapshot = session_->snapshot();
    for (const RunRecord& run : snapshot->runs)
        if (status && run.id == status->id)
            session_->replaceRun(narrowed(*snapshot, run, constraintsOf(session_->filter())), workers());
}

/// Shows in full what this run found; all again where that is shown already.
void RunPanel::chooseRun(const QModelIndex& at) {
    const RunRecord* run = runs_->runAt(at.row());
    if (run == nullptr || runs_->rowCount() < 2)
        return;
    PairingFilter filter = session_->filter();
    filter.setRun(filter.run() == run->id ? 0 : run->id);
    session_->setFilter(filter);
}

void RunPanel::togglePause() {
    const std::optional<RunStatus> status = session_->runStatus();
    if (status && status->state == RunState::Paused)
        session_->resumeRun();
    else
        session_->pauseRun();
}

void RunPanel::showRuns() {
    runs_->setRuns(session_->snapshot()->runs);
    showStatus();
}

void RunPanel::showStatus() {
    const std::shared_ptr<const StudySnapshot> snapshot = session_->snapshot();
    const std::optional<RunStatus> status = session_->runStatus();
    const bool active = session_->runActive();
    cancelling_ = cancelling_ && active;
    const bool open = session_->hasStudy() && !snapshot->readOnly;
    const bool paused = status && status->state == RunState::Paused;
    const QString lack = open ? form_->lack() : QString();

    form_->setEditable(open && !active);
    start_->setEnabled(open && !active && lack.isEmpty());
    pause_->setEnabled(active && !cancelling_);
    pause_->setText(paused ? tr("Resume") : tr("Pause"));
    pause_->setToolTip(paused ? tr("Go on where the run was paused") : tr("Hold the run; nothing is lost"));
    cancel_->setEnabled(active && !cancelling_);
    showOffers(open, active);
    showProgress();

    QString hint;
    if (!session_->hasStudy())
        hint = tr("Create or open a study to search in it.");
    else if (snapshot->readOnly)
        hint = tr("This study is open for reading only.");
    else if (!lack.isEmpty() && !active)
        hint = lack;
    else if (status && status->state == RunState::Failed)
        hint = QString::fromStdString(status->message);
    showSentence(*hint_, hint, theme_, status && status->state == RunState::Failed);

    listTitle_->setVisible(!snapshot->runs.empty());
    list_->setVisible(!snapshot->runs.empty());
    fitTable();
}

/// What can be done with a stopped run, and with one that goes on while filters are set.
void RunPanel::showOffers(bool open, bool active) {
    const std::optional<RunRecord> stopped =
        open && !active ? resumableRecord(*session_->snapshot()) : std::nullopt;
    resumeStored_->setVisible(stopped.has_value());
    if (stopped)
        resumeStored_->setText(tr("Resume run %1: %2 of %3")
                                   .arg(stopped->id)
                                   .arg(countText(stopped->done), countText(stopped->settings.budget)));
    const std::vector<Constraint> limits = constraintsOf(session_->filter());
    narrow_->setVisible(active && !cancelling_ && !limits.empty());
    narrow_->setToolTip(tr("Ends this run and goes on from what it found with a new one that keeps %1")
                            .arg(constraintsTitle(limits)));
}

void RunPanel::showProgress() {
    const std::optional<RunStatus> status = session_->runStatus();
    for (QWidget* widget : {static_cast<QWidget*>(state_), static_cast<QWidget*>(bar_),
                            static_cast<QWidget*>(progress_), static_cast<QWidget*>(pace_)})
        widget->setVisible(status.has_value());
    if (!status)
        return;
    const bool moving = session_->runActive() && status->state != RunState::Paused;
    const QString what = !moving       ? runStateText(status->state)
                         : cancelling_ ? tr("stopping")
                                       : runPhaseText(*status);
    state_->setText(tr("Run %1: %2").arg(status->id).arg(what));
    bar_->setRange(0, status->total > 0 || !moving ? 1000 : 0);
    if (status->total > 0)
        bar_->setValue(static_cast<int>(1000 * status->done / status->total));
    progress_->setText(runProgressText(*status));
    pace_->setText(runPaceText(*status));
}

/// Columns as wide as what stands in them, and no taller than its rows.
void RunPanel::fitTable() {
    if (!list_->isVisibleTo(this))
        return;
    list_->resizeColumnsToContents();
    const int rows = runs_->rowCount() * list_->verticalHeader()->defaultSectionSize();
    list_->setMaximumHeight(list_->horizontalHeader()->sizeHint().height() + rows +
                            list_->horizontalScrollBar()->sizeHint().height() + 2);
}

void RunPanel::applyTheme(const Theme& theme) {
    theme_ = theme;
    setPalette(theme.palette());
    for (QWidget* widget : findChildren<QWidget*>())
        widget->setFont(theme.font(theme.small));
    form_->applyTheme(theme);
    QPalette muted = theme.palette();
    muted.setColor(QPalette::WindowText, theme.mutedText);
    pace_->setPalette(muted);
    state_->setFont(theme.font(theme.small, QFont::DemiBold));
    listTitle_->setFont(theme.font(theme.small, QFont::DemiBold));
    progress_->setFont(theme.numberFont(theme.small));
    pace_->setFont(theme.numberFont(theme.small));
    list_->setFont(theme.numberFont(theme.small));
    bar_->setFixedHeight(qRound(8 * theme.scale));
    list_->verticalHeader()->setDefaultSectionSize(QFontMetrics(list_->font()).height() +
                                                   qRound(5 * theme.scale));
    list_->setMinimumHeight(list_->verticalHeader()->defaultSectionSize() * 2);
    QPalette table = theme.palette();
    table.setColor(QPalette::Base, theme.surface);
    QColor chosen = theme.axis;
    chosen.setAlphaF(0.25F);
    table.setColor(QPalette::Highlight, chosen);
    table.setColor(QPalette::HighlightedText, theme.text);
    list_->setPalette(table);
    showStatus();
}

} // namespace pairscape
