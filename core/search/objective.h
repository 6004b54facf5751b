// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace pairscape {

/// A figure of a pairing that a search can aim at or keep within a limit. The order is never stored.
enum class Quantity : std::uint8_t {
    Accuracy,          ///< zero-shot rank sum, from 0
    PredictedAccuracy, ///< percent, from a calibration
    SupernetAccuracy,  ///< percent
    TrainedAccuracy,   ///< percent
    Fps,               ///< img/s, modelled like all that follow but the last
    Throughput,        ///< GOPS
    Latency,           ///< s
    Energy,            ///< J/img
    Edp,               ///< J s
    Power,             ///< W
    Dsp,
    Lut,
    Bram, ///< 36-Kbit blocks
    Uram,
    Parameters, ///< counted
};
inline constexpr std::size_t quantityCount = 15;

/// "accuracy", "trained-accuracy", "fps", ...: as they are typed and stored.
std::string quantityName(Quantity quantity);
/// Its unit as a constraint is written in, "" for plain numbers.
std::string quantityUnit(Quantity quantity);

/// All figures of one pairing, by quantity, in the units above; NaN where a figure is not known.
class QuantityValues {
  public:
    QuantityValues();
    double& operator[](Quantity quantity) { return values_[static_cast<std::size_t>(quantity)]; }
    double operator[](Quantity quantity) const { return values_[static_cast<std::size_t>(quantity)]; }

  private:
    std::array<double, quantityCount> values_;
};

/// One aim of a search.
struct Objective {
    Quantity quantity = Quantity::Accuracy;
    bool maximise = true;

    bool operator==(const Objective&) const = default;
};

/// One limit that a pairing must keep.
struct Constraint {
    Quantity quantity = Quantity::Lut;
    bool atMost = true; ///< else at least
    double limit = 0;   ///< in the quantity's unit

    bool operator==(const Constraint&) const = default;
};

/// Accuracy and FPS, both to be maximised: the two figures of the paper's title.
const std::vector<Objective>& usualObjectives();

/// "fps:max", or "fps" alone for the direction that is usually meant.
Result<Objective> parseObjective(std::string_view text);
/// "lut<=60000", "latency<=2ms", "accuracy>=1.2". Without a unit the number is in quantityUnit().
Result<Constraint> parseConstraint(std::string_view text);
/// Texts that the functions above read back: "fps:max", "latency<=0.002".
std::string objectiveText(const Objective& objective);
std::string constraintText(const Constraint& constraint);

/// Lists with commas; the empty text is an empty list.
Result<std::vector<Objective>> parseObjectives(std::string_view text);
Result<std::vector<Constraint>> parseConstraints(std::string_view text);
std::string objectivesText(const std::vector<Objective>& objectives);
std::string constraintsText(const std::vector<Constraint>& constraints);

/// Nothing, or one sentence about what cannot be searched: fewer than two objectives, one quantity twice,
/// limits that leave nothing between them.
Status checkAims(const std::vector<Objective>& objectives, const std::vector<Constraint>& constraints);

/// The value as the search maximises it: accuracies and counts of resources as they are, all others by their
/// decimal logarithm, so that a tenfold gain is worth the same anywhere; negated where it is minimised.
double goodness(const Objective& objective, double value);

/// By how much the limits are broken: the sum over constraints of the excess as a share of the limit (of 1
/// where the limit is 0). 0 where all are kept. A figure that is not known breaks its limit by 1.
double violation(const std::vector<Constraint>& constraints, const QuantityValues& values);

} // namespace pairscape
