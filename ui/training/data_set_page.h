// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/training/data_set.h"
#include "ui/training/source_page.h"

#include <optional>
#include <stop_token>
#include <vector>

class QCheckBox;
class QComboBox;
class QProgressBar;

namespace pairscape {

class ClassRows;
class Inbox;

/// A folder of images as training sees it: what it is, how many images each class has, what some of them look
/// like, and, when asked, whether every single one can be read.
class DataSetPage : public SourcePage {
    Q_OBJECT

  public:
    explicit DataSetPage(QWidget* parent = nullptr);
    ~DataSetPage() override;

    /// Also reads the images that are seen.
    void finish() override;
    ClassRows* rows() const { return rows_; }

    void applyTheme(const Theme& theme) override;

  private:
    /// A data set with what is shown of it.
    struct Found {
        DataSet data;
        std::vector<std::vector<std::int64_t>> train, test;
    };
    struct Watcher; ///< hands the check's progress over
    void look(const QString& folder) override;
    void take(const Result<std::shared_ptr<const Found>>& found);
    void showImages();
    void toggleCheck();
    void takeReport(const Result<DataSetReport>& report);

    QPushButton* check_;
    QComboBox* split_;
    QCheckBox* coarse_;
    QProgressBar* progress_;
    ClassRows* rows_;
    std::shared_ptr<const Found> found_;
    std::optional<std::stop_source> checking_;
    std::unique_ptr<Inbox> inbox_;
};

} // namespace pairscape
