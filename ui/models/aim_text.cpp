// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/aim_text.h"

#include "ui/models/figure_text.h"
#include "ui/models/metric_column.h"

#include <QStringList>

#include <cmath>

namespace pairscape {

namespace {

const MetricColumn* columnOf(Quantity quantity) {
    for (const MetricColumn& column : metricColumns())
        if (column.quantity == quantity)
            return &column;
    return nullptr;
}

QString titleOf(Quantity quantity) {
    const MetricColumn* column = columnOf(quantity);
    return column != nullptr ? column->title : QString::fromStdString(quantityName(quantity));
}

} // namespace

std::vector<Objective> choosableObjectives() {
    std::vector<Objective> all;
    for (const MetricColumn& column : metricColumns())
        if (column.quantity && column.better != Better::Neither)
            all.push_back({*column.quantity, column.better == Better::Higher});
    return all;
}

QString objectiveTitle(const Objective& objective) {
    return titleOf(objective.quantity) +
           (objective.maximise ? QStringLiteral(" \u2191") : QStringLiteral(" \u2193"));
}

QString objectivesTitle(const std::vector<Objective>& objectives) {
    QStringList titles;
    for (const Objective& objective : objectives)
        titles << objectiveTitle(objective);
    return titles.join(QStringLiteral(", "));
}

QString constraintTitle(const Constraint& constraint) {
    const MetricColumn* column = columnOf(constraint.quantity);
    const double shown = column != nullptr ? constraint.limit / column->quantityScale : constraint.limit;
    const bool whole = shown == std::floor(shown) && std::abs(shown) < 1e9;
    QString text = titleOf(constraint.quantity) +
                   (constraint.atMost ? QStringLiteral(" \u2264 ") : QStringLiteral(" \u2265 ")) +
                   (whole ? countText(static_cast<std::int64_t>(shown)) : figureText(shown));
    if (column != nullptr && !column->unit.isEmpty())
        text += QLatin1Char(' ') + column->unit;
    return text;
}

QString constraintsTitle(const std::vector<Constraint>& constraints) {
    QStringList titles;
    for (const Constraint& constraint : constraints)
        titles << constraintTitle(constraint);
    return titles.join(QStringLiteral(" \u00b7 "));
}

std::vector<Constraint> constraintsOf(const PairingFilter& filter) {
    std::vector<Constraint> limits;
    for (const MetricColumn& column : metricColumns()) {
        const auto range = filter.ranges.constFind(column.id);
        if (!column.quantity || range == filter.ranges.cend())
            continue;
        if (std::isfinite(range->min))
            limits.push_back({*column.quantity, false, range->min * column.quantityScale});
        if (std::isfinite(range->max))
            limits.push_back({*column.quantity, true, range->max * column.quantityScale});
    }
    return limits;
}

} // namespace pairscape
