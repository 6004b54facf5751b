// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search/selection.h"

#include <pagmo/utils/multi_objective.hpp>

#include <algorithm>
#include <limits>
#include <numeric>
#include <utility>

namespace pairscape {

namespace {

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

void ParentPool::merge(const std::vector<Candidate>& batch, std::int64_t firstIndex) {
    for (std::size_t i = 0; i < batch.size(); ++i)
        if (batch[i].feasible)
            parents_.push_back(
                {batch[i].genome, batch[i].objectives, firstIndex + static_cast<std::int64_t>(i), 0, 0});

    std::vector<std::vector<double>> points;
    points.reserve(parents_.size());
    for (const Parent& parent : parents_)
        points.push_back(parent.objectives);
    const std::vector<std::vector<std::size_t>> fronts = nonDominatedFronts(points);
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
    const auto count = static_cast<std::uint32_t>(parents_.size());
    // They stand best first, so the smaller position wins the tournament.
    const std::uint32_t first = random.below(count);
    const std::uint32_t second = random.below(count);
    return parents_[std::min(first, second)].genome;
}

} // namespace pairscape
