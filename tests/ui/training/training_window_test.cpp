// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The window over a real study: a design is trained, and its accuracy arrives in the study.
#include "core/accelerator/platform.h"
#include "core/space/search_space.h"
#include "tests/core/training/drawn_images.h"
#include "tests/ui/support/pointer.h"
#include "ui/commands/command_registry.h"
#include "ui/shell/main_window.h"
#include "ui/shell/message_bar.h"
#include "ui/shell/workbench.h"
#include "ui/training/training_form.h"
#include "ui/training/training_page.h"

#include <gtest/gtest.h>

#include <QAction>
#include <QToolButton>

#include <memory>

namespace pairscape {
namespace {

constexpr int longest = 240'000; ///< ms; a sanitizer on a busy machine may need it

class TrainingWindow : public testing::Test {
  protected:
    void SetUp() override {
        test::writeCifar100(folder.path() / "data", 6, 16);
        StudySettings settings;
        settings.spaceJson = SearchSpace::preset("tiny")->toJson();
        settings.platformJson = Platform::preset("zc706")->toJson();
        settings.zenBatch = 2;
        window->messages()->setInformationTime(0); // so that a test can read it
        test::showAt(*window, {1280, 800});
        ASSERT_TRUE(window->createStudy(path("demo.pairscape"), settings));
        RunSettings run;
        run.strategy = "random";
        run.budget = 3;
        session.startRun(run, 1);
        ASSERT_TRUE(QTest::qWaitFor(
            [&] { return session.snapshot()->pairings.size() == 3 && !session.runActive(); }, longest));
        session.select(2);
    }
    QString path(const char* name) const { return QString::fromStdString((folder.path() / name).string()); }
    void train(int epochs) {
        ASSERT_TRUE(window->commands()->trigger(QStringLiteral("design.train")));
        TrainingPage& page = *window->trainingPage();
        ASSERT_TRUE(page.isVisible());
        page.form()->setDataSet(path("data"));
        TrainingBudget budget;
        budget.classes = 6;
        budget.imageSize = 12;
        budget.epochs = epochs;
        budget.batch = 16;
        page.form()->setBudget(budget);
        page.finish();
        page.start();
        ASSERT_TRUE(window->trainingJob()->active()) << page.text().toStdString();
    }
    bool says(const QString& part) {
        return QTest::qWaitFor(
            [&] {
                for (const QString& text : window->messages()->texts())
                    if (text.contains(part))
                        return true;
                return false;
            },
            longest);
    }
    bool possible(const char* command) {
        window->commands()->refresh();
        return window->commands()->action(QString::fromLatin1(command))->isEnabled();
    }
    bool ended() {
        return QTest::qWaitFor([&] { return !window->trainingJob()->active(); }, longest);
    }
    const MeasuredAccuracy* trainedOf(PairingId id) {
        const PairingRecord* record = session.snapshot()->find(id);
        return record ? record->accuracyOf(AccuracyKind::Trained) : nullptr;
    }

    test::TemporaryFolder folder;
    Session session;
    std::unique_ptr<MainWindow> window = std::make_unique<MainWindow>(&session, AppSettings());
};

TEST_F(TrainingWindow, TheAccuracyArrivesInTheStudy) {
    EXPECT_FALSE(possible("training.stop"));
    train(2);
    ASSERT_TRUE(ended());
    ASSERT_EQ(window->trainingJob()->state(), TrainingState::Finished)
        << window->trainingJob()->message().toStdString();
    ASSERT_TRUE(QTest::qWaitFor([&] { return trainedOf(2) != nullptr; }, longest));
    EXPECT_EQ(trainedOf(2)->percent, window->trainingJob()->accuracy()->percent);
    EXPECT_EQ(trainedOf(2)->source, "CIFAR-100, fine labels, 6 classes, 12 pixels, 2 epochs, seed 1");
    EXPECT_EQ(trainedOf(1), nullptr);
    EXPECT_TRUE(says(QStringLiteral("top-1 (trained) with design 2 of demo.pairscape")));
}

/// The study may be closed meanwhile; the accuracy is kept in its file all the same.
TEST_F(TrainingWindow, AClosedStudyGetsItToo) {
    train(2);
    window->commands()->trigger(QStringLiteral("study.close"));
    ASSERT_TRUE(ended());
    ASSERT_EQ(window->trainingJob()->state(), TrainingState::Finished)
        << window->trainingJob()->message().toStdString();
    EXPECT_TRUE(says(QStringLiteral("top-1 (trained) with design 2 of demo.pairscape")));
    window->openStudy(path("demo.pairscape"));
    ASSERT_NE(trainedOf(2), nullptr);
    EXPECT_EQ(trainedOf(2)->percent, window->trainingJob()->accuracy()->percent);
}

TEST_F(TrainingWindow, WhatCannotBeKeptIsSaidWithTheWayToKeepIt) {
    session.keepAccuracy(path("gone.pairscape"), 2, {AccuracyKind::Trained, 12.5, 96, "drawn images", {}});
    EXPECT_TRUE(says(QStringLiteral("study accuracy")));
    EXPECT_TRUE(says(QStringLiteral("--top1 12.5 --images 96 --source \"drawn images\"")));
}

/// By the commands' keys, from whatever page; and what is left when the study is opened again.
TEST_F(TrainingWindow, PausesAndStopsFromAnyPage) {
    train(100'000);
    ASSERT_TRUE(QTest::qWaitFor([&] { return window->trainingJob()->epochs().size() > 1; }, longest));
    window->commands()->trigger(QStringLiteral("nav.back"));
    EXPECT_TRUE(window->workbench()->isVisible());
    ASSERT_TRUE(possible("training.pause"));
    QApplication::setActiveWindow(window.get());
    QTest::keyClick(window.get(), Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier);
    EXPECT_EQ(window->trainingJob()->state(), TrainingState::Paused);
    QTest::keyClick(window.get(), Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier);
    EXPECT_EQ(window->trainingJob()->state(), TrainingState::Running);
    QTest::keyClick(window.get(), Qt::Key_S, Qt::ControlModifier | Qt::ShiftModifier);
    ASSERT_TRUE(ended());
    EXPECT_EQ(window->trainingJob()->state(), TrainingState::Stopped);
    EXPECT_EQ(trainedOf(2), nullptr);
    window->commands()->trigger(QStringLiteral("study.close"));
    window->openStudy(path("demo.pairscape"));
    EXPECT_TRUE(says(QStringLiteral("The training of design 2 was stopped before its end")));
}

TEST_F(TrainingWindow, ADesignIsTrainedFromItsPage) {
    window->commands()->trigger(QStringLiteral("nav.back"));
    session.select(3);
    ASSERT_TRUE(QTest::qWaitFor([&] { return session.selectedDetail() != nullptr; }, longest));
    QToolButton* train = nullptr;
    for (auto* each : window->workbench()->findChildren<QToolButton*>())
        if (each->text() == QStringLiteral("Train\u2026"))
            train = each;
    ASSERT_NE(train, nullptr);
    QTest::mouseClick(train, Qt::LeftButton);
    EXPECT_TRUE(window->trainingPage()->isVisible());
    EXPECT_EQ(window->trainingPage()->subject().pairing, 3);
    EXPECT_EQ(window->trainingPage()->subject().architecture, session.snapshot()->find(3)->architecture);
}

/// Nothing can be kept in a study that may not be written.
TEST_F(TrainingWindow, AStudyOpenForReadingOnlyIsNotTrainedFor) {
    EXPECT_TRUE(possible("design.train"));
    window->commands()->trigger(QStringLiteral("study.close"));
    EXPECT_FALSE(possible("design.train"));
    window->openStudy(path("demo.pairscape"), OpenMode::ReadOnly);
    session.select(2);
    EXPECT_FALSE(possible("design.train"));
}

} // namespace
} // namespace pairscape
