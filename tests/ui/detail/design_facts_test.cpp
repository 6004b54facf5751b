// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/support/fake_study.h"
#include "ui/detail/allocation.h"
#include "ui/detail/design_facts.h"
#include "ui/detail/difference.h"
#include "ui/detail/layer_facts.h"
#include "ui/models/figure_text.h"

#include <gtest/gtest.h>

#include <limits>

namespace pairscape {
namespace {

std::optional<Platform> kv260() {
    return *Platform::preset("kv260");
}

/// Details of the first pairing for which `wanted` holds.
PairingDetail detailWhere(const test::FakeStudy& study,
                          const std::function<bool(const PairingDetail&)>& wanted) {
    const auto snapshot = study.snapshot();
    for (const PairingRecord& record : snapshot->pairings)
        if (auto detail = study.detail(record.id); detail && wanted(*detail))
            return *std::move(detail);
    ADD_FAILURE() << "no such pairing";
    return {};
}

QString figureOf(const std::vector<Fact>& facts, const char* name) {
    for (const Fact& fact : facts)
        if (fact.name == QLatin1String(name))
            return fact.figure;
    return QStringLiteral("(none)");
}

bool fits(const PairingDetail& detail) {
    return detail.record.feasible;
}

TEST(LayerFacts, AreThoseOfTheLayer) {
    const test::FakeStudy study(8);
    const PairingDetail detail = detailWhere(study, fits);
    for (std::size_t i = 0; i < detail.network.layers.size(); ++i) {
        const Layer& layer = detail.network.layers[i];
        const LayerCost& cost = detail.cost.layers[i];
        const std::vector<Fact> facts = layerFacts(detail, i, kv260());
        EXPECT_EQ(figureOf(facts, "Layer"),
                  QStringLiteral("%1 of %2").arg(i + 1).arg(detail.network.layers.size()));
        EXPECT_EQ(figureOf(facts, "Role").toStdString(), layerRoleName(layer.role));
        EXPECT_TRUE(figureOf(facts, "Operator").startsWith(operatorWord(layer.op)));
        EXPECT_EQ(figureOf(facts, "Parameters"), countText(layer.parameters()));
        EXPECT_EQ(figureOf(facts, "Cycles"), countText(cost.cycles));
        EXPECT_EQ(figureOf(facts, "Waits for"), boundWord(cost.bound));
        // 200 MHz: 200 000 cycles are a millisecond.
        EXPECT_NEAR(layerTime(detail, i, kv260()),
                    static_cast<double>(cost.cycles) / detail.accelerator.batch / 200000.0, 1e-12);
        EXPECT_EQ(figureOf(facts, "Stays on chip").toStdString(), stationaryName(cost.mapping.stationary));
        EXPECT_EQ(facts.size(), layerFacts(detail, 0, kv260()).size()) << "the record keeps its lines";
    }
}

TEST(LayerFacts, WithoutAClockTimesAreCycles) {
    const test::FakeStudy study(8);
    const PairingDetail detail = detailWhere(study, fits);
    EXPECT_EQ(layerTimeUnit(std::nullopt), QStringLiteral("cycles"));
    EXPECT_DOUBLE_EQ(layerTime(detail, 3, std::nullopt),
                     static_cast<double>(detail.cost.layers[3].cycles) / detail.accelerator.batch);
}

TEST(LayerFacts, BytesHaveAPrefixAndAUnit) {
    EXPECT_EQ(bytesText(12), QStringLiteral("12.0\u2009B"));
    EXPECT_EQ(bytesText(1250000), QStringLiteral("1.25\u2009MB"));
}

TEST(NetworkFacts, TotalsAreThoseOfTheRecord) {
    const test::FakeStudy study(8);
    const PairingDetail detail = detailWhere(study, fits);
    std::int64_t macs = 0;
    std::int64_t parameters = 0;
    for (const Layer& layer : detail.network.layers) {
        macs += layer.macs();
        parameters += layer.parameters();
    }
    EXPECT_EQ(macs, detail.record.counts.total());
    EXPECT_EQ(parameters, detail.record.counts.parameters);
    const std::vector<Fact> facts = networkFacts(detail, kv260());
    const MetricColumn* column = findMetricColumn(QStringLiteral("macs"));
    EXPECT_EQ(figureOf(facts, "MACs"), column->text(detail.record));
    EXPECT_EQ(figureOf(facts, "Parameters"),
              findMetricColumn(QStringLiteral("parameters"))->text(detail.record));
}

TEST(AllocationOf, SharesAddUpToWhatIsUsed) {
    const test::FakeStudy study(20);
    for (PairingId id = 1; id <= 20; ++id) {
        const PairingDetail detail = *study.detail(id);
        const Allocation allocation = allocationOf(detail, kv260());
        if (!detail.record.feasible) {
            EXPECT_TRUE(allocation.empty());
            continue;
        }
        const auto find = [&](const char* name) {
            for (const ResourceShare& share : allocation.resources)
                if (share.name == QLatin1String(name))
                    return share;
            ADD_FAILURE() << name;
            return ResourceShare{};
        };
        EXPECT_EQ(find("DSP").used(), detail.record.use.dsp);
        EXPECT_EQ(find("LUT").used(), detail.record.use.lut);
        EXPECT_EQ(find("BRAM36").used(), detail.record.use.bram36);
        EXPECT_EQ(find("URAM").used(), detail.record.use.uram);
        EXPECT_EQ(find("DSP").limit, 1248);
        EXPECT_EQ(find("LUT").limit, 117120);
        EXPECT_NEAR(find("LUT").keptFree, 117120 * 0.3, 1);
        EXPECT_EQ(find("DSP").keptFree, 0);
        std::int64_t pes = 0;
        int layers = 0;
        for (const ChunkShare& chunk : allocation.chunks) {
            pes += detail.accelerator.chunks[indexOf(chunk.op)].pes();
            layers += chunk.layers;
            EXPECT_LE(chunk.busy, 1.0);
            // Work over interval, from the layers themselves.
            std::int64_t cycles = 0;
            for (const LayerCost& cost : detail.cost.layers)
                cycles += cost.chunk == chunk.op ? cost.cycles : 0;
            EXPECT_NEAR(chunk.busy,
                        static_cast<double>(cycles) / static_cast<double>(detail.cost.intervalCycles), 1e-12);
        }
        EXPECT_EQ(find("PEs").used(), static_cast<double>(pes));
        EXPECT_EQ(layers, static_cast<int>(detail.network.layers.size()));
    }
}

TEST(AllocationOf, SaysWhatSetsTheInterval) {
    const test::FakeStudy study(60);
    const PairingDetail dram =
        detailWhere(study, [](const auto& d) { return fits(d) && d.cost.bound == Bound::Dram; });
    const Allocation first = allocationOf(dram, kv260());
    EXPECT_TRUE(first.dramSetsInterval);
    ASSERT_TRUE(first.dramBusy);
    EXPECT_NEAR(*first.dramBusy, 1.0, 1e-4);
    EXPECT_TRUE(first.verdict.startsWith(QStringLiteral("DRAM traffic sets the interval")))
        << first.verdict.toStdString();
    EXPECT_TRUE(first.verdict.contains(figureText(dram.record.fps) + QStringLiteral(" FPS")));
    for (const ChunkShare& chunk : first.chunks)
        EXPECT_FALSE(chunk.bottleneck);

    const PairingDetail busy =
        detailWhere(study, [](const auto& d) { return fits(d) && d.cost.bound == Bound::Compute; });
    const Allocation second = allocationOf(busy, kv260());
    EXPECT_FALSE(second.dramSetsInterval);
    EXPECT_LT(*second.dramBusy, 1.0);
    EXPECT_TRUE(second.verdict.contains(operatorWord(busy.cost.bottleneck) + QStringLiteral(" chunk")));
    for (const ChunkShare& chunk : second.chunks) {
        EXPECT_EQ(chunk.bottleneck, chunk.op == busy.cost.bottleneck);
        if (chunk.bottleneck) {
            EXPECT_DOUBLE_EQ(chunk.busy, 1.0);
        }
    }
}

TEST(AllocationOf, WithoutAPlatformThereAreNoLimits) {
    const test::FakeStudy study(8);
    const Allocation allocation = allocationOf(detailWhere(study, fits), std::nullopt);
    EXPECT_FALSE(allocation.dramBusy);
    for (const ResourceShare& share : allocation.resources)
        EXPECT_EQ(share.limit, 0);
    EXPECT_TRUE(allocation.verdict.contains(QStringLiteral("cycles")));
}

TEST(BoundFacts, AgreeWithThePlatform) {
    const test::FakeStudy study(60);
    const PairingDetail dram =
        detailWhere(study, [](const auto& d) { return fits(d) && d.cost.bound == Bound::Dram; });
    // Where traffic sets the interval all of the bandwidth is used.
    EXPECT_EQ(figureOf(boundFacts(dram, kv260()), "DRAM bandwidth"), QStringLiteral("15.4 of 15.4"));
    EXPECT_EQ(figureOf(boundFacts(dram, kv260()), "Images in flight"), countText(dram.cost.imagesInFlight));
    const PairingDetail none = detailWhere(study, [](const auto& d) { return !fits(d); });
    EXPECT_TRUE(boundFacts(none, kv260()).empty());
}

TEST(ScoreFacts, GiveRawValueAndRank) {
    PairingDetail detail;
    detail.record.scores = {{"zen", 159.25}, {"nn_degree", -std::numeric_limits<double>::infinity()}};
    detail.ranks = {0.5481, 0.0};
    const std::vector<Fact> facts = scoreFacts(detail);
    EXPECT_EQ(figureOf(facts, "Zen"), QStringLiteral("159, rank 0.548"));
    EXPECT_EQ(figureOf(facts, "NN-Degree"), QStringLiteral("undefined here, rank 0.000"));
}

TEST(ProvenanceFacts, NameRunSeedAndMethod) {
    const test::FakeStudy study(4);
    const auto snapshot = study.snapshot();
    const std::vector<Fact> facts = provenanceFacts(snapshot->pairings[2], *snapshot);
    EXPECT_EQ(figureOf(facts, "Space"), QStringLiteral("nash-cifar100"));
    EXPECT_EQ(figureOf(facts, "Platform"), QStringLiteral("AMD Kria KV260"));
    EXPECT_EQ(figureOf(facts, "Run"), QStringLiteral("1 (nash, seed 1), evaluation 3"));
    EXPECT_EQ(figureOf(facts, "Accelerator by"), QStringLiteral("exact, for fps"));
    EXPECT_EQ(figureOf(facts, "Hash").size(), 16);
}

TEST(DifferenceFrom, HasASignAndSaysWhetherItIsGood) {
    PairingRecord base;
    base.fps = 1000;
    base.latencySeconds = 0.002;
    base.accuracy = 1.25;
    PairingRecord record = base;
    record.fps = 1125;
    record.latencySeconds = 0.0025;
    record.accuracy = 1.2;
    const auto metric = [](const char* id) -> const MetricColumn& {
        return *findMetricColumn(QString::fromLatin1(id));
    };
    EXPECT_EQ(differenceFrom(base, record, metric("fps")).text, QStringLiteral("+12.5\u00a0% \u25b2 better"));
    EXPECT_EQ(differenceFrom(base, record, metric("latency")).text,
              QStringLiteral("+25.0\u00a0% \u25bc worse"));
    EXPECT_EQ(differenceFrom(base, record, metric("accuracy")).text,
              QStringLiteral("\u22120.050 \u25bc worse"));
    EXPECT_EQ(differenceFrom(record, base, metric("latency")).verdict, Difference::Verdict::Better);
    EXPECT_EQ(differenceFrom(base, base, metric("fps")).verdict, Difference::Verdict::Same);
    record.feasible = false;
    EXPECT_EQ(differenceFrom(base, record, metric("fps")).verdict, Difference::Verdict::None);
    EXPECT_TRUE(differenceFrom(base, record, metric("fps")).text.isEmpty());
}

} // namespace
} // namespace pairscape
