// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/accelerator/asic/loop_nest.h"

#include <algorithm>

namespace pairscape::asic {

namespace {

using Extents = std::array<std::int64_t, loopDimCount>;

std::int64_t& at(Extents& extents, LoopDim dim) {
    return extents[static_cast<std::size_t>(dim)];
}
std::int64_t at(const Extents& extents, LoopDim dim) {
    return extents[static_cast<std::size_t>(dim)];
}

bool concerns(const NestLayer& layer, Operand operand, LoopDim dim) {
    switch (operand) {
    case Operand::Weights:
        return dim != LoopDim::P && dim != LoopDim::Q;
    case Operand::Inputs:
        return dim != LoopDim::K;
    case Operand::Outputs:
        if (dim == LoopDim::C)
            return layer.depthwise;
        return dim == LoopDim::P || dim == LoopDim::Q || dim == LoopDim::K;
    }
    return true;
}

/// Width of the input window under `outputs` positions and `kernel` taps.
std::int64_t window(std::int64_t outputs, std::int64_t kernel, int stride) {
    // With a stride beyond the kernel the window has gaps; words in the gaps are not needed but lie between.
    return (outputs - 1) * stride + kernel;
}

std::int64_t tileWords(const NestLayer& layer, Operand operand, const Extents& tile) {
    const std::int64_t channels = at(tile, LoopDim::C);
    switch (operand) {
    case Operand::Weights:
        return at(tile, LoopDim::R) * at(tile, LoopDim::S) * channels * at(tile, LoopDim::K);
    case Operand::Inputs:
        return window(at(tile, LoopDim::P), at(tile, LoopDim::R), layer.stride) *
               window(at(tile, LoopDim::Q), at(tile, LoopDim::S), layer.stride) * channels;
    case Operand::Outputs:
        return at(tile, LoopDim::P) * at(tile, LoopDim::Q) * at(tile, LoopDim::K) *
               (layer.depthwise ? channels : 1);
    }
    return 0;
}

/// Words of an input tile that were not in the tile one step of `dim` earlier. `inner` is how far the loops
/// inside this one span `dim`, which is how far one step moves.
std::int64_t newWords(const NestLayer& layer, const Extents& tile, LoopDim dim, std::int64_t inner) {
    const std::int64_t width = window(at(tile, LoopDim::P), at(tile, LoopDim::R), layer.stride);
    const std::int64_t height = window(at(tile, LoopDim::Q), at(tile, LoopDim::S), layer.stride);
    const std::int64_t channels = at(tile, LoopDim::C);
    switch (dim) {
    case LoopDim::P:
        return std::min(width, inner * layer.stride) * height * channels;
    case LoopDim::R:
        return std::min(width, inner) * height * channels;
    case LoopDim::Q:
        return std::min(height, inner * layer.stride) * width * channels;
    case LoopDim::S:
        return std::min(height, inner) * width * channels;
    default:
        return width * height * channels;
    }
}

void grow(Extents& extents, const std::vector<Loop>& loops) {
    for (const Loop& loop : loops)
        at(extents, loop.dim) *= loop.count;
}

std::int64_t trips(const std::vector<Loop>& loops) {
    std::int64_t product = 1;
    for (const Loop& loop : loops)
        product *= loop.count;
    return product;
}

/// How an operand's tile at a level moves while the temporal loops above the level run.
struct Movement {
    std::int64_t fetched = 0;  ///< words brought in, each visit of a tile counted
    std::int64_t distinct = 0; ///< words if every tile were visited once
};

/// `tile` is the level's tile and `above` the temporal loops outside it, innermost first; `span` is the
/// extent covered by everything inside `above` (the tile, and the array where it lies between).
Movement movementOf(const NestLayer& layer, Operand operand, const Extents& tile, Extents span,
                    const std::vector<Loop>& above) {
    const std::int64_t words = tileWords(layer, operand, tile);
    Movement movement{words, words};
    bool stepped = false;
    for (const Loop& loop : above) {
        if (loop.count > 1) {
            const bool relevant = concerns(layer, operand, loop.dim);
            if (relevant)
                movement.distinct *= loop.count;
            if (stepped)
                movement.fetched *= loop.count;
            else if (relevant) {
                const std::int64_t step =
                    operand == Operand::Inputs ? newWords(layer, tile, loop.dim, at(span, loop.dim)) : words;
                movement.fetched += (loop.count - 1) * step;
                stepped = true;
            }
        }
        at(span, loop.dim) *= loop.count;
    }
    return movement;
}

Status checkFactors(const NestLayer& layer, const LoopNest& nest) {
    static constexpr std::string_view names = "RSPQCK";
    Extents product{1, 1, 1, 1, 1, 1};
    for (const auto* loops : {&nest.registerFile, &nest.spatial, &nest.globalBuffer, &nest.dram})
        for (const Loop& loop : *loops) {
            if (loop.count < 1)
                return Error{ErrorCode::InvalidInput, "A loop of the nest runs " +
                                                          std::to_string(loop.count) +
                                                          " times; counts start at 1."};
            at(product, loop.dim) *= loop.count;
        }
    if (layer.depthwise && layer[LoopDim::K] != 1)
        return Error{ErrorCode::InvalidInput, "A depthwise layer has no K loop; its channels are C."};
    for (int d = 0; d < loopDimCount; ++d) {
        const auto dim = static_cast<LoopDim>(d);
        if (at(product, dim) != layer[dim])
            return Error{ErrorCode::InvalidInput,
                         "The nest's factors of " + std::string(1, names[static_cast<std::size_t>(d)]) +
                             " make " + std::to_string(at(product, dim)) + " but the layer has " +
                             std::to_string(layer[dim]) + "; make them agree."};
    }
    return {};
}

} // namespace

std::int64_t NestLayer::macs() const {
    std::int64_t product = 1;
    for (const int count : extent)
        product *= count;
    return product;
}

std::int64_t NestCost::held(MemoryLevel level) const {
    std::int64_t words = 0;
    for (const std::int64_t operand : tileWords[static_cast<std::size_t>(level)])
        words += operand;
    return words;
}

Result<NestCost> evaluateNest(const NestLayer& layer, const LoopNest& nest) {
    if (Status checked = checkFactors(layer, nest); !checked)
        return checked.error();

    NestCost cost;
    cost.macs = layer.macs();
    cost.pes = trips(nest.spatial);
    cost.cycles = cost.macs / cost.pes;

    Extents inPe{1, 1, 1, 1, 1, 1};
    grow(inPe, nest.registerFile);
    Extents inArray = inPe;
    grow(inArray, nest.spatial);
    Extents inBuffer = inArray;
    grow(inBuffer, nest.globalBuffer);
    Extents all = inBuffer;
    grow(all, nest.dram);
    std::vector<Loop> abovePe = nest.globalBuffer;
    abovePe.insert(abovePe.end(), nest.dram.begin(), nest.dram.end());

    for (int o = 0; o < operandCount; ++o) {
        const auto operand = static_cast<Operand>(o);
        const auto index = static_cast<std::size_t>(o);
        AccessCounts& registers = cost.accesses[0][index];
        AccessCounts& buffer = cost.accesses[1][index];
        AccessCounts& dram = cost.accesses[2][index];
        cost.tileWords[0][index] = tileWords(layer, operand, inPe);
        cost.tileWords[1][index] = tileWords(layer, operand, inBuffer);
        cost.tileWords[2][index] = tileWords(layer, operand, all);

        // PEs that hold different words; the others share a word's one read at the buffer.
        std::int64_t different = 1;
        for (const Loop& loop : nest.spatial)
            if (concerns(layer, operand, loop.dim))
                different *= loop.count;

        const Movement toPe = movementOf(layer, operand, inPe, inArray, abovePe);
        const Movement toBuffer = movementOf(layer, operand, inBuffer, inBuffer, nest.dram);
        if (operand == Operand::Outputs) {
            registers.updates = cost.cycles;
            registers.reads = cost.cycles - toPe.distinct;
            registers.fills = toPe.fetched - toPe.distinct;
            buffer.updates = toPe.fetched * different;
            buffer.reads = registers.fills * different;
            buffer.fills = toBuffer.fetched - toBuffer.distinct;
            dram.updates = toBuffer.fetched;
            dram.reads = buffer.fills;
        } else {
            registers.reads = cost.cycles;
            registers.fills = toPe.fetched;
            buffer.reads = toPe.fetched * different;
            buffer.fills = toBuffer.fetched;
            dram.reads = toBuffer.fetched;
        }
    }
    return cost;
}

double nestEnergyPj(const NestCost& cost, const NestEnergy& unit) {
    double energy = static_cast<double>(cost.macs) * unit.mac;
    for (std::size_t level = 0; level < memoryLevelCount; ++level) {
        std::int64_t accesses = 0;
        for (const AccessCounts& counts : cost.accesses[level])
            accesses += counts.reads + counts.fills + counts.updates;
        const std::int64_t instances = level == 0 ? cost.pes : 1;
        energy += static_cast<double>(accesses * instances) * unit.word[level];
    }
    return energy;
}

Result<std::vector<Loop>> parseLoops(std::string_view text) {
    static constexpr std::string_view names = "RSPQCK";
    std::vector<Loop> loops;
    std::size_t at = 0;
    while (at < text.size()) {
        if (text[at] == ' ') {
            ++at;
            continue;
        }
        const std::size_t end = std::min(text.find(' ', at), text.size());
        const std::string_view token = text.substr(at, end - at);
        const std::size_t dim = names.find(token.front());
        std::int64_t count = 0;
        for (const char digit : token.substr(1))
            count = digit >= '0' && digit <= '9' && count >= 0 && count < 100'000'000
                        ? count * 10 + (digit - '0')
                        : -1;
        if (dim == std::string_view::npos || count < 1)
            return Error{ErrorCode::InvalidInput,
                         "'" + std::string(token) +
                             "' is not a loop; write one of R S P Q C K and how often it "
                             "runs, as in K16."};
        loops.push_back({static_cast<LoopDim>(dim), static_cast<int>(count)});
        at = end;
    }
    return loops;
}

std::string loopsText(const std::vector<Loop>& loops) {
    static constexpr std::string_view names = "RSPQCK";
    std::string text;
    for (const Loop& loop : loops) {
        if (!text.empty())
            text += ' ';
        text += names[static_cast<std::size_t>(loop.dim)];
        text += std::to_string(loop.count);
    }
    return text;
}

} // namespace pairscape::asic
