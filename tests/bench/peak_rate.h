// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace pairscape::bench {

/// |x - w| terms per second that one core of this machine could add up with three vector instructions each
/// (subtract, absolute value, add), from registers alone: the bound that an adder kernel is held against.
/// Uses the instruction set that the kernels use. Takes some hundredths of a second.
double threeInstructionBound();

} // namespace pairscape::bench
