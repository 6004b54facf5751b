// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/message_bar.h"

#include <gtest/gtest.h>

#include <QLabel>
#include <QPushButton>
#include <QTest>
#include <QToolButton>

namespace pairscape {
namespace {

/// The sentences that can be read in the bar.
QStringList shown(const MessageBar& bar) {
    QStringList texts;
    for (const QLabel* label : bar.findChildren<QLabel*>())
        if (label->isVisible())
            texts << label->text();
    texts.sort();
    return texts;
}

class Messages : public testing::Test {
  protected:
    Messages() {
        bar.setInformationTime(50);
        window.resize(600, 300);
        bar.setFixedWidth(600);
        window.show();
    }
    QWidget window;
    MessageBar bar{&window};
};

TEST_F(Messages, TakeNoRoomWhileThereIsNothingToSay) {
    EXPECT_FALSE(bar.isVisible());
    bar.show(MessageKind::Warning, "Something slow is loaded.");
    EXPECT_TRUE(bar.isVisible());
    EXPECT_EQ(shown(bar), QStringList{"Something slow is loaded."});
}

TEST_F(Messages, InformationGoesByItselfFailuresStayUntilTheyAreClosed) {
    bar.show(MessageKind::Information, "Opened.");
    bar.show(MessageKind::Failure, "The disk is full; free some room and try again.");
    bar.show(MessageKind::Warning, "Slow.");
    ASSERT_TRUE(QTest::qWaitFor([&] { return !bar.texts().contains("Opened."); }, 5000));
    EXPECT_EQ(bar.texts(), (QStringList{"The disk is full; free some room and try again.", "Slow."}));
    for (QToolButton* close : bar.findChildren<QToolButton*>())
        if (close->isVisible()) {
            QTest::mouseClick(close, Qt::LeftButton);
            break;
        }
    EXPECT_EQ(bar.texts(), QStringList{"Slow."});
}

TEST_F(Messages, TheSameAgainIsCounted) {
    for (int i = 0; i < 3; ++i)
        bar.show(MessageKind::Failure, "No.");
    EXPECT_EQ(shown(bar), QStringList{"No. (3 times)"});
}

TEST_F(Messages, MoreThanThreeWaitTheirTurnTheGravestFirst) {
    for (int i = 1; i <= 4; ++i)
        bar.show(MessageKind::Warning, "Warning " + QString::number(i));
    bar.show(MessageKind::Failure, "Failure");
    EXPECT_EQ(bar.texts().front(), "Failure");
    EXPECT_EQ(shown(bar), (QStringList{"2 more messages", "Failure", "Warning 1", "Warning 2"}));
    QTest::mouseClick(bar.findChild<QPushButton*>(), Qt::LeftButton); // close all
    EXPECT_TRUE(bar.texts().isEmpty());
    EXPECT_FALSE(bar.isVisible());
}

} // namespace
} // namespace pairscape
