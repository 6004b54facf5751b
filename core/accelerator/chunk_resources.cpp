// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/accelerator/chunk_resources.h"

#include "core/accelerator/cost_model.h"

#include <cmath>
#include <span>
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

/// A buffer of a chunk and the blocks that it takes in either kind of memory.
struct Buffer {
    int chunk, bram36, uram;
};

struct MemoryChoice {
    bool fits = false;
    unsigned inUram = 0; ///< bit b: buffer b is in URAM
};

/// The choice of least weight (a URAM counts as 8 BRAM36), then of least URAM, then the first in order of
/// bits with BRAM36 before URAM, the last buffer's bit first. By depth-first search with bounds.
class MemorySearch {
  public:
    MemorySearch(std::span<const Buffer> buffers, const Resources& left) : buffers_(buffers), left_(left) {
        for (std::size_t b = 0; b < buffers.size(); ++b)
            least_[b + 1] = least_[b] + std::min(buffers[b].bram36, bramPerUram * buffers[b].uram);
    }

    MemoryChoice search() {
        visit(buffers_.size(), 0, 0, 0);
        return best_;
    }

  private:
    void visit(std::size_t open, int bram36, int uram, unsigned inUram) {
        if (bram36 > left_.bram36 || uram > left_.uram)
            return;
        const int weight = bram36 + bramPerUram * uram;
        // What is open adds at least `least_` to the weight, and nothing negative to the URAM.
        if (best_.fits &&
            (weight + least_[open] > weight_ || (weight + least_[open] == weight_ && uram >= uram_)))
            return;
        if (open == 0) {
            best_ = {true, inUram};
            weight_ = weight;
            uram_ = uram;
            return;
        }
        const Buffer& buffer = buffers_[open - 1];
        visit(open - 1, bram36 + buffer.bram36, uram, inUram);
        visit(open - 1, bram36, uram + buffer.uram, inUram | 1U << (open - 1));
    }

    std::span<const Buffer> buffers_;
    Resources left_;
    std::array<int, 3 * operatorTypeCount + 1> least_{}; ///< weight of the first so many buffers
    MemoryChoice best_;
    int weight_ = 0, uram_ = 0;
};

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
    const PeForm one = pe.form(chunk.unpacked);
    // Elements that share a DSP take the same activation: neighbours in output channels.
    const double dsp = std::ceil(chunk.unrollOut * one.dsp) * chunk.unrollIn * chunk.unrollPixels;
    const double trees = static_cast<double>(8 * sumBytes) * chunk.unrollOut * (chunk.unrollIn - 1);
    Resources use;
    use.dsp = static_cast<int>(dsp);
    use.lut = static_cast<int>(std::ceil(static_cast<double>(chunk.pes()) * one.lut + trees));
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
    std::string missing;
    if (const auto placed = tryPlace(accelerator, platform, &missing))
        return *placed;
    return Error{ErrorCode::Infeasible, "The accelerator does not fit platform '" + platform.name +
                                            "': it is short of " + missing +
                                            "; choose a larger platform or a smaller accelerator."};
}

std::optional<Placement> tryPlace(const Accelerator& accelerator, const Platform& platform,
                                  std::string* shortages) {
    const Resources budget = platform.budget();
    Placement placed;
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

    const Resources left = {0, 0, budget.bram36, budget.uram};
    const MemoryChoice memory =
        MemorySearch({buffers.data(), static_cast<std::size_t>(count)}, left).search();
    const bool fits = memory.fits && placed.total.dsp <= budget.dsp && placed.total.lut <= budget.lut;
    if (!fits && shortages) {
        const auto miss = [&](const std::string& what) {
            *shortages += (shortages->empty() ? "" : ", ") + what;
        };
        if (placed.total.dsp > budget.dsp)
            miss(shortOf("DSP", placed.total.dsp, budget.dsp));
        if (placed.total.lut > budget.lut)
            miss(shortOf("LUT", placed.total.lut, budget.lut));
        int allBram36 = 0, allUram = 0;
        for (int b = 0; b < count; ++b) {
            allBram36 += buffers[b].bram36;
            allUram += buffers[b].uram;
        }
        if (!memory.fits && budget.uram > 0)
            miss("BRAM36 and URAM (" + std::to_string(allBram36) + " or " + std::to_string(allUram) +
                 " needed in all, " + std::to_string(budget.bram36) + " and " + std::to_string(budget.uram) +
                 " available)");
        else if (!memory.fits)
            miss(shortOf("BRAM36", allBram36, budget.bram36));
    }
    if (!fits)
        return std::nullopt;
    for (int b = 0; b < count; ++b) {
        const bool uram = memory.inUram >> b & 1;
        const Resources use = {0, 0, uram ? 0 : buffers[b].bram36, uram ? buffers[b].uram : 0};
        placed.chunks[buffers[b].chunk] = placed.chunks[buffers[b].chunk] + use;
        placed.buffers[buffers[b].chunk][b % 3] = use; // three of each chunk, in order
        placed.total = placed.total + use;
    }
    return placed;
}

} // namespace pairscape
