// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search/evolution.h"

#include "core/base/hash.h"
#include "core/search/ordered_pool.h"
#include "core/search/selection.h"

#include <algorithm>
#include <deque>
#include <optional>
#include <set>
#include <string>
#include <utility>

namespace pairscape {

namespace {

/// Draws that may turn out to be known points before the next resort is tried.
constexpr int childAttempts = 16;
constexpr int sampleAttempts = 64;
constexpr int lastAttempts = 2000;
/// Spaces up to this size are listed whole when chance no longer finds new points.
constexpr std::size_t enumerationLimit = 1 << 16;

/// Draws the points of a search. What it draws for an index depends on seed, problem and the batches that it
/// has learnt, so never on threads.
class Breeder {
  public:
    Breeder(const SearchProblem& problem, const EvolutionSettings& settings)
        : problem_(problem), settings_(settings), pool_(static_cast<std::size_t>(settings.population)) {
        if (settings.exploration == Exploration::Evolutionary) {
            std::vector<Genome> corners = problem.corners();
            corners_.assign(corners.begin(), corners.end());
        }
    }

    /// A point that was not drawn before, or nothing when none can be found.
    std::optional<Genome> next() {
        const std::uint64_t index = drawn_.size();
        while (!corners_.empty()) {
            Genome corner = std::move(corners_.front());
            corners_.pop_front();
            if (drawn_.insert(corner).second)
                return corner;
        }
        const bool firstGeneration = index < static_cast<std::uint64_t>(settings_.population);
        const bool breed =
            settings_.exploration == Exploration::Evolutionary && !firstGeneration && pool_.size() >= 2;
        for (int attempt = 0; attempt < childAttempts + sampleAttempts; ++attempt) {
            RandomStream random = stream(index, attempt);
            Genome point = breed && attempt < childAttempts ? child(random) : problem_.sample(random);
            if (drawn_.insert(point).second)
                return point;
        }
        return lastResort(index);
    }

    void learn(const std::vector<Candidate>& batch, std::int64_t firstIndex) {
        pool_.merge(batch, firstIndex);
    }

  private:
    RandomStream stream(std::uint64_t index, int attempt) const {
        static const std::uint64_t purpose = stableHash("search point");
        return {settings_.seed, purpose, index, static_cast<std::uint64_t>(attempt)};
    }

    Genome child(RandomStream& random) const {
        if (random.chance(settings_.freshShare))
            return problem_.sample(random);
        const Genome& first = pool_.pick(random);
        if (random.chance(settings_.crossoverShare))
            return problem_.crossover(first, pool_.pick(random), random);
        return problem_.mutate(first, random);
    }

    /// Chance finds nothing new any more: a small space is listed and the rest drawn from the list.
    std::optional<Genome> lastResort(std::uint64_t index) {
        if (!listed_) {
            listed_ = true;
            remaining_ = problem_.enumerate(enumerationLimit);
            enumerable_ = !remaining_.empty();
        }
        RandomStream random = stream(index, -1);
        if (enumerable_) {
            while (!remaining_.empty()) {
                std::swap(remaining_[random.below(static_cast<std::uint32_t>(remaining_.size()))],
                          remaining_.back());
                Genome point = std::move(remaining_.back());
                remaining_.pop_back();
                if (drawn_.insert(point).second)
                    return point;
            }
            return std::nullopt;
        }
        for (int attempt = 0; attempt < lastAttempts; ++attempt) {
            Genome point = problem_.sample(random);
            if (drawn_.insert(point).second)
                return point;
        }
        return std::nullopt;
    }

    const SearchProblem& problem_;
    const EvolutionSettings& settings_;
    ParentPool pool_;
    std::deque<Genome> corners_;
    std::set<Genome> drawn_;
    bool listed_ = false;
    bool enumerable_ = false;
    std::vector<Genome> remaining_; ///< of an enumerable space: what was not drawn from it yet
};

} // namespace

Status checkEvolution(const EvolutionSettings& settings) {
    const auto complain = [](const std::string& what) {
        return Error{ErrorCode::InvalidInput, "The search's " + what + "; choose another."};
    };
    if (settings.budget < 1)
        return complain("budget must be at least 1 but is " + std::to_string(settings.budget));
    if (settings.workers < 1 || settings.workers > 1024)
        return complain("number of workers must be 1 to 1024 but is " + std::to_string(settings.workers));
    if (settings.population < 2 || settings.population > 100000)
        return complain("population must be 2 to 100000 but is " + std::to_string(settings.population));
    if (settings.batch < 1 || settings.batch > 100000)
        return complain("batch must be 1 to 100000 but is " + std::to_string(settings.batch));
    return {};
}

Result<SearchOutcome> runEvolution(const SearchProblem& problem, const EvolutionSettings& settings,
                                   SearchObserver& observer, const PauseGate& gate, std::stop_token stop) {
    if (Status checked = checkEvolution(settings); !checked)
        return checked.error();

    Breeder breeder(problem, settings);
    SearchOutcome outcome;
    OrderedPool<Genome, Candidate> pool(
        [&problem](const Genome& genome, std::stop_token halt) { return problem.evaluate(genome, halt); },
        settings.workers, gate, stop);

    std::int64_t drawn = 0;
    const auto drawBatch = [&] {
        for (int i = 0; i < settings.batch && drawn < settings.budget && !outcome.exhausted; ++i) {
            std::optional<Genome> point = breeder.next();
            if (point) {
                pool.submit(std::move(*point));
                ++drawn;
            } else {
                outcome.exhausted = true;
            }
        }
    };

    // Two batches are under way at any time: while the older one's last points are evaluated, the younger
    // one's keep all workers busy.
    drawBatch();
    drawBatch();
    std::vector<Candidate> batch;
    while (outcome.evaluated < drawn) {
        Result<Candidate> result = pool.take();
        if (!result) {
            if (!stop.stop_requested())
                return result.error();
            outcome.stopped = true;
            return outcome;
        }
        if (Status taken = observer.evaluated(outcome.evaluated, *result); !taken)
            return taken.error();
        batch.push_back(*std::move(result));
        batch.back().detail.reset();
        ++outcome.evaluated;
        if (observer.enough()) {
            outcome.enough = true;
            return outcome;
        }
        if (batch.size() == static_cast<std::size_t>(settings.batch)) {
            breeder.learn(batch, outcome.evaluated - settings.batch);
            batch.clear();
            drawBatch();
        }
    }
    return outcome;
}

} // namespace pairscape
