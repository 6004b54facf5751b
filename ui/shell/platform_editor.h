// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/platform_form.h"
#include "ui/theme/theme.h"

#include <QWidget>

#include <vector>

class QBoxLayout;
class QComboBox;
class QGridLayout;
class QLabel;
class QPushButton;

namespace pairscape {

class PeCostEdit;
class PlatformFieldEdit;

/// The page where a person describes a platform of their own: begins with a copy of one that is there, checks
/// while one types with the check that files get, and says beside each field that differs what it was. Writes
/// nothing before it is asked to.
class PlatformEditor : public QWidget, public Themed {
    Q_OBJECT

  public:
    explicit PlatformEditor(QWidget* parent = nullptr);

    /// Starts with a copy of this platform; files are looked for in this folder.
    void begin(const Platform& platform, const QString& folder);
    PlatformForm form() const;
    void setForm(const PlatformForm& form);
    /// What the form is compared with.
    const Platform& original() const { return original_; }
    /// Of the form as it stands.
    const PlatformCheck& check() const { return check_; }

    /// A JSON file becomes what is edited and compared with; says why not where it is none.
    bool load(const QString& path);
    /// Writes the platform, whole or not at all; says why not where that fails.
    bool save(const QString& path);

    void applyTheme(const Theme& theme) override;

  signals:
    void saved(const QString& path);
    void failed(const QString& sentence);
    void left(); ///< back to where it came from

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

  private:
    struct Row {
        QString id;
        QLabel* title = nullptr;
        PlatformFieldEdit* field = nullptr;
        QLabel* unit = nullptr;
        QLabel* was = nullptr; ///< what the original has, where that differs
        QLabel* complaint = nullptr;
    };

    void addRow(QGridLayout* grid, const PlatformField& field);
    QLabel* addHeading(QBoxLayout* to, const QString& text);
    void edited();
    void showCheck();
    void chooseFile();
    void chooseSaveFile();
    void arrange();

    Platform original_;
    PlatformForm reference_; ///< of the original
    PlatformCheck check_;
    QString folder_;
    QLabel *heading_, *intro_, *summary_;
    QComboBox* from_;
    QLabel* fromTitle_;
    PeCostEdit* peCosts_;
    QPushButton *load_, *save_, *revert_, *back_;
    QWidget* sheet_;
    QBoxLayout* columns_;
    std::vector<Row> rows_;
    QList<QLabel*> headings_;
    bool filling_ = false;
    Theme theme_;
};

} // namespace pairscape
