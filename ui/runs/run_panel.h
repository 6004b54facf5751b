// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/records.h"
#include "ui/theme/theme.h"

#include <QWidget>

class QLabel;
class QModelIndex;
class QProgressBar;
class QPushButton;
class QTableView;

namespace pairscape {

class RunForm;
class RunTableModel;
class Session;

/// Starts, pauses, resumes, narrows and cancels searches, tells how far the one in progress has come, and
/// lists the runs of the study; a click on one shows what it found. Never opens a dialog.
class RunPanel : public QWidget, public Themed {
    Q_OBJECT

  public:
    explicit RunPanel(Session* session, QWidget* parent = nullptr);

    /// What Start would do.
    RunSettings settings() const;
    void setSettings(const RunSettings& settings);
    int workers() const;

    void applyTheme(const Theme& theme) override;

  public slots:
    void start();
    /// Pauses a running search, resumes a paused one.
    void togglePause();

  private:
    void buildControls();
    void buildReport();
    void follow();
    void narrow();
    void chooseRun(const QModelIndex& at);
    void showRuns();
    void showStatus();
    void showOffers(bool open, bool active);
    void showProgress();
    void fitTable();

    Session* session_;
    RunTableModel* runs_;
    RunForm* form_;
    QPushButton* start_ = nullptr;
    QPushButton* pause_ = nullptr;
    QPushButton* cancel_ = nullptr;
    QPushButton* resumeStored_ = nullptr;
    QPushButton* narrow_ = nullptr;
    QLabel* state_ = nullptr;
    QProgressBar* bar_ = nullptr;
    QLabel* progress_ = nullptr;
    QLabel* pace_ = nullptr;
    QLabel* hint_ = nullptr; ///< why nothing can be started, or why a run failed
    QLabel* listTitle_ = nullptr;
    QTableView* list_ = nullptr;
    bool cancelling_ = false; ///< asked for, and the run has not ended yet
    Theme theme_;
};

} // namespace pairscape
