// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/explorer/parallel_view.h"

#include "tests/ui/support/pointer.h"

#include <gtest/gtest.h>

#include <QSignalSpy>

#include <cmath>
#include <limits>

namespace pairscape {
namespace {

using test::FakeStudy;

TEST(ParallelScale, PutsBetterOnTopAndReadsBack) {
    const FakeStudy study(100);
    const std::vector<ParallelScale> scales = parallelScales(*study.snapshot());
    ASSERT_EQ(scales.size(), 8U);
    for (const ParallelScale& scale : scales) {
        if (!(scale.max > scale.min))
            continue;
        EXPECT_NEAR(scale.shareOf(scale.metric->better == Better::Lower ? scale.min : scale.max), 1, 1e-12);
        EXPECT_NEAR(scale.shareOf(scale.metric->better == Better::Lower ? scale.max : scale.min), 0, 1e-12);
        for (const double share : {0.0, 0.2, 0.5, 0.9, 1.0})
            EXPECT_NEAR(scale.shareOf(scale.valueAt(share)), share, 1e-9) << scale.metric->id.toStdString();
    }
}

TEST(ParallelScale, HoldsEveryFigureAndNoneWhereThereIsNone) {
    const FakeStudy study(100);
    const StudySnapshot& snapshot = *study.snapshot();
    const std::vector<ParallelScale> scales = parallelScales(snapshot);
    const std::vector<float> shares = parallelShares(snapshot, scales);
    ASSERT_EQ(shares.size(), 800U);
    for (std::size_t i = 0; i < 100; ++i)
        for (std::size_t axis = 0; axis < 8; ++axis) {
            const double value = scales[axis].metric->value(snapshot.pairings[i]);
            const float share = shares[i * 8 + axis];
            EXPECT_EQ(std::isnan(share), std::isnan(value));
            if (!std::isnan(value)) {
                EXPECT_GE(share, -1e-6);
                EXPECT_LE(share, 1 + 1e-6);
            }
        }
}

class ParallelTest : public testing::Test {
  protected:
    ParallelTest() : study(std::make_shared<FakeStudy>(40)), view(&session) {
        session.setStudy(study);
        test::showAt(view, {1000, 420});
        view.updateNow();
    }

    QPointF place(PairingId id, const char* metric) const {
        const PairingRecord& record = *session.snapshot()->find(id);
        return view.pixelOf(QString::fromLatin1(metric),
                            findMetricColumn(QString::fromLatin1(metric))->value(record));
    }
    /// Between the axes of accuracy and FPS, on the line of a pairing.
    QPointF onLine(PairingId id) const { return (place(id, "accuracy") + place(id, "fps")) / 2; }
    PairingId lonely() const {
        for (const PairingRecord& record : session.snapshot()->pairings) {
            if (!record.feasible)
                continue;
            const bool alone =
                std::none_of(session.snapshot()->pairings.begin(), session.snapshot()->pairings.end(),
                             [&](const PairingRecord& other) {
                                 return other.id != record.id && other.feasible &&
                                        std::abs(onLine(other.id).y() - onLine(record.id).y()) < 5;
                             });
            if (alone)
                return record.id;
        }
        return 0;
    }

    std::shared_ptr<FakeStudy> study;
    Session session;
    ParallelView view;
};

TEST_F(ParallelTest, AClickOnALineSelectsAndThePointerPreviews) {
    const PairingId id = lonely();
    ASSERT_NE(id, 0);
    test::pointAt(view, onLine(id));
    EXPECT_EQ(session.hovered(), id);
    QTest::mouseClick(&view, Qt::LeftButton, {}, onLine(id).toPoint());
    EXPECT_EQ(session.selected(), id);
    const QSignalSpy opened(&view, &ParallelView::opened);
    QTest::mouseDClick(&view, Qt::LeftButton, {}, onLine(id).toPoint());
    ASSERT_EQ(opened.size(), 1);
    EXPECT_EQ(opened[0][0].value<PairingId>(), id);
}

/// Dragging along an axis filters by the values under the ends of the drag; a click takes the range away.
TEST_F(ParallelTest, ADragAlongAnAxisFilters) {
    const QPointF low = view.pixelOf(QStringLiteral("fps"), 260);
    const QPointF high = view.pixelOf(QStringLiteral("fps"), 400);
    ASSERT_LT(high.y(), low.y());
    test::drag(view, low, high);
    ASSERT_TRUE(session.filter().ranges.contains(QStringLiteral("fps")));
    const MetricRange range = session.filter().ranges.value(QStringLiteral("fps"));
    EXPECT_NEAR(range.min, 260, 5);
    EXPECT_NEAR(range.max, 400, 8);
    QTest::mouseClick(&view, Qt::LeftButton, {}, ((low + high) / 2).toPoint());
    EXPECT_FALSE(session.filter().active());
}

/// On an axis of which less is better, the upper end of the drag is the smaller value.
TEST_F(ParallelTest, ADragOnAFlippedAxisFiltersTheRightWay) {
    double least = std::numeric_limits<double>::infinity();
    double most = 0;
    for (const PairingRecord& record : session.snapshot()->pairings)
        if (record.feasible) {
            least = std::min(least, record.latencySeconds * 1e3);
            most = std::max(most, record.latencySeconds * 1e3);
        }
    const double shorter = least + 0.2 * (most - least);
    const double longer = least + 0.6 * (most - least);
    const QPointF slow = view.pixelOf(QStringLiteral("latency"), longer);
    const QPointF fast = view.pixelOf(QStringLiteral("latency"), shorter);
    ASSERT_LT(fast.y(), slow.y());
    test::drag(view, slow, fast); // upwards: from the larger value to the smaller
    const MetricRange range = session.filter().ranges.value(QStringLiteral("latency"));
    EXPECT_NEAR(range.min, shorter, 0.02 * (most - least));
    EXPECT_NEAR(range.max, longer, 0.02 * (most - least));
}

TEST_F(ParallelTest, TheEndOfAnAxisIsNoLimit) {
    const QPointF from = view.pixelOf(QStringLiteral("fps"), 250);
    test::drag(view, from, QPointF(from.x(), 0));
    const MetricRange range = session.filter().ranges.value(QStringLiteral("fps"));
    EXPECT_NEAR(range.min, 250, 5);
    EXPECT_TRUE(std::isinf(range.max));
}

TEST_F(ParallelTest, DimmedLinesAreNotPicked) {
    const PairingId id = lonely();
    PairingFilter none;
    none.ranges.insert(QStringLiteral("fps"), {-2, -1});
    const QPoint at = onLine(id).toPoint();
    session.setFilter(none);
    view.updateNow();
    QTest::mouseClick(&view, Qt::LeftButton, {}, at);
    EXPECT_EQ(session.selected(), 0);
}

TEST_F(ParallelTest, KeysGoUpAnAxisThroughEveryPairing) {
    QTest::keyClick(&view, Qt::Key_Right); // from accuracy to FPS
    QTest::keyClick(&view, Qt::Key_Up);    // the best first
    const PairingId best = session.selected();
    std::vector<PairingRecord> records;
    for (const PairingRecord& record : session.snapshot()->pairings)
        if (record.feasible)
            records.push_back(record);
    std::sort(records.begin(), records.end(), [](const auto& a, const auto& b) { return a.fps > b.fps; });
    EXPECT_EQ(best, records[0].id);
    for (std::size_t i = 1; i < records.size(); ++i) {
        QTest::keyClick(&view, Qt::Key_Down);
        ASSERT_EQ(session.selected(), records[i].id) << i;
    }
    QTest::keyClick(&view, Qt::Key_Up);
    EXPECT_EQ(session.selected(), records[records.size() - 2].id);
    QTest::keyClick(&view, Qt::Key_Escape);
    EXPECT_EQ(session.selected(), 0);
}

TEST_F(ParallelTest, DeleteTakesTheRangeOfTheAxisAway) {
    PairingFilter filter;
    filter.ranges.insert(QStringLiteral("accuracy"), {0.9, 2});
    filter.ranges.insert(QStringLiteral("fps"), {500, 5000});
    session.setFilter(filter);
    QTest::keyClick(&view, Qt::Key_Delete);
    EXPECT_FALSE(session.filter().ranges.contains(QStringLiteral("accuracy")));
    EXPECT_TRUE(session.filter().ranges.contains(QStringLiteral("fps")));
}

/// The picture is made beside the GUI thread and follows what changes.
TEST_F(ParallelTest, FollowsTheStudyByItself) {
    const QImage before = view.grab().toImage();
    study->grow(200);
    ASSERT_TRUE(QTest::qWaitFor([&] { return session.snapshot()->pairings.size() == 240; }));
    EXPECT_TRUE(QTest::qWaitFor([&] { return view.grab().toImage() != before; }));
    const QImage grown = view.grab().toImage();
    session.setStudy(nullptr);
    EXPECT_NE(view.grab().toImage(), grown); // says at once what will appear
}

} // namespace
} // namespace pairscape
