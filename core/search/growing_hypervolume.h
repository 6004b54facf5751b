// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/accelerator/platform.h"
#include "core/search/objective.h"
#include "core/search/pareto_archive.h"
#include "core/space/search_space.h"

#include "core/base/rank_metric.h"

#include <cstddef>
#include <vector>

namespace pairscape {

/// Where the hypervolume of these objectives is measured from: for each its worst end, in its own unit. It
/// follows from space, platform and rank metric alone, never from what a search found, so that all runs
/// compare: rank 0, 1 FPS, 10 s, the whole device, a tenth more parameters than the largest network has, ...
/// (docs/search.md).
std::vector<double> usualHypervolumePoint(const std::vector<Objective>& objectives, const SearchSpace& space,
                                          const Platform& platform, const RankMetric& rank);

/// The non-dominated pairings met so far and the volume that they dominate, in the coordinates of goodness():
/// zero-shot rank times decades of FPS for the usual two. Not thread-safe.
class GrowingHypervolume {
  public:
    /// `point` is in the units of the quantities.
    GrowingHypervolume(std::vector<Objective> objectives, const std::vector<double>& point);

    /// Takes in a pairing that keeps the constraints. One that lacks a figure adds nothing. Returns whether
    /// it entered the front.
    bool add(std::size_t id, const QuantityValues& values);

    /// Computed when asked for after a change; with more than three objectives that may take milliseconds.
    double value();
    const std::vector<ParetoArchive::Member>& front() const { return archive_.members(); }

  private:
    std::vector<Objective> objectives_;
    std::vector<double> reference_;
    ParetoArchive archive_;
    bool changed_ = false;
    double value_ = 0;
};

} // namespace pairscape
