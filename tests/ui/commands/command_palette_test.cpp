// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/commands/command_palette.h"

#include "ui/commands/command_registry.h"
#include "ui/commands/shortcut_sheet.h"

#include <gtest/gtest.h>

#include <QAction>
#include <QLabel>
#include <QLineEdit>
#include <QTest>

namespace pairscape {
namespace {

class Palette : public testing::Test {
  protected:
    Palette() {
        add("study.open", "Study", "Open study…", QKeySequence::Open);
        add("design.export", "Design", "Export design…", QKeySequence(Qt::CTRL | Qt::Key_E));
        registry.add(
            {.id = "design.pin",
             .group = "Design",
             .title = "Pin design",
             .shortcuts = {QKeySequence(Qt::Key_P)},
             .run = [this] { ran << "design.pin"; },
             .enabled = [this] { return possible; },
             .currentTitle = [this] { return QString(pinned ? "Take the pin away" : "Pin design"); }});
        window.resize(800, 600);
        window.show();
        QApplication::setActiveWindow(&window);
        registry.refresh();
    }

    void add(const char* id, const char* group, const char* title, const QKeySequence& keys) {
        registry.add({.id = id,
                      .group = group,
                      .title = QString::fromUtf8(title),
                      .shortcuts = {keys},
                      .run = [this, id] { ran << id; }});
    }

    QWidget window;
    QLineEdit elsewhere{&window};
    CommandRegistry registry{&window};
    CommandPalette palette{&registry, &window};
    QStringList ran;
    bool possible = true;
    bool pinned = false;
};

TEST_F(Palette, RunsWhatWasTypedAndGivesTheFocusBack) {
    elsewhere.setFocus();
    palette.open();
    EXPECT_TRUE(palette.input()->hasFocus());
    QTest::keyClicks(palette.input(), "exp");
    EXPECT_EQ(palette.listed().front(), QString::fromUtf8("Export design…"));
    QTest::keyClick(palette.input(), Qt::Key_Return);
    EXPECT_EQ(ran, QStringList{"design.export"});
    EXPECT_FALSE(palette.isOpen());
    EXPECT_TRUE(elsewhere.hasFocus());
}

TEST_F(Palette, ArrowKeysChoose) {
    palette.open();
    ASSERT_EQ(palette.listed().size(), 3);
    QTest::keyClick(palette.input(), Qt::Key_Down);
    QTest::keyClick(palette.input(), Qt::Key_Return);
    EXPECT_EQ(ran, QStringList{"design.export"});
}

TEST_F(Palette, WhatIsNotPossibleComesLastAndDoesNothing) {
    possible = false;
    palette.open();
    EXPECT_EQ(palette.listed().back(), "Pin design");
    QTest::keyClicks(palette.input(), "pin d");
    QTest::keyClick(palette.input(), Qt::Key_Return);
    EXPECT_TRUE(ran.isEmpty());
    EXPECT_TRUE(palette.isOpen());
}

TEST_F(Palette, NothingThatFitsIsSaid) {
    palette.open();
    QTest::keyClicks(palette.input(), "qqq");
    EXPECT_TRUE(palette.listed().isEmpty());
    QTest::keyClick(palette.input(), Qt::Key_Return);
    EXPECT_TRUE(ran.isEmpty());
}

TEST_F(Palette, ANumberIsOfferedAsADesign) {
    qint64 gone = 0;
    palette.setNumberOffer([&](qint64 number) -> std::optional<CommandPalette::Offer> {
        if (number > 100)
            return std::nullopt;
        return CommandPalette::Offer{"Go to design " + QString::number(number),
                                     [&gone, number] { gone = number; }};
    });
    palette.open();
    QTest::keyClicks(palette.input(), "42");
    EXPECT_EQ(palette.listed(), QStringList{"Go to design 42"});
    QTest::keyClick(palette.input(), Qt::Key_Return);
    EXPECT_EQ(gone, 42);
    palette.open();
    QTest::keyClicks(palette.input(), "101");
    EXPECT_TRUE(palette.listed().isEmpty());
}

TEST_F(Palette, AClickElsewhereClosesIt) {
    palette.open();
    QTest::mouseClick(&elsewhere, Qt::LeftButton);
    EXPECT_FALSE(palette.isOpen());
}

TEST_F(Palette, CommandsFollowTheState) {
    EXPECT_EQ(registry.action("design.pin")->text(), "Pin design");
    pinned = true;
    registry.refresh();
    EXPECT_EQ(registry.action("design.pin")->text(), "Take the pin away");
    possible = false;
    EXPECT_FALSE(registry.trigger("design.pin"));
    EXPECT_FALSE(registry.trigger("no.such.command"));
    EXPECT_TRUE(ran.isEmpty());
}

TEST_F(Palette, AShortcutAsksAgainWhetherItIsPossible) {
    possible = false; // and nobody has refreshed
    QTest::keyClick(&window, Qt::Key_P);
    EXPECT_TRUE(ran.isEmpty());
    possible = true;
    registry.refresh();
    QTest::keyClick(&window, Qt::Key_P);
    EXPECT_EQ(ran, QStringList{"design.pin"});
}

TEST_F(Palette, TheSheetListsEveryShortcutAndNote) {
    registry.addNote({"In the plot", "Arrow keys", "Go to the next pairing"});
    ShortcutSheet sheet(&registry, &window);
    sheet.open();
    QStringList shown;
    for (const QLabel* label : sheet.findChildren<QLabel*>())
        shown << label->text();
    for (const char* text :
         {"Ctrl+O", "Ctrl+E", "P", "Pin design", "Arrow keys", "Go to the next pairing", "In the plot"})
        EXPECT_TRUE(shown.contains(text)) << text;
}

} // namespace
} // namespace pairscape
