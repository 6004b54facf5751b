// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/records.h"
#include "ui/models/metric_column.h"

#include <vector>

namespace pairscape {

/// One upright axis: which metric, and where a value stands on it. Up is better: a metric of which less is
/// better has its smallest value on top.
struct ParallelScale {
    const MetricColumn* metric = nullptr;
    double min = 0, max = 1; ///< of the data
    bool known = false;      ///< false where no pairing has the figure
    bool logarithmic = false;

    bool flipped() const { return metric->better == Better::Lower; }
    /// 0 at the bottom to 1 on top; NaN for NaN. A metric with one value only has it in the middle.
    double shareOf(double value) const;
    double valueAt(double share) const;
};

/// The axes of the view, in order, as wide as the data are.
std::vector<ParallelScale> parallelScales(const StudySnapshot& snapshot);

/// shareOf() of all pairings on all axes: shares[pairing * axes + axis].
std::vector<float> parallelShares(const StudySnapshot& snapshot, const std::vector<ParallelScale>& scales);

} // namespace pairscape
