// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ranks/evaluation_bytes.h"

#include "core/accelerator/accelerator_search.h"
#include "core/accelerator/platform.h"
#include "core/space/search_space.h"

#include <gtest/gtest.h>

#include <limits>

namespace pairscape {
namespace {

/// A real evaluation but for its scores.
Evaluation evaluated(bool unpacked) {
    const SearchSpace space = *SearchSpace::load("tiny");
    const Network network = space.expand(*space.parse("stem8 8k3e1:CS 16k5e3:SA head32"));
    const AcceleratorSearch search(*Platform::preset("kv260"), {});
    Accelerator accelerator;
    accelerator.batch = 2;
    for (Chunk& chunk : accelerator.chunks)
        chunk = {8, 4, 2, 16384, 8192, 8192};
    accelerator.chunks[indexOf(OperatorType::Conv)].unpacked = unpacked;
    Evaluation evaluation;
    evaluation.architecture = "stem8 8k3e1:CS 16k5e3:SA head32";
    evaluation.counts = network.counts();
    evaluation.scores = {{"nn_degree", 1.0 / 3}, {"zen", -std::numeric_limits<double>::infinity()}};
    evaluation.design = *search.cost(network, accelerator);
    evaluation.design.evaluated = 12345678901;
    evaluation.design.proven = true;
    return evaluation;
}

void expectEqual(const Evaluation& a, const Evaluation& b) {
    EXPECT_EQ(a.architecture, b.architecture);
    EXPECT_EQ(a.counts.macs, b.counts.macs);
    EXPECT_EQ(a.counts.parameters, b.counts.parameters);
    ASSERT_EQ(a.scores.size(), b.scores.size());
    for (std::size_t i = 0; i < a.scores.size(); ++i) {
        EXPECT_EQ(a.scores[i].name, b.scores[i].name);
        EXPECT_EQ(a.scores[i].value, b.scores[i].value);
    }
    EXPECT_EQ(a.feasible, b.feasible);
    EXPECT_EQ(a.infeasibleReason, b.infeasibleReason);
    EXPECT_EQ(a.design.accelerator, b.design.accelerator);
    EXPECT_EQ(a.design.evaluated, b.design.evaluated);
    EXPECT_EQ(a.design.proven, b.design.proven);
    const HardwareCost& one = a.design.cost;
    const HardwareCost& other = b.design.cost;
    EXPECT_EQ(one.fps, other.fps);
    EXPECT_EQ(one.throughputGops, other.throughputGops);
    EXPECT_EQ(one.latencySeconds, other.latencySeconds);
    EXPECT_EQ(one.energyJoule, other.energyJoule);
    EXPECT_EQ(one.powerWatts, other.powerWatts);
    EXPECT_EQ(one.intervalCycles, other.intervalCycles);
    EXPECT_EQ(one.bound, other.bound);
    EXPECT_EQ(one.bottleneck, other.bottleneck);
    EXPECT_EQ(one.imagesInFlight, other.imagesInFlight);
    EXPECT_EQ(one.inFlightBytes, other.inFlightBytes);
    EXPECT_EQ(one.use, other.use);
    for (std::size_t i = 0; i < one.chunks.size(); ++i) {
        EXPECT_EQ(one.chunks[i].use, other.chunks[i].use);
        EXPECT_EQ(one.chunks[i].pes, other.chunks[i].pes);
        EXPECT_EQ(one.chunks[i].layers, other.chunks[i].layers);
        EXPECT_EQ(one.chunks[i].macs, other.chunks[i].macs);
        EXPECT_EQ(one.chunks[i].cycles, other.chunks[i].cycles);
        EXPECT_EQ(one.chunks[i].dramBytes, other.chunks[i].dramBytes);
        EXPECT_EQ(one.chunks[i].busy, other.chunks[i].busy);
    }
    ASSERT_EQ(one.layers.size(), other.layers.size());
    for (std::size_t i = 0; i < one.layers.size(); ++i) {
        const LayerCost& left = one.layers[i];
        const LayerCost& right = other.layers[i];
        EXPECT_EQ(left.chunk, right.chunk);
        EXPECT_EQ(left.mapping, right.mapping);
        EXPECT_EQ(left.cycles, right.cycles);
        EXPECT_EQ(left.computeCycles, right.computeCycles);
        EXPECT_EQ(left.inputBytes, right.inputBytes);
        EXPECT_EQ(left.weightBytes, right.weightBytes);
        EXPECT_EQ(left.outputBytes, right.outputBytes);
        EXPECT_EQ(left.bound, right.bound);
        EXPECT_EQ(left.utilisation, right.utilisation);
        EXPECT_EQ(left.energyPj, right.energyPj);
    }
}

TEST(EvaluationBytes, AreTheEvaluationToTheLastBit) {
    for (const bool unpacked : {false, true}) {
        const Evaluation evaluation = evaluated(unpacked);
        ASSERT_GT(evaluation.design.cost.layers.size(), 5U);
        const auto back = evaluationOf(evaluationBytes(evaluation));
        ASSERT_TRUE(back.ok()) << back.error().message;
        expectEqual(*back, evaluation);
        EXPECT_EQ(back->design.accelerator.chunks[0].unpacked, unpacked);
    }
    Evaluation none;
    none.architecture = "stem8";
    none.feasible = false;
    none.infeasibleReason = "It is short of LUT.";
    const auto back = evaluationOf(evaluationBytes(none));
    ASSERT_TRUE(back.ok());
    expectEqual(*back, none);
}

TEST(EvaluationBytes, CarryWhyThereIsNone) {
    const auto back = evaluationOf(evaluationBytes(Error{ErrorCode::NotFound, "There is no such block."}));
    ASSERT_FALSE(back.ok());
    EXPECT_EQ(back.error().code, ErrorCode::NotFound);
    EXPECT_EQ(back.error().message, "There is no such block.");
}

/// However little of a message arrives, nothing is read behind its end and nothing is made up.
TEST(EvaluationBytes, WhatIsCutOrTooLongIsRefused) {
    const std::string bytes = evaluationBytes(evaluated(true));
    for (std::size_t size = 0; size < bytes.size(); size += 1 + size / 40) {
        const auto cut = evaluationOf(bytes.substr(0, size));
        ASSERT_FALSE(cut.ok()) << size;
        EXPECT_EQ(cut.error().code, ErrorCode::Internal);
    }
    EXPECT_FALSE(evaluationOf(bytes + '\0').ok());
}

TEST(EvaluationBytes, SettingsComeBackWhole) {
    StudySettings settings;
    settings.spaceJson = std::string("{}\0x", 4);
    settings.platformJson = "{\"name\": \"mine\"}";
    settings.seed = 18446744073709551615U;
    settings.acceleratorMethod = "nasa";
    settings.hardwareObjective = "edp";
    settings.maxBatch = 3;
    settings.metrics = {"zen", "", "nn_degree"};
    settings.rankMetric = "mine";
    settings.zenBatch = 7;
    settings.zenRepeats = 5;
    const auto back = settingsOf(settingsBytes(settings));
    ASSERT_TRUE(back.ok());
    EXPECT_EQ(back->spaceJson, settings.spaceJson);
    EXPECT_EQ(back->platformJson, settings.platformJson);
    EXPECT_EQ(back->seed, settings.seed);
    EXPECT_EQ(back->acceleratorMethod, settings.acceleratorMethod);
    EXPECT_EQ(back->hardwareObjective, settings.hardwareObjective);
    EXPECT_EQ(back->maxBatch, settings.maxBatch);
    EXPECT_EQ(back->rankMetric, settings.rankMetric);
    EXPECT_EQ(back->metrics, settings.metrics);
    EXPECT_EQ(back->zenBatch, settings.zenBatch);
    EXPECT_EQ(back->zenRepeats, settings.zenRepeats);
    EXPECT_FALSE(settingsOf(settingsBytes(settings).substr(1)).ok());
}

} // namespace
} // namespace pairscape
