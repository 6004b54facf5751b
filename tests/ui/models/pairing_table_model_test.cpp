// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/pairing_table_model.h"

#include "tests/ui/support/fake_study.h"
#include "ui/models/metric_column.h"

#include <gtest/gtest.h>

#include <QAbstractItemModelTester>
#include <QSignalSpy>

#include <algorithm>
#include <cmath>
#include <random>

namespace pairscape {
namespace {

using test::FakeStudy;

/// A broken model ends the test.
struct Tested {
    PairingTableModel model;
    QAbstractItemModelTester tester{&model, QAbstractItemModelTester::FailureReportingMode::Fatal};
};

/// The order as a person would write it down: stable sorts, one criterion after the other, least first.
std::vector<PairingId> slowOrder(const StudySnapshot& snapshot, const PairingFilter& filter,
                                 const MetricColumn& column, Qt::SortOrder order) {
    std::vector<PairingRecord> records(snapshot.pairings.begin(), snapshot.pairings.end());
    std::stable_sort(records.begin(), records.end(),
                     [](const auto& a, const auto& b) { return a.id < b.id; });
    const bool words = !column.numeric && column.id != QLatin1String("front");
    const auto missing = [&](const PairingRecord& r) {
        return words ? column.text(r).isEmpty() : std::isnan(column.value(r));
    };
    const auto known = std::stable_partition(records.begin(), records.end(),
                                             [&](const PairingRecord& r) { return !missing(r); });
    std::stable_sort(records.begin(), known, [&](const auto& a, const auto& b) {
        const auto& first = order == Qt::AscendingOrder ? a : b;
        const auto& second = order == Qt::AscendingOrder ? b : a;
        return words ? column.text(first) < column.text(second) : column.value(first) < column.value(second);
    });
    std::stable_sort(records.begin(), records.end(),
                     [&](const auto& a, const auto& b) { return filter.accepts(a) && !filter.accepts(b); });
    std::vector<PairingId> ids;
    for (const PairingRecord& record : records)
        ids.push_back(record.id);
    return ids;
}

void expectInOrder(const PairingTableModel& model, const StudySnapshot& snapshot,
                   const PairingFilter& filter) {
    const MetricColumn& column = metricColumns()[static_cast<std::size_t>(model.sortColumn())];
    const std::vector<PairingId> rows = model.rowsInOrder();
    ASSERT_EQ(rows, slowOrder(snapshot, filter, column, model.sortOrder())) << column.id.toStdString();
    for (std::size_t row = 0; row < rows.size(); ++row) {
        ASSERT_EQ(model.rowOf(rows[row]), static_cast<int>(row));
        ASSERT_EQ(model.idAt(static_cast<int>(row)), rows[row]);
    }
    const auto accepted =
        static_cast<std::size_t>(std::count_if(snapshot.pairings.begin(), snapshot.pairings.end(),
                                               [&](const auto& r) { return filter.accepts(r); }));
    ASSERT_EQ(model.acceptedCount(), accepted);
    ASSERT_EQ(model.rowsInOrder(true).size(), accepted);
}

PairingFilter slowOnes() {
    PairingFilter filter;
    filter.ranges.insert(QStringLiteral("fps"), {0, 900});
    return filter;
}

TEST(PairingTableModel, SortsByEveryColumnBothWaysAsTheSlowTwinDoes) {
    FakeStudy study(150);
    study.edit([](StudySnapshot& next) {
        next.pairings[20].pin = "b";
        next.pairings[70].pin = "a";
        next.pairings[90].pin = "b";
        for (std::size_t i = 0; i < 30; ++i)
            next.pairings[i].accuracy = 1; // ties
    });
    Tested t;
    t.model.setSnapshot(study.snapshot());
    for (const PairingFilter& filter : {PairingFilter{}, slowOnes()}) {
        t.model.setFilter(filter);
        for (int column = 0; column < t.model.columnCount(); ++column)
            for (const Qt::SortOrder order : {Qt::AscendingOrder, Qt::DescendingOrder}) {
                t.model.sort(column, order);
                expectInOrder(t.model, *study.snapshot(), filter);
            }
    }
}

/// Snapshots grow, records change, the filter moves and columns are clicked, in an order drawn from a seed.
class GrowingTable : public testing::TestWithParam<unsigned> {};

TEST_P(GrowingTable, StaysInOrderAndKeepsWhoeverHoldsARow) {
    std::mt19937 random(GetParam());
    const auto below = [&](int bound) { return static_cast<int>(random() % static_cast<unsigned>(bound)); };
    FakeStudy study(GetParam() % 2 ? 5 : 500, "tiny", GetParam());
    Tested t;
    PairingFilter filter;
    t.model.setSnapshot(study.snapshot());
    const QPersistentModelIndex held = t.model.index(t.model.rowOf(3), 2);
    for (int step = 0; step < 40; ++step) {
        switch (below(6)) {
        case 0:
        case 1:
            study.grow(static_cast<std::size_t>(below(8)));
            break;
        case 2:
            study.grow(static_cast<std::size_t>(below(120))); // more than are told one by one
            break;
        case 3:
            study.edit([&](StudySnapshot& next) { // one of the first, or any: pieces of memory lie in between
                const std::size_t all = next.pairings.size();
                PairingRecord& any =
                    next.pairings[static_cast<std::size_t>(below(below(2) ? 5 : static_cast<int>(all)))];
                any.pin = any.pinned() ? "" : "name";
                any.accuracy += 0.25;
            });
            break;
        case 4:
            filter = below(2) ? slowOnes() : PairingFilter{};
            filter.frontOnly = below(3) == 0;
            t.model.setFilter(filter);
            break;
        default:
            t.model.sort(below(t.model.columnCount()), below(2) ? Qt::AscendingOrder : Qt::DescendingOrder);
        }
        t.model.setSnapshot(study.snapshot());
        expectInOrder(t.model, *study.snapshot(), filter);
        ASSERT_TRUE(held.isValid());
        ASSERT_EQ(t.model.idAt(held.row()), 3);
    }
}

INSTANTIATE_TEST_SUITE_P(Seeds, GrowingTable, testing::Range(1U, 5U));

/// Most of a long study is the same piece of memory in two snapshots; what changed in the rest is seen.
TEST(PairingTableModel, ALongStudyShowsWhatChangedInIt) {
    FakeStudy study(900, "tiny");
    Tested t;
    t.model.setSnapshot(study.snapshot());
    const auto before = study.snapshot();
    study.edit([](StudySnapshot& next) { next.pairings[700].pin = "late"; });
    ASSERT_TRUE(study.snapshot()->pairings.sharesPiece(before->pairings, 0));
    ASSERT_FALSE(study.snapshot()->pairings.sharesPiece(before->pairings, 700));
    QSignalSpy changed(&t.model, &QAbstractItemModel::dataChanged);
    t.model.setSnapshot(study.snapshot());
    EXPECT_EQ(changed.size(), 1);
    const int pin = PairingTableModel::columnOf("pin");
    EXPECT_TRUE(t.model.index(t.model.rowOf(701), pin).data().toString().contains("late"));
    t.model.sort(pin, Qt::DescendingOrder);
    EXPECT_EQ(t.model.idAt(0), 701);
    study.edit([](StudySnapshot& next) { next.pairings[300].pin = "later"; });
    t.model.setSnapshot(study.snapshot());
    EXPECT_EQ(t.model.idAt(0), 301);
    changed.clear();
    study.edit([](StudySnapshot& next) { next.pairings[10].predicted = {0.5, 0.4, 0.6}; });
    t.model.setSnapshot(study.snapshot());
    EXPECT_EQ(changed.size(), 1) << "a new prediction is painted";
}

TEST(PairingTableModel, NewRowsAreInsertedAndNothingElseIsReset) {
    FakeStudy study(50);
    Tested t;
    t.model.setSnapshot(study.snapshot());
    const QSignalSpy resets(&t.model, &QAbstractItemModel::modelReset);
    const QSignalSpy inserted(&t.model, &QAbstractItemModel::rowsInserted);
    study.edit([](StudySnapshot& next) { // worse than all: nothing leaves the front
        PairingRecord record = next.pairings[0];
        record.id = 51;
        record.feasible = false;
        next.pairings.push_back(record);
    });
    t.model.setSnapshot(study.snapshot());
    EXPECT_EQ(t.model.rowCount(), 51);
    EXPECT_EQ(resets.size(), 0);
    EXPECT_EQ(inserted.size(), 1);
}

TEST(PairingTableModel, AnotherStudyResets) {
    FakeStudy first(20);
    FakeStudy second(30, "tiny");
    Tested t;
    t.model.setSnapshot(first.snapshot());
    const QSignalSpy resets(&t.model, &QAbstractItemModel::modelReset);
    t.model.setSnapshot(second.snapshot());
    EXPECT_EQ(resets.size(), 1);
    EXPECT_EQ(t.model.rowCount(), 30);
    t.model.setSnapshot(nullptr);
    EXPECT_EQ(t.model.rowCount(), 0);
}

TEST(PairingTableModel, HeadersSayUnitAndKind) {
    const Tested t;
    const int fps = PairingTableModel::columnOf(QStringLiteral("fps"));
    EXPECT_EQ(t.model.headerData(fps, Qt::Horizontal, Qt::DisplayRole).toString().toStdString(),
              "FPS (img/s)");
    EXPECT_EQ(t.model.headerData(fps, Qt::Horizontal, Qt::ToolTipRole).toString().toStdString(),
              "FPS (img/s), modelled; higher is better");
    EXPECT_EQ(PairingTableModel::columnOf(QStringLiteral("no such")), -1);
}

TEST(PairingTableModel, DimmedRowsSaySo) {
    FakeStudy study(60);
    Tested t;
    t.model.setSnapshot(study.snapshot());
    t.model.setColors(Qt::black, Qt::gray, Qt::red);
    t.model.setFilter(slowOnes());
    ASSERT_GT(t.model.acceptedCount(), 0U);
    ASSERT_LT(t.model.acceptedCount(), 60U);
    const QModelIndex first = t.model.index(0, 3);
    const QModelIndex last = t.model.index(59, 3);
    EXPECT_TRUE(first.data(PairingTableModel::AcceptedRole).toBool());
    EXPECT_FALSE(last.data(PairingTableModel::AcceptedRole).toBool());
    EXPECT_EQ(last.data(Qt::ForegroundRole).value<QBrush>().color(), QColor(Qt::gray));
    EXPECT_EQ(first.data(PairingTableModel::IdRole).toLongLong(), t.model.idAt(0));
}

} // namespace
} // namespace pairscape
