// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/space/network.h"

namespace pairscape {

/// The same network for images of another size and another number of classes: shapes of all layers and the
/// classifier's width follow; what was chosen stays. How a small budget trains a space's networks.
Network retargeted(const Network& network, int inputSize, int classes);

/// Smallest input of a network: every stride must find a pixel.
int smallestInput(const Network& network);

/// InvalidInput where images of `size` pixels are smaller than that.
Status checkInputSize(const Network& network, int size);

} // namespace pairscape
