// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/records.h"
#include "ui/theme/theme.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QToolButton;

namespace pairscape {

class Session;

/// The top of the design page: which design it is, its pin (a star to click, and the pin's name to edit), its
/// architecture text to select and copy.
class DesignHeader : public QWidget, public Themed {
    Q_OBJECT

  public:
    explicit DesignHeader(Session* session, QWidget* parent = nullptr);

    void setRecord(const PairingRecord& record);
    /// For an audience: without what is only there to be pressed, remarks in few words.
    void setBrief(bool brief);
    void setArchitectureShown(bool shown);

    void applyTheme(const Theme& theme) override;

  signals:
    void exportWanted(pairscape::PairingId id);
    void trainWanted(pairscape::PairingId id);

  private:
    void showPin();
    void showRemarks();
    void rename();

    Session* session_;
    PairingRecord record_;
    QLabel* title_;
    QLabel* remarks_;
    QToolButton* star_;
    QLineEdit* name_;
    QLabel* architecture_;
    QToolButton* copy_;
    QToolButton* export_;
    QToolButton* train_;
    bool brief_ = false;
    Theme theme_;
};

} // namespace pairscape
