// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
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
                                                     PopulationJournal* journal) {
    std::vector<ReferenceMember> members(static_cast<std::size_t>(std::max(size, 0)));
    std::atomic<std::size_t> next = 0;
    std::mutex mutex; // guards what follows
    std::int64_t done = 0;
    std::optional<Error> failure;
    std::stop_source giveUp;
    const std::stop_callback forward(stop, [&giveUp] { giveUp.request_stop(); });

    const auto work = [&] {
        for (std::size_t i = next++; i < members.size(); i = next++) {
            const Architecture architecture =
                referenceArchitecture(scorer.space(), scorer.settings().seed, static_cast<int>(i));
            const std::string text = scorer.space().format(architecture);
            const RawScores* known = nullptr;
            if (journal != nullptr) {
                const std::lock_guard lock(mutex);
                known = journal->find(text);
            }
            Result<RawScores> scores =
                known != nullptr ? *known : scorer.score(architecture, giveUp.get_token());
            const std::lock_guard lock(mutex);
            Status kept;
            if (scores) {
                members[i] = {text, *std::move(scores)};
                if (journal != nullptr && known == nullptr)
                    kept = journal->append(members[i]);
            }
            if (!scores || !kept) {
                // The first error counts: what follows only stops because of it.
                if (!failure)
                    failure = scores ? kept.error() : scores.error();
                giveUp.request_stop();
                return;
            }
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
    if (failure)
        return *std::move(failure);
    return ReferencePopulation(std::move(members));
}

} // namespace pairscape
