// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/commands/command_registry.h"

#include <QAction>
#include <QTimer>
#include <QWidget>

#include <algorithm>

namespace pairscape {

CommandRegistry::CommandRegistry(QWidget* window) : QObject(window), window_(window) {}

QAction* CommandRegistry::add(Command command) {
    Q_ASSERT(action(command.id) == nullptr);
    auto* action = new QAction(command.title, window_);
    action->setObjectName(command.id);
    action->setShortcuts(command.shortcuts);
    action->setShortcutContext(Qt::WindowShortcut);
    action->setAutoRepeat(false);
    action->setCheckable(static_cast<bool>(command.checked));
    const std::size_t at = commands_.size();
    connect(action, &QAction::triggered, this, [this, at] {
        // What a key or a click asks for is decided by the state of now, not by that of the last refresh.
        if (const Command& asked = commands_[at]; !asked.enabled || asked.enabled())
            asked.run();
        refreshSoon();
    });
    window_->addAction(action);
    commands_.push_back(std::move(command));
    actions_.push_back(action);
    return action;
}

QAction* CommandRegistry::action(const QString& id) const {
    const auto found = std::find_if(commands_.begin(), commands_.end(),
                                    [&](const Command& command) { return command.id == id; });
    return found == commands_.end() ? nullptr : actions_[static_cast<std::size_t>(found - commands_.begin())];
}

bool CommandRegistry::trigger(const QString& id) {
    refresh();
    QAction* wanted = action(id);
    if (!wanted || !wanted->isEnabled())
        return false;
    wanted->trigger();
    return true;
}

void CommandRegistry::refresh() {
    for (std::size_t i = 0; i < commands_.size(); ++i) {
        const Command& command = commands_[i];
        QAction* action = actions_[i];
        action->setEnabled(!command.enabled || command.enabled());
        if (command.currentTitle)
            action->setText(command.currentTitle());
        if (command.checked)
            action->setChecked(command.checked());
    }
    emit refreshed();
}

void CommandRegistry::refreshSoon() {
    if (refreshing_)
        return;
    refreshing_ = true;
    QTimer::singleShot(0, this, [this] {
        refreshing_ = false;
        refresh();
    });
}

} // namespace pairscape
