// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Our metrics on NAS-Bench-201 cells beside published scores of the same cells (NAS-Bench-Suite-Zero) and
// their accuracies.

#include "tests/bench/correlation.h"
#include "tests/bench/figure.h"
#include "tests/support/nas_bench_201.h"

#include "core/base/random.h"
#include "core/zeroshot/metrics/model_metric.h"

#include <atomic>
#include <cmath>
#include <fstream>
#include <iostream>
#include <limits>
#include <map>
#include <sstream>
#include <thread>

namespace pairscape::bench {

namespace {

using Row = std::map<std::string, std::string>;

std::vector<Row> readTable(const std::string& path) {
    std::ifstream file(path);
    std::vector<Row> rows;
    std::vector<std::string> header;
    for (std::string line; std::getline(file, line);) {
        std::vector<std::string> fields;
        std::istringstream stream(line);
        for (std::string field; std::getline(stream, field, ',');)
            fields.push_back(field);
        if (header.empty()) {
            header = fields;
            continue;
        }
        Row row;
        for (std::size_t i = 0; i < header.size() && i < fields.size(); ++i)
            row[header[i]] = fields[i];
        rows.push_back(std::move(row));
    }
    return rows;
}

double numberOf(const Row& row, const std::string& column) {
    const auto it = row.find(column);
    if (it == row.end() || it->second.empty())
        return std::numeric_limits<double>::quiet_NaN();
    return std::strtod(it->second.c_str(), nullptr);
}

/// A metric of ours and the published column that it is held against, if there is one.
struct Compared {
    std::string name, column;
    ModelScore score;
    ProxyOptions::Weights weights;
    bool linear;
    std::int64_t batch;
    std::optional<double> target; ///< of Spearman's correlation with the published score
};

const std::vector<Compared>& comparedMetrics() {
    using Weights = ProxyOptions::Weights;
    static const std::vector<Compared> all = {
        {"synflow", "c10_synflow", synflowScore, Weights::Default, true, 2, 0.98},
        {"l2_norm", "c10_l2_norm", l2NormScore, Weights::Default, false, 2, 0.98},
        {"jacob_cov", "c10_jacov", jacobianCovarianceScore, Weights::Default, false, 64, 0.9},
        {"snip", "c10_snip", snipScore, Weights::Default, false, 64, 0.9},
        {"grad_norm", "c10_grad_norm", gradNormScore, Weights::Default, false, 64, 0.9},
        {"naswot", "c10_nwot", naswotScore, Weights::Default, false, 64, 0.9},
        {"fisher", "c10_fisher", fisherScore, Weights::Default, false, 64, 0.9},
        {"plain", "c10_plain", plainScore, Weights::Default, false, 64, std::nullopt},
        {"grasp", "c10_grasp", graspScore, Weights::Default, false, 64, std::nullopt},
        {"zico", "", zicoScore, Weights::Default, false, 64, std::nullopt},
        {"az_expressivity", "", expressivityScore, Weights::Kaiming, false, 64, std::nullopt},
        {"az_progressivity", "", progressivityScore, Weights::Kaiming, false, 64, std::nullopt},
        {"az_trainability", "", trainabilityScore, Weights::Kaiming, false, 64, std::nullopt},
        {"meco", "", mecoScore, Weights::Default, false, 4, std::nullopt},
        {"swap", "", swapScore, Weights::Unit, false, 32, std::nullopt},
        {"linear_regions", "", linearRegionsScore, Weights::Unit, false, 32, std::nullopt},
    };
    return all;
}

/// Images of a CIFAR binary file, normalised, or noise where none is named.
Probe probeOf(const std::string& images, std::int64_t batch) {
    RandomStream random({1, 201});
    const auto normal = [&](torch::IntArrayRef sizes) {
        torch::Tensor tensor = torch::empty(sizes, torch::kFloat);
        random.fillNormal({tensor.data_ptr<float>(), static_cast<std::size_t>(tensor.numel())});
        return tensor;
    };
    Probe probe;
    probe.images = normal({batch, 3, 32, 32});
    probe.noise = normal({batch, 3, 32, 32});
    probe.other = normal({batch, 3, 32, 32});
    probe.labels = torch::empty({batch}, torch::kLong);
    for (std::int64_t i = 0; i < batch; ++i)
        probe.labels.data_ptr<std::int64_t>()[i] = random.below(10);
    std::ifstream file(images, std::ios::binary);
    if (images.empty() || !file)
        return probe;
    constexpr float means[] = {0.4914F, 0.4822F, 0.4465F}, deviations[] = {0.2470F, 0.2435F, 0.2616F};
    std::vector<char> record(3074);
    for (std::int64_t i = 0; i < batch && file.read(record.data(), 3074); ++i) {
        probe.labels.data_ptr<std::int64_t>()[i] = static_cast<unsigned char>(record[1]) % 10;
        for (std::size_t p = 0; p < 3072; ++p)
            probe.images.data_ptr<float>()[i * 3072 + static_cast<std::int64_t>(p)] =
                (static_cast<float>(static_cast<unsigned char>(record[p + 2])) / 255 - means[p / 1024]) /
                deviations[p / 1024];
    }
    return probe;
}

double scoreOf(const Compared& metric, const Cell& cell, std::uint64_t seed, const std::string& images) {
    const auto model = cellProxy(cell, seed, {metric.weights, metric.linear, 0});
    try {
        const double value = metric.score(*model, probeOf(images, metric.batch));
        return std::isfinite(value) ? value : -std::numeric_limits<double>::infinity();
    } catch (const std::exception& e) {
        std::cerr << metric.name << ": " << e.what() << '\n';
        return -std::numeric_limits<double>::infinity();
    }
}

} // namespace

std::vector<Figure> nasBench201Suite(const Options& options) {
    std::vector<Row> rows = readTable(options.scores);
    if (rows.empty()) {
        std::cerr << "The nas-bench-201 suite needs --scores FILE, a table of published scores; skipped.\n";
        return {};
    }
    // Every n-th row: the table is in the benchmark's order.
    std::vector<Row> chosen;
    const std::size_t wanted = std::min(rows.size(), static_cast<std::size_t>(options.cells));
    for (std::size_t i = 0; i < wanted; ++i)
        chosen.push_back(rows[i * rows.size() / wanted]);
    torch::set_num_threads(1);

    std::vector<Compared> metrics = comparedMetrics();
    if (!options.metrics.empty())
        std::erase_if(metrics, [&](const Compared& metric) {
            return ("," + options.metrics + ",").find("," + metric.name + ",") == std::string::npos;
        });
    std::vector<std::vector<double>> scores(metrics.size(), std::vector<double>(chosen.size()));
    std::vector<char> counted(chosen.size(), 0);
    std::atomic<std::size_t> next = 0;
    const auto work = [&] {
        torch::set_num_threads(1);
        for (std::size_t i = next++; i < chosen.size(); i = next++) {
            const auto cell = parseCell(chosen[i]["arch_str"]);
            if (!cell) {
                std::cerr << cell.error().message << '\n';
                continue;
            }
            counted[i] = std::abs(static_cast<double>(cellParameters(*cell)) * 1e-6 -
                                  numberOf(chosen[i], "c10_params")) < 1e-9 &&
                         std::abs(static_cast<double>(publishedOperations(*cell)) * 1e-6 -
                                  numberOf(chosen[i], "c10_flops")) < 1e-9;
            for (std::size_t m = 0; m < metrics.size(); ++m)
                scores[m][i] = scoreOf(metrics[m], *cell, 1 + i, options.images);
        }
    };
    {
        std::vector<std::jthread> threads;
        for (unsigned i = 0; i < std::max(1U, std::thread::hardware_concurrency()); ++i)
            threads.emplace_back(work);
    }

    std::vector<Figure> figures;
    const auto exact = static_cast<double>(std::count(counted.begin(), counted.end(), 1));
    figures.push_back(floorFigure("cells whose parameters and operations are the published ones, of " +
                                      std::to_string(chosen.size()),
                                  exact, "cells", static_cast<double>(chosen.size())));
    std::vector<double> accuracy;
    for (const Row& row : chosen)
        accuracy.push_back(numberOf(row, "cifar10_test_200ep"));
    for (std::size_t m = 0; m < metrics.size(); ++m) {
        const Compared& metric = metrics[m];
        const double tau = kendall(scores[m], accuracy);
        if (metric.column.empty()) {
            figures.push_back({"Kendall tau of " + metric.name + " with accuracy", tau, "", {}, {}, {}, {}});
            continue;
        }
        std::vector<double> published;
        for (const Row& row : chosen) {
            const double value = numberOf(row, metric.column);
            published.push_back(std::isnan(value) ? -std::numeric_limits<double>::infinity() : value);
        }
        const double rho = spearman(scores[m], published);
        if (metric.target)
            figures.push_back(floorFigure("Spearman of " + metric.name + " with the published score", rho, "",
                                          *metric.target));
        else
            figures.push_back(
                {"Spearman of " + metric.name + " with the published score", rho, "", {}, {}, {}, {}});
        const double theirs = kendall(published, accuracy);
        figures.push_back({"Kendall tau of " + metric.name + " with accuracy, beside the published score's",
                           tau,
                           "",
                           theirs,
                           {},
                           theirs - 0.05,
                           tau >= theirs - 0.05});
    }
    if (!options.dump.empty()) {
        std::ofstream out(options.dump);
        out << "arch_str";
        for (const Compared& metric : metrics)
            out << ',' << metric.name;
        out << '\n';
        for (std::size_t i = 0; i < chosen.size(); ++i) {
            out << chosen[i]["arch_str"];
            for (std::size_t m = 0; m < metrics.size(); ++m)
                out << ',' << scores[m][i];
            out << '\n';
        }
    }
    return figures;
}

} // namespace pairscape::bench
