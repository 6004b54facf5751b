// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

namespace pairscape {

/// Smallest exponent of a 6-bit shift weight (a sign and 5 bits); the largest is 0.
inline constexpr int smallestShiftExponent = -31;

/// Rounds a weight as DeepShift-Q does: sign(w) * 2^p with p = round(log2 |w|) clamped to [-31, 0]; 0 stays
/// 0. Exact: the halfway point between two exponents is sqrt(2), which no float is.
float quantizeShiftWeight(float weight);

/// The same for many, in place.
void quantizeShiftWeights(std::span<float> weights);

} // namespace pairscape
