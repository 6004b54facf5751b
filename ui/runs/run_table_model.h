// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/records.h"

#include <QAbstractTableModel>

#include <vector>

namespace pairscape {

/// The runs of a study, the newest first.
class RunTableModel : public QAbstractTableModel {
    Q_OBJECT

  public:
    enum Column { Number, State, Pairings, StrategyName, Seed, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    /// Runs in ascending order of their numbers, as a snapshot has them. Runs that were there before keep
    /// their rows.
    void setRuns(const std::vector<RunRecord>& runs);
    const RunRecord* runAt(int row) const; ///< nullptr outside

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

  private:
    std::vector<RunRecord> runs_;
};

} // namespace pairscape
