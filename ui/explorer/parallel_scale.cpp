// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/explorer/parallel_scale.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace pairscape {

double ParallelScale::shareOf(double value) const {
    if (!std::isfinite(value))
        return std::numeric_limits<double>::quiet_NaN();
    if (!(max > min))
        return 0.5;
    const double share = logarithmic ? (value > 0 ? std::log(value / min) / std::log(max / min) : 0)
                                     : (value - min) / (max - min);
    return flipped() ? 1 - share : share;
}

double ParallelScale::valueAt(double share) const {
    const double along = flipped() ? 1 - share : share;
    if (!(max > min))
        return min;
    return logarithmic ? min * std::pow(max / min, along) : min + along * (max - min);
}

std::vector<ParallelScale> parallelScales(const StudySnapshot& snapshot) {
    std::vector<ParallelScale> scales;
    for (const char* id : {"accuracy", "fps", "latency", "energy", "dsp", "lut", "bram36", "parameters"}) {
        ParallelScale scale;
        scale.metric = findMetricColumn(QString::fromLatin1(id));
        double min = std::numeric_limits<double>::infinity();
        double max = -min;
        for (const PairingRecord& record : snapshot.pairings) {
            const double value = scale.metric->value(record);
            if (std::isfinite(value)) {
                min = std::min(min, value);
                max = std::max(max, value);
            }
        }
        scale.known = min <= max;
        if (scale.known) {
            scale.min = min;
            scale.max = max;
            scale.logarithmic = min > 0 && max / min > 10;
        }
        scales.push_back(scale);
    }
    return scales;
}

std::vector<float> parallelShares(const StudySnapshot& snapshot, const std::vector<ParallelScale>& scales) {
    std::vector<float> shares;
    shares.reserve(snapshot.pairings.size() * scales.size());
    for (const PairingRecord& record : snapshot.pairings)
        for (const ParallelScale& scale : scales)
            shares.push_back(static_cast<float>(scale.shareOf(scale.metric->value(record))));
    return shares;
}

} // namespace pairscape
