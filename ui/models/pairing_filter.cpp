// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/pairing_filter.h"

#include "ui/models/metric_column.h"

#include <algorithm>

namespace pairscape {

RunId PairingFilter::run() const {
    const auto range = ranges.constFind(QStringLiteral("run"));
    return range != ranges.cend() && range->min == range->max ? static_cast<RunId>(range->min) : 0;
}

void PairingFilter::setRun(RunId id) {
    if (id == 0)
        ranges.remove(QStringLiteral("run"));
    else
        ranges.insert(QStringLiteral("run"), {static_cast<double>(id), static_cast<double>(id)});
}

bool PairingFilter::accepts(const PairingRecord& record) const {
    return PairingFilterTest(*this)(record);
}

PairingFilterTest::PairingFilterTest(const PairingFilter& filter)
    : frontOnly_(filter.frontOnly), pinnedOnly_(filter.pinnedOnly), feasibleOnly_(filter.feasibleOnly) {
    for (auto range = filter.ranges.cbegin(); range != filter.ranges.cend(); ++range)
        if (const MetricColumn* column = findMetricColumn(range.key()))
            checks_.push_back({column->value, range.value()});
}

bool PairingFilterTest::operator()(const PairingRecord& record) const {
    if ((frontOnly_ && !record.onFront) || (pinnedOnly_ && !record.pinned()) ||
        (feasibleOnly_ && !record.feasible))
        return false;
    return std::all_of(checks_.begin(), checks_.end(), [&](const Check& check) {
        const double value = check.value(record);
        return value >= check.range.min && value <= check.range.max;
    });
}

} // namespace pairscape
