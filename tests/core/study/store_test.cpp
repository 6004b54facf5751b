// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/study/study_fixture.h"

#include "core/study/compare.h"

#include <rapidcheck/gtest.h>

#include <atomic>
#include <cmath>
#include <limits>
#include <thread>

namespace pairscape {
namespace {

using namespace test;

std::shared_ptr<const Evaluation> invented(std::size_t number) {
    return std::make_shared<const Evaluation>(inventedEvaluation(number));
}

/// What a store gives back for an evaluation, as an evaluation.
Evaluation readBack(const StudyStore& store, PairingId id) {
    const auto detail = store.detail(id);
    if (!detail) {
        ADD_FAILURE() << detail.error().message;
        return {};
    }
    Evaluation evaluation = evaluationOf(detail->record);
    evaluation.design.accelerator = detail->accelerator;
    evaluation.design.cost = detail->cost;
    return evaluation;
}

/// Of the whole and of each layer: they are kept, but two that differ in nothing else are the same result.
std::vector<Bound> boundsOf(const Evaluation& evaluation) {
    std::vector<Bound> bounds;
    if (!evaluation.feasible)
        return bounds;
    bounds.push_back(evaluation.design.cost.bound);
    for (const LayerCost& layer : evaluation.design.cost.layers)
        bounds.push_back(layer.bound);
    return bounds;
}

class StoreTest : public StudyTest {};

TEST_F(StoreTest, EveryFigureComesBackBitByBit) {
    std::string before;
    {
        const auto store = createStore(path());
        const RunId run = beginRun(*store);
        for (std::size_t i = 0; i < 40; ++i)
            ASSERT_TRUE(store->addEvaluation(run, static_cast<std::int64_t>(i), invented(i)));
        ASSERT_TRUE(store->flush());
        for (std::size_t i = 0; i < 40; ++i) {
            const Evaluation back = readBack(*store, static_cast<PairingId>(i) + 1);
            EXPECT_EQ(difference(inventedEvaluation(i), back, 0), std::nullopt);
            EXPECT_EQ(back.architecture, inventedEvaluation(i).architecture);
            EXPECT_EQ(boundsOf(back), boundsOf(inventedEvaluation(i)));
        }
        before = dump(*store);
    }
    EXPECT_EQ(dump(*openStore(path())), before);
    EXPECT_EQ(dump(*openStore(path(), OpenMode::ReadOnly)), before);
}

TEST_F(StoreTest, TheComparisonSeesEveryFigure) {
    const auto expectSeen = [](const char* what, auto change) {
        std::size_t number = 0;
        while (!inventedEvaluation(number).feasible)
            ++number;
        Evaluation changed = inventedEvaluation(number);
        change(changed);
        EXPECT_TRUE(difference(inventedEvaluation(number), changed, 0)) << what;
    };
    expectSeen("parameters", [](Evaluation& e) { ++e.counts.parameters; });
    expectSeen("fps", [](Evaluation& e) { e.design.cost.fps = std::nextafter(e.design.cost.fps, 0); });
    expectSeen("busy", [](Evaluation& e) { e.design.cost.chunks[2].busy += 1e-12; });
    expectSeen("buffer", [](Evaluation& e) { ++e.design.accelerator.chunks[1].weightBufferBytes; });
    expectSeen("PEs", [](Evaluation& e) {
        e.design.accelerator.chunks[0].unpacked = !e.design.accelerator.chunks[0].unpacked;
    });
    expectSeen("tile", [](Evaluation& e) { ++e.design.cost.layers.back().mapping.tileColumns; });
    expectSeen("layers", [](Evaluation& e) { e.design.cost.layers.pop_back(); });
    expectSeen("feasible", [](Evaluation& e) { e.feasible = false; });
    expectSeen("score", [](Evaluation& e) { e.scores[1].value = std::nextafter(e.scores[1].value, 0); });
}

/// Doubles of every magnitude, whole numbers among them, which SQLite keeps in another form.
TEST_F(StoreTest, AnyDoubleAndAnyNameComeBack) {
    const auto special =
        rc::gen::element(0.0, 1.0, -3.0, 1e15, 9007199254740993.0, 1e300, 5e-324, 0.1,
                         std::numeric_limits<double>::max(), -std::numeric_limits<double>::infinity());
    const auto any = rc::gen::oneOf(special, rc::gen::arbitrary<double>());
    const SearchSpace space = *SearchSpace::preset("tiny");
    std::vector<Evaluation> handedIn;
    {
        const auto store = createStore(path());
        const RunId run = beginRun(*store);
        rc::check("evaluations are taken", [&] {
            Evaluation evaluation = inventedEvaluation(handedIn.size());
            evaluation.feasible = true;
            evaluation.infeasibleReason.clear();
            evaluation.scores = {{"nn_degree", *any}, {"zen", *any}};
            evaluation.design.cost.fps = *any;
            evaluation.design.cost.energyJoule = *any;
            evaluation.design.cost.chunks[1].busy = *any;
            evaluation.design.cost.layers.resize(
                space.expand(*space.parse(evaluation.architecture)).layers.size());
            evaluation.design.cost.layers[0].utilisation = *any;
            RC_ASSERT(
                store
                    ->addEvaluation(run, std::ssize(handedIn), std::make_shared<const Evaluation>(evaluation))
                    .ok());
            handedIn.push_back(evaluation);
        });
        ASSERT_TRUE(store->flush());
    }
    ASSERT_GE(handedIn.size(), 20U);
    const auto store = openStore(path());
    for (std::size_t i = 0; i < handedIn.size(); ++i)
        EXPECT_EQ(difference(handedIn[i], readBack(*store, static_cast<PairingId>(i) + 1), 0), std::nullopt);
    rc::check("names come back", [&] {
        const auto name =
            *rc::gen::nonEmpty(rc::gen::container<std::string>(rc::gen::inRange<char>('!', 127)));
        const auto id = *rc::gen::inRange<PairingId>(1, 20);
        RC_PRE(name.size() <= 80);
        RC_ASSERT(store->pin(id, name).ok());
        RC_ASSERT(store->snapshot()->find(id)->pin == name);
        if (*rc::gen::inRange(0, 20) == 0) {
            RC_ASSERT(openStore(path(), OpenMode::ReadOnly)->snapshot()->find(id)->pin == name);
        }
    });
}

TEST_F(StoreTest, SettingsRunsAndPopulationComeBack) {
    StudySettings settings = tinySettings(0xfedcba9876543210U); // above what SQLite calls an integer
    settings.acceleratorMethod = "nasa";
    settings.hardwareObjective = "edp";
    settings.maxBatch = 4;
    settings.metrics = {"nn_degree", "zen", "macs"};
    settings.zenBatch = 8;
    settings.zenRepeats = 2;
    RunRecord run;
    run.id = 1;
    run.settings.strategy = "random";
    run.settings.budget = 77;
    run.settings.seed = 0xffffffffffffffffU;
    run.settings.population = 33;
    run.settings.batch = 5;
    run.settings.objectives = *parseObjectives("fps:max,energy:min,lut:min");
    run.settings.constraints = *parseConstraints("latency<=2ms,accuracy>=0.7");
    run.settings.seeds = {"stem8 8k3e1:CS 16k5e3:SA head32", "another"};
    run.settings.timeLimit = 0.1;
    run.settings.patience = 9;
    run.state = RunState::Running;
    run.startedAt = "2026-01-02T03:04:05Z";
    {
        const auto store = createStore(path(), settings);
        ASSERT_TRUE(store->storePopulation(inventedPopulation()));
        ASSERT_TRUE(store->addRun(run));
        ASSERT_TRUE(store->setRunState(1, RunState::Failed, "It's broken.", RunEnd::NoGain));
        run.id = 2;
        run.settings = {};
        ASSERT_TRUE(store->addRun(run));
    }
    const auto store = openStore(path());
    const auto snapshot = store->snapshot();
    const StudySettings& back = snapshot->settings;
    EXPECT_EQ(back.spaceJson, settings.spaceJson);
    EXPECT_EQ(back.platformJson, settings.platformJson);
    EXPECT_EQ(back.seed, settings.seed);
    EXPECT_EQ(back.acceleratorMethod, "nasa");
    EXPECT_EQ(back.hardwareObjective, "edp");
    EXPECT_EQ(back.maxBatch, 4);
    EXPECT_EQ(back.metrics, settings.metrics);
    EXPECT_EQ(back.zenBatch, 8);
    EXPECT_EQ(back.zenRepeats, 2);
    EXPECT_EQ(snapshot->spaceName, "tiny");
    EXPECT_EQ(snapshot->platformName, "kv260");
    EXPECT_EQ(snapshot->terms, settings.metrics);
    ASSERT_EQ(snapshot->runs.size(), 2U);
    EXPECT_EQ(snapshot->runs[0].settings.objectives, *parseObjectives("fps:max,energy:min,lut:min"));
    EXPECT_EQ(snapshot->runs[0].settings.constraints, *parseConstraints("latency<=0.002,accuracy>=0.7"));
    EXPECT_EQ(snapshot->runs[0].settings.seeds,
              (std::vector<std::string>{"stem8 8k3e1:CS 16k5e3:SA head32", "another"}));
    EXPECT_EQ(snapshot->runs[0].settings.timeLimit, 0.1);
    EXPECT_EQ(snapshot->runs[0].settings.patience, 9);
    EXPECT_EQ(snapshot->runs[0].end, RunEnd::NoGain);
    EXPECT_EQ(snapshot->runs[1].settings.objectives, usualObjectives());
    EXPECT_TRUE(snapshot->runs[1].settings.constraints.empty());
    EXPECT_TRUE(snapshot->runs[1].settings.seeds.empty());
    EXPECT_EQ(snapshot->runs[1].settings.timeLimit, std::nullopt);
    EXPECT_EQ(snapshot->runs[1].settings.patience, std::nullopt);
    // One point for each set of objectives, whatever a later version would choose.
    ASSERT_EQ(snapshot->hypervolumePoints.size(), 2U);
    EXPECT_EQ(snapshot->hypervolumePoints[0].point, (std::vector<double>{0, 1}));
    EXPECT_EQ(snapshot->hypervolumePoints[1].point.size(), 3U);
    EXPECT_EQ(snapshot->runs[0].settings.strategy, "random");
    EXPECT_EQ(snapshot->runs[0].settings.budget, 77);
    EXPECT_EQ(snapshot->runs[0].settings.seed, 0xffffffffffffffffU);
    EXPECT_EQ(snapshot->runs[0].settings.population, 33);
    EXPECT_EQ(snapshot->runs[0].settings.batch, 5);
    EXPECT_EQ(snapshot->runs[0].state, RunState::Failed);
    EXPECT_EQ(snapshot->runs[0].startedAt, run.startedAt);
    EXPECT_FALSE(snapshot->runs[0].endedAt.empty());
    EXPECT_EQ(snapshot->runs[0].message, "It's broken.");
    EXPECT_EQ(store->population()->toCsv(), inventedPopulation().toCsv());
}

TEST_F(StoreTest, AccuracyIsTheRankAndTheFrontIsTheFront) {
    const auto store = createStore(path());
    const RunId run = beginRun(*store);
    for (std::size_t i = 0; i < 60; ++i)
        ASSERT_TRUE(store->addEvaluation(run, static_cast<std::int64_t>(i), invented(i)));
    ASSERT_TRUE(store->flush());
    const auto snapshot = store->snapshot();
    const ReferencePopulation population = inventedPopulation();
    std::vector<std::size_t> front;
    for (const PairingRecord& a : snapshot->pairings) {
        EXPECT_EQ(a.accuracy, population.rank("nn_degree", a.scores[0].value) +
                                  population.rank("zen", a.scores[1].value));
        bool beaten = !a.feasible;
        for (const PairingRecord& b : snapshot->pairings)
            beaten = beaten || (b.feasible && b.accuracy >= a.accuracy && b.fps >= a.fps &&
                                (b.accuracy > a.accuracy || b.fps > a.fps || b.id < a.id));
        EXPECT_EQ(a.onFront, !beaten) << a.id;
        if (!beaten)
            front.push_back(static_cast<std::size_t>(a.id) - 1);
    }
    std::sort(front.begin(), front.end(), [&](std::size_t a, std::size_t b) {
        return snapshot->pairings[a].fps < snapshot->pairings[b].fps;
    });
    EXPECT_EQ(snapshot->front, front);
    EXPECT_GT(front.size(), 1U);
}

TEST_F(StoreTest, RefusesASecondResultForOnePoint) {
    const auto store = createStore(path());
    ASSERT_TRUE(store->claimRun());
    const RunId first = beginRun(*store);
    ASSERT_TRUE(store->addEvaluation(first, 0, invented(1)));
    ASSERT_TRUE(store->flush());
    // The same again, from another run: nothing is stored twice.
    const RunId second = beginRun(*store);
    ASSERT_TRUE(store->addEvaluation(second, 0, invented(1)));
    ASSERT_TRUE(store->flush());
    EXPECT_EQ(store->snapshot()->pairings.size(), 1U);
    EXPECT_EQ(store->snapshot()->runs[1].done, 1);

    Evaluation other = inventedEvaluation(1);
    ASSERT_TRUE(other.feasible);
    ++other.design.cost.layers.back().cycles;
    ASSERT_TRUE(store->addEvaluation(second, 1, std::make_shared<const Evaluation>(other)));
    const Status refused = store->flush();
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::Corrupt);
    EXPECT_NE(refused.error().message.find("cycles of the layer"), std::string::npos)
        << refused.error().message;
    // Nothing after it is taken, so that a run has no gap.
    EXPECT_FALSE(store->addEvaluation(second, 2, invented(2)));
    EXPECT_EQ(store->snapshot()->pairings.size(), 1U);
    EXPECT_EQ(store->storedEvaluations(second), 1);
}

TEST_F(StoreTest, RefusesToReplayARunDifferently) {
    const auto store = createStore(path());
    const RunId run = beginRun(*store);
    ASSERT_TRUE(store->addEvaluation(run, 0, invented(0)));
    ASSERT_TRUE(store->addEvaluation(run, 1, invented(1)));
    ASSERT_TRUE(store->flush());
    ASSERT_TRUE(store->addEvaluation(run, 0, invented(0)));
    ASSERT_TRUE(store->flush());
    ASSERT_TRUE(store->addEvaluation(run, 1, invented(2)));
    const Status refused = store->flush();
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().message.find("cannot be replayed"), std::string::npos);
    EXPECT_EQ(store->snapshot()->pairings.size(), 2U);
}

TEST_F(StoreTest, RefusesWhatIsNotANumber) {
    const auto store = createStore(path());
    const RunId run = beginRun(*store);
    Evaluation evaluation = inventedEvaluation(1);
    evaluation.design.cost.layers[0].utilisation = std::numeric_limits<double>::quiet_NaN();
    const Status refused = store->addEvaluation(run, 0, std::make_shared<const Evaluation>(evaluation));
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().message.find("utilisation of the layer 1"), std::string::npos);
}

TEST_F(StoreTest, PinsAndTheirErrors) {
    const auto store = createStore(path());
    ASSERT_TRUE(store->addEvaluation(beginRun(*store), 0, invented(0)));
    ASSERT_TRUE(store->flush());
    EXPECT_EQ(store->pin(1, "").error().code, ErrorCode::InvalidInput);
    for (const char* wrong : {" \n", "a\nb", "tab\tinside", "bell\x07"})
        EXPECT_EQ(store->pin(1, wrong).error().code, ErrorCode::InvalidInput) << wrong;
    EXPECT_EQ(store->pin(1, std::string(81, 'x')).error().message,
              "A pinned design's name has at most 80 characters, not 81; type a shorter one.");
    std::string micros;
    for (int i = 0; i < 80; ++i)
        micros += "\u00b5"; // two bytes, one character
    ASSERT_TRUE(store->pin(1, "  " + micros + "\n"));
    EXPECT_EQ(store->snapshot()->find(1)->pin, micros);
    EXPECT_EQ(store->pin(2, "x").error().code, ErrorCode::NotFound);
    EXPECT_EQ(store->unpin(0).error().code, ErrorCode::NotFound);
    EXPECT_EQ(store->detail(2).error().code, ErrorCode::NotFound);
    ASSERT_TRUE(store->pin(1, "one"));
    ASSERT_TRUE(store->pin(1, "another"));
    EXPECT_EQ(store->snapshot()->find(1)->pin, "another");
    EXPECT_EQ(openStore(path(), OpenMode::ReadOnly)->snapshot()->find(1)->pin, "another");
    ASSERT_TRUE(store->unpin(1));
    EXPECT_FALSE(store->snapshot()->find(1)->pinned());
}

TEST_F(StoreTest, ListenerHearsOfSnapshotsUntilItIsRemoved) {
    const auto store = createStore(path());
    std::atomic<int> calls = 0;
    std::atomic<std::uint64_t> heard = 0;
    store->setListener([&] {
        ++calls;
        heard = store->snapshot()->version;
    });
    const RunId run = beginRun(*store);
    ASSERT_TRUE(store->addEvaluation(run, 0, invented(0)));
    ASSERT_TRUE(store->flush());
    EXPECT_GE(calls, 1);
    EXPECT_EQ(heard, store->snapshot()->version); // settled means published and told

    // Removing waits for a call in progress.
    std::atomic<bool> inside = false;
    std::atomic<bool> left = false;
    store->setListener([&] {
        inside = true;
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
        left = true;
    });
    ASSERT_TRUE(store->addEvaluation(run, 1, invented(1)));
    while (!inside)
        std::this_thread::yield();
    store->setListener({});
    EXPECT_TRUE(left);
    const int before = calls;
    ASSERT_TRUE(store->pin(1, "x"));
    EXPECT_EQ(calls, before);

    // A listener may take itself away, and may not change the study.
    Status changed;
    std::atomic<bool> called = false;
    store->setListener([&] {
        changed = store->pin(1, "from within");
        store->setListener({});
        called = true;
    });
    ASSERT_TRUE(store->pin(1, "y"));
    EXPECT_TRUE(called);
    EXPECT_FALSE(changed);
    ASSERT_TRUE(store->pin(1, "z"));
}

/// Readers hold and read snapshots while the writer goes on; each is whole and none changes.
TEST_F(StoreTest, SnapshotsAreConsistentWhileWriting) {
    const auto store = createStore(path());
    const RunId run = beginRun(*store);
    std::atomic<bool> done = false;
    const auto read = [&] {
        std::uint64_t version = 0;
        std::size_t size = 0;
        std::vector<std::shared_ptr<const StudySnapshot>> kept;
        while (!done) {
            const auto snapshot = store->snapshot();
            EXPECT_GE(snapshot->version, version);
            EXPECT_GE(snapshot->pairings.size(), size);
            if (snapshot->version != version)
                kept.push_back(snapshot);
            version = snapshot->version;
            size = snapshot->pairings.size();
            EXPECT_EQ(static_cast<std::size_t>(snapshot->runs.at(0).done), size);
            std::size_t front = 0;
            for (std::size_t i = 0; i < size; ++i) {
                EXPECT_EQ(snapshot->pairings[i].id, static_cast<PairingId>(i) + 1);
                front += snapshot->pairings[i].onFront ? 1 : 0;
            }
            EXPECT_EQ(front, snapshot->front.size());
            if (size > 0) {
                EXPECT_TRUE(store->detail(static_cast<PairingId>(size)).ok());
            }
            std::this_thread::sleep_for(std::chrono::milliseconds(2));
        }
        for (const auto& snapshot : kept) { // as whole as when they were new
            std::size_t front = 0;
            for (const PairingRecord& record : snapshot->pairings)
                front += record.onFront ? 1 : 0;
            EXPECT_EQ(front, snapshot->front.size());
        }
    };
    std::thread first(read);
    std::thread second(read);
    const std::size_t count = std::min<std::size_t>(600, inventedCount());
    for (std::size_t i = 0; i < count; ++i) {
        ASSERT_TRUE(store->addEvaluation(run, static_cast<std::int64_t>(i), invented(i)));
        if (i % 100 == 0 && i > 0) {
            ASSERT_TRUE(store->flush());
            ASSERT_TRUE(store->pin(1, "pin " + std::to_string(i)));
        }
    }
    ASSERT_TRUE(store->flush());
    done = true;
    first.join();
    second.join();
    EXPECT_EQ(store->snapshot()->pairings.size(), count);
}

} // namespace
} // namespace pairscape
