// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/platform_form.h"
#include "ui/theme/theme.h"

#include <QWidget>

#include <vector>

class QCheckBox;
class QGridLayout;
class QLabel;
class QLineEdit;

namespace pairscape {

/// What one PE of each operator type costs, as a table: the figures measured for the platform's family, or
/// own ones where a person wants them.
class PeCostEdit : public QWidget {
    Q_OBJECT

  public:
    explicit PeCostEdit(QWidget* parent = nullptr);

    /// The costs of a form, and whether they are own ones.
    void fillIn(PlatformForm* form) const;
    void setForm(const PlatformForm& form);
    /// What stands in the fields is what counts: the family's costs until somebody has own ones.
    void showMeasured(const QString& family);
    /// Marks what differs from `original` and says what is wrong.
    void showCheck(const PlatformCheck& check, const QString& original);

    void setTheme(const Theme& theme);

  signals:
    void edited();

  private:
    struct Row {
        QString id;
        QLineEdit* field = nullptr;
        QLabel* was = nullptr; ///< what the original has, where that differs
    };

    void addField(OperatorType op, const QString& pe, const PlatformField& field, QGridLayout* grid, int line,
                  int column);

    QCheckBox* own_;
    QLabel* complaint_;
    std::vector<Row> rows_;
    QList<QLabel*> titles_;
    bool filling_ = false;
    Theme theme_;
};

} // namespace pairscape
