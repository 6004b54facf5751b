// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search/pareto_archive.h"
#include "core/study/run_results.h"
#include "tests/core/study/run_fixture.h"

#include <algorithm>
#include <cmath>

namespace pairscape {
namespace {

using namespace test;

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
    const std::size_t last = before->pairings.size() - 1, middle = last / 2;
    settings.seeds = {before->pairings[last].architecture, before->pairings[middle].architecture,
                      before->pairings[last].architecture};
    ASSERT_TRUE(start(store, settings)->wait().ok());
    const auto snapshot = store->snapshot();
    EXPECT_EQ(snapshot->runs.at(1).settings.seeds.size(), 2U);
    EXPECT_EQ(snapshot->evaluations.at(1)[0], static_cast<PairingId>(last) + 1);
    EXPECT_EQ(snapshot->evaluations.at(1)[1], static_cast<PairingId>(middle) + 1);
    settings.strategy = "random";
    EXPECT_NE(startRun(store, settings, 1).error().message.find("takes no seeds"), std::string::npos);
    settings.strategy = "conv-only"; // these have other operators
    EXPECT_EQ(startRun(store, settings, 1).error().code, ErrorCode::InvalidInput);
}

TEST_F(RunnerTest, EndsForWantOfGainOrTime) {
    const auto store = createStore(path());
    constexpr std::int64_t enough = 600; // to be over for want of gain before that
    RunSettings settings = quick(enough);
    settings.patience = 12;
    std::string first;
    for (const int workers : {1, 3}) {
        const auto run = start(store, settings, workers);
        ASSERT_TRUE(run->wait().ok());
        const RunRecord record = store->snapshot()->runs.at(static_cast<std::size_t>(run->status().id) - 1);
        EXPECT_EQ(record.state, RunState::Finished);
        EXPECT_EQ(record.end, RunEnd::NoGain);
        EXPECT_EQ(record.done % settings.batch, 0);
        EXPECT_LT(record.done, enough);
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

/// A run keeps the curve that it began with: trainings that end while it is stopped change nothing in it.
TEST_F(RunnerTest, PredictedAccuracyIsAnAimOnceItIsCalibrated) {
    const auto measured = [](double percent) {
        return MeasuredAccuracy{AccuracyKind::Trained, percent, 1000, "test", {}};
    };
    const auto trainedStore = [&](const std::string& name) {
        const auto store = createStore(path(name));
        EXPECT_TRUE(start(store, quick(20))->wait().ok());
        for (PairingId id = 1; id <= 9; ++id)
            EXPECT_TRUE(store->setAccuracy(id, measured(20 + 30 * store->snapshot()->find(id)->accuracy)));
        return store;
    };
    const auto whole = trainedStore("whole");
    RunSettings settings = quick(3 * few); // long enough to be stopped
    settings.seed = 2;
    settings.objectives = *parseObjectives("predicted-accuracy,energy");
    const double middle = 100 * whole->snapshot()->calibration->predict(1).value;
    settings.constraints = {{Quantity::PredictedAccuracy, false, middle}};
    ASSERT_TRUE(start(whole, settings)->wait().ok());
    const RunRecord run = whole->snapshot()->runs.back();
    ASSERT_NE(predictorOf(run.settings), nullptr);
    EXPECT_EQ(predictorText(*predictorOf(run.settings)), run.settings.predictor);
    int kept = 0;
    for (const PairingId id : whole->snapshot()->evaluations.back()) {
        const PairingRecord& record = *whole->snapshot()->find(id);
        EXPECT_EQ(record.predicted->value, predictorOf(run.settings)->predict(record.accuracy).value);
        kept += 100 * record.predicted->value >= middle;
    }
    EXPECT_GT(kept, few / 2); // most of what such a search looks at keeps its limit
    EXPECT_GT(hypervolumeOf(*whole->snapshot(), run), 0);

    const double volume = hypervolumeOf(*whole->snapshot(), run);
    ASSERT_TRUE(whole->setAccuracy(15, measured(99))); // bends the study's curve, not the run's
    EXPECT_EQ(hypervolumeOf(*whole->snapshot(), run), volume);

    const auto stopped = trainedStore("stopped");
    {
        const auto first = start(stopped, settings);
        ASSERT_TRUE(eventually([&] { return stopped->snapshot()->runs.back().done >= 5; }));
        first->cancel(true);
        ASSERT_TRUE(first->wait().ok());
    }
    ASSERT_TRUE(stopped->setAccuracy(15, measured(99))); // would bend the curve
    ASSERT_TRUE(goOn(stopped, 2)->wait().ok());
    const auto texts = [](const StudyStore& store) {
        std::vector<std::string> all;
        for (const PairingId id : store.snapshot()->evaluations.back())
            all.push_back(store.snapshot()->find(id)->architecture);
        return all;
    };
    EXPECT_EQ(texts(*stopped), texts(*whole));
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

} // namespace
} // namespace pairscape
