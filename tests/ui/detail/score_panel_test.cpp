// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/zeroshot/scorer.h"
#include "tests/ui/support/fake_study.h"
#include "ui/detail/score_panel.h"
#include "ui/models/figure_text.h"

#include <gtest/gtest.h>

#include <QTest>
#include <QToolButton>

namespace pairscape {
namespace {

constexpr int longest = 120'000; // ms; a starved machine under a sanitizer

class ScorePanelTest : public testing::Test {
  protected:
    void SetUp() override {
        settings = study.snapshot()->settings;
        panel.resize(400, 600);
        panel.show();
    }
    std::shared_ptr<const PairingDetail> detail(PairingId id) const {
        return std::make_shared<const PairingDetail>(*study.detail(id));
    }
    QToolButton& button() { return *panel.findChild<QToolButton*>(); }
    QString figure(const std::string& title) const {
        for (const Fact& fact : panel.facts())
            if (fact.name == QString::fromStdString(title))
                return fact.figure;
        return {};
    }

    test::FakeStudy study{6, "tiny"};
    StudySettings settings;
    ScorePanel panel;
};

TEST_F(ScorePanelTest, ShowsWhatTheSearchComputedUntilMoreIsAskedFor) {
    EXPECT_TRUE(panel.facts().empty());
    EXPECT_FALSE(button().isVisibleTo(&panel)) << "there is no design";
    panel.setDetail(detail(1), settings);
    EXPECT_FALSE(panel.facts().empty());
    EXPECT_EQ(figure("SynFlow"), QString());
    EXPECT_TRUE(button().isVisibleTo(&panel));
}

TEST_F(ScorePanelTest, ComputesEveryTermAsTheScorerDoesAndKeepsThem) {
    const auto first = detail(1), second = detail(2);
    panel.setDetail(first, settings);
    button().click();
    EXPECT_TRUE(panel.computing());
    panel.setDetail(second, settings); // looking elsewhere meanwhile
    EXPECT_TRUE(panel.text().contains(QStringLiteral("Another design"))) << panel.text().toStdString();
    ASSERT_TRUE(QTest::qWaitFor([&] { return !panel.computing(); }, longest));
    EXPECT_EQ(figure("SynFlow"), QString()) << "the terms are not this design's";
    panel.setDetail(first, settings);
    EXPECT_FALSE(button().isVisibleTo(&panel)) << "there is nothing more to compute";

    std::vector<std::string> names;
    for (const MetricInfo& info : metricInfos())
        names.push_back(info.name);
    const SearchSpace space = *SearchSpace::preset("tiny");
    const auto scorer = makeScorer(space, {.seed = settings.seed, .metrics = names});
    const auto scores = (*scorer)->score(*space.parse(first->record.architecture), {});
    const auto population = ReferencePopulation::shipped(space, settings.seed);
    ASSERT_TRUE(scores.ok() && population.ok());
    const std::vector<Fact>& facts = panel.facts();
    for (const RawTerm& term : *scores) {
        const QString expected =
            (std::isfinite(term.value) ? figureText(term.value) : QStringLiteral("undefined here")) +
            QStringLiteral(", rank ") + fixedText(population->rank(term.name, term.value), 3);
        EXPECT_TRUE(std::ranges::any_of(facts, [&](const Fact& fact) { return fact.figure == expected; }))
            << term.name << ": " << expected.toStdString() << " is not in\n"
            << panel.text().toStdString();
    }
    for (const RankMetric& metric : rankMetrics())
        EXPECT_TRUE(
            figure(metric.title.c_str()).startsWith(fixedText(population->rankSum(metric, *scores), 3)))
            << metric.name;
}

TEST_F(ScorePanelTest, CanBeStoppedAndBegunAnew) {
    panel.setDetail(detail(3), settings);
    button().click();
    EXPECT_EQ(button().text(), QStringLiteral("Stop scoring"));
    button().click();
    ASSERT_TRUE(QTest::qWaitFor([&] { return !panel.computing(); }, longest));
    EXPECT_EQ(button().text(), QStringLiteral("Compute every score"));
    EXPECT_EQ(figure("SynFlow"), QString()) << "it was stopped before the last term";
    button().click();
    ASSERT_TRUE(QTest::qWaitFor([&] { return !panel.computing(); }, longest));
    EXPECT_NE(figure("SynFlow"), QString());
}

TEST_F(ScorePanelTest, SaysWhyItCouldNot) {
    settings.spaceJson = "{}";
    panel.setDetail(detail(1), settings);
    button().click();
    ASSERT_TRUE(QTest::qWaitFor([&] { return !panel.computing(); }, longest));
    EXPECT_TRUE(panel.text().contains(QStringLiteral("the study's space"))) << panel.text().toStdString();
    EXPECT_TRUE(button().isVisibleTo(&panel));
}

} // namespace
} // namespace pairscape
