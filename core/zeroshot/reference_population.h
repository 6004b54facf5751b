// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/base/rank_metric.h"
#include "core/space/search_space.h"
#include "core/zeroshot/raw_scores.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace pairscape {

/// One member of the reference population: its architecture's text form and its raw terms.
struct ReferenceMember {
    std::string architecture;
    RawScores scores;
};

/// The fixed group against which scores of a study are ranked (512 architectures drawn from the study's
/// seed). NASH ranks inside whatever group is at hand; a fixed one makes scores comparable (our reading).
/// Immutable; safe to share between threads.
class ReferencePopulation {
  public:
    ReferencePopulation() = default;
    explicit ReferencePopulation(std::vector<ReferenceMember> members);

    const std::vector<ReferenceMember>& members() const { return members_; }
    bool empty() const { return members_.empty(); }

    /// Share of the members that have the term whose value is below `value`, ties counted half: a rank in
    /// [0, 1].
    /// Unknown terms rank 0.
    double rank(std::string_view term, double value) const;

    /// The sum of ranks that a metric is; a term that is missing here or there adds 0.
    double rankSum(const RankMetric& metric, const RawScores& scores) const;
    /// Whether both have every term of the metric.
    bool ranks(const RankMetric& metric, const RawScores& scores) const;

    /// Text form: a CSV with a header "architecture,<term>,...", values in shortest exact decimal.
    std::string toCsv() const;
    static Result<ReferencePopulation> fromCsv(std::string_view text, const std::string& what);
    /// The population shipped for a preset and seed. NotFound where there is none, and for a person's own
    /// space that bears a preset's name.
    static Result<ReferencePopulation> shipped(const SearchSpace& space, std::uint64_t seed);

    /// How many members have this term: costly ones may be known of some only, which then are those that a
    /// value is ranked among.
    std::size_t membersWith(std::string_view term) const;

    /// These members with the terms that `other` has of the same architectures, which replace those before.
    /// InvalidInput where `other` has an architecture that is not here.
    Result<ReferencePopulation> joinedWith(const ReferencePopulation& other) const;

  private:
    std::vector<ReferenceMember> members_;
    std::vector<std::string> terms_;
    std::vector<std::vector<double>> sorted_; ///< per term, ascending
};

} // namespace pairscape
