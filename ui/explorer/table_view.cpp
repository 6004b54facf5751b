// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/explorer/table_view.h"

#include "ui/models/metric_column.h"
#include "ui/models/pairing_table_model.h"
#include "ui/models/session.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <QPainter>

#include <algorithm>

namespace pairscape {

TableView::TableView(Session* session, QWidget* parent)
    : QTableView(parent), session_(session), model_(new PairingTableModel(this)) {
    model_->setSnapshot(session->snapshot());
    model_->setFilter(session->filter());
    setModel(model_);
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setShowGrid(false);
    setWordWrap(false);
    setTabKeyNavigation(false);
    setMouseTracking(true);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    setAccessibleName(tr("Pairings"));
    setAccessibleDescription(tr("One row for each evaluated pairing; click a heading to sort."));

    verticalHeader()->setVisible(false);
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    QHeaderView* header = horizontalHeader();
    header->setSectionsMovable(true);
    header->setHighlightSections(false);
    header->setContextMenuPolicy(Qt::CustomContextMenu);
    header->setSortIndicator(model_->sortColumn(), model_->sortOrder());
    header->setMinimumSectionSize(24);
    setSortingEnabled(true);
    setShownColumns(defaultColumns());
    follow();
    pairscape::TableView::applyTheme(Theme::make(ThemeMode::Light));
    showSelection();
}

QStringList TableView::defaultColumns() {
    return QStringLiteral("pin front id accuracy fps latency energy gops bound batch dsp lut bram36 macs "
                          "parameters architecture")
        .split(QLatin1Char(' '));
}

void TableView::follow() {
    connect(session_, &Session::studyChanged, this, [this] {
        model_->setSnapshot(nullptr); // it may be another study of the same name
        model_->setSnapshot(session_->snapshot());
    });
    connect(session_, &Session::snapshotChanged, this, [this] {
        const bool wasEmpty = model_->rowCount() == 0;
        model_->setSnapshot(session_->snapshot());
        if (wasEmpty)
            showSelection();
    });
    connect(session_, &Session::filterChanged, this, [this] { model_->setFilter(session_->filter()); });
    connect(session_, &Session::selectionChanged, this, &TableView::showSelection);
    connect(this, &QTableView::entered, this,
            [this](const QModelIndex& index) { session_->hover(model_->idAt(index.row())); });
    connect(this, &QTableView::activated, this, [this](const QModelIndex& index) {
        const PairingId id = model_->idAt(index.row());
        session_->select(id);
        emit opened(id);
    });
    connect(horizontalHeader(), &QHeaderView::customContextMenuRequested, this, &TableView::showColumnMenu);
}

std::vector<PairingId> TableView::rowsInOrder(bool acceptedOnly) const {
    return model_->rowsInOrder(acceptedOnly);
}

QStringList TableView::shownColumns() const {
    QStringList shown;
    for (int visual = 0; visual < model_->columnCount(); ++visual) {
        const int column = horizontalHeader()->logicalIndex(visual);
        if (!isColumnHidden(column))
            shown << metricColumns()[static_cast<std::size_t>(column)].id;
    }
    return shown;
}

void TableView::setShownColumns(const QStringList& metrics) {
    for (int column = 0; column < model_->columnCount(); ++column)
        setColumnHidden(column, !metrics.contains(metricColumns()[static_cast<std::size_t>(column)].id));
}

/// Wide enough for the heading with its sort mark and for figures; names may be elided. Measured from the
/// texts and not from all rows, so that nothing jumps while rows arrive.
int TableView::sizeHintForColumn(int column) const {
    const MetricColumn& metric = metricColumns()[static_cast<std::size_t>(column)];
    const QFontMetrics head(horizontalHeader()->font());
    const QFontMetrics text(font());
    const int mark = head.height();
    int width = head.horizontalAdvance(metric.header()) + mark + 10;
    if (metric.numeric)
        width = std::max(width, text.horizontalAdvance(QStringLiteral("000\u2009000")) + 14);
    else if (metric.id == QLatin1String("architecture"))
        width = text.horizontalAdvance(QLatin1Char('x')) * 90;
    else if (metric.id == QLatin1String("pin") || metric.id == QLatin1String("bound"))
        width = std::max(width, text.horizontalAdvance(QStringLiteral("\u2605 Design 00 000")) + 14);
    return width;
}

void TableView::fitColumns() {
    for (int column = 0; column < model_->columnCount(); ++column)
        setColumnWidth(column, sizeHintForColumn(column));
}

void TableView::showSelection() {
    const int row = model_->rowOf(session_->selected());
    following_ = true;
    if (row < 0) {
        clearSelection();
        setCurrentIndex({});
    } else if (currentIndex().row() != row || !selectionModel()->hasSelection()) {
        const int column = currentIndex().isValid() ? currentIndex().column()
                                                    : PairingTableModel::columnOf(QStringLiteral("id"));
        setCurrentIndex(model_->index(row, column));
        scrollTo(model_->index(row, column), QAbstractItemView::EnsureVisible);
    }
    following_ = false;
}

void TableView::currentChanged(const QModelIndex& current, const QModelIndex& previous) {
    QTableView::currentChanged(current, previous);
    if (!following_ && current.isValid())
        session_->select(model_->idAt(current.row()));
}

void TableView::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_P && event->modifiers() == Qt::NoModifier) {
        if (const PairingId id = session_->selected())
            session_->togglePin(id);
        return;
    }
    if (event->key() == Qt::Key_Escape) {
        session_->select(0);
        return;
    }
    QTableView::keyPressEvent(event);
}

void TableView::leaveEvent(QEvent* event) {
    session_->hover(0);
    QTableView::leaveEvent(event);
}

void TableView::paintEvent(QPaintEvent* event) {
    QTableView::paintEvent(event);
    if (model_->rowCount() > 0)
        return;
    QPainter painter(viewport());
    painter.setPen(theme_.mutedText);
    painter.setFont(theme_.font(theme_.normal));
    painter.drawText(
        viewport()->rect().adjusted(16, 8, -16, -8), Qt::AlignCenter | Qt::TextWordWrap,
        session_->hasStudy()
            ? tr("Press Start to begin a search: one row for each evaluated pairing appears here.")
            : tr("Create or open a study: its pairings appear here as rows."));
}

void TableView::showColumnMenu(const QPoint& at) {
    QMenu menu(this);
    for (int column = 0; column < model_->columnCount(); ++column) {
        const MetricColumn& metric = metricColumns()[static_cast<std::size_t>(column)];
        QAction* action = menu.addAction(metric.header());
        action->setCheckable(true);
        action->setChecked(!isColumnHidden(column));
        // The last column stays: an empty table could not be brought back by its headings.
        action->setEnabled(isColumnHidden(column) || shownColumns().size() > 1);
        connect(action, &QAction::toggled, this, [this, column](bool on) { setColumnHidden(column, !on); });
    }
    menu.addSeparator();
    menu.addAction(tr("Usual columns"), this, [this] { setShownColumns(defaultColumns()); });
    menu.exec(horizontalHeader()->mapToGlobal(at));
}

void TableView::applyTheme(const Theme& theme) {
    theme_ = theme;
    setFont(theme.numberFont(theme.small));
    horizontalHeader()->setFont(theme.font(theme.small, QFont::DemiBold));
    QPalette palette = theme.palette();
    QColor chosen = theme.selected;
    chosen.setAlphaF(theme.mode == ThemeMode::Dark ? 0.35F : 0.30F);
    palette.setColor(QPalette::Highlight, chosen);
    palette.setColor(QPalette::HighlightedText, theme.text);
    setPalette(palette);
    verticalHeader()->setDefaultSectionSize(QFontMetrics(font()).height() + qRound(6 * theme.scale));
    model_->setColors(theme.text, theme.axis, theme.pinnedText);
    fitColumns();
}

} // namespace pairscape
