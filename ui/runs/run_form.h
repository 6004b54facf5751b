// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/records.h"
#include "ui/theme/theme.h"

#include <QWidget>

#include <string>
#include <vector>

class QCheckBox;
class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QMenu;
class QSpinBox;

namespace pairscape {

class MenuField;
class Session;

/// What a new run shall do: strategy, aims, budget, seed and workers; where the study offers them, also the
/// filters as limits and the pinned designs to begin with.
class RunForm : public QWidget {
    Q_OBJECT

  public:
    explicit RunForm(Session* session, QWidget* parent = nullptr);

    RunSettings settings() const;
    /// What has no field here (population, batch, patience, ...) is kept and comes back from settings().
    void setSettings(const RunSettings& settings);
    int workers() const;
    /// Why no run can start with these settings in the open study, as a sentence; empty where it can.
    QString lack() const;

    void setEditable(bool on);
    void applyTheme(const Theme& theme);

  signals:
    void changed();

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void addRow(const QString& name, QWidget* field);
    void buildAims();
    void buildNumbers();
    void buildOffers();
    void showStudy();
    void showStrategy();
    void showAims();
    void showOffers();

    Session* session_;
    QFormLayout* form_;
    QComboBox* strategy_ = nullptr;
    QLabel* description_ = nullptr;
    MenuField* aims_ = nullptr;
    QMenu* aimMenu_ = nullptr;
    QSpinBox* budget_ = nullptr;
    QLineEdit* seed_ = nullptr;
    QSpinBox* workers_ = nullptr;
    QCheckBox* withinFilters_ = nullptr;
    QLabel* limits_ = nullptr; ///< what the filters come to
    QCheckBox* fromPins_ = nullptr;
    std::vector<QLabel*> names_; ///< labels before the fields
    RunSettings base_;           ///< what the fields do not show
    std::vector<Objective> objectives_;
    std::vector<std::string> pins_; ///< architectures that the strategy can begin with
    std::string pinsOf_;            ///< what pins_ were computed from
    bool editable_ = true;
};

} // namespace pairscape
