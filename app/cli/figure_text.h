// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/space/network.h"

#include <string>

namespace pairscape::cli {

/// A fixed number of decimals, with a point; a dash where the value is not finite.
std::string decimalText(double value, int decimals);

/// Three decimals, or as many more as a small value needs to show three significant digits.
std::string figureText(double value);

/// Totals of a network: MAC-equivalents by operator, operations, parameters. Counted.
std::string countsText(const OperationCounts& counts);

} // namespace pairscape::cli
