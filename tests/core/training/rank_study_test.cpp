// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/rank_report.h"
#include "core/training/rank_study_file.h"
#include "tests/core/training/drawn_images.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <set>
#include <thread>

namespace pairscape {
namespace {

class RankStudyTest : public testing::Test {
  protected:
    RankStudyTest() : space_(*SearchSpace::preset("tiny")), file_(folder_.path() / "study.jsonl") {
        test::writeCifar100(folder_.path() / "data", 4, 8);
        data_ = *openDataSet(folder_.path() / "data");
        plan_.space = "tiny";
        plan_.hybrids = 4;
        plan_.convOnly = 2;
        plan_.dataFormat = "cifar-100/100";
        plan_.budget.imageSize = 8;
        plan_.budget.classes = 4;
        plan_.budget.epochs = 1;
        plan_.budget.batch = 8;
        plan_.budget.recalibrationBatches = 1;
        run_.file = file_;
        run_.terms = {"blocks", "odd"};
        run_.source = [this](const Architecture& architecture,
                             std::stop_token) -> Result<std::map<std::string, double>> {
            ++scored_;
            double blocks = 0;
            for (const StageGene& stage : architecture.stages)
                blocks += static_cast<double>(stage.blocks.size());
            return std::map<std::string, double>{{"blocks", blocks}, {"odd", -HUGE_VAL}};
        };
        run_.ended = [this](const RankStudyMember&) { ++ended_; };
    }

    std::vector<std::string> lines() const {
        std::ifstream in(file_);
        std::vector<std::string> list;
        for (std::string line; std::getline(in, line);)
            list.push_back(line);
        return list;
    }

    SearchSpace space_;
    test::TemporaryFolder folder_;
    std::filesystem::path file_;
    DataSet data_;
    RankStudyPlan plan_;
    RankStudyRun run_;
    int scored_ = 0, ended_ = 0;
};

TEST_F(RankStudyTest, MembersAreDistinctAndOfTheirGroup) {
    plan_.hybrids = 60;
    plan_.convOnly = 10;
    const auto members = rankStudyArchitectures(space_, plan_);
    ASSERT_TRUE(members.ok()) << members.error().message;
    std::set<std::string> texts;
    for (int i = 0; i < 70; ++i) {
        const std::string text = space_.format((*members)[static_cast<std::size_t>(i)]);
        texts.insert(text);
        bool other = false;
        for (const StageGene& stage : (*members)[static_cast<std::size_t>(i)].stages)
            for (const BlockGene& block : stage.blocks)
                other = other || block.op != OperatorType::Conv;
        EXPECT_EQ(other, i < 60) << text;
    }
    EXPECT_EQ(texts.size(), 70U);
    // A larger study begins with the members of a smaller one.
    plan_.hybrids = 30;
    const auto fewer = rankStudyArchitectures(space_, plan_);
    EXPECT_TRUE(std::equal(fewer->begin(), fewer->begin() + 30, members->begin()));
    plan_.convOnly = 1000;
    EXPECT_FALSE(rankStudyArchitectures(space_, plan_).ok());
}

TEST_F(RankStudyTest, PartsMakeTheWholeAndNothingIsDoneTwice) {
    ASSERT_TRUE(runRankStudy(space_, data_, plan_, run_, {}).ok());
    EXPECT_EQ(scored_, 6);
    EXPECT_EQ(ended_, 6);
    const auto whole = readRankStudy(file_, space_);
    ASSERT_TRUE(whole.ok());
    ASSERT_TRUE(runRankStudy(space_, data_, plan_, run_, {}).ok());
    EXPECT_EQ(scored_, 6);
    EXPECT_EQ(ended_, 6);
    EXPECT_EQ(lines().size(), 13U);

    std::filesystem::remove(file_);
    for (const int shard : {2, 0, 1}) {
        run_.shard = shard;
        run_.shards = 3;
        ASSERT_TRUE(runRankStudy(space_, data_, plan_, run_, {}).ok());
    }
    EXPECT_EQ(scored_, 12);
    const auto parts = readRankStudy(file_, space_);
    ASSERT_TRUE(parts.ok());
    EXPECT_EQ(parts->damagedLines, 0);
    for (std::size_t i = 0; i < 6; ++i) {
        ASSERT_TRUE(parts->members[i].trained.has_value());
        EXPECT_EQ(*parts->members[i].trained, *whole->members[i].trained);
        EXPECT_EQ(parts->members[i].terms, whole->members[i].terms);
        EXPECT_EQ(parts->members[i].terms.at("odd"), -HUGE_VAL);
        EXPECT_EQ(parts->members[i].trained->images, 32);
    }
}

TEST_F(RankStudyTest, AnyPartOfAStudyIsASmallStudy) {
    run_.train = false;
    plan_.hybrids = 8;
    plan_.convOnly = 4;
    std::vector<int> order;
    run_.ended = [&](const RankStudyMember& member) { order.push_back(member.index); };
    ASSERT_TRUE(runRankStudy(space_, data_, plan_, run_, {}).ok());
    ASSERT_EQ(order.size(), 12U);
    for (std::size_t k = 1; k <= 12; ++k) {
        const auto hybrids = std::count_if(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(k),
                                           [](int i) { return i < 8; });
        EXPECT_NEAR(static_cast<double>(hybrids), static_cast<double>(k) * 8 / 12, 1) << k;
    }
}

TEST_F(RankStudyTest, GoesOnAfterAHalfWrittenLine) {
    ASSERT_TRUE(runRankStudy(space_, data_, plan_, run_, {}).ok());
    const auto whole = lines();
    std::ofstream(file_) << whole[0] << "\n"
                         << whole[1] << "\n"
                         << whole[2] << "\n"
                         << whole[3].substr(0, 20);
    scored_ = 0;
    ASSERT_TRUE(runRankStudy(space_, data_, plan_, run_, {}).ok());
    EXPECT_EQ(scored_, 5);
    const auto again = readRankStudy(file_, space_);
    ASSERT_TRUE(again.ok());
    EXPECT_EQ(again->damagedLines, 1);
    for (const RankStudyMember& member : again->members)
        EXPECT_TRUE(member.trained.has_value());
}

TEST_F(RankStudyTest, RefusesAnotherPlanAndOtherFiles) {
    ASSERT_TRUE(openRankStudyFile(file_, plan_).ok());
    EXPECT_TRUE(openRankStudyFile(file_, plan_).ok());
    RankStudyPlan other = plan_;
    other.budget.epochs = 2;
    EXPECT_EQ(openRankStudyFile(file_, other).error().code, ErrorCode::InvalidInput);
    const auto text = folder_.path() / "list.txt";
    std::ofstream(text) << "milk\n";
    EXPECT_EQ(openRankStudyFile(text, plan_).error().code, ErrorCode::InvalidInput);
    EXPECT_EQ(readRankStudyPlan(file_)->budget, plan_.budget);
}

TEST_F(RankStudyTest, ManyMayAppendAtOnce) {
    ASSERT_TRUE(openRankStudyFile(file_, plan_).ok());
    std::vector<std::jthread> writers;
    for (int w = 0; w < 4; ++w)
        writers.emplace_back([&, w] {
            for (int i = 0; i < 20; ++i)
                EXPECT_TRUE(
                    appendRankStudyLine(file_, {{"writer", w}, {"text", std::string(3000, 'x')}}).ok());
        });
    writers.clear();
    const auto all = lines();
    EXPECT_EQ(all.size(), 81U);
    for (const std::string& line : all)
        EXPECT_TRUE(nlohmann::json::accept(line));
}

TEST_F(RankStudyTest, ADivergedMemberIsStoredAndLeftOut) {
    plan_.budget.learningRate = 1e30;
    plan_.budget.warmUpEpochs = 0;
    plan_.budget.clip = 0;
    ASSERT_TRUE(runRankStudy(space_, data_, plan_, run_, {}).ok());
    const auto study = readRankStudy(file_, space_);
    ASSERT_TRUE(study.ok());
    int failed = 0;
    for (const RankStudyMember& member : study->members)
        failed += member.failure.empty() ? 0 : 1;
    EXPECT_GT(failed, 0);
    ended_ = 0;
    ASSERT_TRUE(runRankStudy(space_, data_, plan_, run_, {}).ok());
    EXPECT_EQ(ended_, 0);
}

/// A study whose accuracies are known.
RankStudy inventedStudy() {
    RankStudy study;
    study.plan.hybrids = 8;
    study.plan.convOnly = 4;
    const std::vector<double> top1 = {.1, .2, .3, .4, .5, .6, .7, .8, .15, .25, .35, .45};
    for (int i = 0; i < 12; ++i) {
        RankStudyMember member;
        member.index = i;
        member.group = i < 8 ? StudyGroup::Hybrid : StudyGroup::ConvOnly;
        member.trained = TestFigures{top1[static_cast<std::size_t>(i)], 1, 0, 100};
        member.terms = {{"same", 2 * top1[static_cast<std::size_t>(i)]},
                        {"reversed", -top1[static_cast<std::size_t>(i)]},
                        {"zen", i % 2 == 0 ? i + 1.0 : i - 1.0},
                        {"nn_degree", static_cast<double>(i / 4)}};
        study.members.push_back(member);
    }
    study.members[3].trained.reset();
    study.members[3].failure = "diverged";
    return study;
}

TEST(RankReport, SplitsGroupsAndHalvesAndCombinesRanks) {
    const RankStudy study = inventedStudy();
    RankReportOptions options;
    options.combined.push_back(*CombinedMetric::parse("both=same*zen"));
    options.combined.push_back(*CombinedMetric::parse("turned=-reversed+same"));
    options.combined.push_back(*CombinedMetric::parse("against=-same"));
    const auto report = reportRankStudy(study, options);
    ASSERT_TRUE(report.ok()) << report.error().message;
    EXPECT_EQ(report->hybrid.trained, 7);
    EXPECT_EQ(report->hybrid.failed, 1);
    EXPECT_NEAR(report->hybrid.most, 0.8, 1e-12);
    const auto line = [&](const std::string& name) {
        for (const RankReport::Line& one : report->lines)
            if (one.metric == name)
                return one;
        ADD_FAILURE() << name;
        return report->lines.front();
    };
    EXPECT_EQ(line("same").hybrid.members, 7);
    EXPECT_EQ(line("same").convOnly.members, 4);
    EXPECT_EQ(line("same").all.members, 11);
    EXPECT_NEAR(line("same").all.kendall.value, 1, 1e-12);
    EXPECT_NEAR(line("reversed").hybrid.spearman.value, -1, 1e-12);
    EXPECT_NEAR(line("turned").hybrid.spearman.value, 1, 1e-12);
    EXPECT_NEAR(line("against").all.kendall.value, -1, 1e-12);
    // zen orders 9 8 11 10 where accuracy orders 8 9 10 11: two of six pairs the wrong way round.
    EXPECT_NEAR(line("zen").convOnly.kendall.value, (4.0 - 2) / 6, 1e-12);
    // Among conv-only members nn_degree is one value, so the rank sum orders as zen does.
    EXPECT_NEAR(line("nash").convOnly.kendall.value, (4.0 - 2) / 6, 1e-12);
    for (const RankReport::Line& one : report->lines)
        EXPECT_NE(one.metric, "pairscape") << "its terms are missing";
    EXPECT_EQ(groupRankMetrics().back().name, "pairscape");
    EXPECT_EQ(groupRankMetrics().back().terms,
              (std::vector<std::string>{"az_expressivity", "az_progressivity", "az_trainability"}));
    // Ranks 1 2 3 4 times 2 1 4 3: 2 2 12 12, four pairs right and two tied.
    EXPECT_NEAR(line("both").convOnly.kendall.value, 4 / std::sqrt(6.0 * 4), 1e-12);

    options.half = StudyHalf::Odd;
    const auto odd = reportRankStudy(study, options);
    ASSERT_TRUE(odd.ok());
    EXPECT_EQ(odd->hybrid.trained, 3); // 1, 5, 7
    EXPECT_EQ(odd->convOnly.trained, 2);
    options.combined.push_back(*CombinedMetric::parse("x=none+zen"));
    EXPECT_FALSE(reportRankStudy(study, options).ok());
    EXPECT_FALSE(CombinedMetric::parse("a+b").ok());
    EXPECT_FALSE(CombinedMetric::parse("n=a+b*c").ok());
    EXPECT_FALSE(CombinedMetric::parse("n=a++c").ok());
    EXPECT_FALSE(CombinedMetric::parse("n=a+-").ok());
}

} // namespace
} // namespace pairscape
