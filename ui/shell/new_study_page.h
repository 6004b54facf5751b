// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/new_study_form.h"
#include "ui/theme/theme.h"

#include <QWidget>

#include <vector>

class QComboBox;
class QGridLayout;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;

namespace pairscape {

/// The page where a study is set up. Checks while one types and says below each field what is wrong or what
/// the choice means; nothing is created before it is asked for. It blocks nothing: a search in progress
/// goes on behind it.
class NewStudyPage : public QWidget, public Themed {
    Q_OBJECT

  public:
    explicit NewStudyPage(QWidget* parent = nullptr);

    /// Fresh suggestions for a study in this folder.
    void begin(const QString& folder);
    NewStudyForm form() const;
    void setForm(const NewStudyForm& form);
    /// Lists a platform file beside the presets.
    void offerPlatform(const QString& path);
    void choosePlatform(const QString& presetOrPath);
    /// Of the form as it stands.
    const NewStudyCheck& check() const { return check_; }

    void applyTheme(const Theme& theme) override;

  signals:
    /// `strategy` is that of the run to start at once; empty to start none.
    void createWanted(const QString& path, const pairscape::StudySettings& settings, const QString& strategy);
    void cancelled();
    void editWanted(const QString& platform); ///< a preset or a file, to begin with

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void fitHeight();
    struct Row {
        QLabel* title;
        QWidget* field;
        QLabel* note;
    };
    QLabel* addRow(QGridLayout* grid, const QString& title, QWidget* field, QWidget* beside = nullptr);
    QComboBox* presetChoice(const QStringList& names, const QString& what);
    void chooseFile(QComboBox* choice, const QString& what);
    void choosePath();
    void changed();
    void submit(bool start);
    /// A strategy that asks for a method gets it.
    void takeMethodOfStrategy();

    QLabel* heading_;
    QLabel* intro_;
    QComboBox *space_, *platform_, *method_, *objective_, *strategy_, *rankMetric_;
    QLineEdit *seed_, *path_;
    QSpinBox* maxBatch_;
    QPushButton *createAndStart_, *create_, *cancel_;
    std::vector<Row> rows_;
    QLabel *spaceNote_, *platformNote_, *seedNote_, *methodNote_, *objectiveNote_, *maxBatchNote_,
        *rankMetricNote_, *pathNote_, *strategyNote_;
    QList<QPushButton*> browse_;
    QWidget* sheet_;
    NewStudyCheck check_;
    QString folder_;
    QString suggested_; ///< the path as we last filled it in: while it stands, it follows the choices
    Theme theme_;
};

} // namespace pairscape
