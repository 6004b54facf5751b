// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/runs/run_table_model.h"

#include "ui/models/aim_text.h"
#include "ui/models/figure_text.h"
#include "ui/runs/run_text.h"

#include <QStringList>

#include <algorithm>

namespace pairscape {

void RunTableModel::setRuns(const std::vector<RunRecord>& runs) {
    const bool grown = runs.size() >= runs_.size() &&
                       std::equal(runs_.begin(), runs_.end(), runs.begin(), [](const auto& a, const auto& b) {
                           return a.id == b.id && a.startedAt == b.startedAt;
                       });
    if (!grown) {
        beginResetModel();
        runs_ = runs;
        endResetModel();
        return;
    }
    const auto fresh = static_cast<int>(runs.size() - runs_.size());
    if (fresh > 0) {
        beginInsertRows({}, 0, fresh - 1);
        runs_ = runs;
        endInsertRows();
    } else {
        runs_ = runs;
    }
    if (rowCount() > 0)
        emit dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
}

const RunRecord* RunTableModel::runAt(int row) const {
    const auto count = static_cast<int>(runs_.size());
    return row >= 0 && row < count ? &runs_[static_cast<std::size_t>(count - 1 - row)] : nullptr;
}

int RunTableModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(runs_.size());
}

int RunTableModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant RunTableModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const RunRecord& run = *runAt(index.row());
    if (role == Qt::TextAlignmentRole) {
        const bool words = index.column() == State || index.column() == StrategyName;
        return QVariant::fromValue(
            Qt::Alignment(Qt::AlignVCenter | (words ? Qt::AlignLeft : Qt::AlignRight)));
    }
    if (role == Qt::ToolTipRole) {
        QStringList lines{tr("Run %1: %2").arg(run.id).arg(runStateText(run.state))};
        lines << tr("%1, seed %2, budget %3 pairings")
                     .arg(QString::fromStdString(run.settings.strategy))
                     .arg(run.settings.seed)
                     .arg(countText(run.settings.budget));
        lines << tr("aims at %1").arg(objectivesTitle(run.settings.objectives));
        if (!run.settings.constraints.empty())
            lines << tr("within %1").arg(constraintsTitle(run.settings.constraints));
        if (!run.settings.seeds.empty())
            lines << (run.settings.seeds.size() == 1
                          ? tr("began with one given design")
                          : tr("began with %1 given designs").arg(run.settings.seeds.size()));
        if (!run.startedAt.empty())
            lines << tr("started %1").arg(QString::fromStdString(run.startedAt));
        if (!run.endedAt.empty())
            lines << tr("ended %1").arg(QString::fromStdString(run.endedAt));
        if (!run.message.empty())
            lines << QString::fromStdString(run.message);
        return lines.join(QLatin1Char('\n'));
    }
    if (role != Qt::DisplayRole)
        return {};
    switch (index.column()) {
    case Number:
        return QString::number(run.id);
    case State:
        return runStateText(run.state);
    case StrategyName:
        return QString::fromStdString(run.settings.strategy);
    case Pairings:
        return countText(run.done) + QLatin1Char('/') + countText(run.settings.budget);
    case Seed:
        return QString::number(run.settings.seed);
    default:
        return {};
    }
}

QVariant RunTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    if (role == Qt::TextAlignmentRole) {
        const bool words = section == State || section == StrategyName;
        return QVariant::fromValue(
            Qt::Alignment(Qt::AlignVCenter | (words ? Qt::AlignLeft : Qt::AlignRight)));
    }
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Number:
        return QStringLiteral("#");
    case State:
        return tr("State");
    case StrategyName:
        return tr("Strategy");
    case Pairings:
        return tr("Pairings");
    case Seed:
        return tr("Seed");
    default:
        return {};
    }
}

} // namespace pairscape
