// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/reference_phase.h"

#include <utility>

namespace pairscape {

namespace {

/// A scorer that can be paused.
class GatedScorer final : public Scorer {
  public:
    GatedScorer(const Scorer& scorer, const PauseGate& gate) : scorer_(scorer), gate_(gate) {}

    Result<RawScores> score(const Architecture& architecture, std::stop_token stop) const override {
        if (!gate_.wait(stop))
            return Error{ErrorCode::Stopped, "Stopped."};
        return scorer_.score(architecture, std::move(stop));
    }
    const SearchSpace& space() const override { return scorer_.space(); }
    const ScorerSettings& settings() const override { return scorer_.settings(); }

  private:
    const Scorer& scorer_;
    const PauseGate& gate_;
};

/// Whether members are those that the seed draws, with the terms that the study has.
bool belongs(const ReferencePopulation& population, const StudyContext& context) {
    const ScorerSettings& settings = context.scorer->settings();
    if (population.members().size() != static_cast<std::size_t>(referencePopulationSize))
        return false;
    int index = 0;
    for (const ReferenceMember& member : population.members()) {
        if (member.architecture !=
            context.space.format(referenceArchitecture(context.space, settings.seed, index++)))
            return false;
        if (member.scores.size() != settings.metrics.size())
            return false;
        for (std::size_t i = 0; i < member.scores.size(); ++i)
            if (member.scores[i].name != settings.metrics[i])
                return false;
    }
    return true;
}

Result<ReferencePopulation> shippedFor(const StudyContext& context) {
    const ScorerSettings& settings = context.scorer->settings();
    const ScorerSettings usual;
    const Error none{ErrorCode::NotFound, "No population is shipped for this study."};
    if (settings.metrics != usual.metrics || settings.zenBatch != usual.zenBatch ||
        settings.zenRepeats != usual.zenRepeats)
        return none;
    const auto preset = SearchSpace::preset(context.space.name());
    if (!preset || preset->toJson() != context.space.toJson())
        return none; // a person's own space may bear a preset's name
    auto population = ReferencePopulation::shipped(context.space.name(), settings.seed);
    if (population && !belongs(*population, context))
        return none;
    return population;
}

} // namespace

Result<ReferencePopulation> makePopulation(const StudyContext& context, int workers, const PauseGate& gate,
                                           ProgressSink& sink, std::stop_token stop) {
    if (auto shipped = shippedFor(context))
        return shipped;
    const GatedScorer scorer(*context.scorer, gate);
    return scoreReferencePopulation(scorer, referencePopulationSize, workers, &sink, std::move(stop));
}

} // namespace pairscape
