// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/accelerator/accelerator.h"
#include "core/accelerator/platform.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>

namespace pairscape {

/// Blocks that a memory of `depth` words of `width` bits takes, in the best of a block's shapes.
int bram36Blocks(std::int64_t width, std::int64_t depth); ///< 512x72, 1Kx36, 2Kx18, 4Kx9, 8Kx4, 16Kx2, 32Kx1
int uramBlocks(std::int64_t width, std::int64_t depth);   ///< 4Kx72

/// DSP and LUT of a chunk's PEs (measured; by the pair that shares a DSP unless it is unpacked) and of the
/// adder trees behind them: a port's worth of trees, each of unrollIn - 1 adders of 32 bits, one LUT a bit.
/// Memory is left at 0.
Resources logicOf(const Chunk& chunk, const PeCost& pe);

/// What each of a chunk's buffers (input, weight, output) takes in BRAM36 and in URAM. Both halves of the
/// input and of the weight buffer share a memory of twice the depth: one side writes, the other reads. The
/// output buffer's sums are read, added to and written by the array while the DRAM side works on the other
/// half: two memories.
struct BufferBlocks {
    std::array<int, 3> bram36{}, uram{};
};
BufferBlocks buffersOf(const Chunk& chunk, const PeCost& pe);

/// An accelerator placed on a platform: what each chunk uses, and of that what its input, weight and output
/// buffer.
struct Placement {
    std::array<Resources, operatorTypeCount> chunks;
    std::array<std::array<Resources, 3>, operatorTypeCount> buffers;
    Resources total;
};

/// Puts each buffer into BRAM36 or URAM such that all fit, with the least memory (a URAM counts as 8 BRAM36,
/// of which it has the bits); then with the least URAM. Fails with Infeasible and says what is short.
Result<Placement> place(const Accelerator& accelerator, const Platform& platform);
/// The same for inner loops: empty where it does not fit; what is short goes to `shortages`, if given.
std::optional<Placement> tryPlace(const Accelerator& accelerator, const Platform& platform,
                                  std::string* shortages = nullptr);

} // namespace pairscape
