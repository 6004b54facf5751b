// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/accelerator/accelerator_search.h"

#include "core/base/hash.h"
#include "tests/core/accelerator/brute_force.h"
#include "tests/core/accelerator/random_layers.h"

#include <gtest/gtest.h>

namespace pairscape {
namespace {

/// A few small layers of one to three operator types, one after the other.
Network smallNetwork(RandomStream& random, int types) {
    Network network;
    const int first = between(random, 0, 2), layers = between(random, types, 5);
    int channels = between(random, 3, 20), size = between(random, 2, 10);
    for (int n = 0; n < layers; ++n) {
        Layer layer;
        layer.name = "layer" + std::to_string(n);
        layer.op = static_cast<OperatorType>((first + n % types) % 3);
        layer.inChannels = channels;
        layer.kernel = random.chance(0.5) ? 1 : 3;
        layer.padding = layer.kernel / 2;
        layer.stride = random.chance(0.2) ? 2 : 1;
        layer.inHeight = layer.inWidth = size;
        if (random.chance(0.3)) {
            layer.groups = layer.outChannels = channels;
            if (channels == 1)
                layer.groups = 1;
        } else {
            layer.outChannels = channels = between(random, 3, 24);
        }
        size = (size + 2 * layer.padding - layer.kernel) / layer.stride + 1;
        layer.outHeight = layer.outWidth = size;
        network.layers.push_back(layer);
    }
    return network;
}

/// So small that all accelerators for so many operator types can be tried.
Platform smallPlatform(RandomStream& random, int types) {
    Platform platform = *Platform::preset(random.chance(0.5) ? "kv260" : "zc706");
    platform.lutShare = 1;
    platform.available.dsp = between(random, 1, 4);
    platform.available.lut =
        types == 1 ? between(random, 20, 500) : between(random, 45, types == 2 ? 75 : 50) * types;
    platform.available.bram36 = 4 * types + between(random, random.chance(0.15) ? -1 : 0, types == 1 ? 5 : 1);
    platform.available.uram = random.chance(types == 3 ? 0.1 : 0.3) ? between(random, 1, 4 - types) : 0;
    platform.dramGigabytesPerSecond = 0.02 * between(random, 1, 60);
    return platform;
}

HardwareObjective objectiveOf(int n) {
    return static_cast<HardwareObjective>(n % 4);
}

/// The search's objective, from its figures.
double objectiveOf(const AcceleratorDesign& design, const Platform& platform, HardwareObjective objective) {
    const HardwareCost& cost = design.cost;
    const double hertz = platform.clockMhz * 1e6;
    switch (objective) {
    case HardwareObjective::Fps:
        return hertz / cost.fps;
    case HardwareObjective::Latency:
        return cost.latencySeconds * hertz;
    case HardwareObjective::Energy:
        return cost.energyJoule * 1e12;
    case HardwareObjective::Edp:
        return cost.edp() * 1e12 * hertz;
    }
    return 0;
}

TEST(Exact, EqualsTryingEverything) {
    int feasible = 0;
    for (int n = 0; n < 40; ++n) {
        RandomStream random({6, stableHash("exact"), static_cast<std::uint64_t>(n)});
        const int types = std::array{1, 2, 1, 2, 3}[static_cast<std::size_t>(n % 5)];
        const Network network = smallNetwork(random, types);
        const Platform platform = smallPlatform(random, types);
        const HardwareObjective objective = objectiveOf(n);
        const int maxBatch = 1 << random.below(3);
        const auto workload = workloadOf(network);
        ASSERT_TRUE(workload.ok());
        const auto all = bestByTryingAll(PlainSpace(platform, *workload, objective), maxBatch);
        const auto found =
            AcceleratorSearch(platform, {AcceleratorMethod::Exact, objective, maxBatch}).best(network, {});
        ASSERT_EQ(found.ok(), all.has_value()) << n << (found.ok() ? "" : ": " + found.error().message);
        if (!found)
            continue;
        ++feasible;
        EXPECT_TRUE(found->proven);
        const double objectiveFound = objectiveOf(*found, platform, objective);
        EXPECT_NEAR(objectiveFound / *all, 1, 1e-12)
            << n << " " << hardwareObjectiveName(objective) << " " << acceleratorText(found->accelerator);
    }
    EXPECT_GT(feasible, 20);
    RecordProperty("feasible", feasible);
}

} // namespace
} // namespace pairscape
