// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
// How much of a table's full hypervolume the search loop finds in a given number of evaluations, beside
// pagmo's NSGA-II and random search on the same seeds.

#include "tests/bench/figure.h"
#include "tests/bench/table_problem.h"

#include "core/search/evolution.h"
#include "core/search/pareto_archive.h"

#include <pagmo/algorithm.hpp>
#include <pagmo/algorithms/nsga2.hpp>
#include <pagmo/population.hpp>
#include <pagmo/problem.hpp>

#include <algorithm>
#include <array>
#include <iostream>
#include <set>

namespace pairscape::bench {

namespace {

constexpr std::array<std::int64_t, 4> checkpoints = {200, 500, 1000, 2000};
constexpr std::array<double, 4> targets = {0.985, 0.995, 0.998, 0.9995};
constexpr int seeds = 20;
const std::vector<double> reference = {-1.1, -1.1};

using Points = std::vector<std::vector<double>>;
using Shares = std::array<double, checkpoints.size()>;

double frontHypervolume(const Points& points) {
    Points front;
    for (const std::size_t member : paretoFront(points))
        front.push_back(points[member]);
    return hypervolume(front, reference);
}

Shares sharesOf(const Points& sequence, double full) {
    Shares shares{};
    for (std::size_t i = 0; i < checkpoints.size(); ++i) {
        const auto count = std::min(sequence.size(), static_cast<std::size_t>(checkpoints[i]));
        shares[i] =
            frontHypervolume({sequence.begin(), sequence.begin() + static_cast<std::ptrdiff_t>(count)}) /
            full;
    }
    return shares;
}

struct Recorder : SearchObserver {
    Points points;
    Status evaluated(std::int64_t, const Candidate& candidate) override {
        points.push_back(candidate.feasible ? candidate.objectives : std::vector<double>{-1.1, -1.1});
        return {};
    }
};

Points ours(const TableProblem& problem, std::uint64_t seed, Exploration exploration) {
    EvolutionSettings settings;
    settings.exploration = exploration;
    settings.budget = checkpoints.back();
    settings.seed = seed;
    Recorder recorder;
    const PauseGate gate;
    if (const auto outcome = runEvolution(problem, settings, recorder, gate, {}); !outcome)
        std::cerr << outcome.error().message << '\n';
    return recorder.points;
}

/// The table as pagmo's integer problem; distinct cells are counted as evaluations, in order.
struct PagmoTable {
    const TableProblem* problem = nullptr;
    std::set<Genome>* seen = nullptr;
    Points* sequence = nullptr;

    pagmo::vector_double fitness(const pagmo::vector_double& x) const {
        Genome genome;
        for (const double gene : x)
            genome += static_cast<char>('0' + static_cast<int>(gene));
        const std::vector<double> objectives = problem->at(genome);
        if (seen->insert(genome).second)
            sequence->push_back(objectives);
        return {-objectives[0], -objectives[1]};
    }
    std::pair<pagmo::vector_double, pagmo::vector_double> get_bounds() const {
        return {pagmo::vector_double(TableProblem::genes, 0),
                pagmo::vector_double(TableProblem::genes, TableProblem::operations - 1)};
    }
    pagmo::vector_double::size_type get_nobj() const { return 2; }
    pagmo::vector_double::size_type get_nix() const { return TableProblem::genes; }
    pagmo::thread_safety get_thread_safety() const { return pagmo::thread_safety::none; }
};

Points nsga2(const TableProblem& table, unsigned seed) {
    std::set<Genome> seen;
    Points sequence;
    pagmo::problem problem{PagmoTable{&table, &seen, &sequence}};
    pagmo::population population{problem, 40, seed};
    pagmo::algorithm algorithm{pagmo::nsga2(1, 0.95, 10, 1.0 / TableProblem::genes, 50, seed)};
    for (int generation = 0; generation < 2000 && sequence.size() < 2000; ++generation)
        population = algorithm.evolve(population);
    return sequence;
}

template <class Run>
Shares medianShares(double full, Run run) {
    std::array<std::vector<double>, checkpoints.size()> values;
    for (int seed = 1; seed <= seeds; ++seed) {
        const Shares shares = sharesOf(run(seed), full);
        for (std::size_t i = 0; i < checkpoints.size(); ++i)
            values[i].push_back(shares[i]);
    }
    Shares medians{};
    for (std::size_t i = 0; i < checkpoints.size(); ++i) {
        std::sort(values[i].begin(), values[i].end());
        medians[i] = (values[i][seeds / 2 - 1] + values[i][seeds / 2]) / 2;
    }
    return medians;
}

} // namespace

std::vector<Figure> searchSuite(const Options& options) {
    if (options.table.empty()) {
        std::cerr << "The search suite needs --table FILE, a NAS-Bench-201 table with latencies; skipped.\n";
        return {};
    }
    const auto table = TableProblem::load(options.table, options.accuracyColumn, options.latencyColumn);
    if (!table) {
        std::cerr << table.error().message << '\n';
        return {};
    }
    const double full = frontHypervolume(table->all());
    const Shares found = medianShares(full, [&](int seed) {
        return ours(*table, static_cast<std::uint64_t>(seed), Exploration::Evolutionary);
    });
    const Shares random = medianShares(
        full, [&](int seed) { return ours(*table, static_cast<std::uint64_t>(seed), Exploration::Random); });
    const Shares peer =
        medianShares(full, [&](int seed) { return nsga2(*table, static_cast<unsigned>(seed)); });

    std::vector<Figure> figures;
    const std::string unit = "of full hypervolume";
    for (std::size_t i = 0; i < checkpoints.size(); ++i) {
        const std::string after =
            " after " + std::to_string(checkpoints[i]) + " evaluations, median of 20 seeds";
        figures.push_back(
            {"search" + after, found[i], unit, random[i], std::nullopt, targets[i], found[i] >= targets[i]});
        figures.push_back(
            {"pagmo NSGA-II" + after, peer[i], unit, random[i], std::nullopt, std::nullopt, std::nullopt});
        figures.push_back({"random search" + after, random[i], unit, std::nullopt, std::nullopt, std::nullopt,
                           std::nullopt});
    }
    return figures;
}

} // namespace pairscape::bench
