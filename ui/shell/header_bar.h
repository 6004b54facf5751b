// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QWidget>

class QHBoxLayout;
class QMenu;
class QToolButton;

namespace pairscape {

class CommandRegistry;
class ElidedLabel;
class Session;

/// The line on top of the window: menus, what the study is about, the run's controls, the way to all
/// commands. Everything it does is a command of the registry.
class HeaderBar : public QWidget, public Themed {
    Q_OBJECT

  public:
    HeaderBar(Session* session, CommandRegistry* registry, QWidget* parent = nullptr);

    QMenu* studyMenu() const { return studyMenu_; }
    QMenu* designMenu() const { return designMenu_; }
    QMenu* viewMenu() const { return viewMenu_; }
    QMenu* helpMenu() const { return helpMenu_; }
    /// Puts the commands into the buttons once the registry has them.
    void connectCommands();

    void applyTheme(const Theme& theme) override;

  protected:
    void resizeEvent(QResizeEvent* event) override;

  private:
    QMenu* addMenu(const QString& title);
    QToolButton* addButton(const QString& command);
    void showStudy();
    /// Signs alone where words beside them would leave no room for the study's name.
    void fitWords();

    Session* session_;
    CommandRegistry* registry_;
    QHBoxLayout* row_;
    QMenu *studyMenu_, *designMenu_, *viewMenu_, *helpMenu_;
    QList<QToolButton*> menus_;
    ElidedLabel *name_, *about_;
    QToolButton *run_ = nullptr, *pause_ = nullptr, *cancel_ = nullptr, *palette_ = nullptr;
};

} // namespace pairscape
