// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/workbench.h"

#include "tests/ui/support/fake_study.h"
#include "ui/explorer/scatter_view.h"
#include "ui/explorer/table_view.h"
#include "ui/models/session.h"

#include <gtest/gtest.h>

#include <QDockWidget>
#include <QTest>

namespace pairscape {
namespace {

class Bench : public testing::Test {
  protected:
    Bench() {
        session.setStudy(std::make_shared<test::FakeStudy>(60));
        bench.resize(1280, 760);
        bench.show();
        settle();
    }
    static void settle() { QTest::qWait(30); }
    QDockWidget* dock(const char* name) const { return bench.findChild<QDockWidget*>(name); }
    static int area(const QWidget& widget) { return widget.width() * widget.height(); }

    Session session;
    Workbench bench{&session};
};

TEST_F(Bench, ThePictureIsTheLargestThing) {
    for (const QSize size : {QSize(1280, 760), QSize(1000, 700), QSize(1920, 1000)}) {
        bench.resize(size);
        settle();
        for (const QDockWidget* each : bench.docks()) {
            if (!bench.inFront(each))
                continue;
            EXPECT_GT(area(*bench.scatter()), area(*each))
                << each->objectName().toStdString() << " at " << size.width();
        }
    }
}

TEST_F(Bench, BelowElevenHundredPixelsTheDesignPageIsATab) {
    EXPECT_TRUE(bench.tabifiedDockWidgets(dock("design")).isEmpty());
    bench.resize(1050, 760);
    settle();
    EXPECT_TRUE(bench.tabifiedDockWidgets(dock("design")).contains(dock("table")));
    EXPECT_FALSE(bench.leaveDesign()); // it is not in front
    bench.showDesign();
    settle();
    EXPECT_TRUE(bench.inFront(dock("design")));
    EXPECT_TRUE(bench.leaveDesign());
    bench.resize(1280, 760);
    settle();
    EXPECT_TRUE(bench.tabifiedDockWidgets(dock("design")).isEmpty());
    EXPECT_EQ(bench.dockWidgetArea(dock("design")), Qt::RightDockWidgetArea);
}

TEST_F(Bench, PanesOpenComeForwardAndClose) {
    EXPECT_FALSE(bench.inFront(dock("log"))); // behind the table
    bench.toggleDock(dock("log"));
    settle();
    EXPECT_TRUE(bench.inFront(dock("log")));
    bench.toggleDock(dock("log"));
    EXPECT_TRUE(dock("log")->isHidden());
    bench.toggleDock(dock("log"));
    settle();
    EXPECT_TRUE(bench.inFront(dock("log")));
}

TEST_F(Bench, AnArrangementComesBackWhole) {
    dock("filters")->close();
    bench.scatter()->setAxes("latency", "energy");
    bench.scatter()->setLogarithmic(false);
    bench.table()->setShownColumns({"id", "fps"});
    const QByteArray kept = bench.arrangement();
    bench.resetArrangement();
    settle();
    EXPECT_FALSE(dock("filters")->isHidden());
    EXPECT_EQ(bench.scatter()->xMetric(), "fps");
    EXPECT_EQ(bench.table()->shownColumns(), TableView::defaultColumns());

    EXPECT_TRUE(bench.restoreArrangement(kept));
    settle();
    EXPECT_TRUE(dock("filters")->isHidden());
    EXPECT_FALSE(dock("run")->isHidden());
    EXPECT_EQ(bench.scatter()->xMetric(), "latency");
    EXPECT_EQ(bench.scatter()->yMetric(), "energy");
    EXPECT_FALSE(bench.scatter()->logarithmic());
    EXPECT_EQ(bench.table()->shownColumns().size(), 2);
}

TEST_F(Bench, WhatIsNoArrangementChangesNothing) {
    const QByteArray before = bench.arrangement();
    for (const QByteArray& value : {QByteArray(), QByteArray("panes"), before.left(before.size() / 2)})
        EXPECT_FALSE(bench.restoreArrangement(value));
    EXPECT_EQ(bench.arrangement(), before);
}

TEST_F(Bench, ATalkShowsThePictureAndTheDesignAndGivesTheRestBack) {
    dock("pinned")->close();
    const QByteArray before = bench.arrangement();
    bench.applyTheme(Theme::make(ThemeMode::Talk));
    settle();
    for (const QDockWidget* each : bench.docks())
        EXPECT_EQ(each->isHidden(), each != dock("design")) << each->objectName().toStdString();
    EXPECT_EQ(bench.lastingArrangement(), before);
    bench.applyTheme(Theme::make(ThemeMode::Dark));
    settle();
    EXPECT_TRUE(dock("pinned")->isHidden());
    EXPECT_FALSE(dock("run")->isHidden());
    EXPECT_FALSE(dock("table")->isHidden());
}

} // namespace
} // namespace pairscape
