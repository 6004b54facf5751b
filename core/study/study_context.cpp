// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/study_context.h"

#include <algorithm>
#include <utility>

namespace pairscape {

Result<StudyContext> makeContext(const StudySettings& settings) {
    auto space = SearchSpace::fromJson(settings.spaceJson, "the study's search space");
    if (!space)
        return space.error();
    auto platform = Platform::fromJson(settings.platformJson, "the study's platform");
    if (!platform)
        return platform.error();
    const auto method = parseAcceleratorMethod(settings.acceleratorMethod);
    if (!method)
        return method.error();
    const auto objective = parseHardwareObjective(settings.hardwareObjective);
    if (!objective)
        return objective.error();
    if (settings.maxBatch < 1 || settings.maxBatch > 16)
        return Error{ErrorCode::InvalidInput, "A study's largest batch must be 1 to 16 images, not " +
                                                  std::to_string(settings.maxBatch) + "."};
    auto rank = parseRankMetric(settings.rankMetric);
    if (!rank)
        return rank.error();
    for (const std::string& needed : rank->termNames())
        if (std::ranges::count(settings.metrics, needed) == 0)
            return Error{ErrorCode::InvalidInput,
                         "A study needs the metric '" + needed +
                             "', which its accuracy axis is made of; add it to the metrics."};
    auto scorer =
        makeScorer(*space, {settings.seed, settings.metrics, settings.zenBatch, settings.zenRepeats});
    if (!scorer)
        return scorer.error();
    return StudyContext{*std::move(space),
                        *std::move(platform),
                        {*method, *objective, settings.maxBatch},
                        *std::move(scorer),
                        *std::move(rank)};
}

} // namespace pairscape
