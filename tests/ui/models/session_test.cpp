// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/session.h"

#include "tests/ui/support/fake_study.h"

#include <gtest/gtest.h>

#include <QElapsedTimer>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

namespace pairscape {
namespace {

using test::FakeStudy;

class SessionTest : public testing::Test {
  protected:
    SessionTest() {
        QObject::connect(&session, &Session::message, &session,
                         [this](MessageKind kind, const QString& text) {
                             messages.emplace_back(kind, text.toStdString());
                         });
    }

    std::shared_ptr<FakeStudy> open(std::size_t pairings) {
        auto study = std::make_shared<FakeStudy>(pairings);
        session.setStudy(study);
        return study;
    }

    bool said(MessageKind kind, const std::string& part) const {
        return std::any_of(messages.begin(), messages.end(), [&](const auto& message) {
            return message.first == kind && message.second.find(part) != std::string::npos;
        });
    }

    std::vector<std::pair<MessageKind, std::string>> messages; ///< before the session: it outlives it
    Session session;
};

TEST_F(SessionTest, IsNeverWithoutASnapshot) {
    ASSERT_NE(session.snapshot(), nullptr);
    EXPECT_TRUE(session.snapshot()->pairings.empty());
    EXPECT_FALSE(session.hasStudy());
    EXPECT_EQ(session.runStatus(), std::nullopt);
    EXPECT_FALSE(session.runActive());
}

TEST_F(SessionTest, TellsOfAStudyAndOfWhatGrowsInIt) {
    QSignalSpy changed(&session, &Session::studyChanged);
    QSignalSpy grown(&session, &Session::snapshotChanged);
    const auto study = open(10);
    EXPECT_EQ(changed.size(), 1);
    EXPECT_EQ(session.snapshot()->pairings.size(), 10U);
    const auto before = grown.size();
    study->grow(5);
    EXPECT_EQ(session.snapshot()->pairings.size(), 10U); // the engine's thread changes nothing here
    ASSERT_TRUE(grown.wait());
    EXPECT_EQ(session.snapshot()->pairings.size(), 15U);
    EXPECT_EQ(grown.size(), before + 1);
    EXPECT_EQ(session.acceptedCount(), 15U);
}

/// Hundreds of announcements in a moment are a few snapshots: no more than one every 50 ms.
TEST_F(SessionTest, CoalescesWhatTheEngineSays) {
    const auto study = open(1);
    QSignalSpy grown(&session, &Session::snapshotChanged);
    QElapsedTimer clock;
    clock.start();
    for (int i = 0; i < 400; ++i) {
        study->grow(1);
        if (i % 20 == 0)
            QCoreApplication::processEvents();
    }
    ASSERT_TRUE(QTest::qWaitFor([&] { return session.snapshot()->pairings.size() == 401; }));
    EXPECT_LE(grown.size(), clock.elapsed() / 50 + 1);
    EXPECT_GE(grown.size(), 1);
}

TEST_F(SessionTest, AnnouncementsWithoutAChangeAreNotPassedOn) {
    const auto study = open(3);
    QSignalSpy grown(&session, &Session::snapshotChanged);
    study->announce();
    QTest::qWait(120);
    EXPECT_EQ(grown.size(), 0);
}

TEST_F(SessionTest, OneSelectionWithItsDetail) {
    const auto study = open(20);
    QSignalSpy selected(&session, &Session::selectionChanged);
    QSignalSpy detailed(&session, &Session::detailChanged);
    session.select(7);
    session.select(7);
    EXPECT_EQ(selected.size(), 1);
    EXPECT_EQ(session.selected(), 7);
    EXPECT_EQ(session.selectedDetail(), nullptr);
    ASSERT_TRUE(detailed.wait());
    ASSERT_NE(session.selectedDetail(), nullptr);
    EXPECT_EQ(session.selectedDetail()->record.id, 7);
    session.select(0);
    EXPECT_EQ(session.selectedDetail(), nullptr);
    EXPECT_EQ(detailed.size(), 2);
}

TEST_F(SessionTest, ADesignThatIsNotThereIsSaidAndNotSelected) {
    open(5);
    session.select(3);
    session.select(99);
    EXPECT_EQ(session.selected(), 3);
    EXPECT_TRUE(said(MessageKind::Warning, "no design 99"));
}

/// While one detail is fetched many are asked for: only the newest is fetched after it, and only it shows.
TEST_F(SessionTest, TheNewestDetailWins) {
    const auto study = open(50);
    study->holdDetails(true);
    session.select(1);
    ASSERT_TRUE(QTest::qWaitFor([&] { return study->detailCalls().size() == 1; }));
    for (PairingId id = 2; id <= 40; ++id)
        session.select(id);
    std::vector<PairingId> shown;
    QObject::connect(&session, &Session::detailChanged, &session, [&] {
        if (session.selectedDetail())
            shown.push_back(session.selectedDetail()->record.id);
    });
    study->holdDetails(false);
    ASSERT_TRUE(QTest::qWaitFor([&] { return session.selectedDetail() != nullptr; }));
    QTest::qWait(50);
    EXPECT_EQ(study->detailCalls(), (std::vector<PairingId>{1, 40}));
    EXPECT_EQ(shown, std::vector<PairingId>{40});
}

TEST_F(SessionTest, ADetailOfAnEarlierStudyIsDropped) {
    const auto first = open(10);
    first->holdDetails(true);
    session.select(4);
    ASSERT_TRUE(QTest::qWaitFor([&] { return first->detailCalls().size() == 1; }));
    const auto second = std::make_shared<FakeStudy>(10, "tiny");
    session.setStudy(second);
    EXPECT_EQ(session.selected(), 0);
    session.select(4);
    std::vector<std::string> shown;
    QObject::connect(&session, &Session::detailChanged, &session, [&] {
        if (session.selectedDetail())
            shown.push_back(session.selectedDetail()->record.architecture);
    });
    first->holdDetails(false);
    ASSERT_TRUE(QTest::qWaitFor([&] { return second->detailCalls().size() == 1 && !shown.empty(); }));
    QTest::qWait(50);
    EXPECT_EQ(shown, std::vector<std::string>{second->snapshot()->find(4)->architecture});
}

TEST_F(SessionTest, ADetailFollowsItsPin) {
    const auto study = open(10);
    session.select(4);
    ASSERT_TRUE(QTest::qWaitFor([&] { return session.selectedDetail() != nullptr; }));
    session.pin(4, QStringLiteral("Mine"));
    ASSERT_TRUE(QTest::qWaitFor([&] { return session.selectedDetail()->record.pin == "Mine"; }));
    EXPECT_TRUE(said(MessageKind::Information, "Pinned design 4"));
}

TEST_F(SessionTest, AnErrorOfADetailIsAMessage) {
    const auto study = open(10);
    study->failWith(Error{ErrorCode::Corrupt, "Page 7 of the file is damaged: restore it from a copy."});
    session.select(2);
    ASSERT_TRUE(QTest::qWaitFor([&] { return said(MessageKind::Failure, "Page 7"); }));
    EXPECT_EQ(session.selectedDetail(), nullptr);
}

TEST_F(SessionTest, FilterCountsFollowFilterAndSnapshot) {
    const auto study = open(200);
    QSignalSpy filtered(&session, &Session::filterChanged);
    PairingFilter filter;
    filter.ranges.insert(QStringLiteral("fps"), {0, 900});
    session.setFilter(filter);
    session.setFilter(filter);
    EXPECT_EQ(filtered.size(), 1);
    const auto slowCount = [&] {
        std::size_t count = 0;
        for (const PairingRecord& record : session.snapshot()->pairings)
            count += record.feasible && record.fps <= 900;
        return count;
    };
    EXPECT_EQ(session.acceptedCount(), slowCount());
    study->grow(100);
    ASSERT_TRUE(QTest::qWaitFor([&] { return session.snapshot()->pairings.size() == 300; }));
    EXPECT_EQ(session.acceptedCount(), slowCount());
    session.clearFilter();
    EXPECT_EQ(session.acceptedCount(), 300U);
    EXPECT_EQ(filtered.size(), 2);
}

TEST_F(SessionTest, AnotherStudyBeginsWithoutFilterAndSelection) {
    open(20);
    session.select(3);
    session.hover(4);
    PairingFilter filter;
    filter.frontOnly = true;
    session.setFilter(filter);
    QSignalSpy selected(&session, &Session::selectionChanged);
    QSignalSpy hovered(&session, &Session::hoverChanged);
    QSignalSpy filtered(&session, &Session::filterChanged);
    open(5);
    EXPECT_EQ(selected.size(), 1);
    EXPECT_EQ(hovered.size(), 1);
    EXPECT_EQ(filtered.size(), 1);
    EXPECT_EQ(session.selected(), 0);
    EXPECT_EQ(session.hovered(), 0);
    EXPECT_FALSE(session.filter().active());
    EXPECT_EQ(session.acceptedCount(), 5U);
}

TEST_F(SessionTest, HoverTellsOnlyOfChanges) {
    open(5);
    QSignalSpy hovered(&session, &Session::hoverChanged);
    session.hover(2);
    session.hover(2);
    session.hover(77); // not there: nothing is hovered
    session.hover(0);
    EXPECT_EQ(hovered.size(), 2);
}

/// Two presses before the first one is stored: pinned, and let go again.
TEST_F(SessionTest, TogglingAPinTwiceLeavesNone) {
    const auto study = open(5);
    session.togglePin(2);
    session.togglePin(2);
    ASSERT_TRUE(QTest::qWaitFor([&] { return said(MessageKind::Information, "Took the pin off design 2"); }));
    ASSERT_TRUE(QTest::qWaitFor([&] { return session.snapshot()->version == study->snapshot()->version; }));
    EXPECT_FALSE(session.snapshot()->find(2)->pinned());
    session.togglePin(2);
    ASSERT_TRUE(QTest::qWaitFor([&] { return session.snapshot()->find(2)->pinned(); }));
    EXPECT_EQ(session.snapshot()->find(2)->pin, "Design 2");
}

TEST_F(SessionTest, APinThatFailsIsSaid) {
    const auto study = open(5);
    study->failWith(Error{ErrorCode::Io, "The disk is full: free some space and pin it again."});
    session.togglePin(2);
    ASSERT_TRUE(QTest::qWaitFor([&] { return said(MessageKind::Failure, "disk is full"); }));
    study->failWith(std::nullopt);
    session.togglePin(2);
    ASSERT_TRUE(QTest::qWaitFor([&] { return session.snapshot()->find(2)->pinned(); }));
}

TEST_F(SessionTest, ExportsWriteFilesAndSaySo) {
    const QTemporaryDir folder;
    open(12);
    const QString table = folder.filePath(QStringLiteral("table.csv"));
    session.exportTable({3, 1, 2}, table);
    ASSERT_TRUE(QTest::qWaitFor([&] { return said(MessageKind::Information, "Exported 3 pairings"); }));
    QFile file(table);
    ASSERT_TRUE(file.open(QIODevice::ReadOnly));
    const QList<QByteArray> lines = file.readAll().split('\n');
    ASSERT_EQ(lines.size(), 5); // a header, three rows and what follows the last line break
    EXPECT_TRUE(lines[1].startsWith("3,"));
    EXPECT_TRUE(lines[2].startsWith("1,"));

    const QString design = folder.filePath(QStringLiteral("design.json"));
    session.exportDesign(5, design);
    ASSERT_TRUE(QTest::qWaitFor([&] { return said(MessageKind::Information, "Exported design 5"); }));
    EXPECT_TRUE(QFile::exists(design));
    session.exportDesign(5, folder.filePath(QStringLiteral("no/such/folder/design.json")));
    ASSERT_TRUE(QTest::qWaitFor([&] { return said(MessageKind::Failure, "no/such/folder"); }));
}

TEST_F(SessionTest, AFileThatIsNotThereIsOneSentence) {
    open(5);
    const Status status = session.openStudy("/nowhere/at/all.pairscape");
    EXPECT_FALSE(status);
    EXPECT_TRUE(said(MessageKind::Failure, "/nowhere/at/all.pairscape"));
    EXPECT_EQ(session.snapshot()->pairings.size(), 5U); // the open one stays
}

TEST_F(SessionTest, ARunNeedsAStudyToStoreIn) {
    session.startRun({}, 1);
    EXPECT_TRUE(said(MessageKind::Warning, "Create or open a study first"));
    session.resumeStoredRun(1);
    session.pauseRun();
    session.resumeRun();
    session.cancelRun();
    EXPECT_FALSE(session.runActive());
    const auto study = open(3);
    study->edit([](StudySnapshot& next) { next.readOnly = true; });
    ASSERT_TRUE(QTest::qWaitFor([&] { return session.snapshot()->readOnly; }));
    session.startRun({}, 1);
    EXPECT_TRUE(said(MessageKind::Warning, "for reading only"));
}

TEST_F(SessionTest, NothingToResumeIsSaid) {
    open(3); // its one run has finished
    session.resumeStoredRun(1);
    EXPECT_TRUE(said(MessageKind::Information, "no run that was stopped"));
}

TEST_F(SessionTest, ClosingWaitsForWhatIsBeingWritten) {
    const QTemporaryDir folder;
    const QString file = folder.filePath(QStringLiteral("last.csv"));
    {
        Session closing;
        closing.setStudy(std::make_shared<FakeStudy>(50));
        closing.exportTable({1, 2, 3}, file);
    }
    EXPECT_TRUE(QFile::exists(file));
}

} // namespace
} // namespace pairscape
