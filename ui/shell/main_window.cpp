// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/main_window.h"

#include "core/study/runner.h"
#include "ui/commands/command_palette.h"
#include "ui/commands/command_registry.h"
#include "ui/commands/shortcut_sheet.h"
#include "ui/detail/layer_chart.h"
#include "ui/detail/layer_focus.h"
#include "ui/detail/layer_view.h"
#include "ui/explorer/range_slider.h"
#include "ui/explorer/scatter_view.h"
#include "ui/explorer/table_view.h"
#include "ui/models/figure_text.h"
#include "ui/models/session.h"
#include "ui/runs/run_panel.h"
#include "ui/shell/header_bar.h"
#include "ui/shell/line_prompt.h"
#include "ui/shell/message_bar.h"
#include "ui/shell/new_study_page.h"
#include "ui/shell/platform_editor.h"
#include "ui/shell/reduced_motion.h"
#include "ui/shell/welcome_page.h"
#include "ui/shell/workbench.h"
#include "ui/training/data_set_page.h"
#include "ui/training/rank_study_page.h"
#include "ui/training/training_page.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QApplication>
#include <QCloseEvent>
#include <QComboBox>
#include <QDir>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QKeyEvent>
#include <QMimeData>
#include <QStackedWidget>
#include <QStandardPaths>
#include <QVBoxLayout>

namespace pairscape {

namespace {

/// Keys that a widget needs for itself although the window has a command on them.
bool widgetNeedsKey(QWidget* focus, const QKeyEvent& key) {
    const bool plain = (key.modifiers() & ~Qt::ShiftModifier) == Qt::NoModifier;
    if (!focus || !plain)
        return false;
    if (key.key() == Qt::Key_Space)
        return qobject_cast<QAbstractButton*>(focus) || qobject_cast<QComboBox*>(focus) ||
               qobject_cast<RangeSlider*>(focus);
    if (key.key() == Qt::Key_Escape) {
        if (QApplication::mouseButtons() != Qt::NoButton)
            return true; // something is being dragged: Esc ends that
        if (const auto* layers = qobject_cast<LayerChart*>(focus))
            return layers->held() >= 0;
        if (const auto* view = qobject_cast<LayerView*>(focus))
            return view->layerFocus()->held() >= 0;
        // An editor within a list or table gives its change up.
        return focus->parentWidget() && focus->parentWidget()->parentWidget() &&
               qobject_cast<QAbstractItemView*>(focus->parentWidget()->parentWidget()) != nullptr;
    }
    return qobject_cast<QComboBox*>(focus) && !key.text().isEmpty() && key.text().front().isLetterOrNumber();
}

QString firstLocalFile(const QMimeData* data) {
    for (const QUrl& url : data->urls())
        if (url.isLocalFile())
            return url.toLocalFile();
    return {};
}

} // namespace

MainWindow::MainWindow(Session* session, AppSettings settings, QWidget* parent)
    : QMainWindow(parent), session_(session), settings_(std::move(settings)),
      commands_(new CommandRegistry(this)), header_(new HeaderBar(session, commands_)),
      messages_(new MessageBar), pages_(new QStackedWidget), welcome_(new WelcomePage(commands_)),
      newStudy_(new NewStudyPage), platformEditor_(new PlatformEditor), dataSet_(new DataSetPage),
      rankStudy_(new RankStudyPage), trainingJob_(new TrainingJob(this)),
      training_(new TrainingPage(trainingJob_)), workbench_(new Workbench(session)),
      palette_(new CommandPalette(commands_, this)), shortcuts_(new ShortcutSheet(commands_, this)),
      prompt_(new LinePrompt(this)) {
    setAcceptDrops(true);
    setMinimumSize(640, 420);
    auto* top = new QWidget(this);
    auto* column = new QVBoxLayout(top);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(header_);
    column->addWidget(messages_);
    setMenuWidget(top);
    pages_->addWidget(welcome_);
    pages_->addWidget(newStudy_);
    pages_->addWidget(platformEditor_);
    pages_->addWidget(dataSet_);
    pages_->addWidget(rankStudy_);
    pages_->addWidget(training_);
    pages_->addWidget(workbench_);
    setCentralWidget(pages_);

    addCommands();
    header_->connectCommands();
    fillMenus();
    follow();
    qApp->installEventFilter(this);
    setAnimated(settings_
                    .value(QStringLiteral("animate"), !desktopReducesMotion(QStandardPaths::writableLocation(
                                                          QStandardPaths::GenericConfigLocation)))
                    .toBool());
    showStudy();
    commands_->refresh();
}

MainWindow::~MainWindow() = default;

void MainWindow::follow() {
    connect(session_, &Session::message, messages_, &MessageBar::show);
    connect(session_, &Session::studyChanged, this, &MainWindow::showStudy);
    for (const auto signal : {&Session::snapshotChanged, &Session::filterChanged, &Session::runStatusChanged,
                              &Session::studyChanged})
        connect(session_, signal, commands_, &CommandRegistry::refreshSoon);
    connect(session_, &Session::selectionChanged, commands_, &CommandRegistry::refreshSoon);
    connect(workbench_, &Workbench::arranged, commands_, &CommandRegistry::refreshSoon);
    connect(workbench_, &Workbench::exportDesignWanted, this, &MainWindow::askToExportDesign);
    connect(welcome_, &WelcomePage::openWanted, this, [this](const QString& path) { openStudy(path); });
    connect(newStudy_, &NewStudyPage::cancelled, this, [this] { leave(newStudy_); });
    connect(newStudy_, &NewStudyPage::editWanted, this, &MainWindow::showPlatformEditor);
    connect(platformEditor_, &PlatformEditor::failed, this,
            [this](const QString& sentence) { emit session_->message(MessageKind::Failure, sentence); });
    connect(dataSet_, &DataSetPage::opened, this,
            [this](const QString& folder) { settings_.set(QStringLiteral("dataSet"), folder); });
    connect(dataSet_, &DataSetPage::left, this, [this] { leave(dataSet_); });
    connect(rankStudy_, &RankStudyPage::opened, this,
            [this](const QString& path) { settings_.set(QStringLiteral("rankStudy"), path); });
    connect(rankStudy_, &RankStudyPage::left, this, [this] { leave(rankStudy_); });
    followTraining();
    connect(platformEditor_, &PlatformEditor::left, this, [this] { leave(platformEditor_); });
    connect(platformEditor_, &PlatformEditor::saved, this, [this](const QString& path) {
        settings_.addPlatform(path);
        offerPlatforms();
        newStudy_->choosePlatform(QFileInfo(path).absoluteFilePath());
        emit session_->message(MessageKind::Information,
                               tr("Saved the platform in %1; the page for a new study offers it.").arg(path));
    });
    connect(newStudy_, &NewStudyPage::createWanted, this,
            [this](const QString& path, const StudySettings& asked, const QString& strategy) {
                if (!createStudy(path, asked) || strategy.isEmpty())
                    return;
                RunSettings run;
                run.strategy = strategy.toStdString();
                run.seed = asked.seed;
                startRun(run, workbench_->runPanel()->workers());
            });
    palette_->setNumberOffer([this](qint64 number) -> std::optional<CommandPalette::Offer> {
        if (!session_->snapshot()->find(number))
            return std::nullopt;
        return CommandPalette::Offer{tr("Go to design %1").arg(countText(number)), [this, number] {
                                         session_->select(number);
                                         workbench_->showDesign();
                                     }};
    });
}

void MainWindow::openStudy(const QString& path, OpenMode mode) {
    // Failing is said by the session and changes nothing.
    if (!session_->openStudy(QFileInfo(path).absoluteFilePath().toStdString(), mode))
        return;
    above_.clear();
    showPage();
}

bool MainWindow::createStudy(const QString& path, const StudySettings& settings) {
    if (!session_->createStudy(QFileInfo(path).absoluteFilePath().toStdString(), settings))
        return false;
    above_.clear();
    showPage();
    return true;
}

void MainWindow::startRun(const RunSettings& settings, int workers) {
    workbench_->runPanel()->setSettings(settings);
    session_->startRun(settings, workers);
}

void MainWindow::showStudy() {
    const auto snapshot = session_->snapshot();
    const QString path = session_->hasStudy() ? QString::fromStdString(snapshot->path) : QString();
    if (path == studyPath_ && !path.isEmpty())
        return;
    studyPath_ = path;
    if (!path.isEmpty()) {
        settings_.addRecentStudy(path);
        settings_.set(QStringLiteral("folder"), QFileInfo(path).absolutePath());
        setWindowTitle(tr("%1 \u2013 Pairscape").arg(QFileInfo(path).completeBaseName()));
        setWindowFilePath(path);
        if (const auto id = resumableRun(*snapshot); id && !snapshot->readOnly)
            for (const RunRecord& run : snapshot->runs)
                if (run.id == *id)
                    emit session_->message(
                        MessageKind::Information,
                        tr("Run %1 was stopped after %2 of %3 pairings; Resume goes on where it was.")
                            .arg(*id)
                            .arg(countText(run.done), countText(run.settings.budget)));
        tellOfTraining();
    } else {
        setWindowTitle(QStringLiteral("Pairscape"));
    }
    welcome_->setRecent(settings_.recentStudies());
    showPage();
}

void MainWindow::showEvent(QShowEvent* event) {
    QMainWindow::showEvent(event);
    focusPage(); // and not the first button of the header
}

QString MainWindow::folder() const {
    const QString last = settings_.value(QStringLiteral("folder")).toString();
    if (!last.isEmpty() && QFileInfo(last).isWritable())
        return last;
    return QFileInfo(QDir::currentPath()).isWritable() ? QDir::currentPath() : QDir::homePath();
}

void MainWindow::askToOpen(OpenMode mode) {
    auto* dialog =
        new QFileDialog(this, tr("Open a study"), folder(), tr("Studies (*.pairscape);;All files (*)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this,
            [this, mode](const QString& file) { openStudy(file, mode); });
    dialog->open();
}

QFileDialog* MainWindow::saveDialog(const QString& title, const QString& file, const QString& filter,
                                    const QString& suffix) {
    auto* dialog = new QFileDialog(this, title, QDir(folder()).filePath(file), filter);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(suffix);
    return dialog;
}

void MainWindow::askToExportDesign(PairingId id) {
    const QString base = QFileInfo(studyPath_).completeBaseName();
    QFileDialog* dialog =
        saveDialog(tr("Export design %1").arg(id), QStringLiteral("%1-design-%2.json").arg(base).arg(id),
                   tr("Design files (*.json)"), QStringLiteral("json"));
    connect(dialog, &QFileDialog::fileSelected, session_,
            [session = session_, id](const QString& file) { session->exportDesign(id, file); });
    dialog->open();
}

void MainWindow::askToExportTable() {
    QFileDialog* dialog =
        saveDialog(tr("Export the table"), QFileInfo(studyPath_).completeBaseName() + QStringLiteral(".csv"),
                   tr("Tables (*.csv)"), QStringLiteral("csv"));
    connect(dialog, &QFileDialog::fileSelected, session_, [this](const QString& file) {
        session_->exportTable(workbench_->table()->rowsInOrder(session_->filter().active()), file);
    });
    dialog->open();
}

void MainWindow::setAnimated(bool on) {
    animated_ = on;
    workbench_->setAnimated(on);
}

void MainWindow::setThemeMode(ThemeMode mode) {
    if (mode == ThemeMode::Talk && mode_ != ThemeMode::Talk)
        modeBeforeTalk_ = mode_;
    mode_ = mode;
    pairscape::applyTheme(*qApp, Theme::make(mode));
    commands_->refreshSoon();
}

void MainWindow::applyTheme(const Theme& theme) {
    mode_ = theme.mode;
}

void MainWindow::restoreLook() {
    resize(1280, 800);
    restoreGeometry(settings_.value(QStringLiteral("geometry")).toByteArray());
    workbench_->restoreArrangement(settings_.value(QStringLiteral("arrangement")).toByteArray());
    const bool darkDesktop = QApplication::palette().color(QPalette::Window).lightness() < 128;
    setThemeMode(themeModeFromName(settings_.value(QStringLiteral("theme")).toString())
                     .value_or(darkDesktop ? ThemeMode::Dark : ThemeMode::Light));
}

/// A run in progress is kept as interrupted: the session sees to it, and the study says so when it is opened.
void MainWindow::closeEvent(QCloseEvent* event) {
    settings_.set(QStringLiteral("geometry"), saveGeometry());
    settings_.set(QStringLiteral("arrangement"), workbench_->lastingArrangement());
    settings_.set(QStringLiteral("theme"), themeModeName(mode_));
    event->accept();
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
    if (!firstLocalFile(event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event) {
    const QString file = firstLocalFile(event->mimeData());
    if (file.isEmpty())
        return;
    event->acceptProposedAction();
    openStudy(file); // a file that is no study is said to be none
}

bool MainWindow::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::ShortcutOverride &&
        widgetNeedsKey(QApplication::focusWidget(), *static_cast<QKeyEvent*>(event))) {
        event->accept();
        return true;
    }
    return QMainWindow::eventFilter(watched, event);
}

} // namespace pairscape
