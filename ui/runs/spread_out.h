// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

namespace pairscape {

/// Places on a line for labels that want to stand at `wanted`: at least `distance` apart, within [low, high],
/// in the same order, and moved as little as a single pass allows. Where there is not room for all, those
/// named first are left out (NaN): the last is the newest.
std::vector<double> spreadOut(const std::vector<double>& wanted, double distance, double low, double high);

} // namespace pairscape
