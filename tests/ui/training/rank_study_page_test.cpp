// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/rank_study_page.h"

#include "core/space/search_space.h"
#include "tests/ui/support/pointer.h"
#include "ui/models/figure_text.h"
#include "ui/training/rank_plot.h"

#include <gtest/gtest.h>

#include <QFile>
#include <QComboBox>
#include <QPushButton>
#include <QTableWidget>
#include <QTemporaryDir>

#include <cmath>
#include <fstream>

namespace pairscape {
namespace {

constexpr int reportPatience = 60000; ///< ms
const QString shipped = QStringLiteral(PAIRSCAPE_SOURCE_DIR "/resources/studies/nash-cifar100-h100.jsonl");

class RankStudyPageTest : public testing::Test {
  protected:
    RankStudyPageTest() { test::showAt(page, {1100, 640}); }
    bool says(const QString& part) {
        return QTest::qWaitFor([&] { return page.text().contains(part); }, reportPatience);
    }
    QString cell(const QString& metric, int column) {
        for (int row = 0; row < page.table()->rowCount(); ++row)
            if (page.table()->item(row, 0)->text() == metric)
                return page.table()->item(row, column)->text();
        return QStringLiteral("(none)");
    }

    QTemporaryDir folder;
    RankStudyPage page;
};

/// The table says what the report says, with the paper's figures beside it.
TEST_F(RankStudyPageTest, ShowsTheReportBesideThePaper) {
    page.open(shipped);
    ASSERT_TRUE(says(QStringLiteral("nash-cifar100"))) << page.text().toStdString();
    const RankStudy study = *readRankStudy(shipped.toStdString(), *SearchSpace::preset("nash-cifar100"));
    const RankReport report = *reportRankStudy(study, {});
    ASSERT_EQ(page.table()->rowCount(), static_cast<int>(report.lines.size()));
    double before = 2;
    for (int row = 0; row < page.table()->rowCount(); ++row) { // best on hybrids first
        const std::string name = page.table()->item(row, 0)->text().toStdString();
        const auto line = std::ranges::find(report.lines, name, &RankReport::Line::metric);
        ASSERT_NE(line, report.lines.end()) << name;
        EXPECT_LE(line->hybrid.kendall.value, before);
        before = line->hybrid.kendall.value;
        EXPECT_TRUE(page.table()->item(row, 1)->text().startsWith(fixedText(before, 2)));
        EXPECT_TRUE(
            page.table()->item(row, 3)->text().startsWith(fixedText(line->convOnly.kendall.value, 2)));
    }
    EXPECT_EQ(cell(QStringLiteral("nash"), 2).toStdString(), "0.47");
    EXPECT_EQ(cell(QStringLiteral("grad_norm"), 2), fixedText(-0.09, 2));
    EXPECT_EQ(cell(QStringLiteral("grad_norm"), 4), fixedText(0.36, 2));
    EXPECT_EQ(cell(QStringLiteral("ziCo"), 2), QStringLiteral("(none)"));
    EXPECT_TRUE(page.text().contains(QStringLiteral("80 trained"))) << page.text().toStdString();
}

/// A study of a space of one's own opens where the space's file lies beside it; else it says what to do.
TEST_F(RankStudyPageTest, ASpaceBesideTheStudyIsFound) {
    const QString own =
        QStringLiteral(PAIRSCAPE_SOURCE_DIR "/resources/studies/nash-cifar100-half-cpu.jsonl");
    page.open(own);
    ASSERT_TRUE(says(QStringLiteral("100 trained"))) << page.text().toStdString();
    const QString alone = folder.filePath(QStringLiteral("alone.jsonl"));
    ASSERT_TRUE(QFile::copy(own, alone));
    page.open(alone);
    EXPECT_TRUE(says(QStringLiteral("nash-cifar100-half.json"))) << page.text().toStdString();
}

TEST_F(RankStudyPageTest, ARowShowsItsScatter) {
    page.open(shipped);
    ASSERT_TRUE(says(QStringLiteral("nash-cifar100")));
    const RankStudy study = *readRankStudy(shipped.toStdString(), *SearchSpace::preset("nash-cifar100"));
    const RankReport report = *reportRankStudy(study, {});
    for (int row = 0; row < page.table()->rowCount(); ++row) {
        page.table()->setCurrentCell(row, 0);
        const std::string name = page.table()->item(row, 0)->text().toStdString();
        const auto line = std::ranges::find(report.lines, name, &RankReport::Line::metric);
        const auto finite =
            std::ranges::count_if(line->values, [](double value) { return std::isfinite(value); });
        EXPECT_EQ(page.plot()->shown(), finite) << name;
        ASSERT_GT(page.plot()->shown(), 0) << name;
        // Every point is where its network's figures are, and within the picture.
        for (std::size_t i = 0; i < report.trained.size(); ++i) {
            if (!std::isfinite(line->values[i]))
                continue;
            const int group = report.trained[i].group == StudyGroup::Hybrid ? 0 : 1;
            bool there = false;
            for (const QCPGraphData& point : *page.plot()->graph(group)->data())
                there =
                    there || (point.key == line->values[i] && point.value == 100 * report.trained[i].top1);
            EXPECT_TRUE(there) << name << ' ' << i;
            EXPECT_TRUE(page.plot()->xAxis->range().contains(line->values[i])) << name;
        }
        EXPECT_TRUE(page.plot()->xAxis->label().startsWith(QString::fromStdString(name)));
    }
}

TEST_F(RankStudyPageTest, AHalfIsJudgedByItself) {
    page.open(shipped);
    ASSERT_TRUE(says(QStringLiteral("80 trained")));
    auto* half = page.findChild<QComboBox*>();
    half->setFocus();
    QTest::keyClick(half, Qt::Key_Down);
    EXPECT_TRUE(says(QStringLiteral("39 trained"))) << page.text().toStdString();
}

TEST_F(RankStudyPageTest, WhatIsNoRankStudyIsSaid) {
    page.open(folder.filePath(QStringLiteral("none.jsonl")));
    EXPECT_TRUE(says(QStringLiteral("none.jsonl"))) << page.text().toStdString();
    EXPECT_FALSE(page.table()->isVisible());
    const QString other = folder.filePath(QStringLiteral("list.jsonl"));
    std::ofstream(other.toStdString()) << "{\"milk\": 2}\n";
    page.open(other);
    EXPECT_TRUE(says(QStringLiteral("is no rank study"))) << page.text().toStdString();
    page.open(shipped); // and a good one comes all the same
    EXPECT_TRUE(says(QStringLiteral("nash-cifar100")));
    EXPECT_TRUE(page.table()->isVisible());
}

} // namespace
} // namespace pairscape
