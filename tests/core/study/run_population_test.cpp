// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/study/run_fixture.h"

#include <chrono>
#include <thread>

namespace pairscape {
namespace {

using namespace test;

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
    ASSERT_GE(killedInTheMiddleOf([&](const auto& reached) {
                  const auto store = openStore(path());
                  const auto run = goOn(store, 1);
                  while (store->populationMembers().size() < stored + 20)
                      std::this_thread::sleep_for(std::chrono::milliseconds(1));
                  reached(static_cast<std::int64_t>(store->populationMembers().size()));
              }),
              static_cast<std::int64_t>(stored) + 20);

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

} // namespace
} // namespace pairscape
