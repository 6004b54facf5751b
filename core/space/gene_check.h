// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/space/search_space.h"

#include <optional>
#include <string>
#include <vector>

namespace pairscape {

/// What validate() and parse() say about a wrong gene: the same words, so that a person meets one language.
/// All complaints come without a closing full stop; parse() adds the place in the text.

/// "24 or 32"
std::string choicesText(const std::vector<int>& choices);

/// Nothing, or "channels 26 is not one of 24 or 32" ("must be 24" where there is one choice only).
std::optional<std::string> choiceComplaint(const std::string& what, int value,
                                           const std::vector<int>& choices);

/// Nothing, or "operator adder is not one of conv or shift".
std::optional<std::string> operatorComplaint(OperatorType op, const std::vector<OperatorType>& choices);

/// Nothing, or why this block of the stage cannot be skipped.
std::optional<std::string> skipComplaint(const SearchSpace& space, std::size_t stage, std::size_t block,
                                         int inChannels, int outChannels);

/// "stage 2 (mb2)"; `stage` counts from 0.
std::string stageLabel(const SearchSpace& space, std::size_t stage);

/// "stage 2 (mb2), block 3"; both count from 0.
std::string blockLabel(const SearchSpace& space, std::size_t stage, std::size_t block);

} // namespace pairscape
