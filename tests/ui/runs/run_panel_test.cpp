// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/runs/run_panel.h"

#include "core/search/strategy.h"
#include "tests/ui/support/pointer.h"
#include "ui/runs/run_table_model.h"

#include <gtest/gtest.h>

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QTableView>

namespace pairscape {
namespace {

using test::FakeStudy;

/// What the panel shows and offers, without an engine; run_panel_engine_test.cpp runs real searches.
class RunPanelTest : public testing::Test {
  protected:
    RunPanelTest() : panel(&session) { test::showAt(panel, {280, 640}); }

    template <class Widget>
    Widget& named(const char* name) {
        auto* found = panel.findChild<Widget*>(QString::fromLatin1(name));
        EXPECT_NE(found, nullptr) << name;
        return *found;
    }
    QPushButton& button(const char* name) { return named<QPushButton>(name); }
    std::string hint() {
        return named<QLabel>("hint").isVisible() ? named<QLabel>("hint").text().toStdString() : "";
    }

    Session session;
    RunPanel panel;
};

TEST_F(RunPanelTest, WithoutAStudyNothingCanBeStarted) {
    for (const char* name : {"start", "pause", "cancel"})
        EXPECT_FALSE(button(name).isEnabled()) << name;
    EXPECT_FALSE(button("resumeStored").isVisible());
    EXPECT_EQ(hint(), "Create or open a study to search in it.");
}

TEST_F(RunPanelTest, AStudyCanBeSearched) {
    session.setStudy(std::make_shared<FakeStudy>(10));
    EXPECT_TRUE(button("start").isEnabled());
    EXPECT_FALSE(button("pause").isEnabled());
    EXPECT_FALSE(button("cancel").isEnabled());
    EXPECT_EQ(hint(), "");
    EXPECT_EQ(named<QTableView>("runs").model()->rowCount(), 1);
    EXPECT_TRUE(named<QTableView>("runs").isVisible());
}

TEST_F(RunPanelTest, AReadOnlyStudyCannot) {
    const auto study = std::make_shared<FakeStudy>(10);
    study->edit([](StudySnapshot& next) { next.readOnly = true; });
    session.setStudy(study);
    EXPECT_FALSE(button("start").isEnabled());
    EXPECT_EQ(hint(), "This study is open for reading only.");
}

TEST_F(RunPanelTest, OffersEveryStrategyWithWhatItIs) {
    auto& choice = named<QComboBox>("strategy");
    ASSERT_EQ(choice.count(), static_cast<int>(strategies().size()));
    session.setStudy(std::make_shared<FakeStudy>(10));
    for (int i = 0; i < choice.count(); ++i) {
        choice.setCurrentIndex(i);
        const Strategy& strategy = strategies()[static_cast<std::size_t>(i)];
        EXPECT_EQ(panel.settings().strategy, strategy.name);
        const auto& description = named<QLabel>("description");
        EXPECT_EQ(description.toolTip().toStdString(), strategy.description);
        QString brief = description.text();
        ASSERT_TRUE(brief.endsWith(QLatin1Char('.'))) << strategy.name;
        brief.chop(1);
        EXPECT_TRUE(QString::fromStdString(strategy.description).startsWith(brief)) << brief.toStdString();
        EXPECT_LE(description.heightForWidth(240), 4 * description.fontMetrics().height()) << strategy.name;
        // The short name, which the title begins with: the rest is in the description.
        EXPECT_TRUE(QString::fromStdString(strategy.title).startsWith(choice.currentText()));
        EXPECT_FALSE(choice.currentText().contains(QLatin1Char(':'))) << strategy.name;
    }
}

TEST_F(RunPanelTest, SettingsAreWhatIsTyped) {
    session.setStudy(std::make_shared<FakeStudy>(10));
    auto& budget = named<QSpinBox>("budget");
    budget.setFocus();
    budget.selectAll();
    QTest::keyClicks(&budget, QStringLiteral("1234"));
    auto& seed = named<QLineEdit>("seed");
    seed.selectAll();
    QTest::keyClicks(&seed, QStringLiteral("9007199254740993")); // more than a double holds exactly
    auto& workers = named<QSpinBox>("workers");
    workers.selectAll();
    QTest::keyClicks(&workers, QStringLiteral("3"));
    EXPECT_EQ(panel.settings().budget, 1234);
    EXPECT_EQ(panel.settings().seed, 9007199254740993U);
    EXPECT_EQ(panel.workers(), 3);
}

TEST_F(RunPanelTest, ASeedHasToBeANumber) {
    session.setStudy(std::make_shared<FakeStudy>(10));
    auto& seed = named<QLineEdit>("seed");
    seed.selectAll();
    QTest::keyClick(&seed, Qt::Key_Delete);
    EXPECT_FALSE(button("start").isEnabled());
    EXPECT_EQ(hint(), "A seed is a whole number, such as 1.");
    QTest::keyClicks(&seed, QStringLiteral("x-5"));
    EXPECT_EQ(seed.text().toStdString(), "5"); // only digits go in
    EXPECT_TRUE(button("start").isEnabled());
}

TEST_F(RunPanelTest, TheSeedBeginsAsTheStudys) {
    session.setStudy(std::make_shared<FakeStudy>(10, "tiny", 77));
    EXPECT_EQ(panel.settings().seed, 77U);
}

TEST_F(RunPanelTest, AStoppedRunCanBeResumed) {
    const auto study = std::make_shared<FakeStudy>(10);
    study->edit([](StudySnapshot& next) {
        next.runs[0].state = RunState::Interrupted;
        next.runs[0].done = 10;
        next.runs[0].settings.budget = 500;
    });
    session.setStudy(study);
    EXPECT_TRUE(button("resumeStored").isVisible());
    EXPECT_EQ(button("resumeStored").text().toStdString(), "Resume run 1: 10 of 500");
}

/// A click on a run shows what it found and dims the rest; another one shows all again.
TEST_F(RunPanelTest, AClickOnARunShowsItAlone) {
    const auto study = std::make_shared<FakeStudy>(10);
    study->beginRun("conv-only");
    study->grow(7);
    session.setStudy(study);
    auto& list = named<QTableView>("runs");
    const auto click = [&](int row) {
        QTest::mouseClick(list.viewport(), Qt::LeftButton, {},
                          list.visualRect(list.model()->index(row, 1)).center());
    };
    click(0); // the newest is on top
    EXPECT_EQ(session.filter().run(), 2);
    EXPECT_EQ(session.acceptedCount(), 7U);
    click(1);
    EXPECT_EQ(session.filter().run(), 1);
    EXPECT_EQ(session.acceptedCount(), 10U);
    click(1);
    EXPECT_FALSE(session.filter().active());
}

/// As in a picture: the size is given, and everything uses it.
TEST_F(RunPanelTest, FillsTheWidthThatItGets) {
    session.setStudy(std::make_shared<FakeStudy>(10));
    for (const int width : {260, 400, 700}) {
        panel.setFixedSize(width, 800);
        QCoreApplication::processEvents();
        EXPECT_GE(named<QTableView>("runs").geometry().right(), width - 12) << width;
        EXPECT_GE(button("cancel").geometry().right(), width - 12) << width;
    }
    RunPanel picture(&session);
    applyTheme(*qApp, Theme::make(ThemeMode::Light));
    picture.setFixedSize(400, 800);
    picture.show();
    QCoreApplication::processEvents();
    EXPECT_GE(picture.findChild<QTableView*>(QStringLiteral("runs"))->geometry().right(), 400 - 12);
}

/// Every control is reached by Tab alone.
TEST_F(RunPanelTest, TabReachesEveryControl) {
    session.setStudy(std::make_shared<FakeStudy>(10));
    panel.activateWindow();
    named<QComboBox>("strategy").setFocus(Qt::TabFocusReason);
    QSet<QString> met;
    for (int i = 0; i < 12 && QApplication::focusWidget() != nullptr; ++i) {
        met.insert(QApplication::focusWidget()->objectName());
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
    }
    for (const char* name : {"strategy", "aims", "budget", "seed", "workers", "start", "runs"})
        EXPECT_TRUE(met.contains(QString::fromLatin1(name))) << name;
}

} // namespace
} // namespace pairscape
