// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace pairscape {

/// A raw term of a zero-shot metric, before ranking. Plain data: no tensor anywhere near it.
struct RawTerm {
    std::string name; ///< "nn_degree", "zen", ...
    double value = 0; ///< never NaN; -infinity where the formula is undefined for this network

    bool operator==(const RawTerm&) const = default;
};

/// All raw terms of one network, in the scorer's order.
using RawScores = std::vector<RawTerm>;

} // namespace pairscape
