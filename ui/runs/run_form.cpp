// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/runs/run_form.h"

#include "core/search/strategy.h"
#include "ui/models/aim_text.h"
#include "ui/models/session.h"
#include "ui/runs/menu_field.h"
#include "ui/runs/narrowing.h"
#include "ui/runs/run_text.h"
#include "ui/theme/wrapped_label.h"

#include <QCheckBox>
#include <QComboBox>
#include <QEvent>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMouseEvent>
#include <QRegularExpressionValidator>
#include <QSpinBox>

#include <algorithm>
#include <thread>

namespace pairscape {

namespace {

constexpr int maxBudget = 10'000'000;

} // namespace

RunForm::RunForm(Session* session, QWidget* parent)
    : QWidget(parent), session_(session), form_(new QFormLayout(this)), objectives_(base_.objectives) {
    form_->setContentsMargins(0, 0, 0, 0);
    form_->setSpacing(4);
    form_->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    strategy_ = new QComboBox(this);
    strategy_->setObjectName(QStringLiteral("strategy"));
    strategy_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    strategy_->setMinimumContentsLength(10);
    for (const Strategy& strategy : strategies()) {
        strategy_->addItem(strategyTitle(strategy), QString::fromStdString(strategy.name));
        strategy_->setItemData(strategy_->count() - 1, QString::fromStdString(strategy.description),
                               Qt::ToolTipRole);
    }
    description_ = narrowLabel(this, QStringLiteral("description"));
    addRow(tr("Strategy"), strategy_);
    form_->addRow(description_);
    buildAims();
    buildNumbers();
    buildOffers();
    setSettings({});
    connect(strategy_, &QComboBox::currentIndexChanged, this, &RunForm::showStrategy);
    connect(seed_, &QLineEdit::textChanged, this, &RunForm::changed);
    connect(session_, &Session::studyChanged, this, &RunForm::showStudy);
    connect(session_, &Session::snapshotChanged, this, &RunForm::showOffers);
    connect(session_, &Session::filterChanged, this, &RunForm::showOffers);
    showStrategy();
    showStudy();
}

void RunForm::addRow(const QString& name, QWidget* field) {
    auto* label = new QLabel(name, this);
    label->setBuddy(field);
    field->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    field->setAccessibleName(name);
    form_->addRow(label, field);
    names_.push_back(label);
}

/// A button that says what is aimed at, with a menu of all that can be.
void RunForm::buildAims() {
    aims_ = new MenuField(this);
    aims_->setObjectName(QStringLiteral("aims"));
    aimMenu_ = new QMenu(aims_);
    aimMenu_->installEventFilter(this);
    for (const Objective& objective : choosableObjectives()) {
        QAction* action = aimMenu_->addAction(objectiveTitle(objective));
        action->setCheckable(true);
        action->setData(static_cast<int>(objective.quantity));
        connect(action, &QAction::toggled, this, [this, objective](bool on) {
            std::erase_if(objectives_,
                          [&](const Objective& old) { return old.quantity == objective.quantity; });
            if (on)
                objectives_.push_back(objective);
            std::ranges::sort(objectives_, {}, &Objective::quantity); // as runs store them
            showAims();
        });
    }
    aims_->setMenu(aimMenu_);
    addRow(tr("Aims"), aims_);
}

void RunForm::buildNumbers() {
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
    addRow(tr("Budget"), budget_);
    addRow(tr("Seed"), seed_);
    addRow(tr("Workers"), workers_);
}

void RunForm::buildOffers() {
    withinFilters_ = new QCheckBox(tr("Within the filters"), this);
    withinFilters_->setObjectName(QStringLiteral("withinFilters"));
    withinFilters_->setToolTip(tr("The ranges of the filters become limits that the run keeps"));
    limits_ = narrowLabel(this, QStringLiteral("limits"));
    fromPins_ = new QCheckBox(this);
    fromPins_->setObjectName(QStringLiteral("fromPins"));
    fromPins_->setToolTip(
        tr("The run breeds from these designs; they are in the study already and cost no time"));
    form_->addRow(withinFilters_);
    form_->addRow(limits_);
    form_->addRow(fromPins_);
    connect(withinFilters_, &QCheckBox::toggled, this, &RunForm::showOffers);
}

RunSettings RunForm::settings() const {
    RunSettings settings = base_;
    settings.strategy = strategy_->currentData().toString().toStdString();
    settings.budget = budget_->value();
    settings.seed = seed_->text().toULongLong();
    settings.objectives = objectives_;
    if (withinFilters_->isChecked())
        for (const Constraint& limit : constraintsOf(session_->filter()))
            settings.constraints.push_back(limit);
    if (fromPins_->isChecked())
        settings.seeds.insert(settings.seeds.end(), pins_.begin(), pins_.end());
    return settings;
}

void RunForm::setSettings(const RunSettings& settings) {
    base_ = settings;
    const int at = strategy_->findData(QString::fromStdString(settings.strategy));
    strategy_->setCurrentIndex(std::max(at, 0));
    budget_->setValue(static_cast<int>(std::clamp<std::int64_t>(settings.budget, 1, maxBudget)));
    seed_->setText(QString::number(settings.seed));
    objectives_ = settings.objectives;
    showAims();
}

int RunForm::workers() const {
    return workers_->value();
}

QString RunForm::lack() const {
    if (!seed_->hasAcceptableInput())
        return tr("A seed is a whole number, such as 1.");
    if (objectives_.size() < 2)
        return tr("A search needs two aims or more: choose another one.");
    const auto strategy = findStrategy(strategy_->currentData().toString().toStdString());
    if (!strategy)
        return {};
    const auto isAccuracy = [](const Objective& each) { return each.quantity == Quantity::Accuracy; };
    if (strategy->accuracyAlone && std::ranges::none_of(objectives_, isAccuracy))
        return tr("The strategy '%1' picks networks by accuracy alone: choose it among the aims.")
            .arg(QString::fromStdString(strategy->name));
    const QString lacking = strategyLack(*strategy, session_->snapshot()->settings.acceleratorMethod);
    return lacking.isEmpty() ? QString() : lacking + tr("; create another study for it.");
}

void RunForm::setEditable(bool on) {
    editable_ = on;
    for (QWidget* widget :
         {static_cast<QWidget*>(strategy_), static_cast<QWidget*>(aims_), static_cast<QWidget*>(budget_),
          static_cast<QWidget*>(seed_), static_cast<QWidget*>(workers_), static_cast<QWidget*>(fromPins_)})
        widget->setEnabled(on);
}

void RunForm::showStudy() {
    if (session_->hasStudy())
        seed_->setText(QString::number(session_->snapshot()->settings.seed));
    for (QCheckBox* offer : {withinFilters_, fromPins_})
        offer->setChecked(false); // was meant for another study
    showOffers();
}

void RunForm::showStrategy() {
    const auto found = findStrategy(strategy_->currentData().toString().toStdString());
    const QString whole = found ? QString::fromStdString(found->description) : QString();
    description_->setText(found ? strategyClause(*found) : QString()); // all of it would push the runs out
    description_->setToolTip(whole);
    description_->setAccessibleDescription(whole);
    showOffers();
    emit changed();
}

void RunForm::showAims() {
    for (QAction* action : aimMenu_->actions()) {
        const bool on = std::ranges::any_of(objectives_, [&](const Objective& objective) {
            return static_cast<int>(objective.quantity) == action->data().toInt();
        });
        if (action->isChecked() != on)
            action->setChecked(on);
    }
    aims_->setText(objectives_.empty() ? tr("none") : objectivesTitle(objectives_));
    aims_->setToolTip(tr("What the search looks for: %1").arg(aims_->text()));
    emit changed();
}

/// The filters as limits, and the pinned designs, where there are any.
void RunForm::showOffers() {
    const std::shared_ptr<const StudySnapshot> snapshot = session_->snapshot();
    const std::vector<Constraint> limits = constraintsOf(session_->filter());
    if (limits.empty())
        withinFilters_->setChecked(false);
    withinFilters_->setVisible(!limits.empty());
    limits_->setText(constraintsTitle(limits));
    limits_->setVisible(withinFilters_->isChecked());

    // A space is read anew only where the pins or the strategy are others.
    std::string of = snapshot->path + '\n' + strategy_->currentData().toString().toStdString();
    for (const PairingRecord& record : snapshot->pairings)
        if (record.pinned())
            of += '\n' + std::to_string(record.id);
    if (of != pinsOf_) {
        pinsOf_ = of;
        pins_ = usablePins(*snapshot, strategy_->currentData().toString().toStdString());
    }
    if (pins_.empty())
        fromPins_->setChecked(false);
    fromPins_->setVisible(!pins_.empty());
    fromPins_->setText(pins_.size() == 1 ? tr("Begin with the pinned design")
                                         : tr("Begin with %1 pinned designs").arg(pins_.size()));
    emit changed();
}

/// A menu of several answers stays open while they are given.
bool RunForm::eventFilter(QObject* watched, QEvent* event) {
    if (watched == aimMenu_ && event->type() == QEvent::MouseButtonRelease) {
        QAction* action = aimMenu_->actionAt(static_cast<QMouseEvent*>(event)->pos());
        if (action != nullptr && action->isCheckable()) {
            action->trigger();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void RunForm::applyTheme(const Theme& theme) {
    QPalette muted = theme.palette();
    muted.setColor(QPalette::WindowText, theme.mutedText);
    for (QLabel* label : names_)
        label->setPalette(muted);
    for (QLabel* label : {description_, limits_})
        label->setPalette(muted);
    // An audience needs to see what runs, not to read what it is.
    description_->setVisible(theme.mode != ThemeMode::Talk);
    for (QWidget* number : {static_cast<QWidget*>(seed_), static_cast<QWidget*>(budget_),
                            static_cast<QWidget*>(workers_), static_cast<QWidget*>(limits_)})
        number->setFont(theme.numberFont(theme.small));
}

} // namespace pairscape
