// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/accelerator/array_catalog.h"

#include <algorithm>
#include <optional>

namespace pairscape {

namespace {

/// Empty where it does not fit the platform even alone.
std::optional<ArrayChoice> choiceOf(int unrolls, const Chunk& array, const PeCost& pe,
                                    const Resources& budget) {
    ArrayChoice choice;
    choice.unrolls = unrolls;
    choice.chunk = array;
    choice.shape = arrayShape(array, pe);
    choice.logic = logicOf(array, pe);
    if (choice.logic.dsp > budget.dsp || choice.logic.lut > budget.lut)
        return std::nullopt;
    for (int size = 0; size < bufferSizeCount; ++size) {
        Chunk chunk = array;
        chunk.inputBufferBytes = chunk.weightBufferBytes = chunk.outputBufferBytes = bufferSizes[size];
        const BufferBlocks blocks = buffersOf(chunk, pe);
        for (std::size_t b = 0; b < 3; ++b) {
            choice.bram36[b][size] = blocks.bram36[b];
            choice.uram[b][size] = blocks.uram[b];
        }
    }
    for (std::size_t b = 0; b < 3; ++b)
        choice.leastBlocks +=
            budget.uram > 0 ? std::min(choice.bram36[b][0], choice.uram[b][0]) : choice.bram36[b][0];
    if (choice.leastBlocks > budget.bram36 + budget.uram)
        return std::nullopt;
    return choice;
}

} // namespace

ArrayCatalog::ArrayCatalog(const Platform& platform) {
    for (const OperatorType op : allOperatorTypes) {
        const PeCost& pe = platform.peCost(op);
        for (std::size_t n = 0; n < unrollChoices().size(); ++n) {
            Chunk array = unrollChoices()[n];
            for (const bool unpacked : {false, true}) {
                array.unpacked = unpacked;
                if (unpacked && !pe.alone)
                    break;
                if (const auto choice = choiceOf(static_cast<int>(n), array, pe, platform.budget()))
                    choices_[indexOf(op)].push_back(*choice);
            }
        }
    }
}

} // namespace pairscape
