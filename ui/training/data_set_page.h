// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/training/data_set.h"
#include "ui/theme/theme.h"

#include <QWidget>

#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;

namespace pairscape {

class BackgroundQueue;
class ClassRows;
class Inbox;

/// A folder of images as training sees it: what it is, how many images each class has, what some of them look
/// like, and, when asked, whether every single one can be read. Everything is read beside the GUI thread.
class DataSetPage : public QWidget, public Themed {
    Q_OBJECT

  public:
    explicit DataSetPage(QWidget* parent = nullptr);
    ~DataSetPage() override;

    /// Looks into a folder; what it finds is shown when it is known.
    void openFolder(const QString& folder);
    QString folder() const;
    /// Waits for the folder and reads the images that are seen: for pictures.
    void finish();
    /// What is shown as text: the facts, and what is wrong.
    QString text() const;
    ClassRows* rows() const { return rows_; }

    void applyTheme(const Theme& theme) override;

  signals:
    void opened(const QString& folder); ///< a folder that is a data set
    void left();

  private:
    /// A data set with what is shown of it.
    struct Found {
        DataSet data;
        std::vector<std::vector<std::int64_t>> train, test;
    };
    struct Watcher; ///< hands the check's progress over
    void build();
    void chooseFolder();
    void take(const Result<std::shared_ptr<const Found>>& found);
    void showImages();
    void toggleCheck();
    void takeReport(const Result<DataSetReport>& report);
    void tell(const QString& sentence, bool bad);

    QLabel *heading_, *intro_, *facts_, *words_, *folderTitle_;
    QLineEdit* folder_;
    QPushButton *browse_, *check_, *back_;
    QComboBox* split_;
    QCheckBox* coarse_;
    QProgressBar* progress_;
    ClassRows* rows_;
    std::shared_ptr<const Found> found_;
    quint64 generation_ = 0;
    std::optional<std::stop_source> checking_;
    bool bad_ = false;
    Theme theme_;
    std::unique_ptr<Inbox> inbox_;
    std::unique_ptr<BackgroundQueue> queue_;
};

} // namespace pairscape
