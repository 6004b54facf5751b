// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/explorer/table_view.h"

#include "tests/ui/support/pointer.h"
#include "ui/models/pairing_table_model.h"

#include <gtest/gtest.h>

#include <QHeaderView>
#include <QSignalSpy>

namespace pairscape {
namespace {

using test::FakeStudy;

class TableTest : public testing::Test {
  protected:
    TableTest() : study(std::make_shared<FakeStudy>(60)), view(&session) {
        session.setStudy(study);
        test::showAt(view, {1100, 500});
    }

    QPoint middleOf(int row) const {
        return view.visualRect(view.pairings()->index(row, PairingTableModel::columnOf(QStringLiteral("id"))))
            .center();
    }
    void clickHeading(const char* metric) {
        const int column = PairingTableModel::columnOf(QString::fromLatin1(metric));
        QHeaderView* header = view.horizontalHeader();
        const QPoint at(header->sectionViewportPosition(column) + header->sectionSize(column) / 2,
                        header->height() / 2);
        QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, at);
    }

    std::shared_ptr<FakeStudy> study;
    Session session;
    TableView view;
};

/// Nothing of the study before is taken for the same, whatever the file is called.
TEST_F(TableTest, AnotherStudyOfTheSameNameBeginsAnew) {
    const auto other = std::make_shared<FakeStudy>(70);
    ASSERT_EQ(other->snapshot()->path, study->snapshot()->path);
    const QSignalSpy resets(view.pairings(), &QAbstractItemModel::modelReset);
    session.setStudy(other);
    EXPECT_GE(resets.size(), 1);
    EXPECT_EQ(view.pairings()->rowCount(), 70);
}

TEST_F(TableTest, AClickSelectsEverywhere) {
    QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, middleOf(4));
    EXPECT_EQ(session.selected(), view.pairings()->idAt(4));
    QTest::keyClick(&view, Qt::Key_Down);
    EXPECT_EQ(session.selected(), view.pairings()->idAt(5));
    QTest::keyClick(&view, Qt::Key_Escape);
    EXPECT_EQ(session.selected(), 0);
    EXPECT_FALSE(view.selectionModel()->hasSelection());
}

TEST_F(TableTest, FollowsASelectionFromElsewhere) {
    const PairingId last = view.pairings()->idAt(59);
    session.select(last);
    EXPECT_EQ(view.currentIndex().row(), 59);
    EXPECT_TRUE(view.viewport()->rect().contains(middleOf(59)));
}

TEST_F(TableTest, HeadingsSort) {
    clickHeading("fps");
    const bool ascendingFirst = view.pairings()->sortOrder() == Qt::AscendingOrder;
    const auto fps = [&](int row) { return session.snapshot()->find(view.pairings()->idAt(row))->fps; };
    EXPECT_EQ(view.pairings()->sortColumn(), PairingTableModel::columnOf(QStringLiteral("fps")));
    EXPECT_EQ(fps(0) <= fps(1), ascendingFirst);
    clickHeading("fps");
    EXPECT_NE(fps(0) < fps(10), ascendingFirst);
}

TEST_F(TableTest, TheSelectionStaysOnItsPairing) {
    session.select(17);
    clickHeading("energy");
    EXPECT_EQ(view.pairings()->idAt(view.currentIndex().row()), 17);
    study->grow(30);
    ASSERT_TRUE(QTest::qWaitFor([&] { return view.pairings()->rowCount() == 90; }));
    EXPECT_EQ(view.pairings()->idAt(view.currentIndex().row()), 17);
    EXPECT_EQ(session.selected(), 17);
}

TEST_F(TableTest, DimmedRowsStandAtTheEnd) {
    PairingFilter filter;
    filter.ranges.insert(QStringLiteral("fps"), {0, 900});
    session.setFilter(filter);
    const std::vector<PairingId> shown = view.rowsInOrder(true);
    ASSERT_EQ(shown.size(), session.acceptedCount());
    const std::vector<PairingId> all = view.rowsInOrder();
    ASSERT_EQ(all.size(), 60U);
    for (std::size_t row = 0; row < all.size(); ++row)
        EXPECT_EQ(filter.accepts(*session.snapshot()->find(all[row])), row < shown.size());
}

TEST_F(TableTest, EnterOpensAndPPins) {
    session.select(9);
    const QSignalSpy opened(&view, &TableView::opened);
    QTest::keyClick(&view, Qt::Key_Return);
    ASSERT_EQ(opened.size(), 1);
    EXPECT_EQ(opened[0][0].value<PairingId>(), 9);
    QTest::keyClick(&view, Qt::Key_P);
    ASSERT_TRUE(QTest::qWaitFor([&] { return session.snapshot()->find(9)->pinned(); }));
    const int pin = PairingTableModel::columnOf(QStringLiteral("pin"));
    EXPECT_TRUE(QTest::qWaitFor([&] {
        return view.pairings()->index(view.pairings()->rowOf(9), pin).data().toString() ==
               QStringLiteral("\u2605 Design 9");
    }));
}

TEST_F(TableTest, ColumnsCanBeChosen) {
    EXPECT_EQ(view.shownColumns(), TableView::defaultColumns());
    view.setShownColumns({QStringLiteral("id"), QStringLiteral("zen")});
    EXPECT_EQ(view.shownColumns(), (QStringList{QStringLiteral("id"), QStringLiteral("zen")}));
}

TEST_F(TableTest, WhatThePointerIsOverIsPreviewed) {
    test::pointAt(*view.viewport(), middleOf(3));
    EXPECT_EQ(session.hovered(), view.pairings()->idAt(3));
}

} // namespace
} // namespace pairscape
