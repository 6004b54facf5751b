// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QKeySequence>
#include <QList>
#include <QObject>
#include <QString>

#include <functional>
#include <vector>

class QAction;
class QWidget;

namespace pairscape {

/// Something that the window can do. The one place where its name, keys and state are written down.
struct Command {
    QString id;    ///< stable: "study.open"
    QString group; ///< "Study", "Run", "Design", "View", "Help"
    QString title; ///< "Open study…"
    QList<QKeySequence> shortcuts = {};
    std::function<void()> run = {};
    std::function<bool()> enabled = {};         ///< empty: always
    std::function<bool()> checked = {};         ///< empty: not checkable
    std::function<QString()> currentTitle = {}; ///< empty: always `title`
};

/// A key that a view handles itself, listed beside the commands: "Arrow keys", "go to the next pairing".
struct KeyNote {
    QString group;
    QString keys;
    QString title;
};

/// All commands of a window: menus, palette and shortcut help are made from it. Its actions belong to the
/// window, so shortcuts work wherever the focus is. GUI thread only.
class CommandRegistry : public QObject {
    Q_OBJECT

  public:
    explicit CommandRegistry(QWidget* window);

    /// The id must be new.
    QAction* add(Command command);
    void addNote(KeyNote note) { notes_.push_back(std::move(note)); }

    /// nullptr when there is no such id.
    QAction* action(const QString& id) const;
    /// In the order in which they were added.
    const std::vector<Command>& commands() const { return commands_; }
    const std::vector<KeyNote>& notes() const { return notes_; }
    /// Runs a command as its shortcut would; false when it is unknown or not possible now.
    bool trigger(const QString& id);

    /// Asks every command again whether it is possible, what it is called and whether it is on.
    void refresh();
    /// The same, once, when the events at hand are done with.
    void refreshSoon();

  signals:
    void refreshed();

  private:
    QWidget* window_;
    std::vector<Command> commands_;
    std::vector<QAction*> actions_; ///< of commands_, same order
    std::vector<KeyNote> notes_;
    bool refreshing_ = false;
};

} // namespace pairscape
