// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>

namespace pairscape::kernels {

/// Fills `out` with standard normal floats: Philox4x32-10 with this key, counters from 0, then Box-Muller
/// with polynomials in single precision. A network of 60 M MACs has 10 to 20 million weights, which
/// RandomStream::fillNormal would take longer to draw than the network takes to run. out[i] depends on
/// (key, i) alone and is the same float on every machine: no multiply is fused with an add.
void fillNormal(std::uint64_t key, std::span<float> out);

} // namespace pairscape::kernels
