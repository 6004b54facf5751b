// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/support/fake_study.h"
#include "ui/detail/allocation_view.h"
#include "ui/detail/design_page.h"
#include "ui/detail/layer_chart.h"
#include "ui/detail/layer_strip.h"
#include "ui/models/figure_text.h"
#include "ui/models/session.h"

#include <gtest/gtest.h>

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QScrollArea>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

namespace pairscape {
namespace {

class DesignPageTest : public testing::Test {
  protected:
    void SetUp() override {
        page.resize(380, 800);
        page.show();
        ASSERT_TRUE(QTest::qWaitForWindowExposed(&page));
    }

    void open() {
        session.setStudy(study);
        for (const PairingRecord& record : study->snapshot()->pairings)
            (record.feasible ? good : bad).push_back(record.id);
        ASSERT_GE(good.size(), 3U);
        ASSERT_GE(bad.size(), 1U);
    }
    void select(PairingId id) {
        session.select(id);
        ASSERT_TRUE(QTest::qWaitFor([&] { return session.selectedDetail() != nullptr; }));
    }
    QToolButton* button(const char* text) const {
        for (auto* each : page.findChildren<QToolButton*>())
            if (each->text().contains(QLatin1String(text)))
                return each;
        return nullptr;
    }
    const PairingRecord& record(PairingId id) const { return *study->snapshot()->find(id); }

    std::shared_ptr<test::FakeStudy> study = std::make_shared<test::FakeStudy>(60);
    Session session;
    DesignPage page{&session};
    std::vector<PairingId> good, bad;
};

TEST_F(DesignPageTest, EmptyStatesSayWhatToDo) {
    EXPECT_TRUE(page.text().contains(QStringLiteral("open a study")));
    session.setStudy(std::make_shared<test::FakeStudy>(0));
    EXPECT_TRUE(page.text().contains(QStringLiteral("Press Start")));
    open();
    EXPECT_TRUE(page.text().contains(QStringLiteral("click a point")));
    EXPECT_FALSE(page.findChild<QScrollArea*>()->isVisible());
}

TEST_F(DesignPageTest, SaysEverythingAboutTheSelectedDesign) {
    open();
    const PairingId id = good[1];
    select(id);
    EXPECT_TRUE(page.findChild<QScrollArea*>()->isVisible());
    const PairingRecord& shown = record(id);
    const QString text = page.text();
    for (const QString& part :
         {QStringLiteral("Design %1").arg(id), QString::fromStdString(shown.architecture),
          QStringLiteral("Accuracy: %1 (zero-shot rank, nothing trained)").arg(fixedText(shown.accuracy, 3)),
          QStringLiteral("FPS: %1 img/s (modelled upper bound)").arg(figureText(shown.fps)),
          QStringLiteral("FPS contended: %1 img/s (modelled)")
              .arg(figureText(session.selectedSteadyState()->replay.fps)),
          QStringLiteral("Latency alone: %1 ms (modelled)").arg(figureText(shown.latencySeconds * 1e3)),
          QStringLiteral("Latency steady: %1 ms (modelled)")
              .arg(figureText(session.selectedSteadyState()->latencySteadySeconds * 1e3)),
          QStringLiteral("Energy: %1 mJ/img (modelled)").arg(figureText(shown.energyJoule * 1e3)),
          QStringLiteral("Power: %1 W").arg(figureText(shown.powerWatts)), QStringLiteral("EDP: "),
          QStringLiteral("Throughput: %1\u00a0GOPS").arg(figureText(shown.throughputGops)),
          QStringLiteral("Space: nash-cifar100"), QStringLiteral("Platform: AMD Kria KV260"),
          QStringLiteral("Images in flight: "), QStringLiteral(", rank "),
          QStringLiteral("sets the interval")}) {
        QString plain = part;
        // simplified() has turned thin spaces into plain ones.
        EXPECT_TRUE(text.contains(part) || text.contains(plain.replace(QChar(0x2009), QLatin1Char(' '))))
            << part.toStdString();
    }
    EXPECT_FALSE(page.layers()->recordText().isEmpty());
    EXPECT_FALSE(page.allocation()->allocation().empty());
}

/// The best that is known of the accuracy is the headline, with its kind; all that is known is below.
TEST_F(DesignPageTest, SaysWhatKindOfAccuracyItIs) {
    open();
    const PairingId id = good[0];
    select(id);
    const auto becomes = [&](auto change, const QString& headline) {
        study->edit([&](StudySnapshot& next) { change(next.pairings[static_cast<std::size_t>(id) - 1]); });
        return QTest::qWaitFor([&] { return page.text().contains(headline); });
    };
    EXPECT_TRUE(becomes(
        [](PairingRecord& r) {
            r.predicted = CalibratedAccuracy{0.6, 0.575, 0.625};
        },
        QStringLiteral("Accuracy: 60.0 \u00b1 2.5 % (predicted from zero-shot scores)")))
        << page.text().toStdString();
    const auto says = [&](const QString& part) { // with the details, which are fetched
        return QTest::qWaitFor([&] { return page.text().contains(part); });
    };
    EXPECT_TRUE(says(QStringLiteral("60.0 %, from 57.5 to 62.5"))) << page.text().toStdString();
    EXPECT_TRUE(becomes(
        [](PairingRecord& r) {
            r.measured = {{AccuracyKind::Trained, 61.25, 10000, "CIFAR-100, 30 epochs", {}}};
        },
        QStringLiteral("Accuracy: 61.25 % (measured after training)")))
        << page.text().toStdString();
    EXPECT_TRUE(says(QStringLiteral("images: CIFAR-100, 30 epochs"))) << page.text().toStdString();
}

TEST_F(DesignPageTest, ShowsTheRecordWhileTheLayersAreFetched) {
    open();
    study->holdDetails(true);
    session.select(good[0]);
    EXPECT_TRUE(page.text().contains(QString::fromStdString(record(good[0]).architecture)));
    EXPECT_FALSE(page.layers()->isVisible());
    study->holdDetails(false);
    ASSERT_TRUE(QTest::qWaitFor([&] { return session.selectedDetail() != nullptr; }));
    EXPECT_TRUE(page.layers()->isVisible());
}

TEST_F(DesignPageTest, WhatDoesNotFitSaysWhy) {
    open();
    select(bad[0]);
    const QString reason = QString::fromStdString(record(bad[0]).infeasibleReason);
    bool said = false;
    for (const QLabel* label : page.findChildren<QLabel*>())
        said = said || (label->isVisible() && label->text().contains(reason));
    EXPECT_TRUE(said);
    EXPECT_TRUE(page.allocation()->allocation().empty());
    EXPECT_FALSE(page.text().contains(QStringLiteral("Latency")));
}

TEST_F(DesignPageTest, TheStarPinsAndTheNameRenames) {
    open();
    const PairingId id = good[0];
    select(id);
    auto* name = page.findChild<QLineEdit*>();
    ASSERT_TRUE(name);
    EXPECT_FALSE(name->isVisible());
    QTest::mouseClick(button("Pin"), Qt::LeftButton);
    ASSERT_TRUE(QTest::qWaitFor([&] { return record(id).pinned() && name->isVisible(); }));
    EXPECT_TRUE(button("Pinned")->isChecked());
    EXPECT_EQ(name->text().toStdString(), record(id).pin);

    name->setFocus();
    name->selectAll();
    QTest::keyClicks(name, QStringLiteral("for the talk"));
    study->grow(2); // a snapshot in between does not overwrite what is being typed
    QTest::qWait(80);
    EXPECT_EQ(name->text(), QStringLiteral("for the talk"));
    QTest::keyClick(name, Qt::Key_Return);
    EXPECT_TRUE(QTest::qWaitFor([&] { return record(id).pin == "for the talk"; }));

    QTest::keyClick(button("Pinned"), Qt::Key_Space);
    EXPECT_TRUE(QTest::qWaitFor([&] { return !record(id).pinned() && !name->isVisible(); }));
    EXPECT_FALSE(button("Pin")->isChecked());
}

TEST_F(DesignPageTest, CopiesAndExports) {
    open();
    select(good[2]);
    QSignalSpy wanted(&page, &DesignPage::exportDesignWanted);
    QTest::mouseClick(button("Export"), Qt::LeftButton);
    ASSERT_EQ(wanted.count(), 1);
    EXPECT_EQ(wanted.last().at(0).value<PairingId>(), good[2]);
    QTest::mouseClick(button("Copy"), Qt::LeftButton);
    EXPECT_EQ(QApplication::clipboard()->text().toStdString(), record(good[2]).architecture);
}

TEST_F(DesignPageTest, ComparesWithAPinnedDesign) {
    open();
    auto* choice = page.findChild<QComboBox*>();
    ASSERT_TRUE(choice);
    select(good[0]);
    EXPECT_FALSE(choice->isVisible()) << "nothing to compare with";
    ASSERT_TRUE(study->pin(good[1], "base"));
    ASSERT_TRUE(QTest::qWaitFor([&] { return choice->count() == 2; }));
    EXPECT_TRUE(choice->isVisible());
    choice->setFocus();
    QTest::keyClick(choice, Qt::Key_Down);
    EXPECT_EQ(page.comparedWith(), good[1]);
    const double change = (record(good[0]).fps / record(good[1]).fps - 1) * 100;
    const QString word = change > 0 ? QStringLiteral("\u25b2 better") : QStringLiteral("\u25bc worse");
    const QString line = page.text().section(QStringLiteral("FPS:"), 1).section(QLatin1Char('\n'), 0, 0);
    EXPECT_TRUE(line.contains(figureText(std::abs(change)))) << line.toStdString();
    EXPECT_TRUE(line.contains(word)) << line.toStdString();
    ASSERT_TRUE(study->unpin(good[1]));
    ASSERT_TRUE(QTest::qWaitFor([&] { return choice->count() == 1; }));
    EXPECT_FALSE(page.text().contains(word)) << "no comparison with what is no longer pinned";
}

TEST_F(DesignPageTest, NewSnapshotsLeaveTheHeldLayerAlone) {
    open();
    select(good[0]);
    page.layers()->chart()->hold(9);
    study->grow(5);
    QTest::qWait(80);
    EXPECT_EQ(page.layers()->shownLayer(), 9);
    select(good[1]);
    EXPECT_NE(page.layers()->chart()->held(), 9);
}

TEST_F(DesignPageTest, FitsItsDockInEveryTheme) {
    open();
    select(good[0]);
    auto* scroll = page.findChild<QScrollArea*>();
    for (const auto& [mode, width] : {std::pair(ThemeMode::Light, 380), std::pair(ThemeMode::Dark, 380),
                                      std::pair(ThemeMode::Talk, 560), std::pair(ThemeMode::Talk, 1280)}) {
        page.applyTheme(Theme::make(mode));
        page.resize(width, 800);
        QTest::qWait(20);
        EXPECT_EQ(scroll->widget()->width(), scroll->viewport()->width())
            << "nothing is cut off on the right";
        EXPECT_LE(scroll->widget()->minimumSizeHint().width(), scroll->viewport()->width());
        for (const QLabel* label : page.findChildren<QLabel*>())
            if (label->isVisible()) {
                EXPECT_GE(label->height(), label->heightForWidth(label->width()))
                    << label->text().toStdString();
            }
        EXPECT_GE(page.allocation()->height(), page.allocation()->heightForWidth(page.allocation()->width()));
        if (page.layers()->isVisible()) { // a narrow page leaves them out in a talk
            EXPECT_GE(page.layers()->chart()->height(), page.layers()->chart()->minimumSizeHint().height());
        }
    }
}

/// A picture for a page: everything is on it, and nothing is to be scrolled for.
TEST_F(DesignPageTest, AWidePageShowsEverything) {
    open();
    select(good[0]);
    page.resize(1280, 800);
    QTest::qWait(20);
    auto* scroll = page.findChild<QScrollArea*>();
    EXPECT_LE(scroll->widget()->height(), scroll->viewport()->height());
    const auto leftOf = [&](const QWidget* widget) { return widget->mapTo(&page, QPoint()).x(); };
    EXPECT_GT(leftOf(page.allocation()), leftOf(page.layers()) + page.layers()->width() / 2);
    page.resize(380, 800);
    QTest::qWait(20);
    EXPECT_EQ(leftOf(page.allocation()), leftOf(page.layers()));
}

/// Whoever gives a talk does not scroll: what there is no room for is left out, the least important first.
TEST_F(DesignPageTest, InATalkTheStoryFitsThePage) {
    open();
    auto* scroll = page.findChild<QScrollArea*>();
    page.applyTheme(Theme::make(ThemeMode::Talk));
    for (const PairingId id : {good[0], good[1], bad[0]})
        for (const QSize& size : {QSize(1280, 800), QSize(537, 740), QSize(1920, 1080), QSize(800, 1000)}) {
            page.resize(size);
            select(id);
            QTest::qWait(20);
            EXPECT_LE(scroll->widget()->height(), scroll->viewport()->height())
                << id << ": " << size.width() << " x " << size.height();
            EXPECT_TRUE(page.allocation()->isVisible());
            EXPECT_FALSE(button("Export")->isVisible() && size.width() < 1920) << "nobody presses it";
        }
    page.resize(1280, 800);
    select(good[0]);
    QTest::qWait(20);
    EXPECT_TRUE(page.layers()->isVisible());
    EXPECT_GT(page.layers()->chart()->height(), page.layers()->chart()->minimumSizeHint().height() - 1);
    EXPECT_TRUE(page.text().contains(QStringLiteral("Hash")))
        << "it is not shown, but it is there to be read";
    page.applyTheme(Theme::make(ThemeMode::Light));
    QTest::qWait(20);
    EXPECT_TRUE(button("Export")->isVisible()) << "all comes back";
}

TEST_F(DesignPageTest, FollowsTheThemeOfTheApplication) {
    open();
    select(good[0]);
    auto& application = *static_cast<QApplication*>(QApplication::instance());
    for (const ThemeMode mode : {ThemeMode::Dark, ThemeMode::Talk, ThemeMode::Light}) {
        const Theme theme = Theme::make(mode);
        applyTheme(application, theme);
        QTest::qWait(10);
        const QImage image = page.grab().toImage();
        EXPECT_EQ(image.pixelColor(3, 3), theme.background) << themeModeName(mode).toStdString();
    }
}

} // namespace
} // namespace pairscape
