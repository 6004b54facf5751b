// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/operators/kernels/layer_kernels.h"
#include "core/operators/workspace.h"

namespace pairscape {

/// One layer on batch-innermost memory with LibTorch's threads. Weights are [out][in /
/// groups][kernel][kernel]; `packed` is a slot of the workspace that may be overwritten.
void runLayer(kernels::Term term, const LayerShape& shape, const float* input, const float* weights,
              float* output, Workspace& workspace, std::size_t packedSlot);

} // namespace pairscape
