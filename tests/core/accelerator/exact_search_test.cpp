// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/accelerator/accelerator_search.h"

#include "core/accelerator/search/buffer_growth.h"
#include "core/accelerator/search/chunk_options.h"
#include "core/base/hash.h"
#include "core/space/search_space.h"
#include "tests/core/accelerator/brute_force.h"
#include "tests/core/accelerator/proof_check.h"
#include "tests/core/accelerator/random_layers.h"

#include <gtest/gtest.h>

#include <algorithm>

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
    // Of both forms of the conv PE each is at times the one that needs less energy.
    std::optional<PeForm>& alone = platform.pe[indexOf(OperatorType::Conv)].alone;
    alone->energyPj *= std::array{0.1, 0.8, 1.0, 1.2, 10.0}[random.below(5)];
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

        // Asked for anything better than a hair above the best, it finds the best: no bound is a hair too
        // high.
        const AcceleratorSearchSettings settings = {AcceleratorMethod::Exact, objective, maxBatch};
        const ArrayCatalog arrays(platform);
        LayerTable table(DramRate::of(platform));
        SearchProblem problem(platform, settings, *workload, arrays, table, {});
        const ScoredAccelerator hair = {{}, {}, {*all * (1 + 1e-9), 0}};
        const auto again = searchExact(problem, hair);
        ASSERT_TRUE(again.ok()) << n;
        EXPECT_NEAR(objectiveOf(*again, platform, objective) / *all, 1, 1e-12) << n;
    }
    EXPECT_GT(feasible, 20);
    RecordProperty("feasible", feasible);
}

/// Forms of the conv PE that need different energies, dear enough to decide, beside a second chunk for the
/// LUTs: by trying everything, and by the proof.
TEST(Exact, EnergyOfUnpackedPesCounts) {
    int unpacked = 0, packed = 0;
    for (int n = 0; n < 48; ++n) {
        RandomStream random({12, stableHash("exact"), static_cast<std::uint64_t>(n)});
        Network network = smallNetwork(random, 2);
        for (std::size_t i = 0; i < network.layers.size(); ++i)
            network.layers[i].op = i % 2 == 0 || n % 4 == 0 ? OperatorType::Conv : OperatorType::Adder;
        Platform platform = smallPlatform(random, 2);
        platform.available.dsp = between(random, 2, 5);
        platform.available.lut = between(random, 80, 170);
        PeCost& conv = platform.pe[indexOf(OperatorType::Conv)];
        if (random.chance(0.4)) { // a person's own figures: an unpacked one that is smaller in every way
            conv.dsp = 2;
            conv.lut = conv.alone->lut + 10;
        }
        conv.energyPj *= std::array{5, 50, 500}[random.below(3)];
        conv.alone->energyPj = conv.energyPj * std::array{0.2, 0.5, 0.9, 1.1, 2.0, 5.0}[random.below(6)];
        const HardwareObjective objective = n % 3 ? HardwareObjective::Energy : HardwareObjective::Edp;
        const auto workload = workloadOf(network);
        ASSERT_TRUE(workload.ok());
        const PlainSpace plain(platform, *workload, objective);
        const auto all = bestByTryingAll(plain, 2);
        const auto found =
            AcceleratorSearch(platform, {AcceleratorMethod::Exact, objective, 2, true}).best(network, {});
        ASSERT_EQ(found.ok(), all.has_value()) << n;
        if (!found)
            continue;
        EXPECT_NEAR(objectiveOf(*found, platform, objective) / *all, 1, 1e-12)
            << n << " " << hardwareObjectiveName(objective) << " " << acceleratorText(found->accelerator);
        EXPECT_EQ(checkProof(plain, *found->proof, 2), "") << n;
        // From a hair above the best, and from nothing: neither bounds nor items may lose the better form.
        const AcceleratorSearchSettings settings = {AcceleratorMethod::Exact, objective, 2};
        const ArrayCatalog arrays(platform);
        LayerTable table(DramRate::of(platform));
        SearchProblem problem(platform, settings, *workload, arrays, table, {});
        const std::optional<ScoredAccelerator> hair = ScoredAccelerator{{}, {}, {*all * (1 + 1e-9), 0}};
        for (const auto& start : {hair, std::optional<ScoredAccelerator>()}) {
            const auto again = searchExact(problem, start);
            ASSERT_TRUE(again.ok()) << n;
            EXPECT_NEAR(objectiveOf(*again, platform, objective) / *all, 1, 1e-12) << n;
        }
        (found->accelerator.chunks[indexOf(OperatorType::Conv)].unpacked ? unpacked : packed) += 1;
    }
    EXPECT_GE(unpacked, 5);
    EXPECT_GE(packed, 5);
}

/// What is faster for dearer operations beats nothing where energy matters: beside another chunk that is the
/// busiest, the slower one may be better.
TEST(Exact, DearerOperationsNeverBeatCheaperOnes) {
    ChunkItem fast, cheap;
    fast.totals = {100, 50, 20, 2.0};
    fast.use = {2, 10, 3, 0};
    fast.bound = 1;
    cheap.totals = {200, 60, 20, 1.0};
    cheap.use = {2, 20, 3, 0};
    cheap.bound = 2;
    std::vector<ChunkItem> items = {cheap, fast};
    keepPareto(items, true);
    ASSERT_EQ(items.size(), 2U);
    EXPECT_EQ(leastOf(items).totals.operationPj, 1.0);
    EXPECT_EQ(LeastWithin(items, {9, 90, 9, 9}).of(90, 9).operationPj, 1.0);
    keepPareto(items, false);
    ASSERT_EQ(items.size(), 1U);
    EXPECT_EQ(items.front().totals, fast.totals);
}

TEST(Exact, UnpackedPesAreOneMoreChoice) {
    int better = 0;
    for (int n = 0; n < 30; ++n) {
        RandomStream random({10, stableHash("exact"), static_cast<std::uint64_t>(n)});
        const Network network = smallNetwork(random, 1 + n % 3);
        Platform platform = smallPlatform(random, 3);
        platform.available.dsp *= 8;
        const HardwareObjective objective = objectiveOf(n);
        const auto both =
            AcceleratorSearch(platform, {AcceleratorMethod::Exact, objective, 4}).best(network, {});
        platform.pe[indexOf(OperatorType::Conv)].alone.reset();
        const auto packed =
            AcceleratorSearch(platform, {AcceleratorMethod::Exact, objective, 4}).best(network, {});
        if (!packed)
            continue;
        ASSERT_TRUE(both.ok()) << both.error().message;
        const double ratio =
            objectiveOf(*both, platform, objective) / objectiveOf(*packed, platform, objective);
        EXPECT_LE(ratio, 1 + 1e-12) << n;
        EXPECT_FALSE(packed->accelerator.chunks[indexOf(OperatorType::Conv)].unpacked);
        better += ratio < 1 - 1e-9;
    }
    EXPECT_GT(better, 0);
}

TEST(Exact, ProvesIt) {
#ifdef __SANITIZE_THREAD__
    GTEST_SKIP() << "One thread, and half an hour of it.";
#endif
    const SearchSpace space = *SearchSpace::load("nash-cifar100");
    int steps = 0;
    for (int n = 0; n < 3; ++n) {
        RandomStream random({7, stableHash("exact"), static_cast<std::uint64_t>(n)});
        const Network network = space.expand(space.sample(random));
        const Platform platform = *Platform::preset(n % 2 ? "kv260" : "zc706");
        const HardwareObjective objective = n == 2 ? HardwareObjective::Energy : HardwareObjective::Fps;
        const auto workload = workloadOf(network);
        ASSERT_TRUE(workload.ok());
        const auto design =
            AcceleratorSearch(platform, {AcceleratorMethod::Exact, objective, 16, true}).best(network, {});
        ASSERT_TRUE(design.ok() && design->proof);
        EXPECT_NEAR(objectiveOf(*design, platform, objective) / design->proof->objective, 1, 1e-12);
        const PlainSpace plain(platform, *workload, objective);
        EXPECT_EQ(checkProof(plain, *design->proof, 16), "") << n;
        steps += static_cast<int>(design->proof->steps.size());

        if (n > 0)
            continue;
        // A claim that is too good, and a step too many, must not pass.
        ExactProof wrong = *design->proof;
        wrong.objective *= 1.05;
        EXPECT_NE(checkProof(plain, wrong, 16), "") << n;
        wrong = *design->proof;
        wrong.steps.insert(wrong.steps.begin(),
                           {16, plain.ops().front(), 0, false, ExactProof::Reason::NoRoom});
        EXPECT_NE(checkProof(plain, wrong, 16), "") << n;
    }
    EXPECT_GT(steps, 1000);
}

/// The same on networks and platforms so small that the proof's rest is tried in no time: every objective,
/// both families.
TEST(Exact, ProvesItForEveryObjective) {
    int proven = 0;
    for (int n = 0; n < 24; ++n) {
        RandomStream random({11, stableHash("exact"), static_cast<std::uint64_t>(n)});
        const int types = 1 + n % 2;
        const Network network = smallNetwork(random, types);
        const Platform platform = smallPlatform(random, types);
        const HardwareObjective objective = objectiveOf(n / 2);
        const auto workload = workloadOf(network);
        ASSERT_TRUE(workload.ok());
        const auto design =
            AcceleratorSearch(platform, {AcceleratorMethod::Exact, objective, 4, true}).best(network, {});
        if (!design)
            continue;
        ++proven;
        ASSERT_TRUE(design->proof) << n;
        EXPECT_NEAR(objectiveOf(*design, platform, objective) / design->proof->objective, 1, 1e-12);
        const PlainSpace plain(platform, *workload, objective);
        EXPECT_EQ(checkProof(plain, *design->proof, 4), "") << n << " " << hardwareObjectiveName(objective);
        ExactProof wrong = *design->proof;
        wrong.objective *= 1.05; // there is something better than that
        EXPECT_NE(checkProof(plain, wrong, 4), "") << n << " " << hardwareObjectiveName(objective);
    }
    EXPECT_GE(proven, 10);
}

TEST(Exact, MoreResourcesAreNeverWorse) {
    const SearchSpace space = *SearchSpace::load("tiny");
    for (int n = 0; n < 60; ++n) {
        RandomStream random({8, stableHash("exact"), static_cast<std::uint64_t>(n)});
        const Network network = space.expand(space.sample(random));
        Platform small = *Platform::preset(std::array{"ultra96", "kv260", "zc706"}[n % 3]);
        small.available.dsp = between(random, 8, 300);
        small.available.lut = between(random, 2000, 40000);
        small.available.bram36 = between(random, 14, 80);
        small.available.uram = between(random, 0, 12);
        Platform large = small;
        large.available.dsp += random.chance(0.5) ? between(random, 1, 200) : 0;
        large.available.lut += random.chance(0.5) ? between(random, 1, 20000) : 0;
        large.available.bram36 += random.chance(0.5) ? between(random, 1, 40) : 0;
        large.available.uram += random.chance(0.5) ? between(random, 1, 12) : 0;
        large.dramGigabytesPerSecond *= random.chance(0.3) ? 1.5 : 1;
        const AcceleratorSearchSettings settings = {AcceleratorMethod::Exact, objectiveOf(n), 4};
        const auto less = AcceleratorSearch(small, settings).best(network, {});
        const auto more = AcceleratorSearch(large, settings).best(network, {});
        if (!less)
            continue;
        ASSERT_TRUE(more.ok()) << n;
        EXPECT_LE(objectiveOf(*more, large, settings.objective),
                  objectiveOf(*less, small, settings.objective) * (1 + 1e-12))
            << n << " " << hardwareObjectiveName(settings.objective);
    }
}

TEST(Exact, OrderOfChunksAndOfEqualLayersChangesNothing) {
    for (int n = 0; n < 20; ++n) {
        RandomStream random({9, stableHash("exact"), static_cast<std::uint64_t>(n)});
        const Network network = smallNetwork(random, 3);
        const Platform platform = *Platform::preset("ultra96");
        const AcceleratorSearchSettings settings = {AcceleratorMethod::Exact, objectiveOf(n), 4};
        const auto design = AcceleratorSearch(platform, settings).best(network, {});
        ASSERT_TRUE(design.ok());

        // Layers of one chunk in another order, as data flow does not enter the objectives.
        Network turned = network;
        std::reverse(turned.layers.begin(), turned.layers.end());
        const auto reversed = AcceleratorSearch(platform, settings).best(turned, {});
        ASSERT_TRUE(reversed.ok());
        EXPECT_NEAR(objectiveOf(*reversed, platform, settings.objective) /
                        objectiveOf(*design, platform, settings.objective),
                    1, 1e-12);

        // Layers and PEs of one type change places with those of another, conv among them.
        for (const auto& [one, other] : {std::pair(OperatorType::Shift, OperatorType::Adder),
                                         std::pair(OperatorType::Conv, OperatorType::Adder),
                                         std::pair(OperatorType::Conv, OperatorType::Shift)}) {
            Network swapped = network;
            for (Layer& layer : swapped.layers)
                if (layer.op == one || layer.op == other)
                    layer.op = layer.op == one ? other : one;
            Platform mirrored = platform;
            std::swap(mirrored.pe[indexOf(one)], mirrored.pe[indexOf(other)]);
            const auto mirror = AcceleratorSearch(mirrored, settings).best(swapped, {});
            ASSERT_TRUE(mirror.ok());
            EXPECT_NEAR(objectiveOf(*mirror, mirrored, settings.objective) /
                            objectiveOf(*design, platform, settings.objective),
                        1, 1e-12)
                << operatorTypeName(one) << " and " << operatorTypeName(other);
        }
    }
}

TEST(Exact, HeuristicsNeverBeatIt) {
    const SearchSpace space = *SearchSpace::load("nash-cifar100");
    for (const std::string& name : Platform::presetNames()) {
        const Platform platform = *Platform::preset(name);
        for (const HardwareObjective objective : {HardwareObjective::Fps, HardwareObjective::Energy}) {
            RandomStream random({10, stableHash("exact"), static_cast<std::uint64_t>(objective)});
            const Network network = space.expand(space.sample(random));
            const auto exact =
                AcceleratorSearch(platform, {AcceleratorMethod::Exact, objective, 16}).best(network, {});
            ASSERT_TRUE(exact.ok());
            for (const auto method : {AcceleratorMethod::Nasa, AcceleratorMethod::CoarseToFine}) {
                const auto other = AcceleratorSearch(platform, {method, objective, 16}).best(network, {});
                ASSERT_TRUE(other.ok());
                EXPECT_FALSE(other->proven);
                EXPECT_GE(objectiveOf(*other, platform, objective),
                          objectiveOf(*exact, platform, objective) * (1 - 1e-12))
                    << name << " " << acceleratorMethodName(method);
            }
        }
    }
}

} // namespace
} // namespace pairscape
