// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

namespace pairscape::bench {

/// Spearman's rank correlation, ties at their mean rank.
double spearman(const std::vector<double>& a, const std::vector<double>& b);

/// Kendall's tau-b.
double kendall(const std::vector<double>& a, const std::vector<double>& b);

} // namespace pairscape::bench
