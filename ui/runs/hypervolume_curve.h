// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/records.h"

#include <map>
#include <vector>

namespace pairscape {

/// The area that a growing set of points dominates above (0, 0), both coordinates to be maximised. Adding a
/// point takes logarithmic time and one step for each point that it drives out.
class DominatedArea {
  public:
    /// Returns the area with the point. Points that are not above (0, 0) in both add nothing.
    double add(double x, double y);
    double area() const { return area_; }

  private:
    std::map<double, double> front_; ///< x -> y, y falling as x grows
    double area_ = 0;
};

/// How the hypervolume of one run's front grew. One point for each improvement, and one for the last
/// evaluation.
struct HypervolumeCurve {
    RunId run = 0;
    std::vector<double> evaluations; ///< how many had been done, from 1
    std::vector<double> volumes;     ///< zero-shot rank times decades of FPS above hypervolumeReference
};

/// The reference point, the same for every study, so that lines compare: rank 0 and 1 FPS. FPS counts by its
/// decimal logarithm, as the search's own objective does, so that a tenfold gain is worth the same anywhere.
struct HypervolumeReference {
    double accuracy = 0;
    double fps = 1;
};
inline constexpr HypervolumeReference hypervolumeReference;

/// One curve for each run that has pairings, in the order of the runs. A run counts all that it
/// evaluated, also what an earlier run had stored. Any thread.
std::vector<HypervolumeCurve> hypervolumeCurves(const StudySnapshot& snapshot);

} // namespace pairscape
