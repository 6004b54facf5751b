// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search/selection.h"

#include "core/search/pareto_archive.h"

#include <pagmo/utils/multi_objective.hpp>

#include <algorithm>
#include <limits>
#include <map>
#include <numeric>
#include <utility>

namespace pairscape {

namespace {

/// Share of the picks that come from the whole front. With it and a smaller pool, made-up landscapes of 6 to
/// 45 genes were searched better at every budget from 200 to 2,000 (our choice; docs/search.md).
constexpr double frontShare = 0.5;

std::vector<std::vector<std::size_t>> nonDominatedFronts(const std::vector<std::vector<double>>& points) {
    // pagmo wants two points and two objectives at least, and minimises.
    if (points.empty())
        return {};
    if (points.size() == 1)
        return {{0}};
    std::vector<std::vector<double>> negated = points;
    for (std::vector<double>& point : negated) {
        for (double& value : point)
            value = -value;
        if (point.size() == 1)
            point.push_back(point.front());
    }
    const auto sorted = pagmo::fast_non_dominated_sorting(negated);
    std::vector<std::vector<std::size_t>> fronts;
    for (const auto& front : std::get<0>(sorted))
        fronts.emplace_back(front.begin(), front.end());
    return fronts;
}

} // namespace

std::vector<double> crowdingDistances(const std::vector<std::vector<double>>& points,
                                      const std::vector<std::vector<std::size_t>>& fronts) {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    std::vector<double> distances(points.size(), 0);
    for (const std::vector<std::size_t>& front : fronts) {
        const std::size_t objectives = points[front.front()].size();
        for (std::size_t objective = 0; objective < objectives; ++objective) {
            std::vector<std::size_t> order = front;
            std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
                return std::pair(points[a][objective], a) < std::pair(points[b][objective], b);
            });
            const double range = points[order.back()][objective] - points[order.front()][objective];
            distances[order.front()] = infinity;
            distances[order.back()] = infinity;
            if (!(range > 0) || range == infinity)
                continue;
            for (std::size_t i = 1; i + 1 < order.size(); ++i)
                distances[order[i]] +=
                    (points[order[i + 1]][objective] - points[order[i - 1]][objective]) / range;
        }
    }
    return distances;
}

void ParentPool::growFront(const Parent& arrival) {
    if (arrival.violation > 0)
        return;
    const auto covers = [](const Parent& a, const Parent& b) {
        return a.objectives == b.objectives || dominates(a.objectives, b.objectives);
    };
    if (std::ranges::any_of(front_, [&](const Parent& member) { return covers(member, arrival); }))
        return;
    std::erase_if(front_, [&](const Parent& member) { return covers(arrival, member); });
    front_.push_back(arrival);
}

void ParentPool::sortFront() {
    if (front_.empty())
        return;
    std::sort(front_.begin(), front_.end(),
              [](const Parent& a, const Parent& b) { return a.index < b.index; });
    std::vector<std::vector<double>> points;
    std::vector<std::size_t> all(front_.size());
    std::iota(all.begin(), all.end(), std::size_t{0});
    for (const Parent& member : front_)
        points.push_back(member.objectives);
    const std::vector<double> crowding = crowdingDistances(points, {all});
    for (std::size_t i = 0; i < front_.size(); ++i)
        front_[i].crowding = crowding[i];
    std::stable_sort(front_.begin(), front_.end(),
                     [](const Parent& a, const Parent& b) { return a.crowding > b.crowding; });
}

/// Fronts of those that keep the constraints, then one front for each amount by which others break them.
std::vector<std::vector<std::size_t>>
ParentPool::constrainedFronts(const std::vector<std::vector<double>>& points) const {
    std::vector<std::size_t> keep;
    std::map<double, std::vector<std::size_t>> broken;
    for (std::size_t i = 0; i < parents_.size(); ++i)
        if (parents_[i].violation > 0)
            broken[parents_[i].violation].push_back(i);
        else
            keep.push_back(i);
    std::vector<std::vector<double>> kept;
    kept.reserve(keep.size());
    for (const std::size_t member : keep)
        kept.push_back(points[member]);
    std::vector<std::vector<std::size_t>> fronts = nonDominatedFronts(kept);
    for (std::vector<std::size_t>& front : fronts)
        for (std::size_t& member : front)
            member = keep[member];
    for (auto& [amount, members] : broken)
        fronts.push_back(std::move(members));
    return fronts;
}

void ParentPool::merge(const std::vector<Candidate>& batch, std::int64_t firstIndex) {
    for (std::size_t i = 0; i < batch.size(); ++i) {
        if (!batch[i].feasible)
            continue;
        parents_.push_back({.genome = batch[i].genome,
                            .objectives = batch[i].objectives,
                            .index = firstIndex + static_cast<std::int64_t>(i),
                            .violation = batch[i].violation});
        growFront(parents_.back());
    }
    sortFront();

    std::vector<std::vector<double>> points;
    points.reserve(parents_.size());
    for (const Parent& parent : parents_)
        points.push_back(parent.objectives);
    const std::vector<std::vector<std::size_t>> fronts = constrainedFronts(points);
    const std::vector<double> crowding = crowdingDistances(points, fronts);
    for (std::size_t rank = 0; rank < fronts.size(); ++rank)
        for (const std::size_t member : fronts[rank])
            parents_[member].rank = rank;
    for (std::size_t i = 0; i < parents_.size(); ++i)
        parents_[i].crowding = crowding[i];

    std::sort(parents_.begin(), parents_.end(), [](const Parent& a, const Parent& b) {
        if (a.rank != b.rank)
            return a.rank < b.rank;
        if (a.crowding != b.crowding)
            return a.crowding > b.crowding;
        return a.index < b.index;
    });
    if (parents_.size() > capacity_)
        parents_.resize(capacity_);
}

const Genome& ParentPool::pick(RandomStream& random) const {
    const bool fromFront = front_.size() > 1 && random.chance(frontShare);
    const std::vector<Parent>& choices = fromFront ? front_ : parents_;
    const auto count = static_cast<std::uint32_t>(choices.size());
    // They stand best first, so the smaller position wins the tournament.
    const std::uint32_t first = random.below(count);
    const std::uint32_t second = random.below(count);
    return choices[std::min(first, second)].genome;
}

} // namespace pairscape
