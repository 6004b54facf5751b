// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/runs/run_panel.h"

#include "core/search/strategy.h"
#include "ui/models/figure_text.h"
#include "ui/models/session.h"
#include "ui/runs/run_table_model.h"
#include "ui/runs/run_text.h"

#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QRegularExpressionValidator>
#include <QScrollBar>
#include <QSpinBox>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>
#include <thread>

namespace pairscape {

namespace {

constexpr int maxBudget = 10'000'000;

/// A label over several lines that never makes its dock wider.
QLabel* makeText(QWidget* parent, const QString& name) {
    auto* label = new QLabel(parent);
    label->setObjectName(name);
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    QSizePolicy policy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    label->setSizePolicy(policy);
    return label;
}

QPushButton* makeButton(QWidget* parent, const QString& name, const QString& text, const QString& tip) {
    auto* button = new QPushButton(text, parent);
    button->setObjectName(name);
    button->setToolTip(tip);
    button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    return button;
}

} // namespace

RunPanel::RunPanel(Session* session, QWidget* parent)
    : QWidget(parent), session_(session), runs_(new RunTableModel(this)) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(8, 6, 8, 6);
    column->setSpacing(6);
    buildSettings();
    buildControls();

    connect(session_, &Session::studyChanged, this, &RunPanel::showStudy);
    connect(session_, &Session::snapshotChanged, this, &RunPanel::showRuns);
    connect(session_, &Session::runStatusChanged, this, &RunPanel::showStatus);
    pairscape::RunPanel::applyTheme(Theme::make(ThemeMode::Light));
    showStrategy();
    showStudy();
}

void RunPanel::buildSettings() {
    strategy_ = new QComboBox(this);
    strategy_->setObjectName(QStringLiteral("strategy"));
    strategy_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    strategy_->setMinimumContentsLength(10);
    for (const Strategy& strategy : strategies()) {
        strategy_->addItem(strategyTitle(strategy), QString::fromStdString(strategy.name));
        strategy_->setItemData(strategy_->count() - 1, QString::fromStdString(strategy.description),
                               Qt::ToolTipRole);
    }
    description_ = makeText(this, QStringLiteral("description"));

    budget_ = new QSpinBox(this);
    budget_->setObjectName(QStringLiteral("budget"));
    budget_->setRange(1, maxBudget);
    budget_->setSingleStep(100);
    budget_->setSuffix(tr(" pairings"));
    budget_->setToolTip(tr("How many distinct pairings the run evaluates"));
    seed_ = new QLineEdit(this);
    seed_->setObjectName(QStringLiteral("seed"));
    seed_->setValidator(
        new QRegularExpressionValidator(QRegularExpression(QStringLiteral("[0-9]{1,19}")), seed_));
    seed_->setToolTip(tr("The same seed gives the same pairings, whatever the number of workers"));
    workers_ = new QSpinBox(this);
    workers_->setObjectName(QStringLiteral("workers"));
    workers_->setRange(1, 256);
    workers_->setValue(static_cast<int>(std::clamp(std::thread::hardware_concurrency(), 1U, 256U)));
    workers_->setToolTip(
        tr("Threads that evaluate pairings; they change the time it takes and nothing else"));

    auto* form = new QFormLayout;
    form->setContentsMargins(0, 0, 0, 0);
    form->setSpacing(4);
    form->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    const auto addRow = [&](const QString& name, QWidget* field) {
        auto* label = new QLabel(name, this);
        label->setBuddy(field);
        field->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
        field->setAccessibleName(name);
        form->addRow(label, field);
        names_.push_back(label);
    };
    addRow(tr("Strategy"), strategy_);
    form->addRow(description_);
    addRow(tr("Budget"), budget_);
    addRow(tr("Seed"), seed_);
    addRow(tr("Workers"), workers_);
    static_cast<QVBoxLayout*>(layout())->addLayout(form);
    setSettings({});
    connect(strategy_, &QComboBox::currentIndexChanged, this, &RunPanel::showStrategy);
    connect(seed_, &QLineEdit::textChanged, this, &RunPanel::showStatus);
}

void RunPanel::buildControls() {
    start_ =
        makeButton(this, QStringLiteral("start"), tr("Start"), tr("Start a new run with these settings"));
    pause_ = makeButton(this, QStringLiteral("pause"), tr("Pause"), tr("Hold the run; nothing is lost"));
    cancel_ = makeButton(this, QStringLiteral("cancel"), tr("Cancel"),
                         tr("End the run; what it has found is kept, and it can be resumed later"));
    resumeStored_ = makeButton(this, QStringLiteral("resumeStored"), QString(),
                               tr("Go on with the newest run that was stopped before its end"));
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(4);
    for (QPushButton* button : {start_, pause_, cancel_})
        buttons->addWidget(button);

    state_ = makeText(this, QStringLiteral("state"));
    bar_ = new QProgressBar(this);
    bar_->setObjectName(QStringLiteral("progressBar"));
    bar_->setTextVisible(false);
    bar_->setAccessibleName(tr("Progress of the run"));
    progress_ = makeText(this, QStringLiteral("progress"));
    pace_ = makeText(this, QStringLiteral("pace"));
    hint_ = makeText(this, QStringLiteral("hint"));
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
    column->addLayout(buttons);
    column->addWidget(resumeStored_);
    column->addWidget(state_);
    column->addWidget(bar_);
    column->addWidget(progress_);
    column->addWidget(pace_);
    column->addWidget(hint_);
    column->addWidget(listTitle_);
    column->addWidget(list_, 100);
    column->addStretch(1); // takes the room that the list does not fill

    connect(start_, &QPushButton::clicked, this, &RunPanel::start);
    connect(pause_, &QPushButton::clicked, this, &RunPanel::togglePause);
    connect(cancel_, &QPushButton::clicked, this, [this] {
        cancelling_ = true;
        session_->cancelRun();
        showStatus();
    });
    connect(resumeStored_, &QPushButton::clicked, this, [this] { session_->resumeStoredRun(workers()); });
}

RunSettings RunPanel::settings() const {
    RunSettings settings;
    settings.strategy = strategy_->currentData().toString().toStdString();
    settings.budget = budget_->value();
    settings.seed = seed_->text().toULongLong();
    return settings;
}

void RunPanel::setSettings(const RunSettings& settings) {
    const int at = strategy_->findData(QString::fromStdString(settings.strategy));
    strategy_->setCurrentIndex(std::max(at, 0));
    budget_->setValue(static_cast<int>(std::clamp<std::int64_t>(settings.budget, 1, maxBudget)));
    seed_->setText(QString::number(settings.seed));
}

int RunPanel::workers() const {
    return workers_->value();
}

void RunPanel::start() {
    session_->startRun(settings(), workers());
}

void RunPanel::togglePause() {
    const std::optional<RunStatus> status = session_->runStatus();
    if (status && status->state == RunState::Paused)
        session_->resumeRun();
    else
        session_->pauseRun();
}

void RunPanel::showStrategy() {
    const auto found = findStrategy(strategy_->currentData().toString().toStdString());
    const QString whole = found ? QString::fromStdString(found->description) : QString();
    description_->setText(found ? strategyClause(*found) : QString()); // all of it would push the runs out
    description_->setToolTip(whole);
    description_->setAccessibleDescription(whole);
    showStatus(); // it may ask for what the study does not have
}

void RunPanel::showStudy() {
    if (session_->hasStudy())
        seed_->setText(QString::number(session_->snapshot()->settings.seed));
    showRuns();
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

    for (QWidget* widget : {static_cast<QWidget*>(strategy_), static_cast<QWidget*>(budget_),
                            static_cast<QWidget*>(seed_), static_cast<QWidget*>(workers_)})
        widget->setEnabled(open && !active);
    const auto strategy = findStrategy(strategy_->currentData().toString().toStdString());
    const QString lacking =
        open && strategy ? strategyLack(*strategy, snapshot->settings.acceleratorMethod) : QString();
    start_->setEnabled(open && !active && seed_->hasAcceptableInput() && lacking.isEmpty());
    pause_->setEnabled(active && !cancelling_);
    pause_->setText(paused ? tr("Resume") : tr("Pause"));
    pause_->setToolTip(paused ? tr("Go on where the run was paused") : tr("Hold the run; nothing is lost"));
    cancel_->setEnabled(active && !cancelling_);

    const std::optional<RunRecord> stopped = open && !active ? resumableRecord(*snapshot) : std::nullopt;
    resumeStored_->setVisible(stopped.has_value());
    if (stopped)
        resumeStored_->setText(tr("Resume run %1: %2 of %3")
                                   .arg(stopped->id)
                                   .arg(countText(stopped->done), countText(stopped->settings.budget)));

    for (QWidget* widget : {static_cast<QWidget*>(state_), static_cast<QWidget*>(bar_),
                            static_cast<QWidget*>(progress_), static_cast<QWidget*>(pace_)})
        widget->setVisible(status.has_value());
    if (status) {
        QString state = tr("Run %1: %2").arg(status->id).arg(runStateText(status->state));
        if (active && !paused)
            state =
                tr("Run %1: %2").arg(status->id).arg(cancelling_ ? tr("stopping") : runPhaseText(*status));
        state_->setText(state);
        bar_->setRange(0, status->total > 0 ? 1000 : active && !paused ? 0 : 1000);
        if (status->total > 0)
            bar_->setValue(static_cast<int>(1000 * status->done / status->total));
        progress_->setText(runProgressText(*status));
        pace_->setText(runPaceText(*status));
    }

    QString hint;
    if (!session_->hasStudy())
        hint = tr("Create or open a study to search in it.");
    else if (snapshot->readOnly)
        hint = tr("This study is open for reading only.");
    else if (!seed_->hasAcceptableInput())
        hint = tr("A seed is a whole number, such as 1.");
    else if (!lacking.isEmpty() && !active)
        hint = lacking + tr("; create another study for it.");
    else if (status && status->state == RunState::Failed)
        hint = QString::fromStdString(status->message);
    hint_->setText(hint);
    hint_->setVisible(!hint.isEmpty());
    const bool failed = status && status->state == RunState::Failed;
    QPalette palette = this->palette();
    palette.setColor(QPalette::WindowText, failed ? theme_.bad : theme_.mutedText);
    hint_->setPalette(palette);

    listTitle_->setVisible(!snapshot->runs.empty());
    list_->setVisible(!snapshot->runs.empty());
    fitTable();
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
    QPalette muted = theme.palette();
    muted.setColor(QPalette::WindowText, theme.mutedText);
    for (QWidget* widget : findChildren<QWidget*>())
        widget->setFont(theme.font(theme.small));
    for (QWidget* widget : names_)
        widget->setPalette(muted);
    for (QLabel* label : {description_, pace_})
        label->setPalette(muted);
    // An audience needs to see what runs, not to read what it is.
    description_->setVisible(theme.mode != ThemeMode::Talk);
    state_->setFont(theme.font(theme.small, QFont::DemiBold));
    listTitle_->setFont(theme.font(theme.small, QFont::DemiBold));
    progress_->setFont(theme.numberFont(theme.small));
    pace_->setFont(theme.numberFont(theme.small));
    seed_->setFont(theme.numberFont(theme.small));
    budget_->setFont(theme.numberFont(theme.small));
    workers_->setFont(theme.numberFont(theme.small));
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
