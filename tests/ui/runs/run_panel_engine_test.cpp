// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Real searches in the window: a study on disk, the engine's own threads, and clicks.
#include "tests/ui/support/pointer.h"
#include "ui/runs/log_view.h"
#include "ui/runs/run_panel.h"

#include <gtest/gtest.h>

#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTableView>
#include <QTemporaryDir>

#include <algorithm>
#include <cmath>
#include <set>

namespace pairscape {
namespace {

constexpr int patience = 240000; ///< ms; a sanitizer on a busy machine may need it
/// Enough that no run is over before it is disturbed. Under the thread sanitizer an evaluation takes a
/// second.
#ifdef __SANITIZE_THREAD__
constexpr int budget = 90;
#else
constexpr int budget = 600;
#endif

StudySettings tinyStudy() {
    StudySettings settings;
    settings.spaceJson = SearchSpace::preset("tiny")->toJson();
    settings.platformJson = Platform::preset("zc706")->toJson();
    settings.zenBatch = 2;
    return settings;
}

/// A run of small generations and batches; all else as it comes.
RunSettings shortRun(const char* strategy, std::int64_t evaluations) {
    RunSettings settings;
    settings.strategy = strategy;
    settings.budget = evaluations;
    settings.population = 16;
    settings.batch = 8;
    return settings;
}

class EngineTest : public testing::Test {
  protected:
    EngineTest() : panel(&session), log(&session) {
        test::showAt(panel, {300, 640});
        EXPECT_TRUE(session.createStudy(path("study"), tinyStudy()));
        panel.setSettings(shortRun("nash", budget));
    }

    std::filesystem::path path(const char* name) const {
        return folder.filePath(QString::fromLatin1(name) + QStringLiteral(".pairscape")).toStdString();
    }
    QPushButton& button(const char* name) {
        return *panel.findChild<QPushButton*>(QString::fromLatin1(name));
    }
    void click(const char* name) { QTest::mouseClick(&button(name), Qt::LeftButton); }
    bool reaches(RunState state) {
        return QTest::qWaitFor([&] { return session.runStatus() && session.runStatus()->state == state; },
                               patience);
    }
    bool stores(std::size_t count) {
        return QTest::qWaitFor([&] { return session.snapshot()->pairings.size() >= count; }, patience);
    }
    RunState storedState() const { return session.snapshot()->runs.back().state; }
    QString state() { return panel.findChild<QLabel*>(QStringLiteral("state"))->text(); }

    QTemporaryDir folder;
    Session session;
    RunPanel panel;
    LogView log;
};

TEST_F(EngineTest, StartPauseResumeCancelAndResumeByClicks) {
    ASSERT_TRUE(button("start").isEnabled());
    click("start");
    ASSERT_TRUE(session.runActive());
    EXPECT_FALSE(button("start").isEnabled());
    EXPECT_TRUE(button("pause").isEnabled());
    EXPECT_TRUE(button("cancel").isEnabled());
    EXPECT_FALSE(panel.findChild<QSpinBox*>(QStringLiteral("budget"))->isEnabled());

    ASSERT_TRUE(stores(10));
    click("pause");
    ASSERT_TRUE(reaches(RunState::Paused));
    EXPECT_EQ(button("pause").text().toStdString(), "Resume");
    EXPECT_TRUE(state().contains(QStringLiteral("paused")));
    // What was in the works when it was paused comes in, on a slow machine late.
    std::int64_t held = -1;
    for (int tries = 0; tries < 50 && held != session.runStatus()->stored; ++tries) {
        held = session.runStatus()->stored;
        QTest::qWait(1000);
    }
    EXPECT_EQ(session.runStatus()->stored, held);
    ASSERT_LT(held, budget);

    click("pause"); // it says Resume now
    ASSERT_TRUE(reaches(RunState::Running));
    EXPECT_EQ(button("pause").text().toStdString(), "Pause");
    ASSERT_TRUE(stores(static_cast<std::size_t>(held) + 5));
    click("cancel");
    ASSERT_TRUE(reaches(RunState::Cancelled));
    ASSERT_TRUE(QTest::qWaitFor([&] { return storedState() == RunState::Cancelled; }));
    ASSERT_TRUE(QTest::qWaitFor([&] { return button("start").isEnabled(); }));
    EXPECT_FALSE(button("cancel").isEnabled());
    const std::size_t kept = session.snapshot()->pairings.size();
    EXPECT_GE(kept, static_cast<std::size_t>(held) + 5);
    EXPECT_LT(kept, static_cast<std::size_t>(budget));

    ASSERT_TRUE(button("resumeStored").isVisible());
    EXPECT_TRUE(button("resumeStored").text().startsWith(QStringLiteral("Resume run 1: ")));
    click("resumeStored");
    ASSERT_TRUE(reaches(RunState::Finished));
    ASSERT_TRUE(stores(budget));
    EXPECT_EQ(session.snapshot()->pairings.size(), static_cast<std::size_t>(budget));
    EXPECT_EQ(session.snapshot()->runs.size(), 1U);
    EXPECT_EQ(panel.findChild<QTableView*>(QStringLiteral("runs"))->model()->rowCount(), 1);
    auto* bar = panel.findChild<QProgressBar*>(QStringLiteral("progressBar"));
    EXPECT_TRUE(QTest::qWaitFor([&] { return bar->value() == bar->maximum(); }));
    EXPECT_TRUE(QTest::qWaitFor([&] { return log.text().contains(QStringLiteral("Run 1 finished after")); }));
    for (const char* told : {"Created the study", "Run 1 started", "is paused with", "goes on",
                             "was stopped with", "Run 1 resumed"})
        EXPECT_TRUE(log.text().contains(QString::fromLatin1(told))) << told << "\n"
                                                                    << log.text().toStdString();

    // All of it is what an undisturbed run of the same seed stores.
    std::set<std::string> found;
    for (const PairingRecord& record : session.snapshot()->pairings)
        found.insert(record.architecture);
    ASSERT_TRUE(session.createStudy(path("undisturbed"), tinyStudy()));
    click("start");
    ASSERT_TRUE(reaches(RunState::Finished));
    ASSERT_TRUE(stores(budget));
    std::set<std::string> expected;
    for (const PairingRecord& record : session.snapshot()->pairings)
        expected.insert(record.architecture);
    EXPECT_EQ(found, expected);
}

/// Another study is opened in the middle of a run: nobody waits, and nothing is lost.
TEST_F(EngineTest, ARunThatIsLeftBehindKeepsWhatItFound) {
    click("start");
    ASSERT_TRUE(stores(5));
    const std::size_t before = session.snapshot()->pairings.size();
    ASSERT_TRUE(session.createStudy(path("other"), tinyStudy()));
    EXPECT_FALSE(session.runActive());
    EXPECT_TRUE(session.snapshot()->pairings.empty());
    ASSERT_TRUE(session.openStudy(path("study"))); // waits for the run's end
    EXPECT_GE(session.snapshot()->pairings.size(), before);
    EXPECT_EQ(storedState(), RunState::Interrupted);
    EXPECT_TRUE(button("resumeStored").isVisible());
}

/// The window is closed in the middle of a run.
TEST_F(EngineTest, ClosingKeepsWhatWasFound) {
    std::size_t before = 0;
    {
        Session closing;
        ASSERT_TRUE(closing.createStudy(path("closed"), tinyStudy()));
        closing.startRun(shortRun("random", budget), 1);
        ASSERT_TRUE(QTest::qWaitFor([&] { return closing.snapshot()->pairings.size() >= 5; }, patience));
        before = closing.snapshot()->pairings.size();
    }
    ASSERT_TRUE(session.openStudy(path("closed")));
    EXPECT_GE(session.snapshot()->pairings.size(), before);
    EXPECT_EQ(storedState(), RunState::Interrupted);
}

/// Ranges set while a search runs steer it: the run ends, and one that keeps them goes on from what it found.
TEST_F(EngineTest, TheRunInProgressIsNarrowedToTheFilters) {
    click("start");
    EXPECT_FALSE(button("narrow").isVisible());
    ASSERT_TRUE(stores(30));
    const PairingRecord* best = nullptr;
    for (const PairingRecord& record : session.snapshot()->pairings)
        if (record.feasible && (best == nullptr || record.fps > best->fps))
            best = &record;
    ASSERT_NE(best, nullptr);
    PairingFilter filter;
    filter.ranges.insert(QStringLiteral("fps"), {best->fps / 2, HUGE_VAL});
    session.setFilter(filter);
    ASSERT_TRUE(button("narrow").isVisible());
    const double limit = best->fps / 2;
    click("narrow");
    ASSERT_TRUE(QTest::qWaitFor([&] { return session.snapshot()->runs.size() == 2; }, patience));
    EXPECT_EQ(session.snapshot()->runs[0].state, RunState::Cancelled);
    const RunSettings narrow = session.snapshot()->runs[1].settings;
    ASSERT_EQ(narrow.constraints.size(), 1U);
    EXPECT_EQ(narrow.constraints[0], (Constraint{Quantity::Fps, false, limit}));
    ASSERT_FALSE(narrow.seeds.empty());
    for (const PairingRecord& record : session.snapshot()->pairings)
        if (std::ranges::count(narrow.seeds, record.architecture) > 0) {
            EXPECT_GE(record.fps, limit);
        }
    EXPECT_TRUE(session.runActive());
    click("cancel");
    ASSERT_TRUE(reaches(RunState::Cancelled)); // and nothing starts in its place
    QTest::qWait(300);
    EXPECT_EQ(session.snapshot()->runs.size(), 2U);
}

TEST_F(EngineTest, ASecondRunHasToWait) {
    click("start");
    ASSERT_TRUE(session.runActive());
    const QSignalSpy messages(&session, &Session::message);
    session.startRun({}, 1);
    ASSERT_EQ(messages.size(), 1);
    EXPECT_TRUE(messages[0][1].toString().contains(QStringLiteral("Run 1 is still going")));
    session.cancelRun();
    EXPECT_TRUE(reaches(RunState::Cancelled));
}

TEST_F(EngineTest, WhatCannotBeSearchedIsSaid) {
    const QSignalSpy messages(&session, &Session::message);
    session.startRun(shortRun("no such strategy", 10), 1);
    ASSERT_GE(messages.size(), 1);
    EXPECT_TRUE(messages[0][1].toString().contains(QStringLiteral("no such strategy")));
    EXPECT_FALSE(session.runActive());
}

TEST_F(EngineTest, OpeningWhatIsOpenChangesNothing) {
    const QSignalSpy changed(&session, &Session::studyChanged);
    ASSERT_TRUE(session.openStudy(path("study")));
    EXPECT_EQ(changed.size(), 0);
    EXPECT_FALSE(session.createStudy(path("study"), tinyStudy())); // there is one already
    EXPECT_EQ(changed.size(), 0);
    EXPECT_TRUE(session.hasStudy());
}

TEST_F(EngineTest, OnlyReadWhatWasOpenedForReading) {
    ASSERT_TRUE(session.openStudy(path("study"), OpenMode::ReadOnly));
    EXPECT_TRUE(session.snapshot()->readOnly);
    EXPECT_FALSE(button("start").isEnabled());
    session.startRun({}, 1);
    EXPECT_TRUE(log.text().contains(QStringLiteral("for reading only")));
}

} // namespace
} // namespace pairscape
