// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/training/rank_report.h"
#include "ui/theme/theme.h"

#include <QWidget>

#include <memory>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QSplitter;
class QTableWidget;

namespace pairscape {

class BackgroundQueue;
class RankPlot;

/// A rank study's file: how well each metric ranks its trained networks (Kendall's tau with intervals,
/// conv-only and hybrid apart, beside the paper's), and the scatter of one metric. Reads and computes beside
/// the GUI thread; a study that goes on can be read again.
class RankStudyPage : public QWidget, public Themed {
    Q_OBJECT

  public:
    explicit RankStudyPage(QWidget* parent = nullptr);
    ~RankStudyPage() override;

    void openFile(const QString& path);
    QString file() const;
    /// Waits for what was asked for: for pictures.
    void finish();
    /// What is said above the table.
    QString text() const;
    QTableWidget* table() const { return table_; }
    RankPlot* plot() const { return plot_; }

    void applyTheme(const Theme& theme) override;

  signals:
    void opened(const QString& path);
    void left();

  private:
    struct Found {
        RankStudyPlan plan;
        RankReport report;
        int damagedLines = 0;
    };
    void build();
    void chooseFile();
    void take(const Result<std::shared_ptr<const Found>>& found);
    void fillTable();
    void fitTable();
    void showMetric();

    QLabel *heading_, *intro_, *words_, *fileTitle_;
    QLineEdit* file_;
    QPushButton *browse_, *again_, *back_;
    QComboBox* half_;
    QTableWidget* table_;
    RankPlot* plot_;
    QSplitter* split_;
    std::shared_ptr<const Found> found_;
    quint64 generation_ = 0;
    bool bad_ = false;
    Theme theme_;
    std::unique_ptr<BackgroundQueue> queue_;
};

} // namespace pairscape
