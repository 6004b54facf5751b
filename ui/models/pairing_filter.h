// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/records.h"

#include <QHash>
#include <QString>

#include <limits>
#include <vector>

namespace pairscape {

/// Closed range of one metric, in the unit of its MetricColumn.
struct MetricRange {
    double min = -std::numeric_limits<double>::infinity();
    double max = std::numeric_limits<double>::infinity();
    bool operator==(const MetricRange&) const = default;
};

/// Which pairings are shown in full; the others are dimmed, never hidden. A value object.
struct PairingFilter {
    QHash<QString, MetricRange> ranges; ///< by MetricColumn id; absent means any
    bool frontOnly = false;
    bool pinnedOnly = false;
    bool feasibleOnly = false;

    /// Only what this run was the first to evaluate: a range of the column "run". 0: any.
    RunId run() const;
    void setRun(RunId id);

    bool active() const { return !ranges.isEmpty() || frontOnly || pinnedOnly || feasibleOnly; }
    /// A figure that does not apply (NaN) lies in no range; a range of an unknown metric admits all.
    bool accepts(const PairingRecord& record) const;
    bool operator==(const PairingFilter&) const = default;
};

/// A filter made ready for many records: the columns are looked up once. Copyable, of any thread.
class PairingFilterTest {
  public:
    explicit PairingFilterTest(const PairingFilter& filter);
    bool operator()(const PairingRecord& record) const;

  private:
    struct Check {
        double (*value)(const PairingRecord&) = nullptr;
        MetricRange range;
    };
    std::vector<Check> checks_;
    bool frontOnly_, pinnedOnly_, feasibleOnly_;
};

} // namespace pairscape
