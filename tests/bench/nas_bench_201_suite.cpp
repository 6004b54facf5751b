// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Our metrics on NAS-Bench-201 cells beside published scores of the same cells (NAS-Bench-Suite-Zero) and
// their accuracies.

#include "tests/bench/correlation.h"
#include "tests/bench/figure.h"
#include "tests/support/nas_bench_201.h"

#include "core/base/number_text.h"
#include "core/base/random.h"
#include "core/zeroshot/metrics/model_metric.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <fstream>
#include <iostream>
#include <limits>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <sstream>
#include <thread>
#include <utility>

namespace pairscape::bench {

namespace {

using Row = std::map<std::string, std::string>;

std::vector<Row> readTable(const std::string& path) {
    std::ifstream file(path);
    std::vector<Row> rows;
    std::vector<std::string> header;
    for (std::string line; std::getline(file, line);) {
        if (line.ends_with('\r'))
            line.pop_back();
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

/// ZenNAS's score as metrics/zen.cpp computes it for hybrid networks, on a cell network: features before the
/// last batch norm and pooling, x = noise, x' = x + 0.01 noise, variances of x alone. With residual links,
/// which are the cells themselves.
double cellZenScore(ModelRun& run) {
    const torch::NoGradGuard noGradient;
    ProxyTrace trace, moved;
    const torch::Tensor& x = run.probe().noise;
    run.model().forward(x, &trace);
    run.model().forward(x + 0.01 * run.probe().other, &moved);
    const torch::Tensor distances = (trace.preactivations.back() - moved.preactivations.back()).abs();
    double score = std::log(distances.flatten(1).sum(1, false, torch::kDouble).mean().item<double>());
    for (const torch::Tensor& map : trace.normalized)
        score += 0.5 * std::log(map.var({0, 2, 3}, true).mean().item<double>());
    return score;
}

/// GraSP as it is published, with the Hessian by differentiating twice: without the corners of ReLU, which
/// our metric's difference of gradients sees (docs/zero-shot.md).
double twiceDifferentiatedGraspScore(ModelRun& run) {
    const std::vector<torch::Tensor>& weights = run.model().weights();
    const std::vector<torch::Tensor> gradients =
        torch::autograd::grad({probeLoss(run.model(), run.probe())}, weights, {}, true, true, true);
    std::vector<torch::Tensor> products;
    for (const torch::Tensor& g : gradients)
        if (g.defined())
            products.push_back((g * g.detach()).sum());
    const std::vector<torch::Tensor> seconds =
        torch::autograd::grad({torch::stack(products).sum()}, weights, {}, false, false, true);
    double sum = 0;
    for (std::size_t i = 0; i < weights.size(); ++i)
        if (seconds[i].defined())
            sum -= (weights[i].detach() * seconds[i]).sum(torch::kDouble).item<double>();
    return sum;
}

/// A metric of ours and the published column that it is held against, if there is one.
struct Compared {
    std::string name, column;
    ModelScore score;
    Setting setting;
    std::int64_t batch;
    std::optional<double> target; ///< of Spearman's correlation with the published score
};

/// Those with the same setting and batch share a run, so they stand together.
const std::vector<Compared>& comparedMetrics() {
    static const std::vector<Compared> all = {
        {"synflow", "c10_synflow", synflowScore, Setting::Linear, 2, 0.98},
        {"l2_norm", "c10_l2_norm", l2NormScore, Setting::Default, 64, 0.98},
        {"jacob_cov", "c10_jacov", jacobianCovarianceScore, Setting::Default, 64, 0.9},
        {"snip", "c10_snip", snipScore, Setting::Default, 64, 0.9},
        {"grad_norm", "c10_grad_norm", gradNormScore, Setting::Default, 64, 0.9},
        {"naswot", "c10_nwot", naswotScore, Setting::Default, 64, 0.9},
        {"fisher", "c10_fisher", fisherScore, Setting::Default, 64, 0.9},
        {"plain", "c10_plain", plainScore, Setting::Default, 64, std::nullopt},
        {"grasp", "c10_grasp", graspScore, Setting::Default, 64, std::nullopt},
        {"grasp_twice", "c10_grasp", twiceDifferentiatedGraspScore, Setting::Default, 64, std::nullopt},
        {"zico", "", zicoScore, Setting::Default, 64, std::nullopt},
        {"meco", "", mecoScore, Setting::Default, 64, std::nullopt},
        {"zen", "c10_zen", cellZenScore, Setting::Unit, 32, std::nullopt},
        {"swap", "", swapScore, Setting::Unit, 32, std::nullopt},
        {"linear_regions", "", linearRegionsScore, Setting::Unit, 32, std::nullopt},
        {"az_expressivity", "", expressivityScore, Setting::Kaiming, 64, std::nullopt},
        {"az_progressivity", "", progressivityScore, Setting::Kaiming, 64, std::nullopt},
        {"az_trainability", "", trainabilityScore, Setting::Kaiming, 64, std::nullopt},
        {"vkdnw", "", vkdnwScore, Setting::Frozen, 32, std::nullopt},
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

/// Scores by cell and metric. Kept in a file "arch_str,metric,score", if one is named: what it has is not
/// computed again, and each cell's scores are appended the moment they are known. For several threads.
class ScoreFile {
  public:
    explicit ScoreFile(const std::string& path) {
        if (path.empty())
            return;
        for (const Row& row : readTable(path))
            if (const double score = numberOf(row, "score"); !std::isnan(score))
                scores_[{row.at("arch_str"), row.at("metric")}] = score;
        file_.open(path, std::ios::app);
        if (scores_.empty())
            file_ << "arch_str,metric,score\n" << std::flush;
    }
    std::optional<double> find(const std::string& cell, const std::string& metric) const {
        const std::lock_guard lock(mutex_);
        const auto it = scores_.find({cell, metric});
        return it == scores_.end() ? std::nullopt : std::optional(it->second);
    }
    void add(const std::string& cell, const std::map<std::string, double>& scores) {
        const std::lock_guard lock(mutex_);
        for (const auto& [metric, score] : scores) {
            scores_[{cell, metric}] = score;
            file_ << cell << ',' << metric << ',' << exactText(score) << '\n';
        }
        file_.flush();
    }

  private:
    mutable std::mutex mutex_;
    std::map<std::pair<std::string, std::string>, double> scores_;
    std::ofstream file_;
};

double scoreOf(const Compared& metric, ModelRun& run) {
    try {
        const double value = metric.score(run);
        return std::isfinite(value) ? value : -std::numeric_limits<double>::infinity();
    } catch (const std::exception& e) {
        std::cerr << metric.name << ": " << e.what() << '\n';
        return -std::numeric_limits<double>::infinity();
    }
}

/// Those of `metrics` that the file does not have for a cell. The weights' seed is the cell's own.
std::map<std::string, double> missingScores(const std::vector<Compared>& metrics, const Row& row,
                                            const Cell& cell, const std::map<std::int64_t, Probe>& probes,
                                            const ScoreFile& file) {
    std::map<std::string, double> scores;
    std::unique_ptr<ProxyModel> model;
    std::optional<ModelRun> run;
    const Compared* last = nullptr;
    for (const Compared& metric : metrics) {
        if (file.find(row.at("arch_str"), metric.name))
            continue;
        if (last == nullptr || last->setting != metric.setting || last->batch != metric.batch) {
            run.reset();
            model = cellProxy(cell, 1 + static_cast<std::uint64_t>(numberOf(row, "index")),
                              optionsOf(metric.setting));
            run.emplace(*model, probes.at(metric.batch));
            last = &metric;
        }
        scores[metric.name] = scoreOf(metric, *run);
    }
    return scores;
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
    std::map<std::int64_t, Probe> probes;
    for (const Compared& metric : metrics)
        if (!probes.contains(metric.batch))
            probes[metric.batch] = probeOf(options.images, metric.batch);
    ScoreFile file(options.data);
    std::vector<std::vector<double>> scores(metrics.size(), std::vector<double>(chosen.size()));
    std::vector<char> counted(chosen.size(), 0);
    std::atomic<std::size_t> next = 0;
    const auto work = [&] {
        torch::set_num_threads(1);
        for (std::size_t i = next++; i < chosen.size(); i = next++) {
            const std::string& name = chosen[i].at("arch_str");
            const auto cell = parseCell(name);
            if (!cell) {
                std::cerr << cell.error().message << '\n';
                continue;
            }
            counted[i] = std::abs(static_cast<double>(cellParameters(*cell)) * 1e-6 -
                                  numberOf(chosen[i], "c10_params")) < 1e-9 &&
                         std::abs(static_cast<double>(publishedOperations(*cell)) * 1e-6 -
                                  numberOf(chosen[i], "c10_flops")) < 1e-9;
            file.add(name, missingScores(metrics, chosen[i], *cell, probes, file));
            for (std::size_t m = 0; m < metrics.size(); ++m)
                scores[m][i] = file.find(name, metrics[m].name).value();
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
    return figures;
}

} // namespace pairscape::bench
