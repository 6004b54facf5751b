// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/records.h"
#include "core/zeroshot/raw_scores.h"
#include "core/zeroshot/reference_population.h"
#include "ui/detail/fact_grid.h"
#include "ui/models/background.h"

#include <map>
#include <memory>
#include <optional>
#include <stop_token>

class QLabel;
class QToolButton;

namespace pairscape {

/// What is known of a design's accuracy without its hardware: measured and predicted accuracies, the terms
/// that the search computed, and, where it is asked for, every zero-shot term there is, each with its rank in
/// the reference population. All terms take some ten seconds; they are computed beside the window and kept
/// while it is open, not in the study. GUI thread only.
class ScorePanel : public QWidget, public Themed {
    Q_OBJECT

  public:
    explicit ScorePanel(QWidget* parent = nullptr);
    ~ScorePanel() override;

    /// Null shows nothing. Other designs are scored on while this one is looked at.
    void setDetail(std::shared_ptr<const PairingDetail> detail, const StudySettings& settings);

    /// Computes every term of the design that is shown, or stops computing them.
    void toggleComputing();
    bool computing() const { return task_ != nullptr; }

    const std::vector<Fact>& facts() const { return facts_->facts(); }
    QString text() const;

    void applyTheme(const Theme& theme) override;

  private:
    struct Task;
    /// What was computed of one design of one study.
    struct Known {
        RawScores scores;
        ReferencePopulation population; ///< empty where none with these terms is shipped
    };
    using Key = std::pair<std::string, std::string>; ///< settings that count, architecture

    Key keyOf(const PairingDetail& detail) const;
    void refresh();
    void finish(const std::shared_ptr<Task>& task, Result<RawScores> scores);

    std::shared_ptr<const PairingDetail> detail_;
    StudySettings settings_;
    FactGrid* facts_;
    QToolButton* button_;
    QLabel* state_;
    std::map<Key, Known> known_;
    std::shared_ptr<Task> task_; ///< that runs; the queue holds it too
    QString failure_;
    Theme theme_;
    std::unique_ptr<Inbox> inbox_;
    std::unique_ptr<BackgroundQueue> queue_; ///< last: its jobs use the inbox
};

} // namespace pairscape
