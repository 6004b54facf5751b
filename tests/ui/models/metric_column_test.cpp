// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/metric_column.h"

#include "tests/ui/support/fake_study.h"
#include "ui/models/figure_text.h"

#include <gtest/gtest.h>

#include <QSet>

#include <cmath>

namespace pairscape {
namespace {

const MetricColumn& column(const char* id) {
    const MetricColumn* found = findMetricColumn(QString::fromLatin1(id));
    EXPECT_NE(found, nullptr) << id;
    return *found;
}

PairingRecord sample() {
    PairingRecord record;
    record.id = 4182;
    record.run = 3;
    record.architecture = "conv3x16";
    record.counts.macs = {1000, 200, 30};
    record.counts.parameters = 7654321;
    record.scores = {{"nn_degree", 42.5}, {"zen", 111.25}};
    record.accuracy = 1.375;
    record.fps = 3412;
    record.latencySeconds = 0.0021;
    record.energyJoule = 0.0045;
    record.powerWatts = 6.5;
    record.throughputGops = 310;
    record.use = {624, 61000, 120, 8};
    record.batch = 4;
    record.bound = Bound::Dram;
    record.onFront = true;
    record.pin = "Fast one";
    return record;
}

TEST(MetricColumns, HaveUniqueIdsAndAreFoundByThem) {
    QSet<QString> ids;
    for (const MetricColumn& each : metricColumns()) {
        EXPECT_FALSE(ids.contains(each.id)) << each.id.toStdString();
        ids.insert(each.id);
        EXPECT_EQ(findMetricColumn(each.id), &each);
        EXPECT_FALSE(each.title.isEmpty());
        EXPECT_NE(each.value, nullptr);
        EXPECT_NE(each.text, nullptr);
    }
    EXPECT_EQ(findMetricColumn(QStringLiteral("no such")), nullptr);
}

/// Whatever is a figure says where it comes from, and where it has a dimension it has a unit.
TEST(MetricColumns, SayKindAndUnit) {
    const QSet<QString> identities{QStringLiteral("id"), QStringLiteral("run")};
    const QSet<QString> kinds{QStringLiteral("zero-shot rank"), QStringLiteral("zero-shot"),
                              QStringLiteral("modelled"),       QStringLiteral("counted"),
                              QStringLiteral("trained"),        QStringLiteral("supernet"),
                              QStringLiteral("predicted")};
    for (const MetricColumn& each : metricColumns()) {
        if (each.numeric && !identities.contains(each.id)) {
            EXPECT_TRUE(kinds.contains(each.kind)) << each.id.toStdString();
        }
    }
    for (const auto& [id, unit] : {std::pair{"fps", "img/s"},
                                   {"latency", "ms"},
                                   {"energy", "mJ/img"},
                                   {"power", "W"},
                                   {"gops", "GOPS"}})
        EXPECT_EQ(column(id).unit.toStdString(), unit);
    EXPECT_EQ(column("fps").header().toStdString(), "FPS (img/s)");
    EXPECT_EQ(column("dsp").header().toStdString(), "DSP");
}

TEST(MetricColumns, AccuraciesAreOfTheirKind) {
    PairingRecord record = sample();
    for (const char* id : {"trained", "supernet", "predicted"}) {
        EXPECT_TRUE(std::isnan(column(id).value(record))) << id;
        EXPECT_EQ(column(id).text(record).toStdString(), "\u2013") << id;
        EXPECT_TRUE(column(id).accuracy()) << id;
        EXPECT_FALSE(column(id).quantity) << id; // no search can aim at what is measured afterwards
    }
    record.measured = {{AccuracyKind::Trained, 61.256, 10000, "here", {}},
                       {AccuracyKind::Supernet, 40, 500, "there", {}}};
    record.predicted = CalibratedAccuracy{0.6, 0.575, 0.625};
    EXPECT_EQ(column("trained").text(record).toStdString(), "61.26");
    EXPECT_EQ(column("supernet").value(record), 40);
    EXPECT_EQ(column("predicted").text(record).toStdString(), "60.0 \u00b1 2.5");
    EXPECT_EQ(column("trained").header().toStdString(), "Trained top-1 (%)");
}

TEST(MetricColumns, ConvertToTheirUnits) {
    const PairingRecord record = sample();
    EXPECT_DOUBLE_EQ(column("fps").value(record), 3412);
    EXPECT_DOUBLE_EQ(column("latency").value(record), 2.1);
    EXPECT_DOUBLE_EQ(column("energy").value(record), 4.5);
    EXPECT_DOUBLE_EQ(column("edp").value(record), 0.0045 * 0.0021 * 1e6); // mJ x ms
    EXPECT_DOUBLE_EQ(column("power").value(record), 6.5);
    EXPECT_DOUBLE_EQ(column("gops").value(record), 310);
    EXPECT_DOUBLE_EQ(column("dsp").value(record), 624);
    EXPECT_DOUBLE_EQ(column("lut").value(record), 61000);
    EXPECT_DOUBLE_EQ(column("bram36").value(record), 120);
    EXPECT_DOUBLE_EQ(column("uram").value(record), 8);
    EXPECT_DOUBLE_EQ(column("batch").value(record), 4);
    EXPECT_DOUBLE_EQ(column("accuracy").value(record), 1.375);
    EXPECT_DOUBLE_EQ(column("nn_degree").value(record), 42.5);
    EXPECT_DOUBLE_EQ(column("zen").value(record), 111.25);
    EXPECT_DOUBLE_EQ(column("macs").value(record), 1230);
    EXPECT_DOUBLE_EQ(column("macs_conv").value(record), 1000);
    EXPECT_DOUBLE_EQ(column("macs_shift").value(record), 200);
    EXPECT_DOUBLE_EQ(column("macs_adder").value(record), 30);
    EXPECT_DOUBLE_EQ(column("parameters").value(record), 7654321);
    EXPECT_DOUBLE_EQ(column("id").value(record), 4182);
    EXPECT_DOUBLE_EQ(column("run").value(record), 3);
}

TEST(MetricColumns, WriteTheWordsOfARecord) {
    const PairingRecord record = sample();
    EXPECT_EQ(column("pin").text(record).toStdString(), "Fast one");
    EXPECT_EQ(column("architecture").text(record).toStdString(), "conv3x16");
    EXPECT_EQ(column("bound").text(record).toStdString(), "DRAM");
    EXPECT_EQ(column("front").text(record).toStdString(), "\u25cf");
    EXPECT_EQ(column("accuracy").text(record).toStdString(), "1.375");
    EXPECT_EQ(column("id").text(record).toStdString(), "4\u2009182");
    PairingRecord computing = record;
    computing.bound = Bound::Compute;
    computing.bottleneck = OperatorType::Adder;
    EXPECT_EQ(column("bound").text(computing).toStdString(), "adder chunk");
}

/// A figure and its unit never have a prefix each.
TEST(MetricColumns, NeverStackPrefixes) {
    for (const double size : {1e-9, 1e-6, 1e-3, 1.0, 1e3, 1e6, 1e9}) {
        PairingRecord record = sample();
        record.latencySeconds *= size;
        record.energyJoule *= size;
        record.throughputGops *= size;
        for (const char* id : {"latency", "energy", "edp", "gops"}) {
            EXPECT_EQ(column(id).prefix(), Prefix::Never) << id;
            const QString text = column(id).text(record);
            EXPECT_FALSE(text.back().isLetter()) << id << ": " << text.toStdString();
        }
    }
    EXPECT_EQ(column("fps").prefix(), Prefix::Allowed);
    EXPECT_EQ(column("macs").prefix(), Prefix::Allowed);
}

/// Reads a figure's text back: digits, a prefix or none.
double readBack(QString text) {
    text.replace(QChar(0x2212), QLatin1Char('-'));
    double factor = 1;
    for (const auto& [symbol, size] :
         {std::pair{u'k', 1e3}, {u'M', 1e6}, {u'G', 1e9}, {u'm', 1e-3}, {u'\u00b5', 1e-6}})
        if (text.endsWith(QChar(symbol))) {
            factor = size;
            text.chop(1);
        }
    text.remove(QChar(0x2009));
    bool read = false;
    const double number = text.toDouble(&read);
    return read ? number * factor : std::nan("");
}

TEST(MetricColumns, TextAndValueAgreeInEveryColumnOfRealRecords) {
    const test::FakeStudy study(300);
    for (const PairingRecord& record : study.snapshot()->pairings)
        for (const MetricColumn& each : metricColumns()) {
            if (!each.numeric)
                continue;
            const double value = each.value(record);
            if (std::isnan(value)) {
                EXPECT_EQ(each.text(record).toStdString(), "\u2013") << each.id.toStdString();
                continue;
            }
            EXPECT_NEAR(readBack(each.text(record)), value, 0.00501 * std::abs(value) + 5e-4)
                << each.id.toStdString() << " " << each.text(record).toStdString();
        }
}

TEST(MetricColumns, AnInfeasiblePairingHasNoHardwareFigures) {
    PairingRecord record = sample();
    record.feasible = false;
    for (const MetricColumn& each : metricColumns())
        if (each.kind == QLatin1String("modelled")) {
            EXPECT_TRUE(std::isnan(each.value(record))) << each.id.toStdString();
            EXPECT_EQ(each.text(record).toStdString(), "\u2013") << each.id.toStdString();
        }
    EXPECT_EQ(column("bound").text(record).toStdString(), "does not fit");
    EXPECT_DOUBLE_EQ(column("accuracy").value(record), 1.375);
    EXPECT_DOUBLE_EQ(column("parameters").value(record), 7654321);
}

TEST(MetricColumns, AMissingTermIsNotZero) {
    PairingRecord record = sample();
    record.scores.clear();
    EXPECT_TRUE(std::isnan(column("zen").value(record)));
    EXPECT_TRUE(std::isnan(column("nn_degree").value(record)));
}

TEST(MetricColumns, SayWhichWayIsBetter) {
    for (const char* id : {"accuracy", "fps", "gops", "zen", "nn_degree"})
        EXPECT_EQ(column(id).better, Better::Higher) << id;
    for (const char* id : {"latency", "energy", "edp", "power", "dsp", "lut", "bram36", "uram", "parameters"})
        EXPECT_EQ(column(id).better, Better::Lower) << id;
}

} // namespace
} // namespace pairscape
