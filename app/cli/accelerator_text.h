// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/accelerator/accelerator.h"

#include <string>

namespace pairscape::cli {

/// "conv 16x8x4 64/32/16, adder 8x8x8 32/16/16, batch 4": each chunk's unrolls (output channels, input
/// channels, pixels) and the KiB of one half of its input, weight and output buffer. Without a batch it is 1.
Result<Accelerator> parseAccelerator(const std::string& text);
/// What parseAccelerator() reads.
std::string wholeAcceleratorText(const Accelerator& accelerator);

} // namespace pairscape::cli
