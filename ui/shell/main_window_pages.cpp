// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Which page the window shows, and how one comes and goes; main_window.cpp has the rest.
#include "core/accelerator/platform.h"
#include "ui/commands/command_palette.h"
#include "ui/commands/command_registry.h"
#include "ui/commands/shortcut_sheet.h"
#include "ui/explorer/scatter_view.h"
#include "ui/models/session.h"
#include "ui/shell/line_prompt.h"
#include "ui/shell/main_window.h"
#include "ui/shell/new_study_page.h"
#include "ui/shell/platform_editor.h"
#include "ui/shell/sample_study.h"
#include "ui/shell/welcome_page.h"
#include "ui/shell/workbench.h"
#include "ui/training/data_set_page.h"
#include "ui/training/rank_study_page.h"
#include "ui/training/training_form.h"
#include "ui/training/training_page.h"

#include <QFileInfo>
#include <QStackedWidget>

namespace pairscape {

void MainWindow::openSampleStudy() {
    const QString path = sampleStudyPath();
    if (const Status there = unpackSampleStudy(path); !there) {
        emit session_->message(MessageKind::Failure, QString::fromStdString(there.error().message));
        return;
    }
    openStudy(path);
    if (session_->hasStudy())
        emit session_->message(
            MessageKind::Information,
            tr("This is the sample study: two searches on %1, with and without shift and adder layers. "
               "Ctrl+N makes one of your own.")
                .arg(QString::fromStdString(session_->snapshot()->platformTitle)));
}

bool MainWindow::takeFirstStart() {
    const QString key = QStringLiteral("started");
    if (settings_.value(key).toBool() || !settings_.recentStudies().isEmpty())
        return false;
    settings_.set(key, true);
    return true;
}

void MainWindow::showPage() {
    QWidget* page = !above_.isEmpty()      ? above_.last()
                    : session_->hasStudy() ? static_cast<QWidget*>(workbench_)
                                           : static_cast<QWidget*>(welcome_);
    if (pages_->currentWidget() == page)
        return;
    pages_->setCurrentWidget(page);
    focusPage();
    commands_->refreshSoon();
}

void MainWindow::focusPage() {
    QWidget* page = pages_->currentWidget();
    (page == workbench_ ? static_cast<QWidget*>(workbench_->scatter()) : page)
        ->setFocus(Qt::OtherFocusReason);
}

void MainWindow::showNewStudy() {
    newStudy_->begin(folder());
    offerPlatforms();
    above_.clear();
    showAbove(newStudy_);
}

void MainWindow::showPlatformEditor(const QString& platform) {
    auto start = platform.isEmpty() ? session_->hasStudy()
                                          ? Platform::fromJson(session_->snapshot()->settings.platformJson,
                                                               "the study's platform")
                                          : Platform::preset("kv260")
                                    : Platform::load(platform.toStdString());
    if (start)
        platformEditor_->begin(*start, folder());
    else
        emit session_->message(MessageKind::Failure, QString::fromStdString(start.error().message));
    showAbove(platformEditor_);
}

/// The page where a folder of images is looked into, beginning with the last one.
void MainWindow::showDataSet() {
    if (dataSet_->source().isEmpty())
        dataSet_->open(settings_.value(QStringLiteral("dataSet")).toString());
    showAbove(dataSet_);
}

/// The page of a rank study's file, beginning with the last one.
void MainWindow::showRankStudy() {
    if (rankStudy_->source().isEmpty())
        rankStudy_->open(settings_.value(QStringLiteral("rankStudy")).toString());
    showAbove(rankStudy_);
}

void MainWindow::showTraining(PairingId id) {
    const auto snapshot = session_->snapshot();
    if (const PairingRecord* record = snapshot->find(id))
        training_->begin({studyPath_, id, snapshot->settings.spaceJson, record->architecture});
    else if (trainingJob_->active())
        training_->begin(trainingJob_->request().subject);
    if (training_->form()->dataSet().isEmpty())
        training_->form()->setDataSet(settings_.value(QStringLiteral("dataSet")).toString());
    showAbove(training_);
}

void MainWindow::followTraining() {
    connect(workbench_, &Workbench::trainWanted, this, &MainWindow::showTraining);
    connect(training_, &TrainingPage::left, this, [this] { leave(training_); });
    connect(training_, &TrainingPage::started, this, &MainWindow::rememberTraining);
    connect(trainingJob_, &TrainingJob::changed, commands_, &CommandRegistry::refreshSoon);
    connect(trainingJob_, &TrainingJob::trained, this,
            [this](const TrainingSubject& subject, const MeasuredAccuracy& accuracy) {
                settings_.remove(QStringLiteral("unfinishedTraining"));
                session_->keepAccuracy(subject.study, subject.pairing, accuracy);
            });
    connect(trainingJob_, &TrainingJob::ended, this, [this] {
        // Whoever looks at the page reads it there.
        if (trainingJob_->state() == TrainingState::Failed && pages_->currentWidget() != training_)
            emit session_->message(MessageKind::Failure, trainingJob_->message());
    });
    const auto budget = nlohmann::json::parse(
        settings_.value(QStringLiteral("trainingBudget")).toString().toStdString(), nullptr, false);
    if (budget.is_object())
        if (const auto last = budgetFromJson(budget, "the last budget"))
            training_->form()->setBudget(*last);
}

/// The next training begins with the same images and budget; and one that was not finished is told of.
void MainWindow::rememberTraining(const TrainingRequest& request) {
    settings_.set(QStringLiteral("dataSet"), request.dataSet);
    settings_.set(QStringLiteral("trainingBudget"),
                  QString::fromStdString(budgetJson(request.budget).dump()));
    settings_.set(
        QStringLiteral("unfinishedTraining"),
        QStringList{request.subject.study, QString::number(request.subject.pairing), request.checkpoint});
    emit session_->message(MessageKind::Information,
                           tr("The training of design %1 goes on behind other pages too; Ctrl+T shows it.")
                               .arg(request.subject.pairing));
}

/// Of this study, and stopped before its end: by hand or because the window was closed.
void MainWindow::tellOfTraining() {
    const QStringList last = settings_.value(QStringLiteral("unfinishedTraining")).toStringList();
    if (last.size() == 3 && last[0] == studyPath_ && QFileInfo::exists(last[2]) && !trainingJob_->active())
        emit session_->message(
            MessageKind::Information,
            tr("The training of design %1 was stopped before its end; Train in the Design menu resumes it.")
                .arg(last[1]));
}

void MainWindow::showAbove(QWidget* page) {
    above_.removeAll(page);
    above_.append(page);
    showPage();
}

void MainWindow::leave(QWidget* page) {
    above_.removeAll(page);
    showPage();
}

void MainWindow::offerPlatforms() {
    for (const QString& path : settings_.platforms())
        newStudy_->offerPlatform(path);
}

/// What is on top goes first: a panel, the new study's page, the design page's tab, the selection.
void MainWindow::stepBack() {
    for (OverlayPanel* panel : {static_cast<OverlayPanel*>(palette_), static_cast<OverlayPanel*>(shortcuts_),
                                static_cast<OverlayPanel*>(prompt_)})
        if (panel->isOpen()) {
            panel->closePanel();
            return;
        }
    if (!above_.isEmpty()) {
        leave(above_.last());
    } else if (!workbench_->leaveDesign()) {
        session_->select(0);
    }
}

} // namespace pairscape
