// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/training/rank_report.h"
#include "ui/training/source_page.h"

class QComboBox;
class QSplitter;
class QTableWidget;

namespace pairscape {

class RankPlot;

/// A rank study's file: how well each metric ranks its trained networks (Kendall's tau with intervals,
/// conv-only and hybrid apart, beside the paper's), and the scatter of one metric. A study that goes on can
/// be read again.
class RankStudyPage : public SourcePage {
    Q_OBJECT

  public:
    explicit RankStudyPage(QWidget* parent = nullptr);
    ~RankStudyPage() override;

    void finish() override;
    QTableWidget* table() const { return table_; }
    RankPlot* plot() const { return plot_; }

    void applyTheme(const Theme& theme) override;

  private:
    struct Found {
        RankStudyPlan plan;
        RankReport report;
        int damagedLines = 0;
    };
    void build();
    void look(const QString& path) override;
    void take(const Result<std::shared_ptr<const Found>>& found);
    void fillTable();
    void fitTable();
    void showMetric();

    QPushButton* again_;
    QComboBox* half_;
    QTableWidget* table_;
    RankPlot* plot_;
    QSplitter* split_;
    std::shared_ptr<const Found> found_;
};

} // namespace pairscape
