// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search/pareto_archive.h"
#include "core/study/layer_cost_cache.h"
#include "core/study/run_results.h"
#include "tests/core/study/study_fixture.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <csignal>
#include <functional>
#include <thread>

#include <sys/wait.h>
#include <unistd.h>

namespace pairscape {
namespace {

using namespace test;

// An evaluation takes milliseconds, and under the thread sanitizer up to a second.
#ifdef __SANITIZE_THREAD__
constexpr std::int64_t few = 14;
constexpr std::int64_t many = 45; ///< cannot be over before somebody steps in
#else
constexpr std::int64_t few = 40;
constexpr std::int64_t many = 600;
#endif

/// A search that is quick: the space `tiny`, whose reference population is shipped.
RunSettings quick(std::int64_t budget = few) {
    RunSettings settings;
    settings.budget = budget;
    settings.population = 12;
    settings.batch = 6;
    return settings;
}

std::shared_ptr<Run> start(const std::shared_ptr<StudyStore>& store, const RunSettings& settings,
                           int workers = 2) {
    auto run = startRun(store, settings, workers);
    EXPECT_TRUE(run) << (run ? "" : run.error().message);
    return run ? *run : nullptr;
}

std::shared_ptr<Run> goOn(const std::shared_ptr<StudyStore>& store, RunId id, int workers = 2) {
    auto run = resumeRun(store, id, workers);
    EXPECT_TRUE(run) << (run ? "" : run.error().message);
    return run ? *run : nullptr;
}

/// Waits until something is so; not for ever.
bool eventually(const std::function<bool()>& condition) {
    for (int i = 0; i < 20000; ++i) {
        if (condition())
            return true;
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    return false;
}

class RunnerTest : public StudyTest {
  protected:
    /// What an undisturbed search stores.
    std::string undisturbed(const RunSettings& settings, int workers = 2) const {
        const std::string file = path("undisturbed" + std::to_string(workers));
        std::filesystem::remove(file);
        const auto store = createStore(file);
        EXPECT_TRUE(start(store, settings, workers)->wait().ok());
        return dump(*store);
    }
};

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
    const ReferencePopulation shipped = *ReferencePopulation::shipped("tiny", 1);
    ASSERT_EQ(store->population()->members().size(), shipped.members().size());
    for (const PairingRecord& record : snapshot->pairings)
        EXPECT_EQ(record.accuracy, shipped.nash(record.scores));
    EXPECT_TRUE(store->verify(3, nullptr, {}).ok());
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
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    const pid_t child = ::fork();
    if (child == 0) {
        const auto store = createStore(path());
        const auto run = start(store, settings);
        while (run->status().stored < 20)
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        const auto stored = run->status().stored;
        if (::write(ends[1], &stored, sizeof stored) != sizeof stored)
            ::_exit(3);
        ::pause();
        ::_exit(4);
    }
    std::int64_t stored = 0;
    ASSERT_EQ(::read(ends[0], &stored, sizeof stored), static_cast<ssize_t>(sizeof stored));
    ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
    ::close(ends[0]);
    ::close(ends[1]);
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

TEST_F(RunnerTest, AimsSteerTheSearchAndAreKept) {
    const auto store = createStore(path());
    RunSettings settings = quick(120);
    settings.objectives = *parseObjectives("lut:min,accuracy:max,energy:min");
    settings.constraints = *parseConstraints("dsp<=200,latency<=5ms");
    ASSERT_TRUE(start(store, settings)->wait().ok());
    const auto snapshot = store->snapshot();
    const RunRecord& run = snapshot->runs.at(0);
    EXPECT_EQ(objectivesText(run.settings.objectives), "accuracy:max,energy:min,lut:min");
    EXPECT_EQ(run.settings.constraints, settings.constraints);
    // The front by comparing all pairs.
    const auto values = [&](const PairingRecord& r) {
        return std::vector<double>{r.accuracy, -r.energyJoule, -static_cast<double>(r.use.lut)};
    };
    std::vector<std::size_t> expected;
    for (std::size_t i = 0; i < snapshot->pairings.size(); ++i) {
        const PairingRecord& one = snapshot->pairings[i];
        const auto keeps = [](const PairingRecord& r) {
            return r.feasible && r.use.dsp <= 200 && r.latencySeconds <= 0.005;
        };
        if (keeps(one) && std::none_of(snapshot->pairings.begin(), snapshot->pairings.end(),
                                       [&](const PairingRecord& other) {
                                           return keeps(other) &&
                                                  (dominates(values(other), values(one)) ||
                                                   (values(other) == values(one) && other.id < one.id));
                                       }))
            expected.push_back(i);
    }
    ASSERT_FALSE(expected.empty());
    std::vector<std::size_t> front = frontFor(*snapshot, run.settings.objectives, run.settings.constraints);
    std::sort(front.begin(), front.end());
    EXPECT_EQ(front, expected);
    EXPECT_GT(hypervolumeOf(*snapshot, run), 0);
    EXPECT_TRUE(store->verify(2, nullptr, {}).ok());

    // A constraint that bites turns the search: more of its points keep it than of a search without.
    const auto parametersOf = [&](const std::string& name, const std::vector<Constraint>& constraints) {
        const auto other = createStore(path(name));
        RunSettings searched = quick(120);
        searched.constraints = constraints;
        EXPECT_TRUE(start(other, searched)->wait().ok());
        std::vector<std::int64_t> parameters;
        for (const PairingRecord& record : other->snapshot()->pairings)
            parameters.push_back(record.counts.parameters);
        std::sort(parameters.begin(), parameters.end());
        return parameters;
    };
    const std::vector<std::int64_t> unbound = parametersOf("free", {});
    const std::int64_t limit = unbound[unbound.size() / 3];
    const std::vector<std::int64_t> bound =
        parametersOf("bound", {{Quantity::Parameters, true, static_cast<double>(limit)}});
    const auto keeping = [limit](const std::vector<std::int64_t>& parameters) {
        return std::upper_bound(parameters.begin(), parameters.end(), limit) - parameters.begin();
    };
    EXPECT_GT(keeping(bound), keeping(unbound) + 10);
}

TEST_F(RunnerTest, SeedsComeFirst) {
    const auto store = createStore(path());
    ASSERT_TRUE(start(store, quick())->wait().ok());
    const auto before = store->snapshot();
    RunSettings settings = quick();
    settings.seed = 9;
    settings.seeds = {before->pairings[20].architecture, before->pairings[11].architecture,
                      before->pairings[20].architecture};
    ASSERT_TRUE(start(store, settings)->wait().ok());
    const auto snapshot = store->snapshot();
    EXPECT_EQ(snapshot->runs.at(1).settings.seeds.size(), 2U);
    EXPECT_EQ(snapshot->evaluations.at(1)[0], 21);
    EXPECT_EQ(snapshot->evaluations.at(1)[1], 12);
    settings.strategy = "random";
    EXPECT_NE(startRun(store, settings, 1).error().message.find("takes no seeds"), std::string::npos);
    settings.strategy = "conv-only"; // these have other operators
    EXPECT_EQ(startRun(store, settings, 1).error().code, ErrorCode::InvalidInput);
}

TEST_F(RunnerTest, EndsForWantOfGainOrTime) {
    const auto store = createStore(path());
    RunSettings settings = quick(many);
    settings.patience = 12;
    std::string first;
    for (const int workers : {1, 3}) {
        const auto run = start(store, settings, workers);
        ASSERT_TRUE(run->wait().ok());
        const RunRecord record = store->snapshot()->runs.at(static_cast<std::size_t>(run->status().id) - 1);
        EXPECT_EQ(record.state, RunState::Finished);
        EXPECT_EQ(record.end, RunEnd::NoGain);
        EXPECT_EQ(record.done % settings.batch, 0);
        EXPECT_LT(record.done, many);
        EXPECT_EQ(store->snapshot()->runs.at(0).done, record.done); // at the same place with any workers
    }
    // Gone through by hand: the best of each batch against the last one that was a gain.
    const auto snapshot = store->snapshot();
    std::vector<std::vector<double>> points;
    double best = 0;
    std::size_t since = 0;
    std::size_t end = 0;
    for (std::size_t i = 0; i < snapshot->evaluations[0].size() && end == 0; ++i) {
        const PairingRecord& record = *snapshot->find(snapshot->evaluations[0][i]);
        if (record.feasible)
            points.push_back({record.accuracy, std::log10(record.fps)});
        if ((i + 1) % static_cast<std::size_t>(settings.batch) != 0)
            continue;
        const double now = hypervolume(points, {0, 0});
        if (now > best * 1.001) {
            best = now;
            since = i + 1;
        }
        if (i + 1 - since >= 12)
            end = i + 1;
    }
    EXPECT_EQ(end, snapshot->evaluations[0].size());

    RunSettings timed = quick(many);
    timed.seed = 4;
    timed.timeLimit = 1e-6; // over at once, but what is stored already is gone through
    const auto run = start(store, timed);
    ASSERT_TRUE(run->wait().ok());
    EXPECT_EQ(store->snapshot()->runs.at(2).end, RunEnd::TimeLimit);
    EXPECT_EQ(store->snapshot()->runs.at(2).done, 1);
}

TEST_F(RunnerTest, SequentialLooksAtAccuracyAlone) {
    const auto joint = createStore(path("joint"));
    const auto sequential = createStore(path("sequential"));
    RunSettings settings = quick(150);
    ASSERT_TRUE(start(joint, settings)->wait().ok());
    settings.strategy = "sequential";
    settings.constraints = *parseConstraints("lut<=1"); // for the result; the search does not know it
    const auto run = start(sequential, settings);
    ASSERT_TRUE(run->wait().ok());
    const auto mean = [](const Study& study) {
        double sum = 0;
        for (const PairingRecord& record : study.snapshot()->pairings)
            sum += record.accuracy;
        return sum / static_cast<double>(study.snapshot()->pairings.size());
    };
    EXPECT_GT(mean(*sequential), mean(*joint));
    EXPECT_EQ(run->status().hypervolume, 0);
    settings.objectives = *parseObjectives("fps,energy");
    EXPECT_NE(startRun(sequential, settings, 1).error().message.find("accuracy:max"), std::string::npos);
}

TEST_F(RunnerTest, NasaNeedsItsAcceleratorMethod) {
    RunSettings settings = quick(10);
    settings.strategy = "nasa";
    EXPECT_NE(startRun(createStore(path("exact")), settings, 1).error().message.find("method 'nasa'"),
              std::string::npos);
    StudySettings study = tinySettings();
    study.acceleratorMethod = "nasa";
    const auto store = createStore(path(), study);
    ASSERT_TRUE(start(store, settings)->wait().ok());
    EXPECT_TRUE(store->verify(3, nullptr, {}).ok());
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

TEST_F(RunnerTest, BadSettingsLeaveNoRun) {
    const auto store = createStore(path());
    const auto refused = [&](auto change, int workers = 1) {
        RunSettings settings = quick();
        change(settings);
        const auto run = startRun(store, settings, workers);
        ASSERT_FALSE(run);
        EXPECT_EQ(run.error().code, ErrorCode::InvalidInput) << run.error().message;
        EXPECT_TRUE(run.error().message.ends_with('.'));
    };
    refused([](RunSettings& s) { s.strategy = "magic"; });
    refused([](RunSettings& s) { s.budget = 0; });
    refused([](RunSettings& s) { s.population = 1; });
    refused([](RunSettings& s) { s.batch = 0; });
    refused([](RunSettings& s) { s.objectives = *parseObjectives("fps"); });
    refused([](RunSettings& s) { s.objectives = *parseObjectives("fps,trained-accuracy"); });
    refused([](RunSettings& s) { s.constraints = *parseConstraints("predicted-accuracy>=70"); });
    refused([](RunSettings& s) { s.constraints = *parseConstraints("lut>=9,lut<=8"); });
    refused([](RunSettings& s) { s.seeds = {"stem1"}; });
    refused([](RunSettings& s) { s.timeLimit = 0; });
    refused([](RunSettings& s) { s.patience = 0; });
    refused([](RunSettings&) {}, 0);
    EXPECT_TRUE(store->snapshot()->runs.empty());
    EXPECT_EQ(resumeRun(store, 1, 1).error().code, ErrorCode::NotFound);
    ASSERT_TRUE(start(store, quick(5))->wait().ok());
    const auto finished = resumeRun(store, 1, 1);
    ASSERT_FALSE(finished);
    EXPECT_EQ(finished.error().code, ErrorCode::NotFound);
    EXPECT_NE(finished.error().message.find("finished"), std::string::npos);
}

/// A seed of which no population is shipped: it is scored, shown as a phase, stored, and used again.
TEST_F(RunnerTest, AMissingPopulationIsScoredOnce) {
    {
        const auto store = createStore(path(), tinySettings(77));
        const auto run = start(store, quick(5));
        EXPECT_TRUE(eventually([&] {
            const RunStatus status = run->status();
            return status.phase == "reference population" && status.done > 0 &&
                   status.total == referencePopulationSize;
        }));
        run->pause(); // is heard in this phase too
        std::this_thread::sleep_for(std::chrono::milliseconds(200));
        const std::int64_t paused = run->status().done;
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
        EXPECT_EQ(run->status().done, paused);
        run->resume();
        ASSERT_TRUE(run->wait().ok());
    }
    const auto store = openStore(path());
    ASSERT_NE(store->population(), nullptr);
    EXPECT_EQ(store->population()->members().size(), static_cast<std::size_t>(referencePopulationSize));
    const std::string stored = store->population()->toCsv();
    RunSettings again = quick(5);
    again.seed = 3;
    ASSERT_TRUE(start(store, again)->wait().ok());
    EXPECT_EQ(store->population()->toCsv(), stored);
    EXPECT_TRUE(store->verify(2, nullptr, {}).ok());
}

/// Members are stored as they come: whoever stops or dies while they are scored loses none of those.
TEST_F(RunnerTest, APopulationThatIsStoppedAndKilledGoesOnWhereItWas) {
    std::string whole;
    std::string population;
    {
        const auto store = createStore(path("whole"), tinySettings(77));
        ASSERT_TRUE(start(store, quick(5))->wait().ok());
        population = store->population()->toCsv();
        whole = dump(*store);
    }
    std::size_t stored = 0;
    {
        const auto store = createStore(path(), tinySettings(77));
        const auto run = start(store, quick(5));
        ASSERT_TRUE(eventually([&] { return run->status().done >= 20; }));
        run->cancel(true);
        ASSERT_TRUE(run->wait().ok());
        stored = store->populationMembers().size();
        EXPECT_GE(stored, 20U);
        ASSERT_LT(stored, static_cast<std::size_t>(referencePopulationSize));
        EXPECT_EQ(store->population(), nullptr);
        EXPECT_TRUE(store->verify(2, nullptr, {}).ok());
    }
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    const pid_t child = ::fork();
    if (child == 0) {
        const auto store = openStore(path());
        const auto run = goOn(store, 1);
        while (store->populationMembers().size() < stored + 20)
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        const char byte = 'k';
        if (::write(ends[1], &byte, 1) != 1)
            ::_exit(3);
        ::pause();
        ::_exit(4);
    }
    char byte = 0;
    ASSERT_EQ(::read(ends[0], &byte, 1), 1);
    ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
    ::close(ends[0]);
    ::close(ends[1]);

    const auto store = openStore(path());
    const std::size_t known = store->populationMembers().size();
    EXPECT_GE(known, stored + 20);
    const auto run = goOn(store, 1);
    EXPECT_TRUE(eventually([&] { return run->status().phase == "reference population"; }));
    EXPECT_GE(run->status().done, static_cast<std::int64_t>(known)); // not from the beginning
    ASSERT_TRUE(run->wait().ok());
    EXPECT_EQ(store->population()->toCsv(), population);
    EXPECT_TRUE(store->populationMembers().empty());
    EXPECT_EQ(dump(*store), whole);
}

TEST_F(RunnerTest, VerifyFindsWhatWasChanged) {
    {
        const auto store = createStore(path());
        ASSERT_TRUE(start(store, quick(12))->wait().ok());
        ASSERT_TRUE(store->verify(12, nullptr, {}).ok());
        std::stop_source stop;
        stop.request_stop();
        EXPECT_EQ(store->verify(12, nullptr, stop.get_token()).error().code, ErrorCode::Stopped);
    }
    const std::string original = path("original");
    std::filesystem::copy_file(path(), original);
    const auto found = [&](const std::string& sql) {
        std::filesystem::copy_file(original, path(), std::filesystem::copy_options::overwrite_existing);
        {
            SQLite::Database database(path(), SQLite::OPEN_READWRITE);
            database.exec("PRAGMA foreign_keys = OFF");
            EXPECT_GT(database.exec(sql), 0) << sql;
        }
        const auto study = Study::open(path(), OpenMode::ReadOnly);
        if (!study)
            return study.error().message;
        const Status status = (*study)->verify(12, nullptr, {});
        EXPECT_FALSE(status) << sql;
        if (status)
            return std::string();
        EXPECT_EQ(status.error().code, ErrorCode::Corrupt);
        return status.error().message;
    };
    EXPECT_NE(found("UPDATE pairings SET hash = hash + 1 WHERE id = 7").find("hash of pairing 7"),
              std::string::npos);
    EXPECT_NE(found("UPDATE pairings SET parameters = 1 WHERE id = 3").find("counts of pairing 3"),
              std::string::npos);
    EXPECT_NE(
        found("UPDATE pairings SET fps = fps * (1 + 1e-15) WHERE infeasible_reason IS NULL").find("FPS"),
        std::string::npos);
    EXPECT_NE(found("UPDATE layers SET cycles = cycles + 1 WHERE position = 2").find("cycles of the layer 3"),
              std::string::npos);
    EXPECT_NE(found("UPDATE scores SET value = value * 1.001 WHERE term = 1").find("zen"), std::string::npos);
    EXPECT_NE(found("UPDATE population SET architecture = 'x' WHERE id = 100").find("member 101"),
              std::string::npos);
    EXPECT_NE(found("DELETE FROM chunks WHERE operator = 1").find("chunk"), std::string::npos);
    EXPECT_NE(found("INSERT INTO pins VALUES (99, 'ghost')"), "");
    EXPECT_NE(found("INSERT INTO scores VALUES (99, 0, 1.0)").find("belongs to none"), std::string::npos);
}

} // namespace
} // namespace pairscape
