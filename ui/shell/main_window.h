// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/study.h"
#include "ui/shell/app_settings.h"
#include "ui/theme/theme.h"

#include <QMainWindow>

class QFileDialog;
class QMenu;
class QStackedWidget;

namespace pairscape {

class CommandPalette;
class CommandRegistry;
class HeaderBar;
class LinePrompt;
class MessageBar;
class DataSetPage;
class NewStudyPage;
class PlatformEditor;
class RankStudyPage;
class Session;
class ShortcutSheet;
class TrainingJob;
class TrainingPage;
struct TrainingRequest;
class WelcomePage;
class Workbench;

/// The explorer's window: header, messages, and below them the welcome page, the page for a new study or the
/// workbench of the open study. Nothing here blocks: questions are pages, panels or sheets, and whatever goes
/// wrong is a line in the message bar.
class MainWindow : public QMainWindow, public Themed {
    Q_OBJECT

  public:
    MainWindow(Session* session, AppSettings settings, QWidget* parent = nullptr);
    ~MainWindow() override;

    /// What the program is asked for at its start.
    void openStudy(const QString& path, OpenMode mode = OpenMode::ReadWrite);
    bool createStudy(const QString& path, const StudySettings& settings);
    void startRun(const RunSettings& settings, int workers);
    /// The study that comes with the program, in the user's own copy.
    void openSampleStudy();
    /// Whether this user never had a window before; true once.
    bool takeFirstStart();
    /// Theme, place and arrangement as they were left.
    void restoreLook();
    void setThemeMode(ThemeMode mode);

    CommandRegistry* commands() const { return commands_; }
    CommandPalette* palettePanel() const { return palette_; }
    ShortcutSheet* shortcutSheet() const { return shortcuts_; }
    LinePrompt* prompt() const { return prompt_; }
    MessageBar* messages() const { return messages_; }
    NewStudyPage* newStudyPage() const { return newStudy_; }
    PlatformEditor* platformEditor() const { return platformEditor_; }
    DataSetPage* dataSetPage() const { return dataSet_; }
    RankStudyPage* rankStudyPage() const { return rankStudy_; }
    TrainingPage* trainingPage() const { return training_; }
    TrainingJob* trainingJob() const { return trainingJob_; }
    WelcomePage* welcomePage() const { return welcome_; }
    Workbench* workbench() const { return workbench_; }
    AppSettings& settings() { return settings_; }
    ThemeMode themeMode() const { return mode_; }

    void applyTheme(const Theme& theme) override;

  protected:
    void showEvent(QShowEvent* event) override;
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    // main_window.cpp
    void follow();
    void showStudy();
    void askToOpen(OpenMode mode);
    void askToExportDesign(PairingId id);
    void askToExportTable();
    void setAnimated(bool on);
    QString folder() const;
    QFileDialog* saveDialog(const QString& title, const QString& file, const QString& filter,
                            const QString& suffix);

    // main_window_pages.cpp
    void showPage();
    void focusPage();
    void showNewStudy();
    /// The editor, beginning with the named platform or file, the open study's, or a preset.
    void showPlatformEditor(const QString& platform = {});
    void showDataSet();
    void showRankStudy();
    /// The page on which a design is trained; while one is, that one's.
    void showTraining(PairingId id);
    void followTraining();
    void rememberTraining(const TrainingRequest& request);
    void tellOfTraining();
    void showAbove(QWidget* page);
    void leave(QWidget* page);
    void offerPlatforms();
    void stepBack();

    // main_window_commands.cpp
    void addCommands();
    void addStudyCommands();
    void addRunCommands();
    void addDesignCommands();
    void addViewCommands();
    void addTrainingCommands();
    void addHelpCommands();
    void fillMenus();
    void fillRecent(QMenu* menu);
    void fillViews(QMenu* menu);

    Session* session_;
    AppSettings settings_;
    CommandRegistry* commands_;
    HeaderBar* header_;
    MessageBar* messages_;
    QStackedWidget* pages_;
    WelcomePage* welcome_;
    NewStudyPage* newStudy_;
    PlatformEditor* platformEditor_;
    DataSetPage* dataSet_;
    RankStudyPage* rankStudy_;
    TrainingJob* trainingJob_;
    TrainingPage* training_;
    Workbench* workbench_;
    CommandPalette* palette_;
    ShortcutSheet* shortcuts_;
    LinePrompt* prompt_;
    ThemeMode mode_ = ThemeMode::Light;
    ThemeMode modeBeforeTalk_ = ThemeMode::Light;
    QList<QWidget*> above_; ///< pages over the study's or the welcome page; the last one is seen
    bool animated_ = true;
    QString studyPath_; ///< of the study that is shown
};

} // namespace pairscape
