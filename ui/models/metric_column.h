// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/search/objective.h"
#include "core/study/records.h"
#include "ui/models/figure_text.h"

#include <QString>

#include <optional>
#include <vector>

namespace pairscape {

/// Which way is better, for arrows and for default sort order.
enum class Better { Higher, Lower, Neither };

/// One figure of a pairing as every view names, formats and orders it. The single source of titles, units
/// and kinds: table headers, axes, tooltips, filters and the design page all read it from here.
struct MetricColumn {
    QString id;    ///< stable, used in files and on the command line: "fps", "energy", "zen"
    QString title; ///< "FPS", "Energy"
    QString unit;  ///< "img/s", "mJ"; empty where there is none
    QString kind;  ///< "zero-shot rank", "zero-shot", "modelled", "counted"; empty for identities
    Better better = Better::Neither;
    bool numeric = true;
    double (*value)(const PairingRecord&) = nullptr; ///< in `unit`; NaN where it does not apply
    QString (*text)(const PairingRecord&) = nullptr; ///< formatted without the unit
    std::optional<Quantity> quantity;                ///< what a search knows it as
    double quantityScale = 1;                        ///< from `unit` to the quantity's own

    /// Whether figures may take an SI prefix: not in "mJ" or "GOPS", which have one.
    Prefix prefix() const;
    /// Whether it is a measured or predicted accuracy, which most pairings do not have.
    bool accuracy() const;
    /// "Energy (mJ)": what a header says.
    QString header() const { return unit.isEmpty() ? title : title + QStringLiteral(" (%1)").arg(unit); }
};

/// All columns in table order.
const std::vector<MetricColumn>& metricColumns();
/// nullptr when there is no such id.
const MetricColumn* findMetricColumn(const QString& id);

} // namespace pairscape
