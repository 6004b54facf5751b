// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/runs/log_view.h"

#include "tests/ui/support/pointer.h"

#include <gtest/gtest.h>

#include <QClipboard>
#include <QGuiApplication>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRegularExpression>

namespace pairscape {
namespace {

class LogTest : public testing::Test {
  protected:
    LogTest() : view(&session) { test::showAt(view, {700, 200}); }
    void say(MessageKind kind, const char* text) { emit session.message(kind, QString::fromUtf8(text)); }

    Session session;
    LogView view;
};

TEST_F(LogTest, WritesEveryMessageWithItsTimeAndKind) {
    say(MessageKind::Information, "Run 1 started.");
    say(MessageKind::Warning, "There is no design 9 in this study.");
    say(MessageKind::Failure, "The disk is full.");
    const QStringList lines = view.text().split(QLatin1Char('\n'));
    ASSERT_EQ(lines.size(), 3);
    const QRegularExpression form(QStringLiteral("^\\d\\d:\\d\\d:\\d\\d   (.*)$"));
    EXPECT_EQ(form.match(lines[0]).captured(1).toStdString(), "Run 1 started.");
    EXPECT_EQ(form.match(lines[1]).captured(1).toStdString(), "Note: There is no design 9 in this study.");
    EXPECT_EQ(form.match(lines[2]).captured(1).toStdString(), "Problem: The disk is full.");
}

TEST_F(LogTest, CopiesAndClearsByClicks) {
    say(MessageKind::Information, "One.");
    say(MessageKind::Information, "Two.");
    QTest::mouseClick(view.findChild<QPushButton*>(QStringLiteral("copy")), Qt::LeftButton);
    EXPECT_EQ(QGuiApplication::clipboard()->text(), view.text());
    EXPECT_TRUE(view.text().contains(QStringLiteral("Two.")));
    auto* clear = view.findChild<QPushButton*>(QStringLiteral("clear"));
    QTest::mouseClick(clear, Qt::LeftButton);
    EXPECT_TRUE(view.text().isEmpty());
    EXPECT_FALSE(clear->isEnabled());
}

TEST_F(LogTest, KeepsItsLinesInAnotherTheme) {
    say(MessageKind::Failure, "The disk is full.");
    const QString before = view.text();
    view.applyTheme(Theme::make(ThemeMode::Dark));
    EXPECT_EQ(view.text(), before);
}

TEST_F(LogTest, CannotBeTypedInto) {
    say(MessageKind::Information, "One.");
    auto* lines = view.findChild<QPlainTextEdit*>();
    QTest::keyClicks(lines, QStringLiteral("abc"));
    EXPECT_FALSE(view.text().contains(QStringLiteral("abc")));
}

TEST_F(LogTest, ForgetsTheOldestOfVeryMany) {
    for (int i = 0; i < 5600; ++i)
        say(MessageKind::Information, "Again.");
    EXPECT_LE(view.text().count(QLatin1Char('\n')) + 1, 5000);
}

} // namespace
} // namespace pairscape
