// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/training/rank_statistics.h"
#include "core/training/rank_study.h"

#include <nlohmann/json.hpp>

#include <optional>
#include <string>
#include <vector>

namespace pairscape {

/// A metric made of others: the sum or the geometric mean of the ranks that its terms have among the study's
/// members; a term with "-" before it is ranked backwards.
struct CombinedMetric {
    std::string name;
    std::vector<std::string> terms;
    bool geometric = false;

    /// "NAME=a+b+c" (rank sum) or "NAME=a*b*c" (geometric mean of ranks).
    static Result<CombinedMetric> parse(const std::string& text);
};

/// rankMetrics(), each with its ranks within the group instead of a reference population, as NASH does.
std::vector<CombinedMetric> groupRankMetrics();

/// Which members a report looks at: a metric may be chosen on one half and judged on the other.
enum class StudyHalf : std::uint8_t { Both, Even, Odd };

struct RankReportOptions {
    StudyHalf half = StudyHalf::Both; ///< by the member's number within its group
    std::vector<CombinedMetric> combined =
        groupRankMetrics(); ///< those of rankMetrics() are left out where a term is missing
    int resamples = 1000;
    std::uint64_t seed = 1;
};

/// How well one metric ranks the members of one group.
struct RankFigures {
    int members = 0;
    Interval kendall, spearman;
};

struct RankReport {
    struct Line {
        std::string metric;
        RankFigures all, convOnly, hybrid;
        std::vector<double>
            values; ///< of `trained`, in their order; ranks of a combined metric are among all
    };
    /// A trained member of the half that is looked at.
    struct Trained {
        int member = 0; ///< RankStudyMember::index
        StudyGroup group = StudyGroup::Hybrid;
        double top1 = 0;
    };
    std::vector<Trained> trained;
    std::vector<Line> lines; ///< metrics that every trained member has, then combined ones
    struct Spread {
        int trained = 0, failed = 0, missing = 0;
        double least = 0, mean = 0, most = 0, deviation = 0; ///< of top-1
    };
    Spread convOnly, hybrid;
    double secondsPerNetwork = 0; ///< mean over the trained members
};

/// Kendall's tau of a metric with accuracy as the NASH paper has it (Table II, CIFAR-100; how many networks,
/// and how they were trained, it does not say).
struct PublishedTau {
    std::optional<double> convOnly, hybrid;
};
PublishedTau publishedTau(const std::string& metric);

/// Correlates terms with trained top-1 accuracy. Members that were not trained, or diverged, are left out and
/// counted. A combined metric's ranks are taken within the group that is looked at.
Result<RankReport> reportRankStudy(const RankStudy& study, const RankReportOptions& options);

nlohmann::json rankReportJson(const RankStudy& study, const RankReport& report,
                              const RankReportOptions& options);

} // namespace pairscape
