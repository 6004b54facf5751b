// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
// How long the NASH metric takes on a hybrid network of about 60 M MACs, half its blocks adder.

#include "tests/bench/figure.h"

#include "core/zeroshot/scorer.h"

#include <sys/resource.h>

#include <array>
#include <cmath>
#include <iostream>
#include <thread>
#include <vector>

namespace pairscape::bench {

namespace {

/// The space's largest architecture with fewer channels and blocks until it has about 60 M MACs; every second
/// block is an adder block, the others alternate between conv and shift.
Architecture sixtyMillion(const SearchSpace& space) {
    Architecture best;
    double distance = 1e18;
    RandomStream random({60});
    for (int i = 0; i < 400; ++i) {
        Architecture candidate = space.sample(random);
        int block = 0;
        for (StageGene& stage : candidate.stages)
            for (BlockGene& gene : stage.blocks) {
                gene.op = block % 2 == 1 ? OperatorType::Adder
                                         : (block % 4 == 0 ? OperatorType::Conv : OperatorType::Shift);
                ++block;
            }
        const double macs = static_cast<double>(space.expand(candidate).counts().total());
        if (std::abs(macs - 60e6) < distance) {
            distance = std::abs(macs - 60e6);
            best = candidate;
        }
    }
    return best;
}

/// Peak resident memory of this process in MB.
double peakMegabytes() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) / 1024;
}

} // namespace

std::vector<Figure> zeroshotSuite(const Options&) {
    setScorerThreads(1);
    const SearchSpace space = *SearchSpace::preset("nash-cifar100");
    const Architecture architecture = sixtyMillion(space);
    const auto scorer = makeScorer(space, {.seed = 1});
    const double seconds = medianSeconds(
        [&] {
            if (const auto scores = (*scorer)->score(architecture, {}); !scores)
                std::cerr << scores.error().message << '\n';
        },
        7);
    std::vector<Figure> figures;
    const double macs = static_cast<double>(space.expand(architecture).counts().total()) * 1e-6;
    figures.push_back(limitFigure("NASH metric of a hybrid network of " + std::to_string(std::lround(macs)) +
                                      " M MACs, half adder, one core",
                                  seconds * 1e3, "ms", 150));

    // Two workers side by side, each by the time for which it had a core: the sum of their rates.
    std::array<double, 2> rates{};
    {
        std::vector<std::jthread> workers;
        for (double& rate : rates)
            workers.emplace_back(
                [&] { rate = 1 / medianSeconds([&] { (void)(*scorer)->score(architecture, {}); }, 9); });
    }
    figures.push_back(
        floorFigure("such networks that two workers score", rates[0] + rates[1], "networks/s", 10));
    figures.push_back(limitFigure("peak memory of all that", peakMegabytes(), "MB", 600));

    // Each metric alone, and all of them, which share what they have in common.
    std::vector<std::string> names;
    for (const MetricInfo& info : metricInfos())
        names.push_back(info.name);
    const auto milliseconds = [&](const std::vector<std::string>& metrics) {
        const auto one = makeScorer(space, {.seed = 1, .metrics = metrics});
        return 1e3 * secondsOf([&] { (void)(*one)->score(architecture, {}); });
    };
    for (const std::string& name : names)
        figures.push_back({name + " of that network, one core", milliseconds({name}), "ms", {}, {}, {}, {}});
    figures.push_back({"all metrics of that network, one core", milliseconds(names), "ms", {}, {}, {}, {}});
    return figures;
}

} // namespace pairscape::bench
