// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/training/trainer.h"
#include "ui/theme/theme.h"

#include <QString>
#include <QWidget>

#include <vector>

class QCheckBox;
class QFileDialog;
class QGridLayout;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;

namespace pairscape {

/// What a person says before a network is trained: the images, the budget, and the file that keeps it. The
/// budget's other fields are those of pairscape-cli.
class TrainingForm : public QWidget, public Themed {
    Q_OBJECT

  public:
    explicit TrainingForm(QWidget* parent = nullptr);

    QString dataSet() const;
    void setDataSet(const QString& folder);
    bool coarse() const;
    void setCoarse(bool coarse);
    QString checkpoint() const;
    void setCheckpoint(const QString& file); ///< says nothing of it with checkpointChosen()
    TrainingBudget budget() const;
    void setBudget(const TrainingBudget& budget);
    /// Without the budget where that is given, by a checkpoint.
    void setBudgetShown(bool shown);
    /// The first thing that is wrong or missing, as one sentence; empty where nothing is.
    QString complaint() const;

    void applyTheme(const Theme& theme) override;

  signals:
    void changed();
    void checkpointChosen();
    void submitted(); ///< Enter in a field

  private:
    struct Field {
        QLabel* title;
        QWidget* field;
    };
    QSpinBox* addNumber(const QString& name, const QString& title, int least, int most, const QString& zero,
                        const QString& tip);
    void addField(const QString& title, QWidget* field);
    QFileDialog* dialog(const QString& title, const QString& at);
    void chooseFolder();
    void chooseCheckpoint();
    void arrange(int columns);

    TrainingBudget rest_; ///< fields that have no widget
    QLineEdit *dataSet_, *checkpoint_, *rate_;
    QLabel *dataSetTitle_, *checkpointTitle_;
    QPushButton *chooseFolder_, *chooseCheckpoint_;
    QCheckBox* coarse_;
    QWidget* budgetPart_;
    QGridLayout* grid_;
    QSpinBox *classes_, *perClass_, *testPerClass_, *imageSize_, *epochs_, *batch_;
    std::vector<Field> fields_; ///< of the budget
    QString told_;              ///< the checkpoint that was last told of
};

} // namespace pairscape
