// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/runs/hypervolume_curve.h"

#include "core/search/pareto_archive.h"
#include "tests/ui/support/pointer.h"
#include "ui/runs/hypervolume_view.h"
#include "ui/runs/spread_out.h"

#include <gtest/gtest.h>

#include <rapidcheck.h>

#include <qcustomplot.h>

#include <cmath>

namespace pairscape {
namespace {

/// The area grown point by point against pagmo's hypervolume of all points so far.
TEST(DominatedArea, EqualsPagmoAfterEveryPoint) {
    EXPECT_TRUE(rc::check([] {
        const auto numbers = *rc::gen::container<std::vector<std::pair<int, int>>>(
            rc::gen::pair(rc::gen::inRange(-3, 12), rc::gen::inRange(-3, 12)));
        DominatedArea area;
        std::vector<std::vector<double>> points;
        for (const auto& [a, b] : numbers) {
            points.push_back({a / 4.0, b / 3.0});
            const double grown = area.add(a / 4.0, b / 3.0);
            RC_ASSERT(std::abs(grown - hypervolume(points, {0, 0})) < 1e-9);
        }
    }));
}

TEST(DominatedArea, NaNAddsNothing) {
    DominatedArea area;
    EXPECT_DOUBLE_EQ(area.add(2, 3), 6);
    EXPECT_DOUBLE_EQ(area.add(std::nan(""), 5), 6);
    EXPECT_DOUBLE_EQ(area.add(5, std::nan("")), 6);
}

/// The second run begins with seven pairings that the first had evaluated.
StudySnapshot twoRuns() {
    StudySnapshot snapshot = *test::FakeStudy(300).snapshot();
    RunRecord second = snapshot.runs[0];
    second.id = 2;
    second.settings.strategy = "random";
    snapshot.runs.push_back(second);
    snapshot.evaluations = {{}, {1, 20, 33, 47, 90, 150, 199}};
    for (PairingId id = 1; id <= 300; ++id)
        snapshot.evaluations[id <= 200 ? 0 : 1].push_back(id);
    for (std::size_t i = 200; i < 300; ++i) {
        snapshot.pairings[i].run = 2;
        snapshot.pairings[i].index = static_cast<std::int64_t>(i) - 200 + 7;
    }
    return snapshot;
}

TEST(HypervolumeCurves, EqualPagmoForEachRunAtEveryEvaluation) {
    const StudySnapshot snapshot = twoRuns();
    const std::vector<HypervolumeCurve> curves = hypervolumeCurves(snapshot);
    ASSERT_EQ(curves.size(), 2U);
    for (std::size_t run = 0; run < 2; ++run) {
        const HypervolumeCurve& curve = curves[run];
        EXPECT_EQ(curve.run, static_cast<RunId>(run) + 1);
        ASSERT_EQ(curve.evaluations.size(), curve.volumes.size());
        std::vector<std::vector<double>> points;
        std::size_t at = 0;
        double done = 0;
        for (const PairingId id : snapshot.evaluations[run]) {
            const PairingRecord& record = *snapshot.find(id);
            if (record.feasible)
                points.push_back({record.accuracy, std::log10(record.fps)});
            ++done;
            while (at + 1 < curve.evaluations.size() && curve.evaluations[at + 1] <= done)
                ++at;
            ASSERT_NEAR(curve.volumes[at], hypervolume(points, {0, 0}), 1e-9) << id;
        }
    }
    EXPECT_DOUBLE_EQ(curves[0].evaluations.back(), 200);
    EXPECT_DOUBLE_EQ(curves[1].evaluations.front(), 1);
    EXPECT_DOUBLE_EQ(curves[1].evaluations.back(), 107);
}

TEST(HypervolumeCurves, RunsWithoutPairingsHaveNone) {
    StudySnapshot snapshot = twoRuns();
    RunRecord idle = snapshot.runs[0];
    idle.id = 3;
    snapshot.runs.push_back(idle);
    EXPECT_EQ(hypervolumeCurves(snapshot).size(), 2U);
    EXPECT_TRUE(hypervolumeCurves(StudySnapshot()).empty());
}

TEST(SpreadOut, KeepsOrderDistanceAndBounds) {
    EXPECT_TRUE(rc::check([] {
        const auto numbers = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 100));
        const std::vector<double> wanted(numbers.begin(), numbers.end());
        const std::vector<double> places = spreadOut(wanted, 10, 5, 95);
        const std::size_t room = std::min<std::size_t>(10, wanted.size());
        for (std::size_t i = 0; i < wanted.size(); ++i) {
            RC_ASSERT(std::isnan(places[i]) == (i < wanted.size() - room)); // the newest keep their names
            if (std::isnan(places[i]))
                continue;
            RC_ASSERT(places[i] >= 5 - 1e-9 && places[i] <= 95 + 1e-9);
            for (std::size_t j = 0; j < i; ++j)
                if (!std::isnan(places[j])) {
                    RC_ASSERT(std::abs(places[i] - places[j]) >= 10 - 1e-9);
                    RC_ASSERT(wanted[i] == wanted[j] || (wanted[i] < wanted[j]) == (places[i] < places[j]));
                }
        }
    }));
}

TEST(SpreadOut, LeavesAloneWhatIsFarApart) {
    EXPECT_EQ(spreadOut({20, 60, 40}, 10, 0, 100), (std::vector<double>{20, 60, 40}));
}

TEST(HypervolumeView, DrawsALineForEachRunOnceItCanBeSeen) {
    Session session;
    HypervolumeView view(&session);
    const auto study = std::make_shared<test::FakeStudy>(50);
    session.setStudy(study);
    QTest::qWait(50);
    EXPECT_TRUE(view.curves().empty()); // hidden: not computed
    test::showAt(view, {800, 400});
    ASSERT_TRUE(QTest::qWaitFor([&] { return view.curves().size() == 1; }));
    EXPECT_TRUE(view.plot()->isVisible());
    study->edit([](StudySnapshot& next) {
        RunRecord second = next.runs[0];
        second.id = 2;
        next.runs.push_back(second);
    });
    study->grow(40);
    ASSERT_TRUE(QTest::qWaitFor([&] { return view.curves().size() == 2; }));
    EXPECT_EQ(view.plot()->graphCount(), 2);
    EXPECT_LE(view.plot()->yAxis->range().lower, view.curves()[0].volumes.back());
    EXPECT_GE(view.plot()->yAxis->range().upper, view.curves()[0].volumes.back());
    session.setStudy(nullptr);
    EXPECT_TRUE(view.curves().empty());
    EXPECT_FALSE(view.plot()->isVisible());
}

} // namespace
} // namespace pairscape
