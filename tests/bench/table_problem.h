// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/search/choice_genome.h"
#include "core/search/search_problem.h"

#include <map>
#include <string>
#include <vector>

namespace pairscape::bench {

/// A search whose every answer stands in a table: NAS-Bench-201 cells, six genes of five operations each,
/// with test error and latency, both to be minimised and scaled to [0, 1] over the whole table.
class TableProblem : public SearchProblem {
  public:
    /// A CSV file with the columns arch_str, `accuracyColumn` (percent) and `latencyColumn`.
    static Result<TableProblem> load(const std::string& path, const std::string& accuracyColumn,
                                     const std::string& latencyColumn);

    std::size_t objectiveCount() const override { return 2; }
    Genome sample(RandomStream& random) const override;
    Genome mutate(const Genome& parent, RandomStream& random) const override;
    Genome crossover(const Genome& a, const Genome& b, RandomStream& random) const override;
    Result<Candidate> evaluate(const Genome& genome, std::stop_token stop) const override;

    /// Negated, scaled objectives of every cell.
    std::vector<std::vector<double>> all() const;
    static constexpr int genes = 6;
    static constexpr int operations = 5;
    std::vector<double> at(const Genome& genome) const { return cells_.at(genome); }

  private:
    ChoiceGenome genes_{std::vector<int>(genes, operations)};
    std::map<Genome, std::vector<double>> cells_; ///< by genome: six digits
};

} // namespace pairscape::bench
