// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/training/training_history.h"
#include "ui/models/background.h"
#include "ui/theme/theme.h"
#include "ui/training/training_job.h"

#include <QTimer>
#include <QWidget>

#include <memory>
#include <optional>

class QLabel;
class QProgressBar;
class QPushButton;

namespace pairscape {

class FigureRow;
class TrainingForm;
class TrainingPlot;

/// The training of one pairing's network: what it is trained on and for how long, then its curves, figures
/// and time while it goes, with pause, resume and stop. Where the checkpoint that is named holds this
/// training already, its curve is shown and it can be gone on with; no other file is ever written over.
class TrainingPage : public QWidget, public Themed {
    Q_OBJECT

  public:
    /// Starts and follows `job`, which must outlive the page.
    explicit TrainingPage(TrainingJob* job, QWidget* parent = nullptr);
    ~TrainingPage() override;

    /// Shows what can be done for this pairing; while another is being trained, that one.
    void begin(const TrainingSubject& subject);
    const TrainingSubject& subject() const { return subject_; }
    TrainingForm* form() const { return form_; }
    /// The file that keeps the training; looks into it.
    void setCheckpoint(const QString& file);
    /// What Start, or Resume, does: nothing while something is missing, which the page says.
    void start();
    bool canStart() const;
    /// Waits for what was asked for: for pictures.
    void finish();
    /// All that the page says, in lines.
    QString text() const;

    void applyTheme(const Theme& theme) override;

  signals:
    void started(const pairscape::TrainingRequest& request);
    void left();

  private:
    void build();
    void lookIntoCheckpoint();
    void take(const Result<TrainingHistory>& found);
    void trainAnew();
    bool ours() const; ///< whether the job's training is the one that the page is of
    void showAll();
    void showButtons();
    void showWords();
    void showCurves();
    void tell(const QString& sentence, bool bad);
    QString ending() const;

    TrainingJob* job_;
    TrainingSubject subject_;
    std::optional<TrainingHistory> history_; ///< of the checkpoint that is named, where it is this network's
    QString problem_;                        ///< why the checkpoint that is named is of no use
    bool looking_ = false;                   ///< into the checkpoint
    QString refused_;                        ///< why begin() shows another training
    quint64 generation_ = 0;
    QLabel *heading_, *intro_, *facts_, *state_, *words_, *empty_;
    TrainingForm* form_;
    QPushButton *start_, *anew_, *pause_, *stop_, *back_;
    QProgressBar* bar_;
    FigureRow* figures_;
    QWidget* curves_;
    TrainingPlot *loss_, *accuracy_;
    QTimer clock_; ///< while it trains, time passes without reports
    Theme theme_;
    std::unique_ptr<BackgroundQueue> queue_;
};

} // namespace pairscape
