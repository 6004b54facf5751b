// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The headline comparison of the NASH paper in our modelled world: hybrid against conv-only pairings on the
// same platform, both with exact accelerators and found by the same search with the same budget. At an
// accuracy that a conv-only pairing reaches (by zero-shot rank), how much more FPS, and how much more
// throughput, does the best hybrid pairing of no lower accuracy have? Told at the most accurate conv-only
// pairing that is fastest, and as the geometric mean over the conv-only front.

#include "tests/bench/figure.h"
#include "tests/bench/study_runs.h"

#include <algorithm>
#include <cmath>
#include <iostream>
#include <sstream>

namespace pairscape::bench {

namespace {

struct Ratios {
    double fps = 0, throughput = 0;     ///< at the top of the conv-only front
    double fpsOverFront = 0;            ///< geometric mean
    double topAccuracy = 0, topFps = 0; ///< of the conv-only pairing that is compared with
    double hybridFps = 0;               ///< of the fastest hybrid that is no less accurate
};

using Figures = std::vector<const PairingRecord*>;

Figures found(const StudySnapshot& snapshot, const RunRecord& run) {
    Figures records;
    for (const PairingId id : snapshot.evaluations[static_cast<std::size_t>(run.id) - 1])
        if (const PairingRecord* record = snapshot.find(id); record->feasible)
            records.push_back(record);
    return records;
}

/// The largest figure among those of at least this accuracy; 0 where there is none.
double best(const Figures& records, double accuracy, double PairingRecord::*figure) {
    double most = 0;
    for (const PairingRecord* record : records)
        if (record->accuracy >= accuracy)
            most = std::max(most, record->*figure);
    return most;
}

/// Accuracies of the non-dominated ones, by comparing each with each.
std::vector<double> frontAccuracies(const Figures& records) {
    std::vector<double> accuracies;
    for (const PairingRecord* record : records)
        if (std::ranges::none_of(records, [&](const PairingRecord* other) {
                return other->accuracy >= record->accuracy && other->fps >= record->fps &&
                       (other->accuracy > record->accuracy || other->fps > record->fps);
            }))
            accuracies.push_back(record->accuracy);
    return accuracies;
}

Ratios compare(const Figures& hybrids, const Figures& convs) {
    Ratios ratios;
    double logs = 0;
    const std::vector<double> accuracies = frontAccuracies(convs);
    for (const double accuracy : accuracies) {
        const double hybrid = best(hybrids, accuracy, &PairingRecord::fps);
        // A hybrid search that never got so far has nothing to offer there: the conv network is the best.
        const double conv = best(convs, accuracy, &PairingRecord::fps);
        logs += std::log(std::max(hybrid, 1e-9) / conv);
        ratios.topAccuracy = std::max(ratios.topAccuracy, accuracy);
    }
    ratios.fpsOverFront = std::exp(logs / static_cast<double>(accuracies.size()));
    ratios.topFps = best(convs, ratios.topAccuracy, &PairingRecord::fps);
    ratios.hybridFps = best(hybrids, ratios.topAccuracy, &PairingRecord::fps);
    ratios.fps = ratios.hybridFps / ratios.topFps;
    ratios.throughput = best(hybrids, ratios.topAccuracy, &PairingRecord::throughputGops) /
                        best(convs, ratios.topAccuracy, &PairingRecord::throughputGops);
    return ratios;
}

std::vector<std::string> split(const std::string& list) {
    std::vector<std::string> names;
    std::istringstream words(list);
    for (std::string name; std::getline(words, name, ',');)
        names.push_back(name);
    return names;
}

Result<Ratios> measure(const std::shared_ptr<Study>& study, std::uint64_t seed, std::int64_t budget) {
    const auto hybrid = searched(study, "nash", seed, budget);
    if (!hybrid)
        return hybrid.error();
    const auto conv = searched(study, "conv-only", seed, budget);
    if (!conv)
        return conv.error();
    const auto snapshot = study->snapshot();
    return compare(found(*snapshot, *hybrid), found(*snapshot, *conv));
}

void add(std::vector<Figure>& figures, const std::string& name, const std::vector<double>& values) {
    figures.push_back(
        {name, mean(values), "x conv-only", std::nullopt, std::nullopt, std::nullopt, std::nullopt});
    if (values.size() < 2)
        return;
    const auto [low, high] = meanInterval(values);
    figures.push_back(
        {name + ", 95 % from", low, "x conv-only", std::nullopt, std::nullopt, std::nullopt, std::nullopt});
    figures.push_back(
        {name + ", 95 % to", high, "x conv-only", std::nullopt, std::nullopt, std::nullopt, std::nullopt});
}

} // namespace

std::vector<Figure> headlineSuite(const Options& options) {
    std::vector<Figure> figures;
    for (const std::string& space : split(options.spaces))
        for (const std::string& platform : split(options.platforms)) {
            std::vector<double> fps, throughput, front;
            for (int seed = 1; seed <= options.seeds; ++seed) {
                const Folder folder; // a study of its own: no run finds what another one evaluated
                const auto study = newStudy(folder.path / "headline.pairscape", space, platform);
                const auto ratios = study ? measure(*study, static_cast<std::uint64_t>(seed), options.budget)
                                          : Result<Ratios>(study.error());
                if (!ratios) {
                    std::cerr << space << " on " << platform << ": " << ratios.error().message << '\n';
                    break;
                }
                fps.push_back(ratios->fps);
                throughput.push_back(ratios->throughput);
                front.push_back(ratios->fpsOverFront);
                std::cerr << space << " on " << platform << ", seed " << seed << ": conv-only rank "
                          << ratios->topAccuracy << " at " << ratios->topFps << " FPS, hybrid "
                          << ratios->hybridFps << " FPS (" << ratios->fps << " x), throughput "
                          << ratios->throughput << " x, over the front " << ratios->fpsOverFront << " x\n";
            }
            if (fps.empty())
                continue;
            const std::string of = space + " on " + platform;
            add(figures, of + ": FPS at the top", fps);
            add(figures, of + ": throughput at the top", throughput);
            add(figures, of + ": FPS over the front", front);
        }
    return figures;
}

} // namespace pairscape::bench
