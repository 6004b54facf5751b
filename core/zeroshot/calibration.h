// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <span>
#include <vector>

namespace pairscape {

/// Isotonic regression: the non-decreasing values nearest to `y` in least squares, by pooling adjacent
/// violators (Ayer et al. 1955). `weights` are positive. O(n).
std::vector<double> isotonicFit(std::span<const double> y, std::span<const double> weights);

/// A predicted accuracy with its interval.
struct CalibratedAccuracy {
    double value = 0, low = 0, high = 0;
};

/// Turns a score, of which more is better, into a predicted accuracy: isotonic regression over trained
/// points, linear between them, constant outside. The interval is the prediction plus and minus the quantile
/// of the errors that the fit makes on points left out of it one at a time (the jackknife as conformal
/// prediction uses it), cut to 0 to 1. Immutable.
class Calibration {
  public:
    /// Scores must not be NaN; infinities are ordinary values. `coverage` is the share of new points that the
    /// interval should hold. InvalidInput with fewer points than a quantile of that coverage needs (9 for
    /// 0.9).
    static Result<Calibration> fit(std::span<const double> scores, std::span<const double> accuracies,
                                   double coverage = 0.9);

    /// A curve that was fitted before, without what is known of its errors: its interval has no width. Scores
    /// ascend; as many accuracies, at least one.
    static Calibration ofCurve(std::vector<double> scores, std::vector<double> accuracies);

    CalibratedAccuracy predict(double score) const;

    double coverage() const { return coverage_; }
    double halfWidth() const { return halfWidth_; }
    int points() const { return points_; }

    /// The fitted curve: distinct scores, ascending, and their accuracies.
    const std::vector<double>& scores() const { return scores_; }
    const std::vector<double>& accuracies() const { return values_; }

  private:
    std::vector<double> scores_, values_;
    double coverage_ = 0.9, halfWidth_ = 0;
    int points_ = 0;
};

/// Share of points that lie in the interval of a calibration fitted without them: the points are dealt into
/// `folds` parts by their place in the list, and each part is predicted from the others.
Result<double> leaveOutCoverage(std::span<const double> scores, std::span<const double> accuracies,
                                double coverage, int folds);

} // namespace pairscape
