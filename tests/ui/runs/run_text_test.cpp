// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/runs/run_text.h"

#include "ui/runs/run_table_model.h"

#include <gtest/gtest.h>

#include <QAbstractItemModelTester>
#include <QSet>
#include <QSignalSpy>

namespace pairscape {
namespace {

constexpr RunState states[] = {RunState::Queued,   RunState::Running,   RunState::Paused,
                               RunState::Finished, RunState::Cancelled, RunState::Interrupted,
                               RunState::Failed};

TEST(RunText, EveryStateHasItsOwnSignAndItsWord) {
    QSet<QString> signs;
    for (const RunState state : states) {
        const QString text = runStateText(state);
        EXPECT_TRUE(text.endsWith(QString::fromStdString(runStateName(state)))) << text.toStdString();
        signs.insert(text.section(QLatin1Char(' '), 0, 0));
    }
    EXPECT_EQ(signs.size(), 7);
    EXPECT_FALSE(signs.contains(QString()));
}

RunStatus searching() {
    RunStatus status;
    status.id = 2;
    status.state = RunState::Running;
    status.phase = "search";
    status.done = 1204;
    status.total = 20000;
    status.rate = 12.37;
    status.secondsLeft = 200;
    status.secondsElapsed = 12;
    return status;
}

TEST(RunText, SaysHowFarAndHowFast) {
    const RunStatus status = searching();
    EXPECT_EQ(runPhaseText(status).toStdString(), "Searching");
    EXPECT_EQ(runProgressText(status).toStdString(), "1\u2009204 of 20\u2009000 pairings");
    EXPECT_EQ(runPaceText(status).toStdString(),
              "12.4 pairings a second \u00b7 3 min 20 s left \u00b7 12 s so far");
}

TEST(RunText, LeavesOutWhatIsNotKnown) {
    RunStatus status = searching();
    status.total = 0;
    status.rate = 0;
    status.secondsLeft = -1;
    EXPECT_EQ(runProgressText(status).toStdString(), "1\u2009204 pairings");
    EXPECT_EQ(runPaceText(status).toStdString(), "12 s so far");
    status.secondsElapsed = 0;
    EXPECT_TRUE(runPaceText(status).isEmpty());
}

TEST(RunText, APausedRunHasNoPace) {
    RunStatus status = searching();
    status.state = RunState::Paused;
    EXPECT_EQ(runPaceText(status).toStdString(), "12 s so far");
}

TEST(RunText, CountsArchitecturesBeforeTheSearch) {
    RunStatus status = searching();
    status.phase = "reference population";
    status.done = 100;
    status.total = 512;
    EXPECT_EQ(runPhaseText(status).toStdString(), "Scoring the reference population");
    EXPECT_EQ(runProgressText(status).toStdString(), "100 of 512 architectures");
    status.phase = "something new";
    EXPECT_EQ(runPhaseText(status).toStdString(), "Something new");
}

RunRecord record(RunId id, RunState state) {
    RunRecord run;
    run.id = id;
    run.state = state;
    run.done = 100 * id;
    run.settings.budget = 1500;
    run.settings.seed = 7;
    run.settings.strategy = id % 2 == 1 ? "nash" : "random";
    run.startedAt = "2026-01-02T03:04:0" + std::to_string(id) + "Z";
    return run;
}

TEST(RunTableModel, ListsTheNewestFirstAndGrowsOnTop) {
    RunTableModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    const QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
    std::vector<RunRecord> runs;
    for (RunId id = 1; id <= 4; ++id) {
        runs.push_back(record(id, RunState::Running));
        model.setRuns(runs);
        runs.back().state = RunState::Finished;
        model.setRuns(runs);
        ASSERT_EQ(model.rowCount(), id);
        ASSERT_EQ(model.runAt(0)->id, id);
        ASSERT_EQ(model.runAt(static_cast<int>(id) - 1)->id, 1);
    }
    EXPECT_EQ(resets.size(), 0);
    const auto cell = [&](int row, int column) {
        return model.index(row, column).data().toString().toStdString();
    };
    EXPECT_EQ(cell(0, RunTableModel::Number), "4");
    EXPECT_EQ(cell(0, RunTableModel::State), "\u2713 finished");
    EXPECT_EQ(cell(0, RunTableModel::StrategyName), "random");
    EXPECT_EQ(cell(0, RunTableModel::Pairings), "400/1\u2009500");
    EXPECT_EQ(cell(0, RunTableModel::Seed), "7");
    for (int column = 0; column < RunTableModel::ColumnCount; ++column)
        EXPECT_FALSE(model.headerData(column, Qt::Horizontal).toString().isEmpty());
    model.setRuns({record(1, RunState::Failed)}); // another study
    EXPECT_EQ(resets.size(), 1);
    EXPECT_EQ(model.rowCount(), 1);
    model.setRuns({});
    EXPECT_EQ(model.rowCount(), 0);
    EXPECT_EQ(model.runAt(0), nullptr);
}

TEST(RunTableModel, TheTipSaysWhyARunFailed) {
    RunTableModel model;
    RunRecord failed = record(1, RunState::Failed);
    failed.message = "The disk is full: free some space and resume the run.";
    model.setRuns({failed});
    EXPECT_TRUE(model.index(0, 0).data(Qt::ToolTipRole).toString().contains(QStringLiteral("disk is full")));
}

} // namespace
} // namespace pairscape
