// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/main_window.h"

#include "tests/ui/support/fake_study.h"
#include "ui/commands/command_palette.h"
#include "ui/commands/command_registry.h"
#include "ui/commands/shortcut_sheet.h"
#include "ui/models/session.h"
#include "ui/runs/log_view.h"
#include "ui/shell/header_bar.h"
#include "ui/shell/line_prompt.h"
#include "ui/shell/message_bar.h"
#include "ui/shell/new_study_page.h"
#include "ui/shell/welcome_page.h"
#include "ui/shell/workbench.h"
#include "ui/theme/elided_label.h"

#include <gtest/gtest.h>

#include <QAction>
#include <QDockWidget>
#include <QDropEvent>
#include <QFile>
#include <QLineEdit>
#include <QMimeData>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <QUrl>

namespace pairscape {
namespace {

class Window : public testing::Test {
  protected:
    Window() { show(); }

    void show() {
        window.resize(1280, 800);
        window.show();
        QApplication::setActiveWindow(&window);
        QTest::qWait(20);
    }
    void study(std::size_t pairings = 40) {
        fake = std::make_shared<test::FakeStudy>(pairings);
        session.setStudy(fake);
        QTest::qWait(30);
    }
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
        QWidget* focus = QApplication::focusWidget();
        QTest::keyClick(focus ? focus : &window, key, modifiers);
        QTest::qWait(5);
    }
    bool possible(const char* command) {
        window.commands()->refresh();
        return window.commands()->action(command)->isEnabled();
    }

    Session session;
    std::shared_ptr<test::FakeStudy> fake;
    MainWindow window{&session, AppSettings()};
};

TEST_F(Window, AStartIsTheFirstOnce) {
    EXPECT_TRUE(window.takeFirstStart());
    EXPECT_FALSE(window.takeFirstStart());
    EXPECT_FALSE(possible("study.sample")); // a test carries none
}

TEST_F(Window, BeginsWithTheWelcomePageAndOnlyOffersWhatIsPossible) {
    EXPECT_TRUE(window.welcomePage()->isVisible());
    EXPECT_EQ(window.windowTitle(), "Pairscape");
    for (const char* command :
         {"run.start", "run.pause", "design.pin", "study.export-table", "study.close", "view.save"})
        EXPECT_FALSE(possible(command)) << command;
    for (const char* command : {"study.new", "study.open", "help.palette", "theme.dark"})
        EXPECT_TRUE(possible(command)) << command;
}

TEST_F(Window, AStudyBringsTheWorkbenchAndClosingItTheWelcomePage) {
    study();
    EXPECT_TRUE(window.workbench()->isVisible());
    EXPECT_TRUE(window.windowTitle().startsWith("fake-nash-cifar100-1"));
    EXPECT_TRUE(possible("run.start"));
    EXPECT_TRUE(window.commands()->trigger("study.close"));
    EXPECT_TRUE(window.welcomePage()->isVisible());
}

/// In a talk the words beside the signs give way before the name of what is shown does.
TEST_F(Window, TheStudysNameKeepsItsRoom) {
    study();
    const auto* header = window.findChild<HeaderBar*>();
    const auto* name = header->findChild<ElidedLabel*>();
    const auto wordless = [&] {
        int count = 0;
        for (const QToolButton* button : header->findChildren<QToolButton*>())
            if (button->isVisible() && button->toolButtonStyle() == Qt::ToolButtonIconOnly) {
                EXPECT_FALSE(button->toolTip().isEmpty());
                ++count;
            }
        return count;
    };
    window.resize(1400, 800);
    QTest::qWait(10);
    EXPECT_EQ(wordless(), 0);
    window.setThemeMode(ThemeMode::Talk);
    window.resize(1024, 700);
    QTest::qWait(10);
    EXPECT_EQ(wordless(), 3);
    EXPECT_GE(name->width(), name->sizeHint().width());
    window.setThemeMode(ThemeMode::Light);
    window.resize(1400, 800);
    QTest::qWait(10);
    EXPECT_EQ(wordless(), 0);
}

TEST_F(Window, CtrlNShowsThePageAndEscGoesBack) {
    press(Qt::Key_N, Qt::ControlModifier);
    EXPECT_TRUE(window.newStudyPage()->isVisible());
    press(Qt::Key_Escape);
    EXPECT_TRUE(window.welcomePage()->isVisible());
    study();
    press(Qt::Key_N, Qt::ControlModifier);
    EXPECT_TRUE(window.newStudyPage()->isVisible());
    QTest::mouseClick(window.newStudyPage()->findChild<QPushButton*>("back"), Qt::LeftButton);
    EXPECT_TRUE(window.workbench()->isVisible());
}

TEST_F(Window, PaletteAndShortcutsOpenByKeyAndEscCloses) {
    study();
    press(Qt::Key_K, Qt::ControlModifier);
    ASSERT_TRUE(window.palettePanel()->isOpen());
    QTest::keyClicks(window.palettePanel()->input(), "dark theme");
    press(Qt::Key_Return);
    EXPECT_EQ(window.themeMode(), ThemeMode::Dark);
    QTest::keyClick(QApplication::focusWidget(), '?');
    EXPECT_TRUE(window.shortcutSheet()->isOpen());
    press(Qt::Key_Escape);
    EXPECT_FALSE(window.shortcutSheet()->isOpen());
    press(Qt::Key_K, Qt::ControlModifier);
    press(Qt::Key_Escape);
    EXPECT_FALSE(window.palettePanel()->isOpen());
    window.setThemeMode(ThemeMode::Light);
}

TEST_F(Window, EveryShortcutIsUsedOnce) {
    QStringList keys;
    for (const Command& command : window.commands()->commands())
        for (const QKeySequence& sequence : command.shortcuts)
            keys << sequence.toString();
    const qsizetype all = keys.size();
    EXPECT_GT(all, 20);
    keys.removeDuplicates();
    EXPECT_EQ(keys.size(), all);
}

TEST_F(Window, ThemesSwitchLive) {
    study();
    press(Qt::Key_T, Qt::ControlModifier | Qt::ShiftModifier);
    EXPECT_EQ(window.themeMode(), ThemeMode::Dark);
    EXPECT_EQ(QApplication::palette().color(QPalette::Base), Theme::make(ThemeMode::Dark).background);
    int menus = 0;
    for (const QToolButton* button : window.findChildren<QToolButton*>())
        if (button->menu()) {
            ++menus;
            EXPECT_EQ(button->palette().color(QPalette::ButtonText), Theme::make(ThemeMode::Dark).text)
                << button->text().toStdString();
        }
    EXPECT_GE(menus, 4);
    press(Qt::Key_F11);
    EXPECT_EQ(window.themeMode(), ThemeMode::Talk);
    press(Qt::Key_F11);
    EXPECT_EQ(window.themeMode(), ThemeMode::Dark); // what it was before the talk
    press(Qt::Key_T, Qt::ControlModifier | Qt::ShiftModifier);
    EXPECT_EQ(window.themeMode(), ThemeMode::Light);
}

TEST_F(Window, PPinsAndShiftPAsksForAName) {
    study();
    press(Qt::Key_P);
    EXPECT_TRUE(fake->snapshot()->pairings[6].pin.empty()); // nothing is selected
    session.select(7);
    press(Qt::Key_P);
    ASSERT_TRUE(QTest::qWaitFor([&] { return session.snapshot()->find(7)->pinned(); }, 5000));
    press(Qt::Key_P, Qt::ShiftModifier);
    ASSERT_TRUE(window.prompt()->isOpen());
    EXPECT_EQ(window.prompt()->input()->text(), "Design 7");
    QTest::keyClicks(window.prompt()->input(), "for the talk");
    press(Qt::Key_Return);
    EXPECT_TRUE(QTest::qWaitFor([&] { return session.snapshot()->find(7)->pin == "for the talk"; }, 5000));
}

TEST_F(Window, LettersInAFieldAreLetters) {
    study();
    session.select(7);
    press(Qt::Key_K, Qt::ControlModifier);
    QTest::keyClicks(window.palettePanel()->input(), "p ?");
    EXPECT_EQ(window.palettePanel()->input()->text(), "p ?");
    EXPECT_FALSE(window.shortcutSheet()->isOpen());
    EXPECT_FALSE(session.snapshot()->find(7)->pinned());
}

TEST_F(Window, EscLetsGoOfTheSelection) {
    study();
    session.select(3);
    press(Qt::Key_Escape);
    EXPECT_EQ(session.selected(), 0);
}

TEST_F(Window, ANumberInThePaletteGoesToTheDesign) {
    study();
    press(Qt::Key_K, Qt::ControlModifier);
    QTest::keyClicks(window.palettePanel()->input(), "23");
    press(Qt::Key_Return);
    EXPECT_EQ(session.selected(), 23);
}

TEST_F(Window, ViewsAreSavedUnderANameAndRestored) {
    study();
    auto* filters = window.workbench()->findChild<QDockWidget*>("filters");
    filters->close();
    ASSERT_TRUE(window.commands()->trigger("view.save"));
    QTest::keyClicks(window.prompt()->input(), "wide");
    press(Qt::Key_Return);
    EXPECT_EQ(window.settings().viewNames(), QStringList{"wide"});
    ASSERT_TRUE(window.commands()->trigger("view.reset"));
    EXPECT_FALSE(filters->isHidden());
    EXPECT_TRUE(window.workbench()->restoreArrangement(window.settings().view("wide")));
    EXPECT_TRUE(filters->isHidden());
}

TEST_F(Window, FilesThatAreNoStudyAreSaidToBeNoneAndNothingChanges) {
    study();
    const auto before = session.snapshot();
    const QTemporaryDir folder;
    QFile file(folder.filePath("holiday.pairscape"));
    ASSERT_TRUE(file.open(QIODevice::WriteOnly));
    file.write("not a study");
    file.close();

    auto* data = new QMimeData;
    data->setUrls({QUrl::fromLocalFile(file.fileName())});
    QDragEnterEvent enter(QPoint(200, 200), Qt::CopyAction, data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&window, &enter);
    EXPECT_TRUE(enter.isAccepted());
    QDropEvent drop(QPointF(200, 200), Qt::CopyAction, data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&window, &drop);
    delete data;
    EXPECT_EQ(session.snapshot(), before);
    ASSERT_FALSE(window.messages()->texts().isEmpty());
    const QString said = window.messages()->texts().front();
    EXPECT_TRUE(said.contains("holiday.pairscape")) << said.toStdString();
    EXPECT_TRUE(window.workbench()->log()->text().contains(said)); // and the log keeps it
}

TEST_F(Window, WhatWasArrangedIsThereTheNextTime) {
    const QTemporaryDir folder;
    const QString file = folder.filePath("pairscape.ini");
    {
        Session first;
        MainWindow earlier(&first, AppSettings(file));
        earlier.restoreLook();
        earlier.show();
        first.setStudy(std::make_shared<test::FakeStudy>(5));
        QTest::qWait(20);
        earlier.workbench()->findChild<QDockWidget*>("pinned")->close();
        earlier.setThemeMode(ThemeMode::Talk);
        earlier.close();
    }
    Session second;
    MainWindow later(&second, AppSettings(file));
    later.restoreLook();
    EXPECT_EQ(later.themeMode(), ThemeMode::Talk);
    later.setThemeMode(ThemeMode::Light);
    EXPECT_TRUE(later.workbench()->findChild<QDockWidget*>("pinned")->isHidden());
    EXPECT_FALSE(later.workbench()->findChild<QDockWidget*>("run")->isHidden());
}

} // namespace
} // namespace pairscape
