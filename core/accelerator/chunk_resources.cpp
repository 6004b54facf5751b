// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/accelerator/chunk_resources.h"

#include "core/accelerator/cost_model.h"

#include <cmath>
#include <string>

namespace pairscape {

namespace {

struct BlockShape {
    std::int64_t width, depth;
};

constexpr std::array<BlockShape, 7> bramShapes = {
    {{72, 512}, {36, 1024}, {18, 2048}, {9, 4096}, {4, 8192}, {2, 16384}, {1, 32768}}};
constexpr int bramPerUram = 8;

std::int64_t blocksOf(const BlockShape& shape, std::int64_t width, std::int64_t depth) {
    return ((width + shape.width - 1) / shape.width) * ((depth + shape.depth - 1) / shape.depth);
}

std::int64_t depthFor(std::int64_t bytes, std::int64_t width) {
    return (8 * bytes + width - 1) / width;
}

std::string shortOf(const char* what, std::int64_t needed, std::int64_t available) {
    return std::string(what) + " (" + std::to_string(needed) + " needed, " + std::to_string(available) +
           " available)";
}

} // namespace

int bram36Blocks(std::int64_t width, std::int64_t depth) {
    std::int64_t least = blocksOf(bramShapes[0], width, depth);
    for (const BlockShape& shape : bramShapes)
        least = std::min(least, blocksOf(shape, width, depth));
    return static_cast<int>(least);
}

int uramBlocks(std::int64_t width, std::int64_t depth) {
    return static_cast<int>(blocksOf({72, 4096}, width, depth));
}

Resources logicOf(const Chunk& chunk, const PeCost& pe) {
    // Elements that share a DSP take the same activation: neighbours in output channels.
    const double dsp = std::ceil(chunk.unrollOut * pe.dsp) * chunk.unrollIn * chunk.unrollPixels;
    const double trees = static_cast<double>(8 * sumBytes) * chunk.unrollOut * (chunk.unrollIn - 1);
    Resources use;
    use.dsp = static_cast<int>(dsp);
    use.lut = static_cast<int>(std::ceil(static_cast<double>(chunk.pes()) * pe.lut + trees));
    return use;
}

BufferBlocks buffersOf(const Chunk& chunk, const PeCost& pe) {
    const ArrayShape array = arrayShape(chunk, pe);
    const std::array<std::int64_t, 3> widths = {
        std::int64_t{8} * array.activationBytes * chunk.unrollIn * chunk.unrollPixels,
        std::int64_t{array.weightBits} * chunk.unrollOut * chunk.unrollIn, 8 * sumBytes * chunk.unrollOut};
    const std::array<std::int64_t, 3> bytes = {chunk.inputBufferBytes, chunk.weightBufferBytes,
                                               chunk.outputBufferBytes};
    BufferBlocks blocks;
    for (std::size_t b = 0; b < 3; ++b) {
        const std::int64_t depth = depthFor(bytes[b], widths[b]);
        if (b < 2) {
            blocks.bram36[b] = bram36Blocks(widths[b], 2 * depth);
            blocks.uram[b] = uramBlocks(widths[b], 2 * depth);
        } else {
            blocks.bram36[b] = 2 * bram36Blocks(widths[b], depth);
            blocks.uram[b] = 2 * uramBlocks(widths[b], depth);
        }
    }
    return blocks;
}

Result<Placement> place(const Accelerator& accelerator, const Platform& platform) {
    const Resources budget = platform.budget();
    Placement placed;
    struct Buffer {
        int chunk, bram36, uram;
    };
    std::array<Buffer, 3 * operatorTypeCount> buffers;
    int count = 0;
    for (const OperatorType op : allOperatorTypes) {
        const Chunk& chunk = accelerator.chunks[indexOf(op)];
        if (!chunk.present())
            continue;
        placed.chunks[indexOf(op)] = logicOf(chunk, platform.peCost(op));
        placed.total = placed.total + placed.chunks[indexOf(op)];
        const BufferBlocks blocks = buffersOf(chunk, platform.peCost(op));
        for (std::size_t b = 0; b < 3; ++b) {
            buffers[count++] = {static_cast<int>(indexOf(op)), blocks.bram36[b], blocks.uram[b]};
        }
    }

    int best = -1, bestWeight = 0, bestUram = 0;
    const int subsets = budget.uram > 0 ? 1 << count : 1;
    for (int subset = 0; subset < subsets; ++subset) {
        int bram36 = 0, uram = 0;
        for (int b = 0; b < count; ++b)
            (subset >> b & 1 ? uram : bram36) += subset >> b & 1 ? buffers[b].uram : buffers[b].bram36;
        const int weight = bram36 + bramPerUram * uram;
        if (bram36 > budget.bram36 || uram > budget.uram)
            continue;
        if (best < 0 || weight < bestWeight || (weight == bestWeight && uram < bestUram)) {
            best = subset;
            bestWeight = weight;
            bestUram = uram;
        }
    }

    std::string missing;
    const auto miss = [&](const std::string& what) { missing += (missing.empty() ? "" : ", ") + what; };
    if (placed.total.dsp > budget.dsp)
        miss(shortOf("DSP", placed.total.dsp, budget.dsp));
    if (placed.total.lut > budget.lut)
        miss(shortOf("LUT", placed.total.lut, budget.lut));
    if (best < 0) {
        int allBram36 = 0, allUram = 0;
        for (int b = 0; b < count; ++b) {
            allBram36 += buffers[b].bram36;
            allUram += buffers[b].uram;
        }
        if (budget.uram > 0)
            miss("BRAM36 and URAM (" + std::to_string(allBram36) + " or " + std::to_string(allUram) +
                 " needed in all, " + std::to_string(budget.bram36) + " and " + std::to_string(budget.uram) +
                 " available)");
        else
            miss(shortOf("BRAM36", allBram36, budget.bram36));
    }
    if (!missing.empty())
        return Error{ErrorCode::Infeasible, "The accelerator does not fit platform '" + platform.name +
                                                "': it is short of " + missing +
                                                "; choose a larger platform or a smaller accelerator."};
    for (int b = 0; b < count; ++b) {
        Resources& use = placed.chunks[buffers[b].chunk];
        (best >> b & 1 ? use.uram : use.bram36) += best >> b & 1 ? buffers[b].uram : buffers[b].bram36;
        (best >> b & 1 ? placed.total.uram : placed.total.bram36) +=
            best >> b & 1 ? buffers[b].uram : buffers[b].bram36;
    }
    return placed;
}

} // namespace pairscape
