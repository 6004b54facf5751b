// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/table_problem.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <limits>
#include <sstream>
#include <string_view>

namespace pairscape::bench {

namespace {

constexpr std::array<std::string_view, TableProblem::operations> operationNames = {
    "none", "skip_connect", "nor_conv_1x1", "nor_conv_3x3", "avg_pool_3x3"};

/// "|nor_conv_3x3~0|+|none~0|skip_connect~1|+..." to six digits, edge by edge; empty where it is no such
/// cell.
Genome genomeOf(const std::string& cell) {
    Genome genome;
    std::istringstream parts(cell);
    for (std::string part; std::getline(parts, part, '|');) {
        const std::size_t tilde = part.find('~');
        if (tilde == std::string::npos)
            continue;
        const auto name = std::find(operationNames.begin(), operationNames.end(), part.substr(0, tilde));
        if (name == operationNames.end())
            return {};
        genome += static_cast<char>('0' + (name - operationNames.begin()));
    }
    return genome.size() == TableProblem::genes ? genome : Genome();
}

std::vector<std::string> fieldsOf(const std::string& line) {
    std::vector<std::string> fields;
    std::istringstream stream(line);
    for (std::string field; std::getline(stream, field, ',');)
        fields.push_back(field);
    return fields;
}

} // namespace

Result<TableProblem> TableProblem::load(const std::string& path, const std::string& accuracyColumn,
                                        const std::string& latencyColumn) {
    std::ifstream file(path);
    std::string line;
    if (!file || !std::getline(file, line))
        return Error{ErrorCode::NotFound,
                     "'" + path + "' cannot be read; give a NAS-Bench-201 table as CSV."};
    const std::vector<std::string> header = fieldsOf(line);
    const auto column = [&](const std::string& name) {
        return static_cast<std::size_t>(std::find(header.begin(), header.end(), name) - header.begin());
    };
    const std::size_t cell = column("arch_str"), accuracy = column(accuracyColumn),
                      latency = column(latencyColumn);
    if (std::max({cell, accuracy, latency}) >= header.size())
        return Error{ErrorCode::InvalidInput, "'" + path + "' lacks one of the columns arch_str, " +
                                                  accuracyColumn + " and " + latencyColumn + "."};
    TableProblem problem;
    std::array<double, 2> low, high;
    low.fill(std::numeric_limits<double>::infinity());
    high.fill(-std::numeric_limits<double>::infinity());
    while (std::getline(file, line)) {
        const std::vector<std::string> fields = fieldsOf(line);
        if (fields.size() != header.size())
            return Error{ErrorCode::InvalidInput, "'" + path + "' has a line of another length: " + line};
        const Genome genome = genomeOf(fields[cell]);
        if (genome.empty())
            return Error{ErrorCode::InvalidInput, "'" + path + "' has an unknown cell: " + fields[cell]};
        std::vector<double> values = {100 - std::stod(fields[accuracy]), std::stod(fields[latency])};
        for (std::size_t i = 0; i < 2; ++i) {
            low[i] = std::min(low[i], values[i]);
            high[i] = std::max(high[i], values[i]);
        }
        problem.cells_[genome] = std::move(values);
    }
    for (auto& [genome, values] : problem.cells_)
        for (std::size_t i = 0; i < 2; ++i)
            values[i] = -(values[i] - low[i]) / (high[i] - low[i]);
    return problem;
}

Genome TableProblem::sample(RandomStream& random) const {
    return genes_.sample(random);
}

Genome TableProblem::mutate(const Genome& parent, RandomStream& random) const {
    return genes_.mutate(parent, random);
}

Genome TableProblem::crossover(const Genome& a, const Genome& b, RandomStream& random) const {
    return genes_.crossover(a, b, random);
}

Result<Candidate> TableProblem::evaluate(const Genome& genome, std::stop_token) const {
    const auto found = cells_.find(genome);
    Candidate candidate;
    candidate.genome = genome;
    candidate.feasible = found != cells_.end();
    if (candidate.feasible)
        candidate.objectives = found->second;
    return candidate;
}

std::vector<std::vector<double>> TableProblem::all() const {
    std::vector<std::vector<double>> points;
    for (const auto& [genome, values] : cells_)
        points.push_back(values);
    return points;
}

} // namespace pairscape::bench
