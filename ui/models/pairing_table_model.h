// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/pairing_filter.h"

#include <QAbstractTableModel>
#include <QColor>

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace pairscape {

struct MetricColumn;

/// All pairings of a snapshot as rows, all metric columns as columns. The order is a permutation of our own
/// (a QSortFilterProxyModel takes minutes where this takes milliseconds): what the filter accepts comes
/// first, then what it dims, both in sort order; figures that do not apply come last, ties by design number.
/// New snapshots of the same study keep the selection. GUI thread only.
class PairingTableModel : public QAbstractTableModel {
    Q_OBJECT

  public:
    enum Role {
        IdRole = Qt::UserRole, ///< PairingId as qlonglong
        AcceptedRole,          ///< bool: false for rows to be dimmed
    };

    explicit PairingTableModel(QObject* parent = nullptr);

    /// Rows that are new slide into place; anything else (another study, fewer rows) resets the model.
    void setSnapshot(std::shared_ptr<const StudySnapshot> snapshot);
    void setFilter(const PairingFilter& filter);
    void setColors(const QColor& text, const QColor& dimmed, const QColor& pinned);

    std::size_t acceptedCount() const { return accepted_; }
    PairingId idAt(int row) const; ///< 0 outside
    int rowOf(PairingId id) const; ///< -1 where there is none
    int sortColumn() const { return sortColumn_; }
    Qt::SortOrder sortOrder() const { return sortOrder_; }
    /// As shown, top to bottom: all rows, or only those that the filter accepts.
    std::vector<PairingId> rowsInOrder(bool acceptedOnly = false) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    void sort(int column, Qt::SortOrder order = Qt::AscendingOrder) override;

    /// Index of a metric in metricColumns(), -1 for an unknown one.
    static int columnOf(const QString& metric);

  private:
    using Index = std::uint32_t; ///< into snapshot_->pairings

    /// What the order depends on, kept per record so that a new snapshot is compared with it in one pass.
    struct Keys {
        std::vector<double> numbers;
        std::vector<QString> words; ///< only while sorting by a column of words
        std::vector<char> accepted;
    };

    bool before(Index a, Index b) const;
    /// Keys of the records from `from` on, but for those whose piece of memory is the same in `known`.
    void computeKeys(const StudySnapshot& snapshot, std::size_t from, Keys& keys,
                     const ChunkedList<PairingRecord>* known = nullptr) const;
    std::vector<Index> sortedFrom(std::size_t from) const;
    void reorder();
    void append(std::vector<Index> fresh);
    void insertRuns(const std::vector<Index>& merged, std::size_t oldCount);
    void remap(std::vector<Index> order);
    void updatePositions(std::size_t firstRow = 0);
    QVariant toolTip(const PairingRecord& record, const MetricColumn& column) const;

    std::shared_ptr<const StudySnapshot> snapshot_;
    PairingFilter filter_;
    std::vector<Index> order_;       ///< row -> record
    std::vector<std::int32_t> rows_; ///< record -> row
    Keys keys_;
    std::size_t accepted_ = 0;
    int sortColumn_ = 0;
    Qt::SortOrder sortOrder_ = Qt::DescendingOrder;
    QColor text_, dimmed_, pinned_;
};

} // namespace pairscape
