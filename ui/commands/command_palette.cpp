// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/commands/command_palette.h"

#include "ui/commands/command_registry.h"
#include "ui/commands/fuzzy_match.h"

#include <QAction>
#include <QCoreApplication>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QStandardItemModel>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include <algorithm>

namespace pairscape {

namespace {

enum Role { IdRole = Qt::UserRole, GroupRole, KeysRole, PositionsRole };

} // namespace

/// A row: the group muted, the title with the typed letters in bold, the keys at the right.
class CommandPalette::RowPainter : public QStyledItemDelegate {
  public:
    using QStyledItemDelegate::QStyledItemDelegate;
    Theme theme;

    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override {
        return {200, QFontMetrics(theme.font(theme.normal)).height() + qRound(8 * theme.scale)};
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override {
        const bool chosen = option.state.testFlag(QStyle::State_Selected);
        const bool possible = index.flags().testFlag(Qt::ItemIsEnabled);
        const QPalette colours = theme.palette();
        const QColor ink = chosen     ? colours.color(QPalette::HighlightedText)
                           : possible ? theme.text
                                      : colours.color(QPalette::Disabled, QPalette::Text);
        const QColor quiet = chosen || !possible ? ink : theme.mutedText;
        painter->save();
        if (chosen)
            painter->fillRect(option.rect, colours.color(QPalette::Highlight));
        const int margin = qRound(12 * theme.scale);
        QRect row = option.rect.adjusted(margin, 0, -margin, 0);

        const QString keys = index.data(KeysRole).toString();
        painter->setFont(theme.font(theme.small));
        painter->setPen(quiet);
        painter->drawText(row, Qt::AlignRight | Qt::AlignVCenter, keys);
        if (!keys.isEmpty())
            row.setRight(row.right() - painter->fontMetrics().horizontalAdvance(keys) - margin);
        const int groupWidth = painter->fontMetrics().horizontalAdvance(QStringLiteral("Designxx"));
        painter->drawText(row, Qt::AlignLeft | Qt::AlignVCenter, index.data(GroupRole).toString());
        row.setLeft(row.left() + groupWidth);

        painter->setPen(ink);
        drawTitle(*painter, row, index.data().toString(), index.data(PositionsRole).value<QList<int>>());
        painter->restore();
    }

  private:
    void drawTitle(QPainter& painter, const QRect& row, const QString& title, const QList<int>& bold) const {
        const QFont plain = theme.font(theme.normal);
        const QFont strong = theme.font(theme.normal, QFont::Bold);
        const int base =
            row.top() + (row.height() + QFontMetrics(plain).ascent() - QFontMetrics(plain).descent()) / 2;
        int x = row.left();
        painter.setClipRect(row);
        for (int from = 0; from < title.size();) {
            const bool marked = bold.contains(from);
            int to = from + 1;
            while (to < title.size() && bold.contains(to) == marked)
                ++to;
            const QString part = title.mid(from, to - from);
            painter.setFont(marked ? strong : plain);
            painter.drawText(x, base, part);
            x += painter.fontMetrics().horizontalAdvance(part);
            from = to;
        }
    }
};

CommandPalette::CommandPalette(CommandRegistry* registry, QWidget* parent)
    : OverlayPanel(parent), registry_(registry), input_(new QLineEdit(this)), list_(new QListView(this)),
      nothing_(new QLabel(tr("No command has these letters in this order."), this)),
      model_(new QStandardItemModel(this)), painter_(new RowPainter(list_)) {
    setAccessibleName(tr("Command palette"));
    input_->setPlaceholderText(tr("A command, or the number of a design"));
    input_->setAccessibleName(tr("Command"));
    input_->setFrame(false);
    list_->setModel(model_);
    list_->setItemDelegate(painter_);
    list_->setFrameShape(QFrame::NoFrame);
    list_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    list_->setUniformItemSizes(true);
    list_->setFocusPolicy(Qt::NoFocus);
    list_->setAccessibleName(tr("Commands"));
    nothing_->setAlignment(Qt::AlignCenter);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(2, 2, 2, 6);
    column->setSpacing(0);
    column->addWidget(input_);
    column->addWidget(nothing_);
    column->addWidget(list_, 1);

    input_->installEventFilter(this);
    connect(input_, &QLineEdit::textChanged, this, &CommandPalette::filter);
    connect(list_, &QListView::clicked, this, &CommandPalette::accept);
    pairscape::CommandPalette::applyTheme(Theme::make(ThemeMode::Light));
}

QSize CommandPalette::wantedSize() const {
    const int row = painter_->sizeHint({}, {}).height();
    return {qRound(620 * (theme().scale > 1 ? 1.5 : 1)), input_->sizeHint().height() + 12 * row + 12};
}

QWidget* CommandPalette::prepare() {
    registry_->refresh();
    input_->clear();
    filter();
    return input_;
}

void CommandPalette::filter() {
    struct Row {
        const Command* command;
        FuzzyMatch match;
        bool possible;
    };
    std::vector<Row> rows;
    const QString typed = input_->text().trimmed();
    for (const Command& command : registry_->commands()) {
        const QAction* action = registry_->action(command.id);
        if (command.id == QLatin1String("help.palette"))
            continue; // it is open
        if (auto match = fuzzyMatch(typed, action->text()))
            rows.push_back({&command, *match, action->isEnabled()});
        else if (fuzzyMatch(typed, command.group + QLatin1Char(' ') + action->text()))
            rows.push_back({&command, FuzzyMatch{-1000, {}}, action->isEnabled()});
    }
    // Without letters: what is possible first, in the order of the menus.
    std::stable_sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) {
        return a.possible != b.possible ? a.possible : a.match.score > b.match.score;
    });

    model_->clear();
    bool isNumber = false;
    const qint64 number = typed.toLongLong(&isNumber);
    offer_ = isNumber && numberOffer_ ? numberOffer_(number) : std::nullopt;
    if (offer_) {
        auto* item = new QStandardItem(offer_->title);
        item->setData(tr("Design"), GroupRole);
        model_->appendRow(item);
    }
    for (const Row& row : rows) {
        const QAction* action = registry_->action(row.command->id);
        auto* item = new QStandardItem(action->text());
        item->setData(row.command->id, IdRole);
        item->setData(row.command->group, GroupRole);
        item->setData(action->shortcut().toString(QKeySequence::NativeText), KeysRole);
        item->setData(QVariant::fromValue(row.match.positions), PositionsRole);
        item->setEnabled(row.possible);
        model_->appendRow(item);
    }
    nothing_->setVisible(model_->rowCount() == 0);
    list_->setVisible(model_->rowCount() > 0);
    list_->setCurrentIndex(model_->index(0, 0));
}

QStringList CommandPalette::listed() const {
    QStringList titles;
    for (int row = 0; row < model_->rowCount(); ++row)
        titles << model_->item(row)->text();
    return titles;
}

void CommandPalette::accept() {
    const QModelIndex chosen = list_->currentIndex();
    if (!chosen.isValid() || !chosen.flags().testFlag(Qt::ItemIsEnabled))
        return;
    const QString id = chosen.data(IdRole).toString();
    const std::optional<Offer> offer = offer_;
    closePanel();
    if (!id.isEmpty())
        registry_->trigger(id);
    else if (offer)
        offer->run();
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event) {
    if (watched == input_ && event->type() == QEvent::KeyPress) {
        switch (static_cast<QKeyEvent*>(event)->key()) {
        case Qt::Key_Up:
        case Qt::Key_Down:
        case Qt::Key_PageUp:
        case Qt::Key_PageDown:
            QCoreApplication::sendEvent(list_, event);
            return true;
        case Qt::Key_Return:
        case Qt::Key_Enter:
            accept();
            return true;
        default:
            break;
        }
    }
    return OverlayPanel::eventFilter(watched, event);
}

void CommandPalette::applyTheme(const Theme& theme) {
    painter_->theme = theme;
    input_->setFont(theme.font(theme.large));
    const int margin = qRound(8 * theme.scale);
    input_->setTextMargins(margin, margin / 2, margin, margin / 2);
    nothing_->setFont(theme.font(theme.normal));
    OverlayPanel::applyTheme(theme);
    list_->doItemsLayout();
}

} // namespace pairscape
