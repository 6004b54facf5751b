// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/detail/pinned_list.h"

#include "ui/detail/pinned_delegate.h"
#include "ui/models/metric_column.h"
#include "ui/models/session.h"

#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QPainter>

namespace pairscape {

namespace {

/// "1.834 zero-shot rank", "3 410 img/s", "2.1 mJ/img".
QStringList figuresOf(const PairingRecord& record) {
    QStringList figures;
    for (const char* id : {"accuracy", "fps", "energy"})
        if (const MetricColumn* column = findMetricColumn(QString::fromLatin1(id)))
            figures << column->text(record) + QChar(0x00a0) +
                           (column->unit.isEmpty() ? column->kind : column->unit);
    return figures;
}

} // namespace

PinnedList::PinnedList(Session* session, QWidget* parent)
    : QListWidget(parent), session_(session), delegate_(new PinnedDelegate(this)) {
    setItemDelegate(delegate_);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setEditTriggers(QAbstractItemView::EditKeyPressed);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setFrameShape(QFrame::NoFrame);
    setMouseTracking(true);
    setUniformItemSizes(false);
    setAccessibleName(tr("Pinned designs"));

    connect(session_, &Session::studyChanged, this, &PinnedList::showPins);
    connect(session_, &Session::snapshotChanged, this, &PinnedList::showPins);
    connect(session_, &Session::selectionChanged, this, &PinnedList::showSelection);
    connect(this, &QListWidget::currentItemChanged, this, [this](QListWidgetItem* item) {
        if (!showing_ && item)
            session_->select(item->data(PinnedDelegate::IdRole).toLongLong());
    });
    // A click on the row that is current already selects it again, should another view have cleared that.
    connect(this, &QListWidget::itemClicked, this, [this](QListWidgetItem* item) {
        session_->select(item->data(PinnedDelegate::IdRole).toLongLong());
    });
    connect(this, &QListWidget::itemActivated, this, [this](QListWidgetItem* item) {
        const PairingId id = item->data(PinnedDelegate::IdRole).toLongLong();
        session_->select(id);
        emit opened(id);
    });
    connect(this, &QListWidget::itemChanged, this, [this](QListWidgetItem* item) {
        if (!showing_)
            rename(item);
    });
    pairscape::PinnedList::applyTheme(Theme::make(ThemeMode::Light));
    showPins();
}

PairingId PinnedList::idAt(int row) const {
    const QListWidgetItem* at = item(row);
    return at ? at->data(PinnedDelegate::IdRole).toLongLong() : 0;
}

void PinnedList::showPins() {
    const std::shared_ptr<const StudySnapshot> snapshot = session_->snapshot();
    struct Pin {
        PairingId id;
        QString name;
        QStringList figures;
    };
    std::vector<Pin> pins;
    for (const PairingRecord& record : snapshot->pairings)
        if (record.pinned())
            pins.push_back({record.id, QString::fromStdString(record.pin), figuresOf(record)});
    bool same = static_cast<int>(pins.size()) == count();
    for (int row = 0; same && row < count(); ++row) {
        const Pin& pin = pins[static_cast<std::size_t>(row)];
        same = idAt(row) == pin.id && item(row)->text() == pin.name &&
               item(row)->data(PinnedDelegate::FiguresRole).toStringList() == pin.figures;
    }
    // A snapshot comes twenty times a second: rebuilding would end an edit in progress.
    if (same)
        return;
    showing_ = true;
    clear();
    for (const Pin& pin : pins) {
        auto* row = new QListWidgetItem(pin.name, this);
        row->setData(PinnedDelegate::IdRole, static_cast<qlonglong>(pin.id));
        row->setData(PinnedDelegate::FiguresRole, pin.figures);
        row->setData(Qt::AccessibleTextRole,
                     tr("%1: %2").arg(pin.name, pin.figures.join(QStringLiteral(", "))));
        row->setToolTip(tr("%1 (design %2)").arg(pin.name).arg(pin.id));
        if (!snapshot->readOnly)
            row->setFlags(row->flags() | Qt::ItemIsEditable);
    }
    showing_ = false;
    showSelection();
    viewport()->update();
}

void PinnedList::showSelection() {
    showing_ = true;
    int found = -1;
    for (int row = 0; row < count() && session_->selected() > 0; ++row)
        if (idAt(row) == session_->selected())
            found = row;
    setCurrentRow(found);
    if (found < 0)
        clearSelection();
    showing_ = false;
}

void PinnedList::rename(QListWidgetItem* item) {
    const QString name = item->text().simplified();
    const PairingId id = item->data(PinnedDelegate::IdRole).toLongLong();
    const std::shared_ptr<const StudySnapshot> snapshot = session_->snapshot();
    const PairingRecord* record = snapshot->find(id);
    if (!name.isEmpty() && record && name != QString::fromStdString(record->pin)) {
        session_->pin(id, name);
    } else if (record) { // nothing to call it by: the old name stays
        showing_ = true;
        item->setText(QString::fromStdString(record->pin));
        showing_ = false;
    }
}

void PinnedList::keyPressEvent(QKeyEvent* event) {
    const PairingId id = idAt(currentRow());
    if (event->key() == Qt::Key_Delete && id > 0 && state() != QAbstractItemView::EditingState) {
        session_->unpin(id);
        return;
    }
    if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && id > 0 &&
        state() != QAbstractItemView::EditingState) {
        session_->select(id);
        emit opened(id);
        return;
    }
    QListWidget::keyPressEvent(event);
}

void PinnedList::contextMenuEvent(QContextMenuEvent* event) {
    QListWidgetItem* at =
        event->reason() == QContextMenuEvent::Keyboard ? currentItem() : itemAt(event->pos());
    if (!at)
        return;
    const PairingId id = at->data(PinnedDelegate::IdRole).toLongLong();
    const bool readOnly = session_->snapshot()->readOnly;
    QMenu menu(this);
    menu.addAction(tr("Open design %1").arg(id), this, [this, id] {
        session_->select(id);
        emit opened(id);
    });
    menu.addAction(tr("Export design\u2026"), this, [this, id] { emit exportDesignWanted(id); });
    QAction* training = menu.addAction(tr("Train\u2026"), this, [this, id] { emit trainWanted(id); });
    menu.addSeparator();
    QAction* renaming = menu.addAction(tr("Rename"), this, [this, id] {
        for (int row = 0; row < count(); ++row)
            if (idAt(row) == id) {
                setCurrentRow(row);
                editItem(item(row));
            }
    });
    renaming->setShortcut(Qt::Key_F2);
    QAction* unpinning = menu.addAction(tr("Take the pin off"), this, [this, id] { session_->unpin(id); });
    unpinning->setShortcut(Qt::Key_Delete);
    training->setEnabled(!readOnly);
    renaming->setEnabled(!readOnly);
    unpinning->setEnabled(!readOnly);
    menu.exec(event->globalPos());
}

void PinnedList::resizeEvent(QResizeEvent* event) {
    delegate_->setWidth(viewport()->width());
    QListWidget::resizeEvent(event);
    scheduleDelayedItemsLayout();
}

void PinnedList::paintEvent(QPaintEvent* event) {
    QListWidget::paintEvent(event);
    if (count() > 0)
        return;
    QPainter painter(viewport());
    painter.setFont(theme_.font(theme_.small));
    painter.setPen(theme_.mutedText);
    const int edge = static_cast<int>(8 * theme_.scale);
    painter.drawText(viewport()->rect().adjusted(edge, edge, -edge, -edge),
                     Qt::AlignCenter | Qt::TextWordWrap,
                     tr("Pinned designs appear here. Select a design and press P, or click its star."));
}

void PinnedList::applyTheme(const Theme& theme) {
    theme_ = theme;
    delegate_->setTheme(theme);
    delegate_->setWidth(viewport()->width());
    setPalette(theme.palette());
    setFont(theme.font(theme.normal));
    scheduleDelayedItemsLayout();
    viewport()->update();
}

} // namespace pairscape
