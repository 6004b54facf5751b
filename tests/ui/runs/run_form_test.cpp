// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/runs/run_form.h"

#include "core/space/search_space.h"
#include "tests/ui/support/pointer.h"
#include "ui/runs/menu_field.h"

#include <gtest/gtest.h>

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QMenu>
#include <QToolButton>

#include <cmath>

namespace pairscape {
namespace {

using test::FakeStudy;

class RunFormTest : public testing::Test {
  protected:
    RunFormTest() : study(std::make_shared<FakeStudy>(40)), form(&session) {
        session.setStudy(study);
        test::showAt(form, {280, 320});
    }

    template <class Widget>
    Widget& named(const char* name) {
        auto* found = form.findChild<Widget*>(QString::fromLatin1(name));
        EXPECT_NE(found, nullptr) << name;
        return *found;
    }
    void toggleAim(const char* title) {
        for (QAction* action : named<QToolButton>("aims").menu()->actions())
            if (action->text().startsWith(QString::fromLatin1(title)))
                return action->trigger();
        ADD_FAILURE() << "no aim begins with " << title;
    }
    void choose(const char* strategy) {
        auto& choice = named<QComboBox>("strategy");
        choice.setCurrentIndex(choice.findData(QString::fromLatin1(strategy)));
    }
    void filterLatency(double most) {
        PairingFilter filter;
        filter.ranges.insert(QStringLiteral("latency"), {-HUGE_VAL, most});
        session.setFilter(filter);
    }

    std::shared_ptr<FakeStudy> study;
    Session session;
    RunForm form;
};

/// Many aims neither widen the panel nor run out of the field; the tool tip has them all.
TEST_F(RunFormTest, ManyAimsAreCut) {
    auto& aims = named<MenuField>("aims");
    const int width = form.sizeHint().width();
    EXPECT_EQ(aims.shownText(), aims.text());
    for (const char* title : {"Energy", "Latency", "DSP", "LUT"})
        toggleAim(title);
    QTest::qWait(0);
    EXPECT_EQ(form.sizeHint().width(), width);
    EXPECT_TRUE(aims.shownText().endsWith(QChar(0x2026))) << aims.shownText().toStdString();
    EXPECT_LT(QFontMetrics(aims.font()).horizontalAdvance(aims.shownText()), aims.width());
    EXPECT_TRUE(aims.toolTip().endsWith(aims.text())) << aims.toolTip().toStdString();
}

TEST_F(RunFormTest, AimsAreChosenFromTheMenu) {
    EXPECT_EQ(form.settings().objectives, usualObjectives());
    EXPECT_EQ(named<QToolButton>("aims").text().toStdString(), "Zero-shot rank \u2191, FPS \u2191");
    toggleAim("Energy");
    EXPECT_EQ(objectivesText(form.settings().objectives), "accuracy:max,fps:max,energy:min");
    toggleAim("FPS");
    EXPECT_EQ(objectivesText(form.settings().objectives), "accuracy:max,energy:min");
    EXPECT_EQ(form.lack(), QString());
    toggleAim("Energy");
    EXPECT_EQ(form.lack().toStdString(), "A search needs two aims or more: choose another one.");
}

/// A click in the menu gives an answer and leaves the menu open for the next.
TEST_F(RunFormTest, TheMenuStaysOpen) {
    QMenu* menu = named<QToolButton>("aims").menu();
    menu->popup(QPoint(0, 0));
    ASSERT_TRUE(QTest::qWaitFor([&] { return menu->isVisible(); }));
    QAction* latency = nullptr;
    for (QAction* action : menu->actions())
        if (action->text().startsWith(QStringLiteral("Latency")))
            latency = action;
    ASSERT_NE(latency, nullptr);
    QTest::mouseClick(menu, Qt::LeftButton, {}, menu->actionGeometry(latency).center());
    EXPECT_TRUE(latency->isChecked());
    EXPECT_TRUE(menu->isVisible());
    menu->close();
}

TEST_F(RunFormTest, SequentialNeedsTheAccuracy) {
    choose("sequential");
    EXPECT_EQ(form.lack(), QString());
    toggleAim("Energy");
    toggleAim("Zero-shot rank");
    EXPECT_TRUE(form.lack().contains(QStringLiteral("accuracy alone"))) << form.lack().toStdString();
}

TEST_F(RunFormTest, FiltersAreOfferedAsLimits) {
    auto& within = named<QCheckBox>("withinFilters");
    EXPECT_FALSE(within.isVisible());
    filterLatency(2);
    ASSERT_TRUE(within.isVisible());
    EXPECT_TRUE(form.settings().constraints.empty()); // offered, not taken
    within.click();
    EXPECT_EQ(constraintsText(form.settings().constraints), "latency<=0.002");
    EXPECT_TRUE(named<QLabel>("limits").isVisible());
    EXPECT_EQ(named<QLabel>("limits").text().toStdString(), "Latency \u2264 2 ms");
    filterLatency(3);
    EXPECT_EQ(constraintsText(form.settings().constraints), "latency<=0.003");
    session.clearFilter();
    EXPECT_FALSE(within.isVisible());
    EXPECT_TRUE(form.settings().constraints.empty());
    filterLatency(1);
    EXPECT_FALSE(within.isChecked()); // other filters are another question
}

TEST_F(RunFormTest, PinnedDesignsAreOfferedAsABeginning) {
    auto& pins = named<QCheckBox>("fromPins");
    EXPECT_FALSE(pins.isVisible());
    session.pin(5, QStringLiteral("five"));
    ASSERT_TRUE(QTest::qWaitFor([&] { return pins.isVisible(); }));
    EXPECT_EQ(pins.text().toStdString(), "Begin with the pinned design");
    EXPECT_TRUE(form.settings().seeds.empty());
    pins.click();
    EXPECT_EQ(form.settings().seeds, std::vector<std::string>{session.snapshot()->find(5)->architecture});
    choose("random"); // draws blindly
    EXPECT_FALSE(pins.isVisible());
    EXPECT_TRUE(form.settings().seeds.empty());
}

TEST_F(RunFormTest, WhatHasNoFieldIsKept) {
    RunSettings settings;
    settings.strategy = "nasa-f";
    settings.budget = 77;
    settings.population = 12;
    settings.batch = 4;
    settings.patience = 50;
    settings.objectives = {{Quantity::Accuracy, true}, {Quantity::Energy, false}};
    settings.constraints = {*parseConstraint("lut<=60000")};
    form.setSettings(settings);
    const RunSettings back = form.settings();
    EXPECT_EQ(back.strategy, "nasa-f");
    EXPECT_EQ(back.budget, 77);
    EXPECT_EQ(back.population, 12);
    EXPECT_EQ(back.batch, 4);
    EXPECT_EQ(back.patience, 50);
    EXPECT_EQ(back.objectives, settings.objectives);
    EXPECT_EQ(back.constraints, settings.constraints);
}

} // namespace
} // namespace pairscape
