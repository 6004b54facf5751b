// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/reference_phase.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace pairscape {

namespace {

/// A scorer that can be paused.
class GatedScorer final : public Scorer {
  public:
    GatedScorer(const Scorer& scorer, const PauseGate& gate) : scorer_(scorer), gate_(gate) {}

    Result<RawScores> score(const Architecture& architecture, std::stop_token stop,
                            ProgressSink* sink) const override {
        if (!gate_.wait(stop))
            return Error{ErrorCode::Stopped, "Stopped."};
        return scorer_.score(architecture, std::move(stop), sink);
    }
    const SearchSpace& space() const override { return scorer_.space(); }
    const ScorerSettings& settings() const override { return scorer_.settings(); }

  private:
    const Scorer& scorer_;
    const PauseGate& gate_;
};

/// The members with the study's terms alone, in its order; nothing where one lacks a term or is not the one
/// that the study's seed draws.
std::optional<ReferencePopulation> adapted(const ReferencePopulation& population,
                                           const StudyContext& context) {
    const ScorerSettings& settings = context.scorer->settings();
    std::vector<ReferenceMember> members;
    for (const ReferenceMember& member : population.members()) {
        const Architecture drawn =
            referenceArchitecture(context.space, settings.seed, static_cast<int>(members.size()));
        if (member.architecture != context.space.format(drawn))
            return std::nullopt;
        ReferenceMember kept{member.architecture, {}};
        for (const std::string& metric : settings.metrics) {
            const auto term = std::ranges::find(member.scores, metric, &RawTerm::name);
            if (term == member.scores.end())
                return std::nullopt;
            kept.scores.push_back(*term);
        }
        members.push_back(std::move(kept));
    }
    if (members.size() != static_cast<std::size_t>(referencePopulationSize))
        return std::nullopt;
    return ReferencePopulation(std::move(members));
}

std::optional<ReferencePopulation> shippedFor(const StudyContext& context) {
    const ScorerSettings& settings = context.scorer->settings();
    const ScorerSettings usual;
    if (settings.zenBatch != usual.zenBatch || settings.zenRepeats != usual.zenRepeats)
        return std::nullopt;
    const auto population = ReferencePopulation::shipped(context.space, settings.seed);
    return population ? adapted(*population, context) : std::nullopt;
}

} // namespace

Result<ReferencePopulation> completePopulation(const StudyContext& context, const ReferenceMembers& known,
                                               int workers, const PauseGate& gate, ProgressSink* sink,
                                               std::stop_token stop, const MemberScored& scored) {
    if (auto shipped = shippedFor(context))
        return *std::move(shipped);
    const GatedScorer scorer(*context.scorer, gate);
    return scoreReferencePopulation(scorer, referencePopulationSize, workers, sink, std::move(stop), known,
                                    scored);
}

Status ensurePopulation(StudyStore& store, int workers, const PauseGate& gate, ProgressSink& sink,
                        std::stop_token stop) {
    if (store.population())
        return {};
    const StudyContext& context = store.context();
    const ReferenceMembers known = store.populationMembers();
    for (const auto& [index, member] : known)
        if (member.architecture != context.space.format(referenceArchitecture(
                                       context.space, context.scorer->settings().seed, index)))
            return Error{ErrorCode::Corrupt, "Study " + store.snapshot()->path + " is damaged: member " +
                                                 std::to_string(index + 1) +
                                                 " of its reference population is not the one that its seed "
                                                 "draws; " +
                                                 damageAdvice};
    const auto population = completePopulation(context, known, workers, gate, &sink, std::move(stop),
                                               [&store](int index, const ReferenceMember& member) {
                                                   return store.addPopulationMember(index, member);
                                               });
    if (!population)
        return population.error();
    if (Status stored = store.flush(); !stored || store.population())
        return stored;
    return store.storePopulation(*population); // it is a shipped one
}

} // namespace pairscape
