// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/commands/shortcut_sheet.h"

#include "ui/commands/command_registry.h"

#include <QAction>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QScrollArea>
#include <QVBoxLayout>

#include <array>

namespace pairscape {

namespace {

QString keysOf(const QAction& action) {
    QStringList keys;
    for (const QKeySequence& sequence : action.shortcuts())
        keys << sequence.toString(QKeySequence::NativeText);
    return keys.join(QObject::tr(" or "));
}

} // namespace

ShortcutSheet::ShortcutSheet(CommandRegistry* registry, QWidget* parent)
    : OverlayPanel(parent), registry_(registry), title_(new QLabel(tr("Shortcuts"), this)),
      scroll_(new QScrollArea(this)) {
    setAccessibleName(tr("Shortcuts"));
    scroll_->setFrameShape(QFrame::NoFrame);
    scroll_->setWidgetResizable(true);
    auto* column = new QVBoxLayout(this);
    column->addWidget(title_);
    column->addWidget(scroll_, 1);
    pairscape::ShortcutSheet::applyTheme(Theme::make(ThemeMode::Light));
}

/// The whole list is to be seen at once, in a talk too.
int ShortcutSheet::points() const {
    return theme().scale > 1 ? theme().small * 3 / 4 : theme().small;
}

QWidget* ShortcutSheet::buildGroup(const QString& group, QWidget* parent) const {
    auto* block = new QWidget(parent);
    auto* grid = new QGridLayout(block);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(qRound(12 * theme().scale));
    grid->setVerticalSpacing(2);
    grid->setColumnStretch(1, 1);
    auto* heading = new QLabel(group, block);
    heading->setFont(theme().font(points() * 6 / 5, QFont::DemiBold));
    grid->addWidget(heading, 0, 0, 1, 2);
    int row = 1;
    const auto add = [&](const QString& keys, const QString& title) {
        auto* key = new QLabel(keys, block);
        key->setFont(theme().font(points(), QFont::DemiBold));
        auto* what = new QLabel(title, block);
        what->setFont(theme().font(points()));
        QPalette muted = what->palette();
        muted.setColor(QPalette::WindowText, theme().mutedText);
        what->setPalette(muted);
        grid->addWidget(key, row, 0);
        grid->addWidget(what, row, 1);
        ++row;
    };
    for (const Command& command : registry_->commands())
        if (command.group == group && !command.shortcuts.isEmpty())
            add(keysOf(*registry_->action(command.id)), command.title);
    for (const KeyNote& note : registry_->notes())
        if (note.group == group)
            add(note.keys, note.title);
    if (row == 1) {
        delete block;
        return nullptr;
    }
    block->setProperty("rows", row);
    return block;
}

QWidget* ShortcutSheet::prepare() {
    QStringList groups;
    for (const Command& command : registry_->commands())
        if (!groups.contains(command.group))
            groups << command.group;
    for (const KeyNote& note : registry_->notes())
        if (!groups.contains(note.group))
            groups << note.group;

    auto* content = new QWidget;
    content->setAutoFillBackground(true);
    auto* columns = new QHBoxLayout(content);
    columns->setContentsMargins(0, 0, 0, 0);
    columns->setSpacing(qRound(32 * theme().scale));
    // Groups go to the shorter of two columns, so that neither runs far below the other.
    std::array<QVBoxLayout*, 2> column{};
    std::array<int, 2> length{};
    for (QVBoxLayout*& side : column) {
        side = new QVBoxLayout;
        side->setSpacing(14);
        columns->addLayout(side, 1);
    }
    for (const QString& group : groups)
        if (QWidget* block = buildGroup(group, content)) {
            const std::size_t shorter = length[0] <= length[1] ? 0 : 1;
            column[shorter]->addWidget(block);
            length[shorter] += block->property("rows").toInt() + 1;
        }
    for (QVBoxLayout* side : column)
        side->addStretch(1);
    scroll_->setWidget(content);
    return scroll_;
}

QSize ShortcutSheet::wantedSize() const {
    const QWidget* content = scroll_->widget();
    const QSize inner = content ? content->sizeHint() : QSize(600, 400);
    const QMargins margins = layout()->contentsMargins();
    return {qMax(inner.width() + margins.left() + margins.right() + 24,
                 qRound(680 * (theme().scale > 1 ? 1.4 : 1))),
            inner.height() + title_->sizeHint().height() + layout()->spacing() + margins.top() +
                margins.bottom() + 8};
}

void ShortcutSheet::applyTheme(const Theme& theme) {
    const int margin = qRound(18 * (theme.scale > 1 ? 1.5 : 1));
    layout()->setContentsMargins(margin, margin, margin, margin);
    title_->setFont(theme.font(theme.large, QFont::DemiBold));
    OverlayPanel::applyTheme(theme);
    if (isVisible())
        prepare();
}

} // namespace pairscape
