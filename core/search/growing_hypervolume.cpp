// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search/growing_hypervolume.h"

#include "core/space/network.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>

namespace pairscape {

namespace {

/// The worst value that counts: of a quantity to be maximised its low end, else its high one.
double worst(const Objective& objective, const SearchSpace& space, const Platform& platform,
             const RankMetric& rank) {
    const auto end = [&objective](double low, double high) { return objective.maximise ? low : high; };
    // A resource that a platform lacks is used by nobody; 1 keeps the axis from having no length.
    const auto resource = [&end](int available) { return end(-1, std::max(available, 0) + 1); };
    switch (objective.quantity) {
    case Quantity::Accuracy:
        return end(0, static_cast<double>(rank.highest()));
    case Quantity::PredictedAccuracy:
    case Quantity::SupernetAccuracy:
    case Quantity::TrainedAccuracy:
        return end(0, 100);
    case Quantity::Fps:
        return end(1, 1e6);
    case Quantity::Throughput:
        return end(0.1, 1e5);
    case Quantity::Latency:
        return end(1e-6, 10);
    case Quantity::Energy:
        return end(1e-6, 10);
    case Quantity::Edp:
        return end(1e-12, 100);
    case Quantity::Power:
        return end(0.01, 1000);
    case Quantity::Dsp:
        return resource(platform.available.dsp);
    case Quantity::Lut:
        return resource(platform.available.lut);
    case Quantity::Bram:
        return resource(platform.available.bram36);
    case Quantity::Uram:
        return resource(platform.available.uram);
    case Quantity::Parameters: {
        std::int64_t most = 1;
        for (const OperatorType op : space.operators())
            most = std::max(most, space.expand(space.largest(op)).counts().parameters);
        return end(1, 1.1 * static_cast<double>(most));
    }
    }
    return 0;
}

} // namespace

std::vector<double> usualHypervolumePoint(const std::vector<Objective>& objectives, const SearchSpace& space,
                                          const Platform& platform, const RankMetric& rank) {
    std::vector<double> point;
    for (const Objective& objective : objectives)
        point.push_back(worst(objective, space, platform, rank));
    return point;
}

GrowingHypervolume::GrowingHypervolume(std::vector<Objective> objectives, const std::vector<double>& point)
    : objectives_(std::move(objectives)) {
    for (std::size_t i = 0; i < objectives_.size(); ++i)
        reference_.push_back(goodness(objectives_[i], point[i]));
}

bool GrowingHypervolume::add(std::size_t id, const QuantityValues& values) {
    std::vector<double> coordinates;
    for (const Objective& objective : objectives_) {
        coordinates.push_back(goodness(objective, values[objective.quantity]));
        if (!std::isfinite(coordinates.back()))
            return false;
    }
    const bool entered = archive_.insert(id, std::move(coordinates));
    changed_ = changed_ || entered;
    return entered;
}

double GrowingHypervolume::value() {
    if (std::exchange(changed_, false)) {
        std::vector<std::vector<double>> points;
        for (const ParetoArchive::Member& member : archive_.members())
            points.push_back(member.objectives);
        value_ = hypervolume(points, reference_);
    }
    return value_;
}

} // namespace pairscape
