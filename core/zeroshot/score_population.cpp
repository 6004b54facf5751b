// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/free_memory.h"
#include "core/base/hash.h"
#include "core/zeroshot/population_journal.h"
#include "core/zeroshot/scorer.h"

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

namespace pairscape {

Architecture referenceArchitecture(const SearchSpace& space, std::uint64_t seed, int index) {
    RandomStream stream({seed, stableHash("reference"), static_cast<std::uint64_t>(index)});
    return space.sample(stream);
}

Result<ReferencePopulation> scoreReferencePopulation(const Scorer& scorer, int size, int workers,
                                                     ProgressSink* sink, std::stop_token stop,
                                                     const ReferenceMembers& known,
                                                     const MemberScored& scored) {
    std::vector<ReferenceMember> members(static_cast<std::size_t>(std::max(size, 0)));
    std::vector<std::size_t> missing;
    for (std::size_t i = 0; i < members.size(); ++i) {
        if (const auto stored = known.find(static_cast<int>(i)); stored != known.end())
            members[i] = stored->second;
        else
            missing.push_back(i);
    }
    std::atomic<std::size_t> next = 0;
    std::mutex mutex; // guards what follows
    auto done = static_cast<std::int64_t>(members.size() - missing.size());
    std::optional<Error> failure;
    std::stop_source giveUp;
    const std::stop_callback forward(stop, [&giveUp] { giveUp.request_stop(); });

    const auto work = [&] {
        for (std::size_t turn = next++; turn < missing.size(); turn = next++) {
            const std::size_t i = missing[turn];
            const Architecture architecture =
                referenceArchitecture(scorer.space(), scorer.settings().seed, static_cast<int>(i));
            Result<RawScores> scores = scorer.score(architecture, giveUp.get_token());
            const std::lock_guard lock(mutex);
            // The first error counts: what follows only stops because of it.
            const auto fail = [&](const Error& error) {
                if (!failure)
                    failure = error;
                giveUp.request_stop();
            };
            if (!scores)
                return fail(scores.error());
            members[i] = {scorer.space().format(architecture), *std::move(scores)};
            if (scored)
                if (const Status taken = scored(static_cast<int>(i), members[i]); !taken)
                    return fail(taken.error());
            ++done;
            if (sink != nullptr)
                sink->progress({"reference population", done, static_cast<std::int64_t>(members.size())});
        }
    };
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < std::max(workers, 1); ++i)
            threads.emplace_back(work);
    }
    giveBackFreeMemory();
    if (failure)
        return *std::move(failure);
    return ReferencePopulation(std::move(members));
}

Result<ReferencePopulation> scoreReferencePopulation(const Scorer& scorer, int size, int workers,
                                                     ProgressSink* sink, std::stop_token stop,
                                                     PopulationJournal* journal) {
    ReferenceMembers known;
    MemberScored scored;
    if (journal != nullptr) {
        for (int i = 0; i < size; ++i) {
            std::string text =
                scorer.space().format(referenceArchitecture(scorer.space(), scorer.settings().seed, i));
            if (const RawScores* scores = journal->find(text))
                known.emplace(i, ReferenceMember{std::move(text), *scores});
        }
        scored = [journal](int, const ReferenceMember& member) { return journal->append(member); };
    }
    return scoreReferencePopulation(scorer, size, workers, sink, std::move(stop), known, scored);
}

} // namespace pairscape
