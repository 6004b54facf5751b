// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Speed of the cost model and of the accelerator searches, on one core.

#include "tests/bench/figure.h"

#include "core/accelerator/accelerator_search.h"
#include "core/accelerator/layer_table.h"
#include "core/base/hash.h"
#include "core/space/search_space.h"

#include <algorithm>
#include <iostream>
#include <memory>

namespace pairscape::bench {

namespace {

/// Networks drawn from the space; the first of them is as large as the middle one.
std::vector<Network> sampledNetworks(const SearchSpace& space, int count) {
    std::vector<Network> networks;
    for (int n = 0; n < count; ++n) {
        RandomStream random({1, stableHash("bench"), static_cast<std::uint64_t>(n)});
        networks.push_back(space.expand(space.sample(random)));
    }
    std::vector<Network> sorted = networks;
    std::sort(sorted.begin(), sorted.end(),
              [](const Network& a, const Network& b) { return a.counts().total() < b.counts().total(); });
    networks.front() = sorted[sorted.size() / 2];
    return networks;
}

/// Every mapping of every layer of a network on one accelerator: what a table that starts empty has to do.
Figure mappingFigure(const Platform& platform, const Network& network, const Accelerator& accelerator) {
    const auto workload = workloadOf(network);
    const DramRate rate = DramRate::of(platform);
    std::int64_t costed = 0;
    const auto all = [&] {
        costed = 0;
        for (std::size_t i = 0; i < workload->shapes.size(); ++i) {
            const OperatorType op = workload->ops[i];
            const ArrayShape array = arrayShape(accelerator.chunks[indexOf(op)], platform.peCost(op));
            findFront({workload->shapes[i], array, accelerator.batch, -1}, rate, costed);
        }
    };
    const double seconds = medianSeconds(all, 15);
    return floorFigure("mappings costed, sorted and kept or dropped, one core",
                       1e-6 * static_cast<double>(costed) / seconds, "M/s", 2.0);
}

void searchFigures(const Platform& platform, AcceleratorMethod method, const std::vector<Network>& networks,
                   double coldLimit, double warmLimit, std::vector<Figure>& figures) {
    const std::string what =
        acceleratorMethodName(method) + ", mid nash-cifar100 network on " + platform.name;
    const Network& middle = networks.front();
    const AcceleratorSearchSettings settings = {method, HardwareObjective::Fps, 16};
    const double cold =
        medianSeconds([&] { (void)AcceleratorSearch(platform, settings).best(middle, {}); }, 5);
    const AcceleratorSearch search(platform, settings);
    const double warm = medianSeconds([&] { (void)search.best(middle, {}); }, 9);
    figures.push_back(limitFigure(what + ", empty table", 1e3 * cold, "ms", coldLimit));
    figures.push_back(limitFigure(what + ", warm table", 1e3 * warm, "ms", warmLimit));
}

Figure pairingFigure(const Platform& platform, const std::vector<Network>& networks) {
    const AcceleratorSearch search(platform, {AcceleratorMethod::Exact, HardwareObjective::Fps, 16});
    std::vector<Accelerator> accelerators;
    for (const Network& network : networks)
        if (const auto design = search.best(network, {}))
            accelerators.push_back(design->accelerator);
    int pairings = 0;
    const auto all = [&] {
        pairings = 0;
        for (const Network& network : networks)
            for (const Accelerator& accelerator : accelerators)
                pairings += search.cost(network, accelerator).ok() ? 1 : 0;
    };
    const double seconds = medianSeconds(all, 15);
    return floorFigure("pairings (network and given accelerator) costed, warm table, one core",
                       pairings / seconds, "1/s", 20000);
}

} // namespace

std::vector<Figure> acceleratorSuite(const Options&) {
    std::vector<Figure> figures;
    const auto space = SearchSpace::load("nash-cifar100");
    const auto kv260 = Platform::preset("kv260");
    if (!space || !kv260) {
        std::cerr << (space ? kv260.error() : space.error()).message << '\n';
        return figures;
    }
    const std::vector<Network> networks = sampledNetworks(*space, 20);
    const auto design = AcceleratorSearch(*kv260, {AcceleratorMethod::Exact, HardwareObjective::Fps, 16})
                            .best(networks.front(), {});
    if (!design) {
        std::cerr << design.error().message << '\n';
        return figures;
    }
    figures.push_back(mappingFigure(*kv260, networks.front(), design->accelerator));
    searchFigures(*kv260, AcceleratorMethod::Exact, networks, 2000, 30, figures);
    searchFigures(*kv260, AcceleratorMethod::CoarseToFine, networks, 2000, 30, figures);
    figures.push_back(pairingFigure(*kv260, networks));
    return figures;
}

} // namespace pairscape::bench
