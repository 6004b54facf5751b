// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/rank_metric.h"

#include "core/base/resources.h"

#include <algorithm>

namespace pairscape {

std::vector<std::string> RankMetric::termNames() const {
    std::vector<std::string> names;
    for (const RankedTerm& term : terms)
        names.push_back(term.name);
    return names;
}

const std::vector<RankMetric>& rankMetrics() {
    static const std::vector<RankMetric> all = {
        {"nash",
         "NASH",
         {{"nn_degree"}, {"zen"}},
         "The paper's: NN-Degree and Zen.",
         "Xu, Shi, Wang, NASH: Neural Architecture and Accelerator Search for Multiplication-Reduced Hybrid "
         "Models, IEEE TCAS-I 2024"},
        {"pairscape",
         "Pairscape",
         {{"az_expressivity"}, {"az_progressivity"}, {"az_trainability"}},
         "Ours: AZ-NAS's expressivity, progressivity and trainability. It ranks hybrids better; its scores "
         "take seven times as long.",
         "terms of Lee and Ham, AZ-NAS, CVPR 2024; chosen on one half of two rank studies and judged on the "
         "other: docs/zero-shot.md"}};
    return all;
}

const RankMetric* findRankMetric(std::string_view name) {
    const auto found = std::ranges::find(rankMetrics(), name, &RankMetric::name);
    return found == rankMetrics().end() ? nullptr : &*found;
}

Result<RankMetric> parseRankMetric(std::string_view name) {
    if (const RankMetric* metric = findRankMetric(name))
        return *metric;
    return Error{ErrorCode::InvalidInput, "There is no zero-shot metric '" + std::string(name) +
                                              "' for accuracy; choose " + joinChoices(rankMetricNames()) +
                                              "."};
}

std::vector<std::string> rankMetricNames() {
    std::vector<std::string> names;
    for (const RankMetric& metric : rankMetrics())
        names.push_back(metric.name);
    return names;
}

} // namespace pairscape
