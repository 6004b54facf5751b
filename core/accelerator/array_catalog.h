// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/accelerator/chunk_resources.h"
#include "core/accelerator/cost_model.h"
#include "core/accelerator/design_space.h"

#include <array>
#include <vector>

namespace pairscape {

/// One choice of unrolls, and of packed or unpacked PEs, for a chunk, with what it takes of the platform.
struct ArrayChoice {
    int unrolls = 0; ///< index into unrollChoices()
    Chunk chunk;     ///< unrolls and PEs; buffers empty
    ArrayShape shape;
    Resources logic; ///< DSP and LUT
    /// Blocks of the input, weight and output buffer by index into bufferSizes.
    std::array<std::array<std::int32_t, bufferSizeCount>, 3> bram36{}, uram{};
    int leastBlocks = 0; ///< of either kind, with the smallest buffers
};

/// For each operator type, the unrolls of the space that fit a platform alone, in the order of
/// unrollChoices(): with packed PEs, then, where the platform knows them, with unpacked ones.
class ArrayCatalog {
  public:
    explicit ArrayCatalog(const Platform& platform);

    const std::vector<ArrayChoice>& of(OperatorType op) const { return choices_[indexOf(op)]; }

  private:
    std::array<std::vector<ArrayChoice>, operatorTypeCount> choices_;
};

} // namespace pairscape
