// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QStringList>
#include <QWidget>

class QLabel;
class QPushButton;
class QVBoxLayout;

namespace pairscape {

class CommandRegistry;

/// What one sees without a study: what the program is for, and the ways to begin.
class WelcomePage : public QWidget, public Themed {
    Q_OBJECT

  public:
    explicit WelcomePage(CommandRegistry* registry, QWidget* parent = nullptr);

    void setRecent(const QStringList& studies);

    void applyTheme(const Theme& theme) override;

  signals:
    void openWanted(const QString& path);

  private:
    QLabel *title_, *purpose_, *recentTitle_, *hint_;
    QPushButton *create_, *open_, *sample_;
    QWidget* recent_;
    QVBoxLayout* recentColumn_;
    QWidget* sheet_;
    QStringList studies_;
    Theme theme_;
};

} // namespace pairscape
