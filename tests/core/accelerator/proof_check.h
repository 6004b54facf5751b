// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/core/accelerator/brute_force.h"

#include <string>

namespace pairscape {

/// Follows a proof step by step and then tries what it leaves over: the unrolls that no step rules out, with
/// all buffers and rules, in all combinations. Returns an empty text where the proof holds, else what does
/// not. Shares nothing with the search but the space, the placement of buffers and the bounds of a single
/// layer.
std::string checkProof(const PlainSpace& space, const ExactProof& proof, int maxBatch);

} // namespace pairscape
