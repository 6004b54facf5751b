// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/explorer/scatter_view.h"

#include "tests/ui/support/pointer.h"
#include "ui/plots/scatter_plot.h"

#include <gtest/gtest.h>

#include <QCheckBox>
#include <QPushButton>
#include <QSignalSpy>

#include <cmath>

namespace pairscape {
namespace {

using test::FakeStudy;

class ScatterTest : public testing::Test {
  protected:
    ScatterTest() : study(std::make_shared<FakeStudy>(120)), view(&session) {
        session.setStudy(study);
        test::showAt(view, {900, 600});
        plot().replot();
    }

    ScatterPlot& plot() { return *view.plot(); }
    /// A pairing that stands alone: no other within 30 pixels, so that a click there means it.
    PairingId lonely() {
        for (const PairingRecord& record : session.snapshot()->pairings) {
            const QPointF at = plot().pixelOf(record.id);
            const bool alone =
                std::none_of(session.snapshot()->pairings.begin(), session.snapshot()->pairings.end(),
                             [&](const PairingRecord& other) {
                                 const QPointF d = plot().pixelOf(other.id) - at;
                                 return other.id != record.id && std::hypot(d.x(), d.y()) < 30;
                             });
            if (record.feasible && alone && plot().axisRect()->rect().contains(at.toPoint()))
                return record.id;
        }
        return 0;
    }

    std::shared_ptr<FakeStudy> study;
    Session session;
    ScatterView view;
};

/// The axis says which metric a study's accuracy is, and how far it goes.
TEST_F(ScatterTest, TheAxisNamesTheMetricOfTheStudy) {
    EXPECT_TRUE(plot().yAxis->label().contains("nash, 0 to 2")) << plot().yAxis->label().toStdString();
    const auto other = std::make_shared<FakeStudy>(30);
    other->edit([](StudySnapshot& next) { next.settings.rankBy("pairscape"); });
    session.setStudy(other);
    EXPECT_TRUE(plot().yAxis->label().contains("pairscape, 0 to 3")) << plot().yAxis->label().toStdString();
}

TEST_F(ScatterTest, AClickSelects) {
    const PairingId id = lonely();
    ASSERT_NE(id, 0);
    QTest::mouseClick(&plot(), Qt::LeftButton, {}, plot().pixelOf(id).toPoint());
    EXPECT_EQ(session.selected(), id);
}

TEST_F(ScatterTest, ThePointerPreviews) {
    const PairingId id = lonely();
    test::pointAt(plot(), plot().pixelOf(id));
    EXPECT_EQ(session.hovered(), id);
    EXPECT_EQ(session.selected(), 0);
    QEvent leave(QEvent::Leave);
    QCoreApplication::sendEvent(&plot(), &leave);
    EXPECT_EQ(session.hovered(), 0);
}

TEST_F(ScatterTest, ADoubleClickOpens) {
    const PairingId id = lonely();
    const QSignalSpy opened(&view, &ScatterView::opened);
    QTest::mouseDClick(&plot(), Qt::LeftButton, {}, plot().pixelOf(id).toPoint());
    ASSERT_EQ(opened.size(), 1);
    EXPECT_EQ(opened[0][0].value<PairingId>(), id);
    EXPECT_EQ(session.selected(), id);
}

TEST_F(ScatterTest, ArrowKeysGoAlongTheFront) {
    const std::vector<std::size_t> front = session.snapshot()->front;
    ASSERT_GE(front.size(), 3U);
    QTest::keyClick(&plot(), Qt::Key_Home);
    EXPECT_EQ(session.selected(), static_cast<PairingId>(front[0]) + 1);
    QTest::keyClick(&plot(), Qt::Key_Right);
    EXPECT_EQ(session.selected(), static_cast<PairingId>(front[1]) + 1);
    QTest::keyClick(&plot(), Qt::Key_Left);
    EXPECT_EQ(session.selected(), static_cast<PairingId>(front[0]) + 1);
    QTest::keyClick(&plot(), Qt::Key_End);
    EXPECT_EQ(session.selected(), static_cast<PairingId>(front.back()) + 1);
    QTest::keyClick(&plot(), Qt::Key_Escape);
    EXPECT_EQ(session.selected(), 0);
}

TEST_F(ScatterTest, DownGoesToALowerPairing) {
    QTest::keyClick(&plot(), Qt::Key_Home);
    const PairingId from = session.selected();
    QTest::keyClick(&plot(), Qt::Key_Down);
    ASSERT_NE(session.selected(), from);
    EXPECT_LT(session.snapshot()->find(session.selected())->accuracy,
              session.snapshot()->find(from)->accuracy);
}

TEST_F(ScatterTest, PPinsAndLetsGo) {
    session.select(7);
    QTest::keyClick(&plot(), Qt::Key_P);
    ASSERT_TRUE(QTest::qWaitFor([&] { return session.snapshot()->find(7)->pinned(); }));
    QTest::keyClick(&plot(), Qt::Key_P);
    ASSERT_TRUE(QTest::qWaitFor([&] { return !session.snapshot()->find(7)->pinned(); }));
}

TEST_F(ScatterTest, TheWheelZoomsAndRShowsAllAgain) {
    const QCPRange before = plot().yAxis->range();
    const QPointF centre = plot().axisRect()->rect().center();
    test::scroll(plot(), centre, 2);
    EXPECT_LT(plot().yAxis->range().size(), before.size());
    EXPECT_FALSE(plot().followsData());
    QTest::keyClick(&plot(), Qt::Key_R);
    EXPECT_TRUE(plot().followsData());
    EXPECT_DOUBLE_EQ(plot().yAxis->range().size(), before.size());
}

TEST_F(ScatterTest, ADragMovesThePicture) {
    const QCPRange before = plot().yAxis->range();
    const QPointF centre = plot().axisRect()->rect().center();
    test::drag(plot(), centre, centre + QPointF(40, 60));
    EXPECT_GT(plot().yAxis->range().center(), before.center());
    EXPECT_EQ(session.selected(), 0);
}

/// Shift and drag sets a range on both axes: exactly the pairings inside the band stay.
TEST_F(ScatterTest, ABandFilters) {
    const QRect area = plot().axisRect()->rect();
    const QRectF band(area.left() + area.width() * 0.3, area.top() + area.height() * 0.2, area.width() * 0.4,
                      area.height() * 0.5);
    test::drag(plot(), band.topLeft(), band.bottomRight(), Qt::ShiftModifier);
    ASSERT_TRUE(session.filter().active());
    std::size_t inside = 0;
    for (const PairingRecord& record : session.snapshot()->pairings) {
        const QPointF at = plot().pixelOf(record.id);
        const bool expected = record.feasible && band.contains(at);
        EXPECT_EQ(session.filter().accepts(record), expected) << record.id;
        inside += expected;
    }
    EXPECT_GT(inside, 0U);
    EXPECT_LT(inside, 120U);
    EXPECT_EQ(session.acceptedCount(), inside);
    EXPECT_TRUE(view.countText().contains(QStringLiteral("of 120 shown")));
    // What is dimmed comes back with one click.
    for (QPushButton* button : view.findChildren<QPushButton*>())
        if (button->isVisible())
            QTest::mouseClick(button, Qt::LeftButton);
    EXPECT_FALSE(session.filter().active());
}

TEST_F(ScatterTest, WhatIsDimmedIsNotPickedBeforeWhatIsShown) {
    PairingFilter none;
    none.ranges.insert(QStringLiteral("fps"), {-2, -1});
    const PairingId id = lonely();
    const QPoint at = plot().pixelOf(id).toPoint();
    session.setFilter(none);
    QTest::mouseClick(&plot(), Qt::LeftButton, {}, at + QPoint(9, 0)); // within reach only of what is shown
    EXPECT_EQ(session.selected(), 0);
    QTest::mouseClick(&plot(), Qt::LeftButton, {}, at);
    EXPECT_EQ(session.selected(), id);
}

TEST_F(ScatterTest, SelectionFromElsewhereIsFollowed) {
    session.select(11);
    EXPECT_TRUE(plot().accessibleDescription().contains(QStringLiteral("design 11")));
}

TEST_F(ScatterTest, PointsThatArriveAreInTheView) {
    study->grow(200);
    ASSERT_TRUE(QTest::qWaitFor([&] { return session.snapshot()->pairings.size() == 320; }));
    plot().replot();
    for (const PairingRecord& record : session.snapshot()->pairings)
        if (record.feasible) {
            EXPECT_TRUE(plot()
                            .axisRect()
                            ->rect()
                            .adjusted(-1, -1, 1, 1)
                            .contains(plot().pixelOf(record.id).toPoint()));
        }
    EXPECT_TRUE(view.countText().startsWith(QStringLiteral("320 pairings")));
}

TEST_F(ScatterTest, AxesCanBeAnyTwoFigures) {
    view.setAxes(QStringLiteral("lut"), QStringLiteral("energy"));
    EXPECT_EQ(view.xMetric(), QStringLiteral("lut"));
    EXPECT_TRUE(plot().xAxis->label().contains(QStringLiteral("LUT")));
    EXPECT_TRUE(plot().yAxis->label().contains(QStringLiteral("mJ/img")));
    view.setAxes(QStringLiteral("architecture"), QStringLiteral("no such"));
    EXPECT_EQ(view.yMetric(), QStringLiteral("energy"));
    view.setLogarithmic(false);
    EXPECT_EQ(plot().xAxis->scaleType(), QCPAxis::stLinear);
}

TEST_F(ScatterTest, TheAccuracyAxisSaysWhatItIs) {
    EXPECT_TRUE(plot().yAxis->label().contains(QStringLiteral("Zero-shot rank")));
    EXPECT_TRUE(plot().xAxis->label().contains(QStringLiteral("modelled")));
}

TEST_F(ScatterTest, TitlesShortenInASmallWindow) {
    for (const ThemeMode mode : {ThemeMode::Light, ThemeMode::Talk}) {
        view.applyTheme(Theme::make(mode));
        for (const char* x : {"fps", "edp"}) {
            view.setAxes(QString::fromLatin1(x), QStringLiteral("accuracy"));
            view.resize(420, 330);
            QCoreApplication::processEvents();
            plot().replot();
            const QFontMetricsF metrics(plot().xAxis->labelFont());
            const QRect area = plot().axisRect()->rect();
            EXPECT_LE(metrics.horizontalAdvance(plot().xAxis->label()), area.width());
            EXPECT_LE(metrics.horizontalAdvance(plot().yAxis->label()), area.height());
            EXPECT_TRUE(plot().xAxis->label().contains(
                mode == ThemeMode::Talk ? QString::fromLatin1(x).toUpper() : QStringLiteral("(")))
                << plot().xAxis->label().toStdString();
        }
    }
}

TEST_F(ScatterTest, NoCardsCoverATalk) {
    EXPECT_TRUE(plot().cardsShown());
    view.applyTheme(Theme::make(ThemeMode::Talk));
    EXPECT_FALSE(plot().cardsShown());
    QTest::keyClick(&plot(), Qt::Key_T);
    EXPECT_TRUE(plot().cardsShown());
}

/// Filtered is visible: a front point outside the filter is drawn as what is dimmed.
TEST_F(ScatterTest, FrontPointsOutsideTheFilterAreDimmed) {
    const auto inkAt = [&](PairingId id) {
        plot().replot();
        const QImage picture = plot().grab().toImage();
        return picture.pixelColor((plot().pixelOf(id) * picture.devicePixelRatio()).toPoint()).lightness();
    };
    PairingId lone = 0; // no other front point within reach
    for (const std::size_t i : session.snapshot()->front) {
        const PairingId id = static_cast<PairingId>(i) + 1;
        if (std::ranges::all_of(session.snapshot()->front, [&](std::size_t other) {
                const QPointF d = plot().pixelOf(static_cast<PairingId>(other) + 1) - plot().pixelOf(id);
                return other == i || std::hypot(d.x(), d.y()) > 12;
            }))
            lone = id;
    }
    ASSERT_NE(lone, 0);
    EXPECT_LT(inkAt(lone), 80); // dark on light
    PairingFilter none;
    none.ranges.insert(QStringLiteral("fps"), {-2, -1});
    session.setFilter(none);
    EXPECT_GT(inkAt(lone), 150);
}

/// Two runs do not look alike: each has its own front, drawn with its name.
TEST_F(ScatterTest, EachOfSeveralRunsHasItsFront) {
    const auto ink = [&] {
        plot().replot();
        const QImage picture = plot().grab().toImage();
        int dark = 0;
        for (int y = 0; y < picture.height(); ++y)
            for (int x = 0; x < picture.width(); ++x)
                dark += picture.pixelColor(x, y).lightness() < 140;
        return dark;
    };
    const int alone = ink();
    study->edit([](StudySnapshot& next) { // the same points, half of them of another run
        RunRecord second = next.runs[0];
        second.id = 2;
        second.settings.strategy = "conv-only";
        next.runs.push_back(second);
        next.evaluations.resize(2);
        next.evaluations[0] = {};
        for (const PairingRecord& record : next.pairings)
            next.evaluations[record.id % 2 == 0 ? 0 : 1].push_back(record.id);
    });
    ASSERT_TRUE(QTest::qWaitFor([&] { return session.snapshot()->runs.size() == 2; }));
    EXPECT_GT(ink(), alone + 100);
}

/// Kinds of accuracy look different: a trained point is filled, a predicted one a ring with its interval.
TEST_F(ScatterTest, PredictedAccuraciesAreHollowWithTheirIntervals) {
    study->edit([](StudySnapshot& next) {
        for (PairingRecord& record : next.pairings) {
            record.measured = {{AccuracyKind::Trained, 30 + 20 * record.accuracy, 100, "here", {}}};
            record.predicted = CalibratedAccuracy{0.3 + 0.2 * record.accuracy, 0.25 + 0.2 * record.accuracy,
                                                  0.35 + 0.2 * record.accuracy};
        }
    });
    ASSERT_TRUE(QTest::qWaitFor([&] { return session.snapshot()->pairings[0].predicted.has_value(); }));
    const auto picture = [&](const char* metric) {
        view.setAxes(QStringLiteral("fps"), QString::fromLatin1(metric));
        plot().replot();
        return plot().grab().toImage();
    };
    const QImage trained = picture("trained");
    EXPECT_TRUE(plot().yAxis->label().contains(QStringLiteral("Trained top-1 (%")));
    PairingId off = 0; // not on the front, which is marked on its own, and alone
    for (const PairingRecord& record : session.snapshot()->pairings)
        if (!record.onFront && record.feasible &&
            std::ranges::none_of(session.snapshot()->pairings, [&](const PairingRecord& other) {
                const QPointF d = plot().pixelOf(other.id) - plot().pixelOf(record.id);
                return other.id != record.id && other.feasible && std::abs(d.x()) < 14 &&
                       std::abs(d.y()) < 60;
            }))
            off = record.id;
    ASSERT_NE(off, 0);
    const QPoint centre = plot().pixelOf(off).toPoint();
    EXPECT_LT(trained.pixelColor(centre).lightness(), 200) << "filled";
    const QImage predicted = picture("predicted");
    const QPoint hollow = plot().pixelOf(off).toPoint();
    // The interval's line goes through the middle; beside it the ring lets the ground shine through.
    int brightest = 0;
    for (const QPoint& beside : {QPoint(1, 0), QPoint(-1, 0), QPoint(1, 1), QPoint(-1, -1)})
        brightest = std::max(brightest, predicted.pixelColor(hollow + beside).lightness());
    EXPECT_GT(brightest, trained.pixelColor(centre).lightness() + 40) << "hollow";
    const double end = plot().yAxis->coordToPixel(100 * session.snapshot()->find(off)->predicted->high);
    int inked = 0;
    for (int x = -3; x <= 3; ++x)
        inked += predicted.pixelColor(QPoint(hollow.x() + x, static_cast<int>(end))).lightness() < 200 ||
                 predicted.pixelColor(QPoint(hollow.x() + x, static_cast<int>(end) - 1)).lightness() < 200;
    EXPECT_GE(inked, 3) << "the interval's cap";
}

} // namespace
} // namespace pairscape
