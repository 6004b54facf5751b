// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Every command of the window: what it is called, its keys, when it is possible. Menus, palette and shortcut
// help are made from these.
#include "core/interchange/version.h"
#include "core/study/runner.h"
#include "ui/commands/command_palette.h"
#include "ui/commands/command_registry.h"
#include "ui/commands/shortcut_sheet.h"
#include "ui/explorer/scatter_view.h"
#include "ui/models/session.h"
#include "ui/runs/run_panel.h"
#include "ui/shell/header_bar.h"
#include "ui/shell/line_prompt.h"
#include "ui/shell/main_window.h"
#include "ui/shell/sample_study.h"
#include "ui/shell/workbench.h"
#include "ui/training/training_job.h"

#include <QAction>
#include <QActionGroup>
#include <QApplication>
#include <QDockWidget>
#include <QFileInfo>
#include <QMenu>

namespace pairscape {

void MainWindow::addCommands() {
    addStudyCommands();
    addRunCommands();
    addDesignCommands();
    addTrainingCommands();
    addViewCommands();
    addHelpCommands();
}

void MainWindow::addStudyCommands() {
    const QString group = tr("Study");
    const auto hasStudy = [this] { return session_->hasStudy(); };
    commands_->add({.id = "study.new",
                    .group = group,
                    .title = tr("New study\u2026"),
                    .shortcuts = {QKeySequence::New},
                    .run = [this] { showNewStudy(); }});
    commands_->add({.id = "study.open",
                    .group = group,
                    .title = tr("Open study\u2026"),
                    .shortcuts = {QKeySequence::Open},
                    .run = [this] { askToOpen(OpenMode::ReadWrite); }});
    commands_->add({.id = "study.open-read-only",
                    .group = group,
                    .title = tr("Open study read-only\u2026"),
                    .run = [this] { askToOpen(OpenMode::ReadOnly); }});
    commands_->add({.id = "study.sample",
                    .group = group,
                    .title = tr("Open the sample study"),
                    .run = [this] { openSampleStudy(); },
                    .enabled = [] { return hasSampleStudy(); }});
    commands_->add(
        {.id = "data.show", .group = group, .title = tr("Data set\u2026"), .run = [this] { showDataSet(); }});
    commands_->add({.id = "rank-study.show", .group = group, .title = tr("Rank study\u2026"), .run = [this] {
                        showRankStudy();
                    }});
    commands_->add(
        {.id = "platform.edit", .group = group, .title = tr("Platform editor\u2026"), .run = [this] {
             showPlatformEditor();
         }});
    commands_->add({.id = "study.export-table",
                    .group = group,
                    .title = tr("Export table\u2026"),
                    .shortcuts = {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_E)},
                    .run = [this] { askToExportTable(); },
                    .enabled = [this] { return !session_->snapshot()->pairings.empty(); }});
    commands_->add({.id = "study.close",
                    .group = group,
                    .title = tr("Close study"),
                    .shortcuts = {QKeySequence(Qt::CTRL | Qt::Key_W)},
                    .run = [this] { session_->setStudy(nullptr); },
                    .enabled = hasStudy});
    commands_->add({.id = "app.quit",
                    .group = group,
                    .title = tr("Quit"),
                    .shortcuts = {QKeySequence(Qt::CTRL | Qt::Key_Q)},
                    .run = [this] { close(); }});
}

void MainWindow::addRunCommands() {
    const QString group = tr("Run");
    const auto writable = [this] { return session_->hasStudy() && !session_->snapshot()->readOnly; };
    const auto paused = [this] {
        const auto status = session_->runStatus();
        return status && status->state == RunState::Paused;
    };
    commands_->add({.id = "run.start",
                    .group = group,
                    .title = tr("Start"),
                    .shortcuts = {QKeySequence(Qt::CTRL | Qt::Key_R)},
                    .run = [this] { workbench_->runPanel()->start(); },
                    .enabled = [this, writable] { return writable() && !session_->runActive(); }});
    commands_->add({.id = "run.pause",
                    .group = group,
                    .title = tr("Pause or resume"),
                    .shortcuts = {QKeySequence(Qt::Key_Space)},
                    .run =
                        [this, paused] {
                            if (paused())
                                session_->resumeRun();
                            else
                                session_->pauseRun();
                        },
                    .enabled = [this] { return session_->runActive(); },
                    .currentTitle = [paused] { return paused() ? tr("Resume") : tr("Pause"); }});
    commands_->add({.id = "run.cancel",
                    .group = group,
                    .title = tr("Cancel"),
                    .shortcuts = {QKeySequence(Qt::CTRL | Qt::Key_Period)},
                    .run = [this] { session_->cancelRun(); },
                    .enabled = [this] { return session_->runActive(); }});
    commands_->add({.id = "run.resume-stored",
                    .group = group,
                    .title = tr("Resume the run that was stopped"),
                    .shortcuts = {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_R)},
                    .run = [this] { session_->resumeStoredRun(workbench_->runPanel()->workers()); },
                    .enabled =
                        [this, writable] {
                            return writable() && !session_->runActive() &&
                                   resumableRun(*session_->snapshot());
                        }});
}

void MainWindow::addDesignCommands() {
    const QString group = tr("Design");
    const auto selected = [this] { return session_->selected() != 0; };
    const auto pinned = [this] {
        const auto snapshot = session_->snapshot();
        const PairingRecord* record = snapshot->find(session_->selected());
        return record && record->pinned();
    };
    commands_->add(
        {.id = "design.pin",
         .group = group,
         .title = tr("Pin, or take the pin away"),
         .shortcuts = {QKeySequence(Qt::Key_P)},
         .run = [this] { session_->togglePin(session_->selected()); },
         .enabled = [this, selected] { return selected() && !session_->snapshot()->readOnly; },
         .currentTitle = [pinned] { return pinned() ? tr("Take the pin away") : tr("Pin design"); }});
    commands_->add({.id = "design.pin-as",
                    .group = group,
                    .title = tr("Pin under a name\u2026"),
                    .shortcuts = {QKeySequence(Qt::SHIFT | Qt::Key_P)},
                    .run =
                        [this] {
                            const auto snapshot = session_->snapshot();
                            const PairingId id = session_->selected();
                            const PairingRecord* record = snapshot->find(id);
                            const QString name = record && record->pinned()
                                                     ? QString::fromStdString(record->pin)
                                                     : tr("Design %1").arg(id);
                            prompt_->ask(tr("Name of design %1").arg(id), name,
                                         [this, id](const QString& typed) { session_->pin(id, typed); });
                        },
                    .enabled = [this, selected] { return selected() && !session_->snapshot()->readOnly; }});
    commands_->add({.id = "design.show",
                    .group = group,
                    .title = tr("Show the design page"),
                    .shortcuts = {QKeySequence(Qt::CTRL | Qt::Key_D)},
                    .run = [this] { workbench_->showDesign(); },
                    .enabled = selected});
    commands_->add({.id = "design.export",
                    .group = group,
                    .title = tr("Export design\u2026"),
                    .shortcuts = {QKeySequence(Qt::CTRL | Qt::Key_E)},
                    .run = [this] { askToExportDesign(session_->selected()); },
                    .enabled = selected});
    commands_->add({.id = "filter.clear",
                    .group = group,
                    .title = tr("Take every filter away"),
                    .shortcuts = {QKeySequence(Qt::CTRL | Qt::Key_L)},
                    .run = [this] { session_->clearFilter(); },
                    .enabled = [this] { return session_->filter().active(); }});
    commands_->add({.id = "nav.back",
                    .group = group,
                    .title = tr("Step back"),
                    .shortcuts = {QKeySequence(Qt::Key_Escape)},
                    .run = [this] { stepBack(); }});
    const QString plot = tr("In the plot");
    commands_->addNote(
        {plot, tr("Arrow keys"), tr("Go to the next pairing in that direction; along the front")});
    commands_->addNote({plot, tr("Home, End"), tr("Ends of the front")});
    commands_->addNote({plot, tr("Enter"), tr("Open the design page")});
    commands_->addNote({plot, tr("Wheel, drag"), tr("Zoom, move")});
    commands_->addNote({plot, tr("Shift+drag"), tr("Filter to a range")});
    commands_->addNote({plot, tr("R"), tr("Show everything")});
    commands_->addNote({plot, tr("T"), tr("Hover cards on or off")});
}

void MainWindow::addTrainingCommands() {
    const QString group = tr("Training");
    const auto paused = [this] { return trainingJob_->state() == TrainingState::Paused; };
    commands_->add(
        {.id = "design.train",
         .group = group,
         .title = tr("Train design\u2026"),
         .shortcuts = {QKeySequence(Qt::CTRL | Qt::Key_T)},
         .run = [this] { showTraining(session_->selected()); },
         .enabled =
             [this] {
                 return trainingJob_->active() ||
                        (session_->selected() != 0 && !session_->snapshot()->readOnly);
             },
         .currentTitle =
             [this] { return trainingJob_->active() ? tr("Show the training") : tr("Train design\u2026"); }});
    commands_->add(
        {.id = "training.pause",
         .group = group,
         .title = tr("Pause or resume training"),
         .shortcuts = {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_P)},
         .run = [this] { trainingJob_->togglePause(); },
         .enabled = [this] { return trainingJob_->active(); },
         .currentTitle = [paused] { return paused() ? tr("Resume training") : tr("Pause training"); }});
    commands_->add({.id = "training.stop",
                    .group = group,
                    .title = tr("Stop training"),
                    .shortcuts = {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_S)},
                    .run = [this] { trainingJob_->stop(); },
                    .enabled = [this] { return trainingJob_->active(); }});
}

void MainWindow::addViewCommands() {
    const QString group = tr("View");
    const auto addTheme = [&](const char* id, const QString& title, ThemeMode mode) {
        commands_->add({.id = QString::fromLatin1(id),
                        .group = group,
                        .title = title,
                        .run = [this, mode] { setThemeMode(mode); },
                        .checked = [this, mode] { return mode_ == mode; }});
    };
    addTheme("theme.light", tr("Light theme"), ThemeMode::Light);
    addTheme("theme.dark", tr("Dark theme"), ThemeMode::Dark);
    addTheme("theme.talk", tr("Talk theme"), ThemeMode::Talk);
    commands_->add(
        {.id = "theme.toggle",
         .group = group,
         .title = tr("Light or dark"),
         .shortcuts = {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_T)},
         .run = [this] { setThemeMode(mode_ == ThemeMode::Dark ? ThemeMode::Light : ThemeMode::Dark); }});
    commands_->add(
        {.id = "theme.toggle-talk",
         .group = group,
         .title = tr("Talk mode on or off"),
         .shortcuts = {QKeySequence(Qt::Key_F11)},
         .run = [this] { setThemeMode(mode_ == ThemeMode::Talk ? modeBeforeTalk_ : ThemeMode::Talk); }});
    commands_->add({.id = "view.animate",
                    .group = group,
                    .title = tr("New points fade in"),
                    .run =
                        [this] {
                            setAnimated(!animated_);
                            settings_.set(QStringLiteral("animate"), animated_);
                        },
                    .checked = [this] { return animated_; }});
    const auto open = [this] { return session_->hasStudy() && above_.isEmpty(); };
    int number = 1;
    for (QDockWidget* dock : workbench_->docks())
        commands_->add({.id = QStringLiteral("pane.") + dock->objectName(),
                        .group = tr("Panes"),
                        .title = tr("%1 pane").arg(dock->windowTitle()),
                        .shortcuts = {QKeySequence(Qt::CTRL | static_cast<Qt::Key>(Qt::Key_0 + number++))},
                        .run = [this, dock] { workbench_->toggleDock(dock); },
                        .enabled = open,
                        .checked = [dock] { return !dock->isHidden(); }});
    commands_->add({.id = "view.fit",
                    .group = group,
                    .title = tr("Show all points"),
                    .shortcuts = {QKeySequence(Qt::CTRL | Qt::Key_0)},
                    .run = [this] { workbench_->scatter()->resetView(); },
                    .enabled = open});
    commands_->add(
        {.id = "view.save",
         .group = group,
         .title = tr("Save this arrangement\u2026"),
         .run =
             [this] {
                 prompt_->ask(
                     tr("Name of this arrangement"), tr("View %1").arg(settings_.viewNames().size() + 1),
                     [this](const QString& name) {
                         settings_.setView(name, workbench_->arrangement());
                         emit session_->message(
                             MessageKind::Information,
                             tr("Saved the arrangement \u201c%1\u201d; the View menu brings it back.")
                                 .arg(name));
                     });
             },
         .enabled = open});
    commands_->add({.id = "view.reset",
                    .group = group,
                    .title = tr("Reset the arrangement"),
                    .run = [this] { workbench_->resetArrangement(); },
                    .enabled = open});
}

void MainWindow::addHelpCommands() {
    const QString group = tr("Help");
    commands_->add({.id = "help.palette",
                    .group = group,
                    .title = tr("Commands"),
                    .shortcuts = {QKeySequence(Qt::CTRL | Qt::Key_K)},
                    .run = [this] { palette_->isOpen() ? palette_->closePanel() : palette_->open(); }});
    commands_->add({.id = "help.shortcuts",
                    .group = group,
                    .title = tr("Shortcuts"),
                    .shortcuts = {QKeySequence(QStringLiteral("?")), QKeySequence(Qt::Key_F1)},
                    .run = [this] { shortcuts_->isOpen() ? shortcuts_->closePanel() : shortcuts_->open(); }});
    commands_->add(
        {.id = "help.about", .group = group, .title = tr("About Pairscape"), .run = [this] {
             emit session_->message(
                 MessageKind::Information,
                 tr("Pairscape %1 explores pairings of multiplication-reduced networks and the accelerators "
                    "that run them. Free software under the GNU GPL, version 3 or later.")
                     .arg(QString::fromStdString(pairscapeVersion())));
         }});
}

void MainWindow::fillMenus() {
    const auto add = [this](QMenu* menu, std::initializer_list<const char*> ids) {
        for (const char* id : ids) {
            if (*id == '\0')
                menu->addSeparator();
            else
                menu->addAction(commands_->action(QString::fromLatin1(id)));
        }
    };
    add(header_->studyMenu(), {"study.new", "study.open", "study.open-read-only", "study.sample"});
    QMenu* recent = header_->studyMenu()->addMenu(tr("Recent studies"));
    connect(header_->studyMenu(), &QMenu::aboutToShow, this, [this, recent] { fillRecent(recent); });
    add(header_->studyMenu(),
        {"", "run.start", "run.pause", "run.cancel", "run.resume-stored", "", "study.export-table",
         "platform.edit", "data.show", "rank-study.show", "study.close", "", "app.quit"});
    add(header_->designMenu(),
        {"design.pin", "design.pin-as", "design.show", "design.export", "", "design.train", "training.pause",
         "training.stop", "", "filter.clear", "nav.back"});
    add(header_->viewMenu(),
        {"theme.light", "theme.dark", "theme.talk", "theme.toggle", "theme.toggle-talk", ""});
    for (const QDockWidget* dock : workbench_->docks())
        header_->viewMenu()->addAction(commands_->action(QStringLiteral("pane.") + dock->objectName()));
    add(header_->viewMenu(), {"", "view.fit", "view.animate", "", "view.save"});
    QMenu* views = header_->viewMenu()->addMenu(tr("Saved arrangements"));
    connect(header_->viewMenu(), &QMenu::aboutToShow, this, [this, views] { fillViews(views); });
    add(header_->viewMenu(), {"view.reset"});
    add(header_->helpMenu(), {"help.palette", "help.shortcuts", "help.about"});
    auto* themes = new QActionGroup(this);
    for (const char* id : {"theme.light", "theme.dark", "theme.talk"})
        themes->addAction(commands_->action(QString::fromLatin1(id)));
}

void MainWindow::fillRecent(QMenu* menu) {
    menu->clear();
    const QStringList studies = settings_.recentStudies();
    for (const QString& path : studies)
        menu->addAction(QFileInfo(path).completeBaseName(), this, [this, path] { openStudy(path); })
            ->setToolTip(path);
    menu->setToolTipsVisible(true);
    menu->setEnabled(!studies.isEmpty());
}

void MainWindow::fillViews(QMenu* menu) {
    menu->clear();
    const QStringList names = settings_.viewNames();
    for (const QString& name : names)
        menu->addAction(name, this, [this, name] {
            if (!workbench_->restoreArrangement(settings_.view(name)))
                emit session_->message(
                    MessageKind::Warning,
                    tr("The arrangement \u201c%1\u201d is from another version and cannot be used; "
                       "save it anew.")
                        .arg(name));
        });
    if (!names.isEmpty()) {
        QMenu* forget = menu->addMenu(tr("Forget"));
        for (const QString& name : names)
            forget->addAction(name, this, [this, name] { settings_.removeView(name); });
    }
    menu->setEnabled(session_->hasStudy() && !names.isEmpty());
}

} // namespace pairscape
