// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/training/folded_network.h"

#include "core/operators/torch.h"

namespace pairscape {

/// Logits in units of logitStep, [batch][classes] in double precision, of normalised images
/// [batch][3][size][size] on the CPU: the quantised network as trainer and tests evaluate it. It runs on the
/// float kernels, with integers as floats; every sum is exact, so that integerLogits() gives the same
/// numbers.
torch::Tensor foldedForward(const FoldedNetwork& network, const torch::Tensor& images);

} // namespace pairscape
