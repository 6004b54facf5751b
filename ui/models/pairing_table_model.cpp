// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/pairing_table_model.h"

#include "ui/models/figure_text.h"
#include "ui/models/metric_column.h"

#include <QBrush>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace pairscape {

namespace {

/// From this many new rows in one snapshot on, one change of layout is cheaper than a signal for each run.
constexpr std::size_t maxInsertedRuns = 48;

const std::vector<MetricColumn>& columns() {
    return metricColumns();
}

bool sameNumber(double a, double b) {
    return a == b || (std::isnan(a) && std::isnan(b));
}

} // namespace

PairingTableModel::PairingTableModel(QObject* parent)
    : QAbstractTableModel(parent), snapshot_(std::make_shared<StudySnapshot>()),
      sortColumn_(columnOf("accuracy")), text_(Qt::black), dimmed_(Qt::gray), pinned_(Qt::red) {}

int PairingTableModel::columnOf(const QString& metric) {
    const MetricColumn* column = findMetricColumn(metric);
    return column ? static_cast<int>(column - columns().data()) : -1;
}

bool PairingTableModel::before(Index a, Index b) const {
    if (keys_.accepted[a] != keys_.accepted[b])
        return keys_.accepted[a] > keys_.accepted[b];
    const bool descending = sortOrder_ == Qt::DescendingOrder;
    if (!keys_.words.empty()) {
        const QString& left = keys_.words[a];
        const QString& right = keys_.words[b];
        if (left.isEmpty() != right.isEmpty())
            return right.isEmpty();
        if (const int order = left.compare(right); order != 0)
            return descending ? order > 0 : order < 0;
        return a < b;
    }
    const double left = keys_.numbers[a];
    const double right = keys_.numbers[b];
    if (std::isnan(left) || std::isnan(right))
        return std::isnan(left) == std::isnan(right) ? a < b : std::isnan(right);
    if (left != right)
        return descending ? left > right : left < right;
    return a < b;
}

void PairingTableModel::computeKeys(const StudySnapshot& snapshot, std::size_t from, Keys& keys,
                                    const ChunkedList<PairingRecord>* known) const {
    const MetricColumn& column = columns()[static_cast<std::size_t>(sortColumn_)];
    // Words are sorted as text unless the column says how they rank (the front's mark does).
    const bool words = !column.numeric && column.id != QLatin1String("front");
    const PairingFilterTest accepts(filter_);
    const std::size_t count = snapshot.pairings.size();
    keys.accepted.resize(count);
    keys.numbers.resize(words ? 0 : count);
    keys.words.resize(words ? count : 0);
    for (std::size_t i = from; i < count; ++i) {
        if (known != nullptr && snapshot.pairings.sharesPiece(*known, i))
            continue;
        const PairingRecord& record = snapshot.pairings[i];
        keys.accepted[i] = accepts(record) ? 1 : 0;
        if (words)
            keys.words[i] = column.text(record);
        else
            keys.numbers[i] = column.value(record);
    }
}

std::vector<PairingTableModel::Index> PairingTableModel::sortedFrom(std::size_t from) const {
    std::vector<Index> order(snapshot_->pairings.size() - from);
    std::iota(order.begin(), order.end(), static_cast<Index>(from));
    std::sort(order.begin(), order.end(), [this](Index a, Index b) { return before(a, b); });
    return order;
}

void PairingTableModel::setSnapshot(std::shared_ptr<const StudySnapshot> snapshot) {
    if (!snapshot)
        snapshot = std::make_shared<StudySnapshot>();
    const std::size_t before = snapshot_->pairings.size();
    const std::size_t now = snapshot->pairings.size();
    if (snapshot->path != snapshot_->path || now < before || before == 0) {
        beginResetModel();
        snapshot_ = std::move(snapshot);
        keys_ = {};
        computeKeys(*snapshot_, 0, keys_);
        order_ = sortedFrom(0);
        updatePositions();
        endResetModel();
        return;
    }

    Keys keys = keys_;
    computeKeys(*snapshot, 0, keys, &snapshot_->pairings);
    const auto unchanged = [&](std::size_t i) {
        return keys.accepted[i] == keys_.accepted[i] &&
               (keys.words.empty() ? sameNumber(keys.numbers[i], keys_.numbers[i])
                                   : keys.words[i] == keys_.words[i]);
    };
    bool moved = false;
    bool repaint = false;
    for (std::size_t i = 0; i < before; ++i) {
        if (snapshot->pairings.sharesPiece(snapshot_->pairings, i))
            continue;
        const PairingRecord& was = snapshot_->pairings[i];
        const PairingRecord& is = snapshot->pairings[i];
        moved = moved || !unchanged(i);
        repaint = repaint || was.onFront != is.onFront || was.accuracy != is.accuracy || was.pin != is.pin ||
                  was.measured.size() != is.measured.size() ||
                  was.predicted.has_value() != is.predicted.has_value() ||
                  (is.predicted && was.predicted->value != is.predicted->value);
    }
    snapshot_ = std::move(snapshot);
    keys_ = std::move(keys);
    if (now > before) {
        if (moved)
            reorder();
        else
            append(sortedFrom(before));
    } else if (moved) {
        reorder();
    }
    if (repaint && before > 0)
        emit dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
}

void PairingTableModel::setFilter(const PairingFilter& filter) {
    if (filter == filter_)
        return;
    filter_ = filter;
    computeKeys(*snapshot_, 0, keys_);
    reorder();
}

void PairingTableModel::sort(int column, Qt::SortOrder order) {
    if (column < 0 || column >= columnCount() || (column == sortColumn_ && order == sortOrder_))
        return;
    sortColumn_ = column;
    sortOrder_ = order;
    keys_ = {};
    computeKeys(*snapshot_, 0, keys_);
    reorder();
}

/// Everything may have moved: sorts anew. Where rows were added too, they are announced as added.
void PairingTableModel::reorder() {
    const std::size_t known = order_.size();
    if (known == snapshot_->pairings.size()) {
        remap(sortedFrom(0));
        return;
    }
    std::vector<Index> old(order_);
    std::sort(old.begin(), old.end(), [this](Index a, Index b) { return before(a, b); });
    remap(std::move(old));
    append(sortedFrom(known));
}

/// Merges sorted new records into the order.
void PairingTableModel::append(std::vector<Index> fresh) {
    const std::size_t oldCount = order_.size();
    std::vector<Index> merged;
    merged.reserve(oldCount + fresh.size());
    std::merge(order_.begin(), order_.end(), fresh.begin(), fresh.end(), std::back_inserter(merged),
               [this](Index a, Index b) { return before(a, b); });
    if (fresh.size() <= maxInsertedRuns) {
        insertRuns(merged, oldCount);
        return;
    }
    // Rows at the end, then one change of layout that takes them to their places.
    beginInsertRows({}, static_cast<int>(oldCount), static_cast<int>(merged.size()) - 1);
    order_.insert(order_.end(), fresh.begin(), fresh.end());
    updatePositions();
    endInsertRows();
    remap(std::move(merged));
}

void PairingTableModel::insertRuns(const std::vector<Index>& merged, std::size_t oldCount) {
    const auto isNew = [&](std::size_t row) { return merged[row] >= oldCount; };
    for (std::size_t row = 0; row < merged.size();) {
        if (!isNew(row)) {
            ++row;
            continue;
        }
        std::size_t end = row + 1;
        while (end < merged.size() && isNew(end))
            ++end;
        // Above this run all is in place already, so the merged row is the row right now.
        beginInsertRows({}, static_cast<int>(row), static_cast<int>(end) - 1);
        order_.insert(order_.begin() + static_cast<std::ptrdiff_t>(row),
                      merged.begin() + static_cast<std::ptrdiff_t>(row),
                      merged.begin() + static_cast<std::ptrdiff_t>(end));
        updatePositions(row);
        endInsertRows();
        row = end;
    }
}

/// Same records, new order: whoever holds a row (the selection does) is taken along.
void PairingTableModel::remap(std::vector<Index> order) {
    if (order == order_) {
        updatePositions();
        if (!order_.empty())
            emit dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
        return;
    }
    emit layoutAboutToBeChanged({}, QAbstractItemModel::VerticalSortHint);
    const QModelIndexList held = persistentIndexList();
    std::vector<Index> heldRecords;
    heldRecords.reserve(static_cast<std::size_t>(held.size()));
    for (const QModelIndex& index : held)
        heldRecords.push_back(order_[static_cast<std::size_t>(index.row())]);
    order_ = std::move(order);
    updatePositions();
    QModelIndexList moved;
    moved.reserve(held.size());
    for (qsizetype i = 0; i < held.size(); ++i)
        moved.append(index(rows_[heldRecords[static_cast<std::size_t>(i)]], held[i].column()));
    changePersistentIndexList(held, moved);
    emit layoutChanged({}, QAbstractItemModel::VerticalSortHint);
}

void PairingTableModel::updatePositions(std::size_t firstRow) {
    rows_.resize(snapshot_->pairings.size(), -1);
    for (std::size_t row = firstRow; row < order_.size(); ++row)
        rows_[order_[row]] = static_cast<std::int32_t>(row);
    // Accepted rows come first: the first dimmed one ends them.
    accepted_ =
        static_cast<std::size_t>(std::partition_point(order_.begin(), order_.end(),
                                                      [this](Index at) { return keys_.accepted[at] != 0; }) -
                                 order_.begin());
}

void PairingTableModel::setColors(const QColor& text, const QColor& dimmed, const QColor& pinned) {
    text_ = text;
    dimmed_ = dimmed;
    pinned_ = pinned;
    if (rowCount() > 0)
        emit dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1), {Qt::ForegroundRole});
}

PairingId PairingTableModel::idAt(int row) const {
    return row >= 0 && static_cast<std::size_t>(row) < order_.size()
               ? snapshot_->pairings[order_[static_cast<std::size_t>(row)]].id
               : 0;
}

int PairingTableModel::rowOf(PairingId id) const {
    return id >= 1 && static_cast<std::size_t>(id) <= rows_.size() ? rows_[static_cast<std::size_t>(id) - 1]
                                                                   : -1;
}

std::vector<PairingId> PairingTableModel::rowsInOrder(bool acceptedOnly) const {
    const std::size_t count = acceptedOnly ? accepted_ : order_.size();
    std::vector<PairingId> ids;
    ids.reserve(count);
    for (std::size_t row = 0; row < count; ++row)
        ids.push_back(idAt(static_cast<int>(row)));
    return ids;
}

int PairingTableModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(order_.size());
}

int PairingTableModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(columns().size());
}

QVariant PairingTableModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Index at = order_[static_cast<std::size_t>(index.row())];
    const PairingRecord& record = snapshot_->pairings[at];
    const MetricColumn& column = columns()[static_cast<std::size_t>(index.column())];
    switch (role) {
    case Qt::DisplayRole:
        if (column.id == QLatin1String("pin") && record.pinned())
            return QStringLiteral("\u2605 ") + column.text(record);
        return column.text(record);
    case Qt::TextAlignmentRole:
        if (column.id == QLatin1String("front"))
            return QVariant::fromValue(Qt::Alignment(Qt::AlignCenter));
        return QVariant::fromValue(
            Qt::Alignment(Qt::AlignVCenter | (column.numeric ? Qt::AlignRight : Qt::AlignLeft)));
    case Qt::ForegroundRole:
        if (!keys_.accepted[at])
            return QBrush(dimmed_);
        return QBrush(column.id == QLatin1String("pin") ? pinned_ : text_);
    case Qt::ToolTipRole:
        return toolTip(record, column);
    case Qt::AccessibleTextRole:
        return toolTip(record, column);
    case IdRole:
        return QVariant::fromValue<qlonglong>(record.id);
    case AcceptedRole:
        return keys_.accepted[at] != 0;
    default:
        return {};
    }
}

QVariant PairingTableModel::toolTip(const PairingRecord& record, const MetricColumn& column) const {
    if (column.id == QLatin1String("front"))
        return record.onFront ? tr("On the Pareto front of accuracy and FPS") : tr("Not on the front");
    if (column.id == QLatin1String("bound") && !record.feasible)
        return QString::fromStdString(record.infeasibleReason);
    const QString text = column.text(record);
    if (text.isEmpty())
        return tr("%1: none").arg(column.title);
    return column.title + QStringLiteral(": ") + text +
           (column.unit.isEmpty() ? QString() : QStringLiteral("\u2009") + column.unit) +
           (column.kind.isEmpty() ? QString() : QStringLiteral(" (%1)").arg(column.kind));
}

QVariant PairingTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount())
        return {};
    const MetricColumn& column = columns()[static_cast<std::size_t>(section)];
    switch (role) {
    case Qt::DisplayRole:
        return column.header();
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(
            Qt::Alignment(Qt::AlignVCenter | (column.id == QLatin1String("front") ? Qt::AlignHCenter
                                              : column.numeric                    ? Qt::AlignRight
                                                                                  : Qt::AlignLeft)));
    case Qt::ToolTipRole: {
        QString tip = column.header();
        if (!column.kind.isEmpty())
            tip += QStringLiteral(", ") + column.kind;
        if (column.better != Better::Neither)
            tip += column.better == Better::Higher ? tr("; higher is better") : tr("; lower is better");
        return tip;
    }
    default:
        return {};
    }
}

} // namespace pairscape
