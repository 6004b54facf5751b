// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Joint against sequential search with the same budget: how much more hypervolume (zero-shot rank times
// decades of FPS, modelled) the joint one finds.

#include "tests/bench/figure.h"

#include "core/base/hash.h"
#include "core/base/random.h"
#include "core/search/pareto_archive.h"
#include "core/study/run_results.h"
#include "core/study/runner.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <thread>

namespace pairscape::bench {

namespace {

/// A folder that goes with all that is in it.
struct Folder {
    std::filesystem::path path;
    Folder() {
        std::string pattern = (std::filesystem::temp_directory_path() / "pairscape-joint-XXXXXX").string();
        if (::mkdtemp(pattern.data()) != nullptr)
            path = pattern;
    }
    ~Folder() {
        std::error_code ignored;
        if (!path.empty())
            std::filesystem::remove_all(path, ignored);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
};

struct Volumes {
    double joint = 0;
    double sequential = 0; ///< all networks on the way count, each with its best accelerator
    double strict = 0; ///< only the most accurate network, which is all that a sequential search hands over
};

Result<std::shared_ptr<Study>> newStudy(const std::filesystem::path& path, const Options& options) {
    const auto space = SearchSpace::load(options.space);
    if (!space)
        return space.error();
    const auto platform = Platform::load(options.platform);
    if (!platform)
        return platform.error();
    StudySettings settings;
    settings.spaceJson = space->toJson();
    settings.platformJson = platform->toJson();
    return Study::create(path, settings);
}

/// The run's record when it has ended.
Result<RunRecord> finished(const std::shared_ptr<Study>& study, const std::string& strategy,
                           std::uint64_t seed, std::int64_t budget) {
    RunSettings settings;
    settings.strategy = strategy;
    settings.seed = seed;
    settings.budget = budget;
    const int workers = static_cast<int>(std::clamp(std::thread::hardware_concurrency(), 1U, 256U));
    const auto run = startRun(study, settings, workers);
    if (!run)
        return run.error();
    if (Status outcome = (*run)->wait(); !outcome)
        return outcome.error();
    return study->snapshot()->runs.back();
}

Result<Volumes> volumesOf(const std::shared_ptr<Study>& study, std::uint64_t seed, std::int64_t budget) {
    const auto joint = finished(study, "nash", seed, budget);
    if (!joint)
        return joint.error();
    const auto sequential = finished(study, "sequential", seed, budget);
    if (!sequential)
        return sequential.error();
    const auto snapshot = study->snapshot();
    Volumes volumes;
    volumes.joint = hypervolumeOf(*snapshot, *joint);
    volumes.sequential = hypervolumeOf(*snapshot, *sequential);
    const PairingRecord* best = nullptr;
    for (const PairingId id : snapshot->evaluations[static_cast<std::size_t>(sequential->id) - 1]) {
        const PairingRecord* record = snapshot->find(id);
        if (record->feasible && (best == nullptr || record->accuracy > best->accuracy))
            best = record;
    }
    if (best != nullptr)
        volumes.strict = hypervolume({{best->accuracy, std::log10(best->fps)}}, {0, 0});
    return volumes;
}

double mean(const std::vector<double>& values) {
    double sum = 0;
    for (const double value : values)
        sum += value;
    return sum / static_cast<double>(values.size());
}

/// Ends of the interval that holds the mean's bootstrap distribution to 95 %.
std::pair<double, double> interval(const std::vector<double>& values) {
    constexpr int draws = 10000;
    RandomStream random{stableHash("joint bootstrap")};
    std::vector<double> means;
    for (int i = 0; i < draws; ++i) {
        std::vector<double> drawn;
        for (std::size_t k = 0; k < values.size(); ++k)
            drawn.push_back(values[random.below(static_cast<std::uint32_t>(values.size()))]);
        means.push_back(mean(drawn));
    }
    std::sort(means.begin(), means.end());
    return {means[draws / 40], means[draws - 1 - draws / 40]};
}

void addRatio(std::vector<Figure>& figures, const std::string& what, const std::vector<double>& ratios) {
    const auto [low, high] = interval(ratios);
    const std::string of = ", " + std::to_string(ratios.size()) + " seeds";
    const auto add = [&](const std::string& name, double value) {
        figures.push_back(
            {name + of, value, "x hypervolume", std::nullopt, std::nullopt, std::nullopt, std::nullopt});
    };
    add(what + ", mean", mean(ratios));
    add(what + ", 95 % from", low);
    add(what + ", 95 % to", high);
}

} // namespace

std::vector<Figure> jointSuite(const Options& options) {
    const Folder folder;
    const auto study = newStudy(folder.path / "joint.pairscape", options);
    if (!study) {
        std::cerr << study.error().message << '\n';
        return {};
    }
    std::vector<double> generous;
    std::vector<double> strict;
    for (int seed = 1; seed <= options.seeds; ++seed) {
        const auto volumes = volumesOf(*study, static_cast<std::uint64_t>(seed), options.budget);
        if (!volumes) {
            std::cerr << volumes.error().message << '\n';
            return {};
        }
        generous.push_back(volumes->joint / volumes->sequential);
        strict.push_back(volumes->joint / volumes->strict);
        std::cerr << "seed " << seed << ": joint " << volumes->joint << ", sequential " << volumes->sequential
                  << ", its best network alone " << volumes->strict << '\n';
    }
    std::vector<Figure> figures;
    const std::string budget = ", budget " + std::to_string(options.budget);
    addRatio(figures, "joint over sequential" + budget, generous);
    addRatio(figures, "joint over sequential's best network" + budget, strict);
    return figures;
}

} // namespace pairscape::bench
