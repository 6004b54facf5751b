// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/zeroshot/proxy_model.h"

#include <vector>

namespace pairscape {

/// AZ-NAS's entropies: for the stem's and every block's output on noise, the entropy of the normalised
/// eigenvalues of the covariance of its channels over images and pixels.
std::vector<double> blockEntropies(const ProxyModel& model, const Probe& probe);

} // namespace pairscape
