// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
// pairscape-cost-tables [NETWORKS]: prints the tables of docs/cost-model.md as Markdown. The figures are
// modelled and the same on every machine; the times are not.

#include "core/accelerator/accelerator_search.h"
#include "core/accelerator/design_detail.h"
#include "core/base/hash.h"
#include "core/space/search_space.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

namespace {

using namespace pairscape;

constexpr const char* spaceName = "nash-cifar100";

Architecture drawn(const SearchSpace& space, int index) {
    RandomStream random({1, stableHash("cost tables"), static_cast<std::uint64_t>(index)});
    return space.sample(random);
}

/// The middle one of 101 drawn architectures by MAC-equivalents.
Architecture middle(const SearchSpace& space) {
    std::vector<Architecture> all;
    for (int n = 0; n < 101; ++n)
        all.push_back(drawn(space, n));
    std::sort(all.begin(), all.end(), [&](const Architecture& a, const Architecture& b) {
        return space.expand(a).counts().total() < space.expand(b).counts().total();
    });
    return all[50];
}

Architecture withOperators(Architecture architecture, OperatorType op) {
    for (StageGene& stage : architecture.stages)
        for (BlockGene& block : stage.blocks)
            block.op = op;
    return architecture;
}

void operatorTable(const SearchSpace& space) {
    const Architecture hybrid = middle(space);
    const Network network = space.expand(hybrid);
    std::printf("`%s`: %.1f M MAC-equivalents, %.1f M parameters.\n\n", space.format(hybrid).c_str(),
                1e-6 * static_cast<double>(network.counts().total()),
                1e-6 * static_cast<double>(network.counts().parameters));
    std::printf(
        "| platform | blocks | FPS, upper bound | FPS, replayed | latency alone ms | latency steady ms | "
        "mJ/image | DSP | LUT | BRAM36 | URAM | bound | accelerator |\n"
        "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- | --- |\n");
    for (const std::string& name : Platform::presetNames()) {
        const auto platform = Platform::preset(name);
        if (!platform)
            continue;
        const AcceleratorSearch search(*platform, {AcceleratorMethod::Exact, HardwareObjective::Fps, 16});
        const std::vector<std::pair<const char*, Architecture>> versions = {
            {"conv", withOperators(hybrid, OperatorType::Conv)},
            {"shift", withOperators(hybrid, OperatorType::Shift)},
            {"adder", withOperators(hybrid, OperatorType::Adder)},
            {"hybrid", hybrid}};
        for (const auto& [blocks, architecture] : versions) {
            const Network expanded = space.expand(architecture);
            const auto design = search.best(expanded, {});
            const auto detail = design ? designDetail(expanded, *platform, design->accelerator, design->cost)
                                       : design.error();
            if (!detail) {
                std::printf("| %s | %s | %s |\n", name.c_str(), blocks, detail.error().message.c_str());
                continue;
            }
            const HardwareCost& cost = design->cost;
            std::printf("| %s | %s | %.0f | %.0f | %.2f | %.2f | %.3f | %d | %d | %d | %d | %s | %s |\n",
                        name.c_str(), blocks, cost.fps, detail->replay.fps, 1e3 * detail->latencyAloneSeconds,
                        1e3 * detail->replay.latencySeconds, 1e3 * cost.energyJoule, cost.use.dsp,
                        cost.use.lut, cost.use.bram36, cost.use.uram, boundName(cost.bound).c_str(),
                        acceleratorText(design->accelerator).c_str());
        }
    }
}

void gapTable(const SearchSpace& space, int networks) {
    std::printf("| platform | method | mean gap | largest gap | optimal |\n"
                "| --- | --- | ---: | ---: | ---: |\n");
    for (const std::string& name : Platform::presetNames()) {
        const auto platform = Platform::preset(name);
        if (!platform)
            continue;
        std::vector<double> best;
        for (const auto method :
             {AcceleratorMethod::Exact, AcceleratorMethod::CoarseToFine, AcceleratorMethod::Nasa}) {
            const AcceleratorSearch search(*platform, {method, HardwareObjective::Fps, 16});
            double mean = 0, largest = 0;
            int optimal = 0;
            for (int n = 0; n < networks; ++n) {
                const Network network = space.expand(drawn(space, n));
                const auto design = search.best(network, {});
                const double fps = design ? design->cost.fps : 0;
                if (method == AcceleratorMethod::Exact)
                    best.push_back(fps);
                const double gap = 1 - fps / best[static_cast<std::size_t>(n)];
                mean += gap / networks;
                largest = std::max(largest, gap);
                optimal += gap < 1e-12 ? 1 : 0;
            }
            std::printf("| %s | %s | %.2f %% | %.2f %% | %d of %d |\n", name.c_str(),
                        acceleratorMethodName(method).c_str(), 100 * mean, 100 * largest, optimal, networks);
        }
    }
}

} // namespace

int main(int argc, char** argv) {
    const auto space = pairscape::SearchSpace::load(spaceName);
    if (!space) {
        std::fprintf(stderr, "%s\n", space.error().message.c_str());
        return 1;
    }
    operatorTable(*space);
    std::printf("\n");
    gapTable(*space, std::max(1, argc > 1 ? std::atoi(argv[1]) : 50));
    return 0;
}
