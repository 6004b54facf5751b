// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/accelerator/array_catalog.h"

#include <algorithm>

namespace pairscape {

ArrayCatalog::ArrayCatalog(const Platform& platform) {
    const Resources budget = platform.budget();
    for (const OperatorType op : allOperatorTypes) {
        const PeCost& pe = platform.peCost(op);
        for (std::size_t n = 0; n < unrollChoices().size(); ++n) {
            const Chunk& unrolls = unrollChoices()[n];
            ArrayChoice choice;
            choice.unrolls = static_cast<int>(n);
            choice.chunk = unrolls;
            choice.shape = arrayShape(unrolls, pe);
            choice.logic = logicOf(unrolls, pe);
            if (choice.logic.dsp > budget.dsp || choice.logic.lut > budget.lut)
                continue;
            for (int size = 0; size < bufferSizeCount; ++size) {
                Chunk chunk = unrolls;
                chunk.inputBufferBytes = chunk.weightBufferBytes = chunk.outputBufferBytes =
                    bufferSizes[size];
                const BufferBlocks blocks = buffersOf(chunk, pe);
                for (std::size_t b = 0; b < 3; ++b) {
                    choice.bram36[b][size] = blocks.bram36[b];
                    choice.uram[b][size] = blocks.uram[b];
                }
            }
            for (std::size_t b = 0; b < 3; ++b)
                choice.leastBlocks +=
                    budget.uram > 0 ? std::min(choice.bram36[b][0], choice.uram[b][0]) : choice.bram36[b][0];
            if (choice.leastBlocks <= budget.bram36 + budget.uram)
                choices_[indexOf(op)].push_back(choice);
        }
    }
}

} // namespace pairscape
