// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search/evolution.h"

#include "core/base/hash.h"
#include "core/search/pareto_archive.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

namespace pairscape {
namespace {

using namespace std::chrono_literals;

/// Two opposite aims on strings of letters: few a's at the front, few b's at the back. Evaluations take a
/// time that depends on the genome, so that threads overtake each other.
class Letters : public SearchProblem {
  public:
    explicit Letters(std::size_t length, std::string alphabet = "abcd")
        : length_(length), alphabet_(std::move(alphabet)) {}

    std::size_t objectiveCount() const override { return 2; }
    Genome sample(RandomStream& random) const override {
        Genome genome;
        for (std::size_t i = 0; i < length_; ++i)
            genome += letter(random);
        return genome;
    }
    Genome mutate(const Genome& parent, RandomStream& random) const override {
        Genome child = parent;
        child[random.below(static_cast<std::uint32_t>(length_))] = letter(random);
        return child;
    }
    Genome crossover(const Genome& a, const Genome& b, RandomStream& random) const override {
        const std::size_t cut = random.below(static_cast<std::uint32_t>(length_));
        return a.substr(0, cut) + b.substr(cut);
    }
    std::vector<Genome> corners() const override {
        return {Genome(length_, alphabet_.front()), Genome(length_, alphabet_.back())};
    }
    std::vector<Genome> enumerate(std::size_t limit) const override {
        std::vector<Genome> all = {""};
        for (std::size_t i = 0; i < length_; ++i) {
            std::vector<Genome> longer;
            for (const Genome& genome : all)
                for (const char c : alphabet_)
                    longer.push_back(genome + c);
            if (longer.size() > limit)
                return {};
            all = std::move(longer);
        }
        return all;
    }
    Result<Candidate> evaluate(const Genome& genome, std::stop_token stop) const override {
        ++evaluations;
        std::this_thread::sleep_for(std::chrono::microseconds(stableHash(genome) % slowest));
        if (stop.stop_requested())
            return Error{ErrorCode::Stopped, "Stopped."};
        Candidate candidate;
        candidate.genome = genome;
        candidate.feasible = stableHash(genome) % 5 != 0;
        double up = 0;
        double down = 0;
        for (std::size_t i = 0; i < genome.size(); ++i) {
            up += (genome[i] - 'a') * static_cast<double>(i + 1);
            down -= (genome[i] - 'a') * static_cast<double>(genome.size() - i);
        }
        candidate.objectives = {up, down};
        candidate.detail = std::string("detail of ") + genome;
        return candidate;
    }

    mutable std::atomic<int> evaluations = 0;
    std::uint64_t slowest = 300; ///< microseconds

  private:
    char letter(RandomStream& random) const {
        return alphabet_[random.below(static_cast<std::uint32_t>(alphabet_.size()))];
    }

    std::size_t length_;
    std::string alphabet_;
};

class Recorder : public SearchObserver {
  public:
    Status evaluated(std::int64_t index, const Candidate& candidate) override {
        EXPECT_EQ(index, static_cast<std::int64_t>(genomes.size()));
        EXPECT_EQ(std::any_cast<std::string>(candidate.detail), "detail of " + candidate.genome);
        genomes.push_back(candidate.genome);
        if (candidate.feasible)
            objectives.push_back(candidate.objectives);
        if (index == failAt)
            return Error{ErrorCode::Io, "The disk is full."};
        return {};
    }
    std::vector<Genome> genomes;
    std::vector<std::vector<double>> objectives;
    std::int64_t failAt = -1;
};

EvolutionSettings quick(int workers = 2) {
    EvolutionSettings settings;
    settings.budget = 200;
    settings.workers = workers;
    settings.population = 20;
    settings.batch = 8;
    return settings;
}

std::vector<Genome> search(const EvolutionSettings& settings, const SearchProblem& problem) {
    Recorder recorder;
    const PauseGate gate;
    const auto outcome = runEvolution(problem, settings, recorder, gate, {});
    EXPECT_TRUE(outcome);
    if (outcome) {
        EXPECT_EQ(outcome->evaluated, static_cast<std::int64_t>(recorder.genomes.size()));
        EXPECT_FALSE(outcome->stopped);
    }
    return recorder.genomes;
}

TEST(Evolution, TheNumberOfWorkersChangesNothing) {
    const Letters problem(12);
    const std::vector<Genome> one = search(quick(1), problem);
    EXPECT_EQ(one.size(), 200U);
    for (const int workers : {2, 3, 8})
        EXPECT_EQ(search(quick(workers), problem), one) << workers;
    EvolutionSettings other = quick();
    other.seed = 2;
    EXPECT_NE(search(other, problem), one);
}

TEST(Evolution, EvaluatesNoPointTwiceAndCornersFirst) {
    const Letters problem(12);
    const std::vector<Genome> genomes = search(quick(), problem);
    EXPECT_EQ(std::set<Genome>(genomes.begin(), genomes.end()).size(), genomes.size());
    EXPECT_EQ(problem.evaluations, 200);
    EXPECT_EQ(genomes[0], std::string(12, 'a'));
    EXPECT_EQ(genomes[1], std::string(12, 'd'));
    EvolutionSettings random = quick();
    random.exploration = Exploration::Random;
    EXPECT_NE(search(random, problem)[0], std::string(12, 'a')); // a fair baseline is given nothing
}

TEST(Evolution, FindsMoreThanRandomSearch) {
    const Letters problem(16);
    const auto volume = [&](Exploration exploration, std::uint64_t seed) {
        EvolutionSettings settings = quick();
        settings.exploration = exploration;
        settings.budget = 600;
        settings.seed = seed;
        Recorder recorder;
        const PauseGate gate;
        EXPECT_TRUE(runEvolution(problem, settings, recorder, gate, {}).ok());
        return hypervolume(recorder.objectives, {-1, -500});
    };
    for (const std::uint64_t seed : {1, 2, 3})
        EXPECT_GT(volume(Exploration::Evolutionary, seed), volume(Exploration::Random, seed)) << seed;
}

TEST(Evolution, FindsEveryPointOfASmallSpaceAndThenSaysSo) {
    for (const Exploration exploration : {Exploration::Evolutionary, Exploration::Random}) {
        const Letters problem(4, "ab"); // 16 points
        EvolutionSettings settings = quick();
        settings.exploration = exploration;
        Recorder recorder;
        const PauseGate gate;
        const auto outcome = runEvolution(problem, settings, recorder, gate, {});
        ASSERT_TRUE(outcome);
        EXPECT_TRUE(outcome->exhausted);
        EXPECT_EQ(outcome->evaluated, 16);
        EXPECT_EQ(std::set<Genome>(recorder.genomes.begin(), recorder.genomes.end()).size(), 16U);
    }
}

TEST(Evolution, AnObserverThatHasEnoughEndsTheSearchAtTheSamePlaceWithAnyWorkers) {
    struct Satisfied : Recorder {
        bool enough() override { return genomes.size() == 77; }
    };
    const Letters problem(9);
    std::vector<Genome> first;
    for (const int workers : {1, 2, 5}) {
        Satisfied observer;
        const PauseGate gate;
        const auto outcome = runEvolution(problem, quick(workers), observer, gate, {});
        ASSERT_TRUE(outcome);
        EXPECT_TRUE(outcome->enough);
        EXPECT_FALSE(outcome->stopped);
        EXPECT_EQ(outcome->evaluated, 77);
        if (first.empty())
            first = observer.genomes;
        EXPECT_EQ(observer.genomes, first);
    }
}

TEST(Evolution, AnErrorOfTheObserverEndsTheSearch) {
    const Letters problem(12);
    Recorder recorder;
    recorder.failAt = 20;
    const PauseGate gate;
    const auto outcome = runEvolution(problem, quick(), recorder, gate, {});
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().message, "The disk is full.");
    EXPECT_EQ(recorder.genomes.size(), 21U);
}

TEST(Evolution, AnErrorOfAnEvaluationEndsTheSearch) {
    class Failing : public Letters {
      public:
        Failing() : Letters(12) {}
        Result<Candidate> evaluate(const Genome& genome, std::stop_token stop) const override {
            if (evaluations >= 30)
                return Error{ErrorCode::Internal, "It broke."};
            return Letters::evaluate(genome, std::move(stop));
        }
    };
    const Failing problem;
    Recorder recorder;
    const PauseGate gate;
    const auto outcome = runEvolution(problem, quick(), recorder, gate, {});
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().message, "It broke.");
}

/// Stopped at any moment, what came out is a beginning of what an undisturbed search gives.
TEST(Evolution, AStopKeepsTheOrder) {
    const Letters problem(12);
    const std::vector<Genome> whole = search(quick(), problem);
    for (const auto delay : {0ms, 3ms, 9ms}) {
        std::stop_source stop;
        Recorder recorder;
        const PauseGate gate;
        std::jthread stopper([&] {
            std::this_thread::sleep_for(delay);
            stop.request_stop();
        });
        const auto outcome = runEvolution(problem, quick(), recorder, gate, stop.get_token());
        ASSERT_TRUE(outcome);
        EXPECT_EQ(outcome->evaluated, static_cast<std::int64_t>(recorder.genomes.size()));
        ASSERT_LE(recorder.genomes.size(), whole.size());
        EXPECT_TRUE(std::equal(recorder.genomes.begin(), recorder.genomes.end(), whole.begin()));
        EXPECT_EQ(outcome->stopped, recorder.genomes.size() < whole.size());
    }
}

TEST(Evolution, WaitsWhilePausedAndAStopEndsThePause) {
    const Letters problem(12);
    const std::vector<Genome> whole = search(quick(), problem);
    PauseGate gate;
    std::stop_source stop;
    Recorder recorder;
    gate.pause();
    std::atomic<bool> over = false;
    const int before = problem.evaluations;
    std::jthread runner([&] {
        EXPECT_TRUE(runEvolution(problem, quick(), recorder, gate, {}).ok());
        over = true;
    });
    std::this_thread::sleep_for(30ms);
    EXPECT_EQ(problem.evaluations, before);
    EXPECT_FALSE(over);
    gate.resume();
    runner.join();
    EXPECT_EQ(recorder.genomes, whole);

    gate.pause();
    Recorder none;
    std::jthread paused([&] {
        const auto outcome = runEvolution(problem, quick(), none, gate, stop.get_token());
        ASSERT_TRUE(outcome);
        EXPECT_TRUE(outcome->stopped);
    });
    std::this_thread::sleep_for(10ms);
    stop.request_stop();
    paused.join();
    EXPECT_TRUE(none.genomes.empty());
}

TEST(Evolution, SettingsOutOfRangeAreOneSentence) {
    const auto refused = [](auto change) {
        EvolutionSettings settings = quick();
        change(settings);
        const Letters problem(4);
        Recorder recorder;
        const PauseGate gate;
        const auto outcome = runEvolution(problem, settings, recorder, gate, {});
        ASSERT_FALSE(outcome);
        EXPECT_EQ(outcome.error().code, ErrorCode::InvalidInput);
        EXPECT_TRUE(outcome.error().message.ends_with('.')) << outcome.error().message;
        EXPECT_FALSE(checkEvolution(settings));
    };
    refused([](EvolutionSettings& s) { s.budget = 0; });
    refused([](EvolutionSettings& s) { s.workers = 0; });
    refused([](EvolutionSettings& s) { s.workers = 5000; });
    refused([](EvolutionSettings& s) { s.population = 1; });
    refused([](EvolutionSettings& s) { s.batch = 0; });
    EXPECT_TRUE(checkEvolution(quick()));
}

} // namespace
} // namespace pairscape
