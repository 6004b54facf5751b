// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The row-stationary model against a walk of its passes, and against what no chip can beat.

#include "core/accelerator/asic/row_stationary.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <set>
#include <tuple>

namespace pairscape::asic {
namespace {

/// Counts the same things one pass, and within it one row of outputs, at a time.
struct ArrayWalk {
    std::int64_t passes = 0, compute = 0, cycles = 0, psumWords = 0, inputWords = 0;
    double filterBytes = 0, inputBytes = 0;
};

std::int64_t onBus(std::int64_t words, int bus) {
    std::int64_t cycles = 0;
    for (; words > 0; words -= bus)
        ++cycles;
    return cycles;
}

ArrayWalk walk(const RowStationaryChip& chip, const RowStationaryLayer& layer, const RowStationaryMapping& map) {
    ArrayWalk total;
    const int outputs = layer.outputs(), filtersOfGroup = layer.filters / layer.groups;
    for (int group = 0; group < layer.groups; ++group)
        for (int row0 = 0; row0 < outputs; row0 += map.e)
            for (int image0 = 0; image0 < layer.batch; image0 += map.n) {
                const int images = std::min(map.n, layer.batch - image0);
                const int rows = std::min(map.e, outputs - row0);
                // Rows of the padded map that the strip touches, and which of them are real.
                std::set<int> touched, real;
                for (int row = row0; row < row0 + rows; ++row)
                    for (int tap = 0; tap < layer.kernel; ++tap) {
                        const int at = row * layer.stride + tap;
                        touched.insert(at);
                        if (at >= layer.padding && at < layer.padding + layer.input)
                            real.insert(at);
                    }
                // With a stride beyond the kernel the chip still streams the rows between.
                const int window = *touched.rbegin() - *touched.begin() + 1;
                const int realWindow = *real.rbegin() - *real.begin() + 1;
                for (int held0 = 0; held0 < filtersOfGroup; held0 += map.m) {
                    const int held = std::min(map.m, filtersOfGroup - held0);
                    total.inputBytes += 2.0 * images * realWindow * layer.input * layer.channels;
                    for (int filter0 = 0; filter0 < held; filter0 += map.p * map.t) {
                        const int filters = std::min(map.p * map.t, held - filter0);
                        for (int channel0 = 0; channel0 < layer.channels; channel0 += map.q * map.r) {
                            const int channels = std::min(map.q * map.r, layer.channels - channel0);
                            ++total.passes;
                            // The busiest PE: one row of one image at a time.
                            const int perSet = (filters + map.t - 1) / map.t,
                                      perRow = (channels + map.r - 1) / map.r;
                            std::int64_t compute = 0, psums = 0, inputs = 0;
                            for (int image = 0; image < images; ++image) {
                                for (int column = 0; column < outputs; ++column)
                                    compute += std::int64_t{perSet} * perRow * layer.kernel;
                                for (int row = 0; row < rows; ++row)
                                    psums += std::int64_t{outputs} * filters;
                                for (int row = 0; row < window; ++row)
                                    inputs += std::int64_t{layer.padded()} * channels;
                            }
                            total.compute += compute;
                            total.psumWords += 2 * psums;
                            total.inputWords += inputs;
                            const std::int64_t weights =
                                std::int64_t{filters} * channels * layer.kernel * layer.kernel;
                            total.filterBytes += 2.0 * static_cast<double>(weights);
                            total.cycles +=
                                std::max(
                                    {compute, onBus(psums, chip.psumBus), onBus(inputs, chip.inputBus)}) +
                                onBus(weights, chip.filterBus) +
                                onBus(std::int64_t{window} * layer.kernel * channels, chip.inputBus) +
                                onBus(std::int64_t{filters} * rows, chip.psumBus);
                        }
                    }
                }
            }
    return total;
}

struct RowCase {
    RowStationaryChip chip;
    RowStationaryLayer layer;
    RowStationaryMapping map;
};

RowCase arbitraryRowCase() {
    const auto in = [](int low, int high) { return *rc::gen::inRange(low, high + 1); };
    RowCase random;
    random.layer.kernel = in(1, 4);
    random.layer.stride = in(1, random.layer.kernel);
    random.layer.padding = in(0, random.layer.kernel - 1);
    random.layer.input = in(random.layer.kernel, 12);
    random.layer.groups = in(1, 2);
    random.layer.channels = in(1, 9);
    random.layer.filters = in(1, 12) * random.layer.groups;
    random.layer.batch = in(1, 4);
    random.map = {in(1, 8), in(1, 3), in(1, 6), in(1, 6), in(1, 3), in(1, 2), in(1, 2)};
    random.chip.filterBus = in(1, 4);
    random.chip.inputBus = in(1, 3);
    random.chip.psumBus = in(1, 4);
    return random;
}

RC_GTEST_PROP(RowStationary, EqualsAWalkOfItsPasses, ()) {
    const RowCase random = arbitraryRowCase();
    const auto cost = rowStationaryCost(random.chip, random.layer, random.map);
    RC_PRE(cost.ok());
    const ArrayWalk expected = walk(random.chip, random.layer, random.map);
    RC_ASSERT(cost->passes == expected.passes);
    RC_ASSERT(cost->computeCycles == expected.compute);
    RC_ASSERT(cost->cycles == expected.cycles);
    RC_ASSERT(cost->bufferPsumWords == expected.psumWords);
    RC_ASSERT(cost->bufferInputWords == expected.inputWords);
    RC_ASSERT(cost->filterBytes == expected.filterBytes);
    RC_ASSERT(cost->inputBytes == expected.inputBytes);
}

RC_GTEST_PROP(RowStationary, NeverBelowWhatMustBe, ()) {
    const RowCase random = arbitraryRowCase();
    const auto cost = rowStationaryCost(random.chip, random.layer, random.map);
    RC_PRE(cost.ok());
    const RowStationaryLayer& layer = random.layer;
    RC_ASSERT(cost->computeCycles * cost->activePes >= layer.macs());
    RC_ASSERT(cost->cycles > cost->computeCycles);
    RC_ASSERT(cost->activePes <= 168);
    const double outputs =
        static_cast<double>(layer.outputs()) * layer.outputs() * layer.filters * layer.batch;
    RC_ASSERT(cost->outputBytes == 2 * outputs);
    RC_ASSERT(static_cast<double>(cost->bufferPsumWords) >= 2 * outputs);
    RC_ASSERT(cost->filterBytes >= 2.0 * layer.filters * layer.channels * layer.kernel * layer.kernel);
}

TEST(RowStationary, SaysWhatIsTooSmall) {
    const RowStationaryChip chip;
    const RowStationaryLayer layer{27, 2, 5, 1, 48, 256, 2, 4, 0, 0};
    const RowStationaryMapping good{64, 1, 27, 16, 2, 1, 1};
    EXPECT_TRUE(fits(chip, layer, good).ok());
    const auto complaint = [&](RowStationaryMapping map) { return fits(chip, layer, map).error().message; };
    EXPECT_EQ(complaint({64, 1, 27, 16, 2, 2, 1}),
              "The mapping needs 2 PE sets but the chip has 1; choose smaller factors.");
    EXPECT_EQ(complaint({64, 1, 27, 24, 2, 1, 1}),
              "The mapping needs 240 words of filter pad but the chip has 224; choose smaller factors.");
    EXPECT_EQ(complaint({64, 1, 27, 5, 3, 1, 1}),
              "The mapping needs 15 words of input pad but the chip has 12; choose smaller factors.");
    EXPECT_EQ(complaint({64, 1, 27, 25, 1, 1, 1}),
              "The mapping needs 25 words of psum pad but the chip has 24; choose smaller factors.");
    EXPECT_EQ(complaint({64, 2, 27, 16, 2, 1, 1}),
              "The mapping needs 97156 words of buffer but the chip has 51200; choose smaller factors.");
    EXPECT_EQ(complaint({64, 0, 27, 16, 2, 1, 1}), "The factors of a row-stationary mapping start at 1.");
}

/// The search against plain enumeration of everything it may choose.
RC_GTEST_PROP(RowStationary, LeastTrafficIsTheLeast, ()) {
    RowCase random = arbitraryRowCase();
    random.layer.kernel = 3;
    random.layer.input = std::max(random.layer.input, 3);
    const int channels = *rc::gen::element(1, 2, 4);
    const int e = *rc::gen::inRange(1, 7), sets = *rc::gen::element(1, 2, 4);
    const auto found = leastTrafficMapping(random.chip, random.layer, channels, e, sets);
    RowStationaryLayer raw = random.layer;
    raw.inputZeros = raw.outputZeros = 0;
    const auto key = [&](const RowStationaryMapping& map) {
        const auto cost = rowStationaryCost(random.chip, raw, map).value();
        return std::tuple(cost.dramBytes(), cost.bufferInputWords + cost.bufferPsumWords, cost.cycles);
    };
    bool any = false;
    const int filters = raw.filters / raw.groups;
    for (int m = 1; m <= filters; ++m)
        for (int n = 1; n <= raw.batch; ++n)
            for (int p = 1; p <= 24; ++p)
                for (int q = 1; q <= channels; ++q)
                    for (int r = 1; r <= sets; ++r)
                        for (int t = 1; t <= sets; ++t) {
                            if (r * t != sets || q * r != channels || filters % m != 0 || m % (p * t) != 0 ||
                                raw.batch % n != 0)
                                continue;
                            const RowStationaryMapping map{m, n, e, p, q, r, t};
                            if (!fits(random.chip, raw, map))
                                continue;
                            any = true;
                            RC_ASSERT(found.ok());
                            RC_ASSERT(key(*found) <= key(map));
                        }
    RC_ASSERT(found.ok() == any);
}

TEST(RowStationary, RunLengthCode) {
    EXPECT_EQ(runLengthShare(0), 1);
    EXPECT_EQ(runLengthShare(0.25), 1);
    EXPECT_DOUBLE_EQ(runLengthShare(0.7), 0.4);
    EXPECT_EQ(runLengthShare(1), 0);
}

} // namespace
} // namespace pairscape::asic
