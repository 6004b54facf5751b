// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Joint against sequential search with the same budget: how much more hypervolume (zero-shot rank times
// decades of FPS, modelled) the joint one finds.

#include "tests/bench/figure.h"
#include "tests/bench/study_runs.h"

#include "core/search/pareto_archive.h"
#include "core/study/run_results.h"

#include <cmath>
#include <iostream>

namespace pairscape::bench {

namespace {

struct Volumes {
    double joint = 0;
    double sequential = 0; ///< all networks on the way count, each with its best accelerator
    double strict = 0; ///< only the most accurate network, which is all that a sequential search hands over
};

Result<Volumes> volumesOf(const std::shared_ptr<Study>& study, std::uint64_t seed, std::int64_t budget) {
    const auto joint = searched(study, "nash", seed, budget);
    if (!joint)
        return joint.error();
    const auto sequential = searched(study, "sequential", seed, budget);
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

void addRatio(std::vector<Figure>& figures, const std::string& what, const std::vector<double>& ratios) {
    const auto [low, high] = meanInterval(ratios);
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
    const auto study = newStudy(folder.path / "joint.pairscape", options.space, options.platform);
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
