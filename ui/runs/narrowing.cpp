// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/runs/narrowing.h"

#include "core/search/pareto_archive.h"
#include "core/search/strategy.h"
#include "core/space/search_space.h"

#include <algorithm>

namespace pairscape {

namespace {

constexpr std::size_t mostSeeds = 64;

} // namespace

RunSettings narrowed(const StudySnapshot& snapshot, const RunRecord& run,
                     const std::vector<Constraint>& limits) {
    RunSettings settings = run.settings;
    std::erase_if(settings.constraints, [&](const Constraint& old) {
        return std::ranges::any_of(limits, [&](const Constraint& limit) {
            const bool disjoint = limit.atMost ? old.limit > limit.limit : old.limit < limit.limit;
            return limit.quantity == old.quantity && (limit.atMost == old.atMost || disjoint);
        });
    });
    settings.constraints.insert(settings.constraints.end(), limits.begin(), limits.end());
    settings.seeds.clear();
    settings.predictor.clear(); // made from what the study knows when the new run begins
    const auto strategy = findStrategy(settings.strategy);
    const auto place = static_cast<std::size_t>(run.id) - 1;
    if (strategy && strategy->exploration != Exploration::Random && place < snapshot.evaluations.size()) {
        ParetoArchive front;
        for (const PairingId id : snapshot.evaluations[place]) {
            const PairingRecord* record = snapshot.find(id);
            if (record == nullptr || !record->feasible)
                continue;
            const QuantityValues values = quantityValues(*record);
            if (violation(settings.constraints, values) > 0)
                continue;
            std::vector<double> goods;
            for (const Objective& objective : settings.objectives)
                goods.push_back(goodness(objective, values[objective.quantity]));
            front.insert(static_cast<std::size_t>(id), std::move(goods));
        }
        for (const ParetoArchive::Member& member : front.members())
            if (settings.seeds.size() < mostSeeds)
                settings.seeds.push_back(snapshot.find(static_cast<PairingId>(member.id))->architecture);
    }
    settings.budget = std::max<std::int64_t>(1, run.settings.budget - run.done) + std::ssize(settings.seeds);
    return settings;
}

std::vector<std::string> usablePins(const StudySnapshot& snapshot, const std::string& strategyName) {
    std::vector<std::string> found;
    const auto strategy = findStrategy(strategyName);
    const auto space = SearchSpace::fromJson(snapshot.settings.spaceJson, "the study's space");
    if (!strategy || !space || strategy->exploration == Exploration::Random)
        return found;
    const auto drawn = space->restrictedTo(strategy->operators);
    for (const PairingRecord& record : snapshot.pairings)
        if (drawn && record.pinned() && drawn->parse(record.architecture))
            found.push_back(record.architecture);
    return found;
}

} // namespace pairscape
