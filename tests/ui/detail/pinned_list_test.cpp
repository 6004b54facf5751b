// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/support/fake_study.h"
#include "ui/detail/pinned_list.h"
#include "ui/models/figure_text.h"
#include "ui/models/session.h"

#include <gtest/gtest.h>

#include <QApplication>
#include <QLineEdit>
#include <QMenu>
#include <QSignalSpy>
#include <QTest>
#include <QTimer>

namespace pairscape {
namespace {

class PinnedListTest : public testing::Test {
  protected:
    void SetUp() override {
        ASSERT_TRUE(study->pin(3, "first"));
        ASSERT_TRUE(study->pin(7, "second"));
        ASSERT_TRUE(study->pin(9, "third"));
        session.setStudy(study);
        list.resize(260, 400);
        list.show();
        ASSERT_TRUE(QTest::qWaitForWindowExposed(&list));
        ASSERT_EQ(list.count(), 3);
    }

    std::string pinOf(PairingId id) const { return study->snapshot()->find(id)->pin; }
    QPoint middle(int row) const { return list.visualItemRect(list.item(row)).center(); }
    void click(int row) { QTest::mouseClick(list.viewport(), Qt::LeftButton, {}, middle(row)); }

    std::shared_ptr<test::FakeStudy> study = std::make_shared<test::FakeStudy>(12, "tiny");
    Session session;
    PinnedList list{&session};
};

TEST_F(PinnedListTest, ListsNameAndFigures) {
    EXPECT_EQ(list.idAt(0), 3);
    EXPECT_EQ(list.idAt(2), 9);
    EXPECT_EQ(list.item(1)->text(), QStringLiteral("second"));
    const QString words = list.item(1)->data(Qt::AccessibleTextRole).toString();
    const PairingRecord& record = *study->snapshot()->find(7);
    EXPECT_TRUE(words.contains(figureText(record.fps) + QStringLiteral("\u00a0img/s")))
        << words.toStdString();
    EXPECT_TRUE(words.contains(QStringLiteral("zero-shot rank")));
    EXPECT_TRUE(words.contains(QStringLiteral("mJ/img")));
    EXPECT_EQ(list.idAt(17), 0);
}

/// Which design it is must be read: a name goes on in the next line.
TEST_F(PinnedListTest, ALongNameIsSeenWhole) {
    const auto height = [this](const char* name) {
        EXPECT_TRUE(study->pin(7, name));
        EXPECT_TRUE(QTest::qWaitFor([&] { return list.item(1)->text() == QLatin1String(name); }));
        QTest::qWait(20);
        return list.visualItemRect(list.item(1)).height();
    };
    const int line = list.fontMetrics().height();
    const int one = height("second");
    const int two = height("the adder network for the small board");
    EXPECT_NEAR(two - one, line, 4);
    const int three =
        height("a name that has no end at all but goes on about which network this is and why it "
               "is worth to be kept beside all of the others");
    EXPECT_NEAR(three - one, 2 * line, 6) << "in three lines at most";
}

TEST_F(PinnedListTest, AClickAndArrowKeysSelect) {
    click(1);
    EXPECT_EQ(session.selected(), 7);
    QTest::keyClick(&list, Qt::Key_Down);
    EXPECT_EQ(session.selected(), 9);
    session.select(3);
    EXPECT_EQ(list.currentRow(), 0);
    session.select(5);
    EXPECT_EQ(list.currentRow(), -1) << "what is not pinned has no row";
    EXPECT_TRUE(list.selectedItems().isEmpty());
    EXPECT_EQ(session.selected(), 5) << "and the list leaves the selection alone";
}

TEST_F(PinnedListTest, EnterAndDoubleClickOpen) {
    QSignalSpy opened(&list, &PinnedList::opened);
    click(0);
    QTest::keyClick(&list, Qt::Key_Return);
    ASSERT_EQ(opened.count(), 1);
    EXPECT_EQ(opened.last().at(0).value<PairingId>(), 3);
    click(2);
    QTest::mouseDClick(list.viewport(), Qt::LeftButton, {}, middle(2));
    ASSERT_EQ(opened.count(), 2);
    EXPECT_EQ(opened.last().at(0).value<PairingId>(), 9);
    EXPECT_EQ(session.selected(), 9);
}

TEST_F(PinnedListTest, F2Renames) {
    click(1);
    QTest::keyClick(&list, Qt::Key_F2);
    auto* editor = list.findChild<QLineEdit*>();
    ASSERT_TRUE(editor);
    EXPECT_EQ(editor->text(), QStringLiteral("second"));
    editor->selectAll();
    QTest::keyClicks(editor, QStringLiteral("fast one"));
    study->grow(3); // a search that goes on must not end the edit
    QTest::qWait(80);
    EXPECT_EQ(list.findChild<QLineEdit*>(), editor);
    QTest::keyClick(editor, Qt::Key_Return);
    EXPECT_TRUE(QTest::qWaitFor([&] { return pinOf(7) == "fast one"; }));
    EXPECT_TRUE(QTest::qWaitFor([&] { return list.item(1)->text() == QStringLiteral("fast one"); }));
    EXPECT_EQ(list.count(), 3);
}

TEST_F(PinnedListTest, AnEmptyNameLeavesTheOldOne) {
    click(0);
    QTest::keyClick(&list, Qt::Key_F2);
    auto* editor = list.findChild<QLineEdit*>();
    ASSERT_TRUE(editor);
    editor->setText(QStringLiteral("  "));
    QTest::keyClick(editor, Qt::Key_Return);
    QTest::qWait(50);
    EXPECT_EQ(pinOf(3), "first");
    EXPECT_EQ(list.item(0)->text(), QStringLiteral("first"));
}

TEST_F(PinnedListTest, DeleteTakesThePinOff) {
    click(1);
    QTest::keyClick(&list, Qt::Key_Delete);
    EXPECT_TRUE(QTest::qWaitFor([&] { return list.count() == 2; }));
    EXPECT_EQ(pinOf(7), "");
    EXPECT_EQ(list.idAt(1), 9);
    EXPECT_EQ(session.selected(), 7) << "the design stays selected elsewhere";
}

TEST_F(PinnedListTest, TheMenuExports) {
    QSignalSpy wanted(&list, &PinnedList::exportDesignWanted);
    QTimer::singleShot(100, [] {
        auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
        ASSERT_TRUE(menu);
        for (QAction* action : menu->actions())
            if (action->text().startsWith(QStringLiteral("Export"))) {
                menu->setActiveAction(action);
                QTest::keyClick(menu, Qt::Key_Return);
                return;
            }
        menu->close();
    });
    QContextMenuEvent event(QContextMenuEvent::Mouse, middle(2), list.viewport()->mapToGlobal(middle(2)));
    QApplication::sendEvent(list.viewport(), &event);
    ASSERT_EQ(wanted.count(), 1);
    EXPECT_EQ(wanted.last().at(0).value<PairingId>(), 9);
}

TEST_F(PinnedListTest, AReadOnlyStudyCannotBeRenamed) {
    study->edit([](StudySnapshot& snapshot) {
        snapshot.readOnly = true;
        snapshot.pairings[10].pin = "fourth";
    });
    ASSERT_TRUE(QTest::qWaitFor([&] { return list.count() == 4; }));
    EXPECT_FALSE(list.item(0)->flags().testFlag(Qt::ItemIsEditable));
}

TEST_F(PinnedListTest, EmptySaysHowToPin) {
    for (const PairingId id : {3, 7, 9})
        ASSERT_TRUE(study->unpin(id));
    ASSERT_TRUE(QTest::qWaitFor([&] { return list.count() == 0; }));
    const Theme theme = Theme::make(ThemeMode::Dark);
    list.applyTheme(theme);
    const QImage image = list.viewport()->grab().toImage();
    bool words = false;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x)
            words = words || image.pixelColor(x, y) == theme.mutedText;
    EXPECT_TRUE(words);
    EXPECT_EQ(image.pixelColor(0, 0), theme.background);
}

} // namespace
} // namespace pairscape
