// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/training_page.h"

#include "ui/models/figure_text.h"
#include "ui/shell/fit_button.h"
#include "ui/theme/wrapped_label.h"
#include "ui/training/figure_row.h"
#include "ui/training/training_form.h"
#include "ui/training/training_plot.h"
#include "ui/training/training_text.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

#include <utility>

namespace pairscape {

namespace {

constexpr int clockMilliseconds = 500;

/// Classes of a mark such as "cifar-100/100".
int classesOfMark(const std::string& mark) {
    return QString::fromStdString(mark).section(QLatin1Char('/'), -1).toInt();
}

/// "cifar-100 with 100 classes".
QString markText(const std::string& mark) {
    return QObject::tr("%1 with %2 classes")
        .arg(QString::fromStdString(mark).section(QLatin1Char('/'), 0, -2))
        .arg(classesOfMark(mark));
}

QString fileName(const QString& path) {
    return QFileInfo(path).fileName();
}

} // namespace

TrainingPage::TrainingPage(TrainingJob* job, QWidget* parent)
    : QWidget(parent), job_(job), heading_(new QLabel), intro_(wrappedLabel()), facts_(wrappedLabel()),
      state_(new QLabel), words_(wrappedLabel()), empty_(wrappedLabel()), form_(new TrainingForm),
      start_(new QPushButton), anew_(new QPushButton(tr("Train &anew"))), pause_(new QPushButton),
      stop_(new QPushButton(tr("S&top"))), back_(new QPushButton(tr("Back"))), bar_(new QProgressBar),
      figures_(new FigureRow), curves_(new QWidget), loss_(new TrainingPlot(TrainingPlot::Shows::Loss)),
      accuracy_(new TrainingPlot(TrainingPlot::Shows::Accuracy)),
      queue_(std::make_unique<BackgroundQueue>()) {
    build();
    connect(form_, &TrainingForm::changed, this, &TrainingPage::showAll);
    connect(form_, &TrainingForm::checkpointChosen, this, &TrainingPage::lookIntoCheckpoint);
    connect(form_, &TrainingForm::submitted, this, &TrainingPage::start);
    connect(start_, &QPushButton::clicked, this, &TrainingPage::start);
    connect(anew_, &QPushButton::clicked, this, &TrainingPage::trainAnew);
    connect(pause_, &QPushButton::clicked, job_, &TrainingJob::togglePause);
    connect(stop_, &QPushButton::clicked, job_, &TrainingJob::stop);
    connect(back_, &QPushButton::clicked, this, &TrainingPage::left);
    connect(job_, &TrainingJob::changed, this, &TrainingPage::showAll);
    connect(job_, &TrainingJob::ended, this, [this] {
        if (ours())
            lookIntoCheckpoint();
    });
    clock_.setInterval(clockMilliseconds);
    connect(&clock_, &QTimer::timeout, this, &TrainingPage::showCurves);
    pairscape::TrainingPage::applyTheme(Theme::make(ThemeMode::Light));
}

TrainingPage::~TrainingPage() {
    queue_.reset();
}

void TrainingPage::build() {
    const std::pair<QWidget*, const char*> names[] = {
        {heading_, "heading"}, {facts_, "facts"}, {state_, "state"}, {words_, "words"}, {empty_, "empty"},
        {start_, "start"},     {anew_, "anew"},   {pause_, "pause"}, {stop_, "stop"},   {back_, "back"}};
    for (const auto& [widget, name] : names)
        widget->setObjectName(QLatin1String(name));
    start_->setDefault(true);
    pause_->setToolTip(tr("Hold the training between two steps, or go on (Ctrl+Shift+P)"));
    stop_->setToolTip(tr("End it and keep its checkpoint, from which it can go on (Ctrl+Shift+S)"));
    anew_->setToolTip(tr("With another budget, kept in another checkpoint"));
    bar_->setTextVisible(false);
    bar_->setAccessibleName(tr("Progress of the training"));
    figures_->setAccessibleName(tr("Figures of the training"));
    empty_->setAlignment(Qt::AlignCenter);
    empty_->setText(tr("Loss and accuracy will grow here, epoch by epoch."));

    auto* buttons = new QHBoxLayout;
    for (QPushButton* button : {start_, anew_, pause_, stop_, back_})
        buttons->addWidget(button);
    buttons->addWidget(state_);
    buttons->addWidget(bar_, 1);
    buttons->addStretch(0);
    auto* side = new QHBoxLayout(curves_);
    side->setContentsMargins(0, 0, 0, 0);
    side->addWidget(loss_, 1);
    side->addWidget(accuracy_, 1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(24, 16, 24, 16);
    for (QWidget* widget : {static_cast<QWidget*>(heading_), static_cast<QWidget*>(intro_),
                            static_cast<QWidget*>(form_), static_cast<QWidget*>(facts_)})
        column->addWidget(widget);
    column->addLayout(buttons);
    column->addWidget(words_);
    column->addWidget(figures_);
    column->addWidget(curves_, 1);
    column->addWidget(empty_, 1);
    setAutoFillBackground(true);
    setFocusProxy(form_);
}

bool TrainingPage::ours() const {
    return job_->state() != TrainingState::None && job_->request().subject == subject_;
}

void TrainingPage::begin(const TrainingSubject& subject) {
    refused_.clear();
    const bool other = job_->active() && !(job_->request().subject == subject);
    if (other)
        refused_ = tr("Design %1 is still being trained: stop it first to train design %2.")
                       .arg(countText(job_->request().subject.pairing), countText(subject.pairing));
    const TrainingSubject wanted = other ? job_->request().subject : subject;
    if (wanted == subject_) { // as it was left
        showAll();
        return;
    }
    subject_ = wanted;
    setCheckpoint(job_->active() ? job_->request().checkpoint : suggestCheckpoint(subject_, false));
}

void TrainingPage::setCheckpoint(const QString& file) {
    form_->setCheckpoint(file);
    lookIntoCheckpoint();
}

void TrainingPage::trainAnew() {
    setCheckpoint(suggestCheckpoint(subject_, true));
}

/// What the file holds that is to keep the training; while one goes on, nobody else reads its file.
void TrainingPage::lookIntoCheckpoint() {
    ++generation_;
    history_.reset();
    problem_.clear();
    looking_ = !job_->active() && !form_->checkpoint().isEmpty();
    if (looking_)
        queue_->add([this, generation = generation_,
                     file = form_->checkpoint().toStdString()]() -> BackgroundQueue::Then {
            auto found = std::make_shared<const Result<TrainingHistory>>(readTrainingHistory(file));
            return [this, generation, found] {
                if (generation == generation_)
                    take(*found);
            };
        });
    showAll();
}

void TrainingPage::take(const Result<TrainingHistory>& found) {
    looking_ = false;
    if (!found) {
        if (found.error().code != ErrorCode::NotFound) // none yet: it will be made
            problem_ = QString::fromStdString(found.error().message);
    } else if (found->architecture != subject_.architecture) {
        problem_ = tr("%1 keeps the training of another architecture; Train anew takes another file.")
                       .arg(fileName(form_->checkpoint()));
    } else if (found->quantised) {
        problem_ = tr("%1 keeps a training with few bits, which 'pairscape-cli train --quantised --resume' "
                      "goes on with; Train anew takes another file.")
                       .arg(fileName(form_->checkpoint()));
    } else {
        history_ = *found;
        form_->setBudget(found->budget);
        form_->setCoarse(found->dataSet == "cifar-100/20");
    }
    showAll();
}

bool TrainingPage::canStart() const {
    return !job_->active() && !looking_ && problem_.isEmpty() && subject_.pairing > 0 &&
           form_->complaint().isEmpty();
}

void TrainingPage::start() {
    if (!canStart())
        return;
    refused_.clear();
    TrainingRequest request;
    request.subject = subject_;
    request.dataSet = form_->dataSet();
    request.coarse = form_->coarse();
    request.budget = form_->budget();
    request.checkpoint = form_->checkpoint();
    if (job_->start(request)) {
        emit started(request);
        pause_->setFocus(Qt::OtherFocusReason);
    }
}

void TrainingPage::showAll() {
    const bool active = job_->active();
    heading_->setText(subject_.pairing > 0 ? tr("Train design %1").arg(countText(subject_.pairing))
                                           : tr("Train a design"));
    intro_->setText(tr("Its network learns on your images; the accuracy on the test images is then kept with "
                       "the design, as pairscape-cli train does. Nothing is chosen by the test images on "
                       "the way: they draw the curve."));
    form_->setVisible(!active);
    form_->setBudgetShown(!history_);
    const bool given = active || history_.has_value();
    facts_->setVisible(given);
    if (active)
        facts_->setText(tr("%1: %2").arg(job_->request().dataSet, budgetText(job_->request().budget)) +
                        QLatin1Char('\n') + tr("Kept in %1").arg(job_->request().checkpoint));
    else if (history_)
        facts_->setText(tr("On %1: %2").arg(markText(history_->dataSet), budgetText(history_->budget)));
    showButtons();
    showWords();
    showCurves();
    if (active && !clock_.isActive())
        clock_.start();
    else if (!active)
        clock_.stop();
}

void TrainingPage::showButtons() {
    const bool active = job_->active();
    const TrainingState state = job_->state();
    start_->setVisible(!active);
    start_->setText(!history_ ? tr("&Start") : history_->finished() ? tr("Te&st again") : tr("Re&sume"));
    start_->setToolTip(!history_              ? tr("Train with these settings")
                       : history_->finished() ? tr("Look at the test images once more and keep the accuracy")
                                              : tr("Go on where the checkpoint stands"));
    start_->setEnabled(canStart());
    anew_->setVisible(!active && (history_ || !problem_.isEmpty()));
    pause_->setVisible(active);
    pause_->setEnabled(state != TrainingState::Stopping);
    pause_->setText(state == TrainingState::Paused ? tr("Resu&me") : tr("&Pause"));
    stop_->setVisible(active);
    stop_->setEnabled(state != TrainingState::Stopping);
    state_->setText(ours() ? trainingStateText(*job_) : QString());
    state_->setVisible(!state_->text().isEmpty());
    bar_->setVisible(active);
    const TrainingMoment& now = job_->moment();
    bar_->setRange(0, now.total > 0 ? 1000 : 0);
    if (now.total > 0)
        bar_->setValue(static_cast<int>(1000 * now.images / now.total));
}

/// What became of the training that was seen last.
QString TrainingPage::ending() const {
    switch (job_->state()) {
    case TrainingState::Finished:
        return tr("Trained to its end: top-1 %1, design %2 of %3.")
            .arg(accuracyText(*job_->accuracy()), countText(subject_.pairing), fileName(subject_.study));
    case TrainingState::Stopped:
        return history_
                   ? tr("%1 keeps what was learnt up to %2; Resume goes on from there, now or another day.")
                         .arg(fileName(job_->request().checkpoint),
                              placeText(static_cast<int>(history_->epochs.size()), history_->step,
                                        history_->budget))
                   : job_->message();
    case TrainingState::Failed:
        return job_->message();
    default:
        return {};
    }
}

void TrainingPage::showWords() {
    const bool mine = ours() && job_->request().checkpoint == form_->checkpoint();
    if (!refused_.isEmpty() && job_->active())
        tell(refused_, false);
    else if (job_->state() == TrainingState::Paused)
        tell(job_->held() ? tr("Held between two steps; the checkpoint is up to date. Resume goes on.")
                          : tr("Held as soon as this step, or test, is over."),
             false);
    else if (job_->active() || looking_)
        tell({}, false);
    else if (mine && !ending().isEmpty())
        tell(ending(), job_->state() == TrainingState::Failed);
    else if (!problem_.isEmpty())
        tell(problem_, true);
    else if (history_ && history_->finished())
        tell(tr("%1 holds this network, trained to its end.").arg(fileName(form_->checkpoint())), false);
    else if (history_)
        tell(tr("%1 keeps this training up to %2; Resume goes on from there.")
                 .arg(fileName(form_->checkpoint()),
                      placeText(static_cast<int>(history_->epochs.size()), history_->step, history_->budget)),
             false);
    else
        tell(form_->complaint(), false);
}

void TrainingPage::showCurves() {
    const bool live = ours() && (job_->active() || !history_);
    const bool known = live ? job_->moment().total > 0 : history_.has_value();
    curves_->setVisible(known);
    figures_->setVisible(known);
    empty_->setVisible(!known);
    if (!known)
        return;
    figures_->setFigures(live ? trainingFigures(*job_) : trainingFigures(*history_));
    const TrainingBudget& budget = live ? job_->request().budget : history_->budget;
    const int classes = budget.classes > 0 ? budget.classes
                        : history_         ? classesOfMark(history_->dataSet)
                                           : job_->classes();
    const std::vector<EpochRecord>& epochs = live ? job_->epochs() : history_->epochs;
    const auto now = live ? std::optional(job_->moment()) : std::nullopt;
    for (TrainingPlot* plot : {loss_, accuracy_})
        plot->show(epochs, now, budget.epochs, classes);
}

void TrainingPage::tell(const QString& sentence, bool bad) {
    showSentence(*words_, sentence, theme_, bad);
}

void TrainingPage::finish() {
    queue_->waitForJobs();
    QCoreApplication::processEvents();
    for (TrainingPlot* plot : {loss_, accuracy_})
        plot->replot();
}

QString TrainingPage::text() const {
    QStringList lines;
    for (const QLabel* label : {heading_, facts_, state_, words_})
        if (!label->isHidden() && !label->text().isEmpty())
            lines << label->text();
    if (!figures_->isHidden())
        lines << figures_->text();
    return lines.join(QLatin1Char('\n'));
}

void TrainingPage::applyTheme(const Theme& theme) {
    theme_ = theme;
    QPalette colours = theme.palette();
    colours.setColor(QPalette::Window, theme.background);
    setPalette(colours);
    heading_->setFont(theme.font(theme.large, QFont::DemiBold));
    for (QLabel* label : {intro_, facts_, words_, empty_})
        label->setFont(theme.font(theme.small));
    state_->setFont(theme.font(theme.small, QFont::DemiBold));
    QPalette muted = theme.palette();
    muted.setColor(QPalette::WindowText, theme.mutedText);
    for (QLabel* label : {intro_, empty_})
        label->setPalette(muted);
    intro_->setVisible(theme.mode != ThemeMode::Talk); // an audience reads the picture
    for (QPushButton* button : {start_, anew_, pause_, stop_, back_})
        fitButton(*button, theme.font(theme.small));
    bar_->setFixedHeight(qRound(8 * theme.scale));
    form_->applyTheme(theme);
    figures_->applyTheme(theme);
    loss_->applyTheme(theme);
    accuracy_->applyTheme(theme);
    showAll();
}

} // namespace pairscape
