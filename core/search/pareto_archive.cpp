// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search/pareto_archive.h"

#include <pagmo/utils/hypervolume.hpp>

#include <algorithm>
#include <numeric>

namespace pairscape {

namespace {

/// Lexicographically larger first, equal points by index: whoever dominates a point stands before it.
std::vector<std::size_t> dominatorsFirst(const std::vector<std::vector<double>>& points) {
    std::vector<std::size_t> order(points.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&points](std::size_t a, std::size_t b) {
        if (points[a] != points[b])
            return points[a] > points[b];
        return a < b;
    });
    return order;
}

bool atLeastAsGood(std::span<const double> a, std::span<const double> b) {
    for (std::size_t i = 0; i < a.size(); ++i)
        if (a[i] < b[i])
            return false;
    return true;
}

} // namespace

bool dominates(std::span<const double> a, std::span<const double> b) {
    bool better = false;
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (a[i] < b[i])
            return false;
        better = better || a[i] > b[i];
    }
    return better;
}

std::vector<std::size_t> paretoFront(const std::vector<std::vector<double>>& points) {
    std::vector<std::size_t> front;
    for (const std::size_t index : dominatorsFirst(points)) {
        // With two objectives the last member kept has the best second objective so far.
        const bool two = points[index].size() == 2;
        const bool covered = two ? !front.empty() && points[front.back()][1] >= points[index][1]
                                 : std::any_of(front.begin(), front.end(), [&](std::size_t member) {
                                       return atLeastAsGood(points[member], points[index]);
                                   });
        if (!covered)
            front.push_back(index);
    }
    std::reverse(front.begin(), front.end());
    return front;
}

bool ParetoArchive::insert(std::size_t id, std::vector<double> objectives) {
    for (const Member& member : members_)
        if (atLeastAsGood(member.objectives, objectives))
            return false;
    std::erase_if(members_, [&](const Member& member) { return dominates(objectives, member.objectives); });
    members_.push_back({id, std::move(objectives)});
    return true;
}

double hypervolume(const std::vector<std::vector<double>>& points, const std::vector<double>& reference) {
    // pagmo minimises and refuses points that are not below the reference, so both change sign and those go.
    std::vector<std::vector<double>> negated;
    for (const std::vector<double>& point : points) {
        bool above = true;
        for (std::size_t i = 0; i < reference.size(); ++i)
            above = above && point[i] > reference[i];
        if (!above)
            continue;
        std::vector<double>& target = negated.emplace_back(point);
        for (double& value : target)
            value = -value;
    }
    if (negated.empty())
        return 0;
    if (reference.size() == 1) {
        double best = negated.front()[0];
        for (const std::vector<double>& point : negated)
            best = std::min(best, point[0]);
        return -best - reference[0];
    }
    std::vector<double> corner = reference;
    for (double& value : corner)
        value = -value;
    return pagmo::hypervolume(negated).compute(corner);
}

} // namespace pairscape
