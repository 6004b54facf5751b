// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search/pareto_archive.h"
#include "core/study/layer_cost_cache.h"
#include "core/study/run_results.h"
#include "tests/core/study/run_fixture.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <thread>

namespace pairscape {
namespace {

using namespace test;

TEST_F(RunnerTest, RunsToItsEndAndSaysSo) {
    const auto store = createStore(path());
    const auto run = start(store, quick());
    ASSERT_TRUE(run->wait().ok());
    const RunStatus status = run->status();
    EXPECT_EQ(status.id, 1);
    EXPECT_EQ(status.state, RunState::Finished);
    EXPECT_EQ(status.phase, "search");
    EXPECT_EQ(status.done, few);
    EXPECT_EQ(status.total, few);
    EXPECT_EQ(status.stored, few);
    EXPECT_EQ(status.message, "");
    EXPECT_GT(status.secondsElapsed, 0);
    const auto snapshot = store->snapshot();
    EXPECT_EQ(snapshot->pairings.size(), static_cast<std::size_t>(few));
    ASSERT_EQ(snapshot->runs.size(), 1U);
    EXPECT_EQ(snapshot->runs[0].state, RunState::Finished);
    EXPECT_EQ(snapshot->runs[0].done, few);
    EXPECT_FALSE(snapshot->runs[0].endedAt.empty());
    for (const PairingRecord& record : snapshot->pairings)
        EXPECT_EQ(record.index, record.id - 1);
    EXPECT_EQ(resumableRun(*snapshot), std::nullopt);
    const ReferencePopulation shipped = *ReferencePopulation::shipped(*SearchSpace::preset("tiny"), 1);
    ASSERT_EQ(store->population()->members().size(), shipped.members().size());
    for (const PairingRecord& record : snapshot->pairings)
        EXPECT_EQ(record.accuracy, shipped.rankSum(*findRankMetric("nash"), record.scores));
    EXPECT_TRUE(store->verify(3, nullptr, {}).ok());
}

TEST_F(RunnerTest, AStudyMayRankByAnotherMetric) {
    StudySettings settings = tinySettings();
    settings.rankBy("pairscape");
    EXPECT_EQ(settings.metrics,
              (std::vector<std::string>{"az_expressivity", "az_progressivity", "az_trainability"}));
    std::vector<PairingRecord> found;
    {
        const auto store = createStore(path(), settings);
        const auto run = start(store, quick());
        ASSERT_TRUE(run->wait().ok());
        for (const PairingRecord& record : store->snapshot()->pairings)
            found.push_back(record);
    }
    const ReferencePopulation shipped = *ReferencePopulation::shipped(*SearchSpace::preset("tiny"), 1);
    const RankMetric& own = *findRankMetric("pairscape");
    for (const PairingRecord& record : found)
        EXPECT_EQ(record.accuracy, shipped.rankSum(own, record.scores));
    // The search itself went by it: another metric finds other pairings from the second generation on.
    const auto usual = createStore(path("nash"));
    ASSERT_TRUE(start(usual, quick())->wait().ok());
    const auto beside = usual->snapshot();
    bool differs = beside->pairings.size() != found.size();
    for (std::size_t i = 0; !differs && i < found.size(); ++i)
        differs = beside->pairings[i].architecture != found[i].architecture;
    EXPECT_TRUE(differs);
    // Read back, it is the same metric and the same accuracies.
    const auto again = openStore(path())->snapshot();
    EXPECT_EQ(again->settings.rankMetric, "pairscape");
    ASSERT_EQ(again->pairings.size(), found.size());
    for (std::size_t i = 0; i < found.size(); ++i)
        EXPECT_EQ(again->pairings[i].accuracy, found[i].accuracy);
}

TEST_F(RunnerTest, TheNumberOfWorkersChangesNothing) {
    const std::string one = undisturbed(quick(), 1);
    EXPECT_EQ(undisturbed(quick(), 2), one);
    EXPECT_EQ(undisturbed(quick(), 5), one);
    RunSettings other = quick();
    other.seed = 2;
    EXPECT_NE(undisturbed(other), one);
}

TEST_F(RunnerTest, PausesAndResumes) {
    const auto store = createStore(path());
    const auto run = start(store, quick(many));
    ASSERT_TRUE(eventually([&] { return run->status().phase == "search" && run->status().done > 3; }));
    run->pause();
    EXPECT_EQ(run->status().state, RunState::Paused);
    EXPECT_TRUE(eventually([&] { return store->snapshot()->runs.at(0).state == RunState::Paused; }));
    std::this_thread::sleep_for(std::chrono::seconds(2)); // what was under way comes in
    const RunStatus paused = run->status();
    ASSERT_LT(paused.done, many);
    std::this_thread::sleep_for(std::chrono::milliseconds(150));
    EXPECT_EQ(run->status().done, paused.done);
    EXPECT_EQ(run->status().secondsElapsed, paused.secondsElapsed);
    EXPECT_LT(run->status().secondsLeft, 0);
    run->pause(); // again: nothing
    run->resume();
    EXPECT_EQ(run->status().state, RunState::Running);
    ASSERT_TRUE(run->wait().ok());
    EXPECT_EQ(dump(*store), undisturbed(quick(many)));
    run->pause(); // after the end: nothing
    EXPECT_EQ(run->status().state, RunState::Finished);
}

TEST_F(RunnerTest, PausedBeforeItBeganItWaits) {
    const auto store = createStore(path());
    const auto run = start(store, quick());
    run->pause();
    EXPECT_TRUE(eventually([&] {
        const auto snapshot = store->snapshot();
        return !snapshot->runs.empty() && snapshot->runs[0].state == RunState::Paused;
    }));
    EXPECT_EQ(run->status().state, RunState::Paused);
    run->resume();
    EXPECT_TRUE(run->wait().ok());
    EXPECT_EQ(store->snapshot()->runs.at(0).state, RunState::Finished);
}

TEST_F(RunnerTest, CancelsAlsoWhilePaused) {
    const auto store = createStore(path());
    for (const bool keep : {false, true}) {
        const auto run = start(store, quick(500));
        ASSERT_TRUE(eventually([&] { return run->status().stored > 2; }));
        if (keep)
            run->pause();
        run->cancel(keep);
        EXPECT_TRUE(run->wait().ok());
        const RunStatus status = run->status();
        EXPECT_EQ(status.state, keep ? RunState::Interrupted : RunState::Cancelled);
        EXPECT_EQ(status.stored, status.done); // what is evaluated is stored
        EXPECT_EQ(store->snapshot()->runs.at(static_cast<std::size_t>(status.id) - 1).state, status.state);
        EXPECT_EQ(store->storedEvaluations(status.id), status.stored);
        EXPECT_EQ(resumableRun(*store->snapshot()), status.id);
    }
}

TEST_F(RunnerTest, ADroppedRunIsInterrupted) {
    const auto store = createStore(path());
    auto run = start(store, quick(500));
    ASSERT_TRUE(eventually([&] { return run->status().stored > 2; }));
    run.reset();
    EXPECT_EQ(store->snapshot()->runs.at(0).state, RunState::Interrupted);
}

TEST_F(RunnerTest, AnInterruptedRunEndsAsAnUndisturbedOneDoes) {
    const RunSettings settings = quick(many);
    const std::string whole = undisturbed(settings);
    {
        const auto store = createStore(path());
        const auto run = start(store, settings);
        ASSERT_TRUE(eventually([&] { return run->status().stored >= 10; }));
        run->cancel(true);
        ASSERT_TRUE(run->wait().ok());
        ASSERT_LT(run->status().stored, many);
    }
    {
        // Interrupted once more, in another session and with other workers.
        const auto store = openStore(path());
        const auto before = store->snapshot()->pairings.size();
        const auto run = goOn(store, 1, 1);
        ASSERT_TRUE(eventually([&] { return run->status().stored > static_cast<std::int64_t>(before) + 3; }));
        run->cancel(false);
        ASSERT_TRUE(run->wait().ok());
    }
    const auto store = openStore(path());
    const auto run = goOn(store, 1, 2);
    ASSERT_TRUE(run->wait().ok());
    EXPECT_EQ(run->status().stored, many);
    EXPECT_EQ(dump(*store), whole);
    EXPECT_EQ(store->snapshot()->runs.at(0).state, RunState::Finished);
    EXPECT_TRUE(store->snapshot()->runs.at(0).message.empty());
}

TEST_F(RunnerTest, AKilledRunEndsAsAnUndisturbedOneDoes) {
    const RunSettings settings = quick(many);
    const std::string whole = undisturbed(settings);
    const std::int64_t stored = killedInTheMiddleOf([&](const auto& reached) {
        const auto store = createStore(path());
        const auto run = start(store, settings);
        while (run->status().stored < 20)
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        reached(run->status().stored);
    });
    ASSERT_GE(stored, 20);
    const auto store = openStore(path());
    EXPECT_GE(store->storedEvaluations(1), stored);
    ASSERT_EQ(resumableRun(*store->snapshot()), RunId{1});
    ASSERT_TRUE(goOn(store, 1)->wait().ok());
    EXPECT_EQ(dump(*store), whole);
}

TEST_F(RunnerTest, EvaluationsNeverRepeatAcrossRuns) {
    const auto store = createStore(path());
    ASSERT_TRUE(start(store, quick())->wait().ok());
    const std::string first = dump(*store);
    ASSERT_TRUE(start(store, quick())->wait().ok());
    EXPECT_EQ(dump(*store), first); // the same search again finds everything stored
    EXPECT_EQ(store->snapshot()->runs.at(1).done, few);

    RunSettings other = quick();
    other.seed = 5;
    other.strategy = "nasa-f";
    ASSERT_TRUE(start(store, other)->wait().ok());
    const auto snapshot = store->snapshot();
    EXPECT_GT(snapshot->pairings.size(), static_cast<std::size_t>(few));
    EXPECT_EQ(snapshot->runs.at(2).done, few);
    std::vector<std::string> architectures;
    for (const PairingRecord& record : snapshot->pairings)
        architectures.push_back(record.architecture);
    std::sort(architectures.begin(), architectures.end());
    EXPECT_EQ(std::adjacent_find(architectures.begin(), architectures.end()), architectures.end());
    EXPECT_TRUE(store->verify(0, nullptr, {}).ok());
}

TEST_F(RunnerTest, LayerCostsAreKeptForTheNextRunAndChangeNothing) {
    RunSettings other = quick();
    other.seed = 5;
    const auto secondRun = [&](const std::string& name, const char* between) {
        {
            const auto store = createStore(path(name));
            EXPECT_EQ(store->layerCosts(), "");
            EXPECT_TRUE(start(store, quick())->wait().ok());
            EXPECT_FALSE(store->layerCosts().empty());
            EXPECT_LE(store->layerCosts().size(), layerCostLimit);
            const AcceleratorSearch fresh(store->context().platform, store->context().accelerators);
            EXPECT_TRUE(fresh.useLayerCosts(store->layerCosts()));
            EXPECT_FALSE(fresh.learned());
        }
        if (between != nullptr)
            SQLite::Database(path(name), SQLite::OPEN_READWRITE).exec(between);
        const auto store = openStore(path(name));
        EXPECT_TRUE(start(store, other)->wait().ok());
        EXPECT_TRUE(store->verify(3, nullptr, {}).ok());
        return dump(*store);
    };
    const std::string kept = secondRun("kept", nullptr);
    EXPECT_EQ(secondRun("dropped", "DROP TABLE layer_costs"), kept);
    EXPECT_EQ(secondRun("damaged", "UPDATE layer_costs SET fronts = substr(fronts, 1, 1000)"), kept);
    EXPECT_EQ(secondRun("strange", "DROP TABLE layer_costs; CREATE TABLE layer_costs (fronts TEXT); "
                                   "INSERT INTO layer_costs VALUES (NULL)"),
              kept);
}

/// A second run is measured by all that it evaluated, found in the store or not.
TEST_F(RunnerTest, TheHypervolumeOfARunCountsWhatTheStoreHeldAlready) {
    const auto store = createStore(path());
    const auto first = start(store, quick());
    ASSERT_TRUE(first->wait().ok());
    const auto second = start(store, quick());
    ASSERT_TRUE(second->wait().ok());
    const auto snapshot = store->snapshot();
    ASSERT_EQ(snapshot->pairings.size(), static_cast<std::size_t>(few));
    ASSERT_EQ(snapshot->evaluations.size(), 2U);
    EXPECT_EQ(snapshot->evaluations[1].size(), static_cast<std::size_t>(few));
    std::vector<std::vector<double>> points;
    for (const PairingRecord& record : snapshot->pairings)
        if (record.feasible)
            points.push_back({record.accuracy, std::log10(record.fps)});
    const double all = hypervolume(points, {0, 0});
    EXPECT_NEAR(first->status().hypervolume, all, 1e-9);
    EXPECT_EQ(second->status().hypervolume, first->status().hypervolume);
    for (const RunRecord& run : snapshot->runs) {
        EXPECT_NEAR(hypervolumeOf(*snapshot, run), all, 1e-9);
        EXPECT_EQ(run.end, RunEnd::Budget);
    }
}

TEST_F(RunnerTest, ASmallSpaceRunsOut) {
    const auto store = createStore(path());
    RunSettings settings = quick(1000);
    settings.strategy = "conv-only";
    settings.batch = 40;
    const auto run = start(store, settings);
    ASSERT_TRUE(run->wait().ok());
    const auto size =
        static_cast<std::int64_t>(SearchSpace::preset("tiny")->restrictedTo({OperatorType::Conv})->size());
    ASSERT_LT(size, 1000);
    EXPECT_EQ(run->status().state, RunState::Finished);
    EXPECT_EQ(run->status().stored, size);
    EXPECT_EQ(run->status().total, size);
}

TEST_F(RunnerTest, OneRunAtATime) {
    const auto store = createStore(path());
    const auto run = start(store, quick(500));
    EXPECT_EQ(startRun(store, quick(), 1).error().code, ErrorCode::InvalidInput);
    EXPECT_EQ(resumeRun(store, 1, 1).error().code, ErrorCode::InvalidInput);
    run->cancel();
    ASSERT_TRUE(run->wait().ok());
    EXPECT_TRUE(start(store, quick(5))->wait().ok());
}

} // namespace
} // namespace pairscape
