// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/space/search_space.h"

#include <string>
#include <vector>

namespace pairscape {

/// An architecture's canonical text with its score, of which more is better.
struct ScoredArchitecture {
    std::string architecture;
    double score = 0; ///< -infinity where there is none
};

/// The best `share` (above 0, to 1) of a pool, rounded to the nearest number, at least one, the best first;
/// of equal scores those listed first. What NASH pre-identifies before it trains a supernet.
std::vector<std::string> promisingShare(std::vector<ScoredArchitecture> pool, double share);

/// Architectures from their texts, each once. Errors name the first that is not of the space.
Result<std::vector<Architecture>> parseArchitectures(const SearchSpace& space,
                                                     const std::vector<std::string>& texts);

/// Lines of a file as texts: one architecture each, without spaces at the end; empty lines and those that
/// begin with # are left out. NotFound, Io; InvalidInput where none is left.
Result<std::vector<std::string>> readArchitectureList(const std::string& file);

} // namespace pairscape
