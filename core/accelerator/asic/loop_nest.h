// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// The memory hierarchy of NASA's ASIC template (register file in each PE, array of PEs, global buffer, DRAM) and
/// its evaluator: any loop nest in, cycles and accesses of each level and operand out.
namespace pairscape::asic {

/// Loops of a convolution: kernel R x S, output P x Q (R slides along P, S along Q), input channels C, output
/// channels K. A depthwise layer has one input channel for each output channel and no K.
enum class LoopDim : std::uint8_t { R, S, P, Q, C, K };
inline constexpr int loopDimCount = 6;

enum class Operand : std::uint8_t { Weights, Inputs, Outputs };
inline constexpr int operandCount = 3;

enum class MemoryLevel : std::uint8_t { RegisterFile, GlobalBuffer, Dram };
inline constexpr int memoryLevelCount = 3;

/// Extents of a layer's loops; inputs are (P-1) * stride + R by (Q-1) * stride + S, padding included.
struct NestLayer {
    std::array<int, loopDimCount> extent{1, 1, 1, 1, 1, 1};
    int stride = 1;
    bool depthwise = false;

    int& operator[](LoopDim dim) { return extent[static_cast<std::size_t>(dim)]; }
    int operator[](LoopDim dim) const { return extent[static_cast<std::size_t>(dim)]; }
    std::int64_t macs() const;
};

struct Loop {
    LoopDim dim = LoopDim::R;
    int count = 1;
    bool operator==(const Loop&) const = default;
};

/// All lists are innermost first. A dimension may be split over several levels, and more than once in one.
struct LoopNest {
    std::vector<Loop> registerFile; ///< within a PE
    std::vector<Loop> spatial;      ///< over the array; both axes, their order does not matter
    std::vector<Loop> globalBuffer;
    std::vector<Loop> dram;
    bool operator==(const LoopNest&) const = default;
};

/// Words read for the level below or for a MAC, written from the level above, and written from below.
struct AccessCounts {
    std::int64_t reads = 0, fills = 0, updates = 0;
    bool operator==(const AccessCounts&) const = default;
};

struct NestCost {
    std::int64_t macs = 0;
    std::int64_t cycles = 0; ///< of computing: one MAC a PE and cycle, without fill and drain
    std::int64_t pes = 1;    ///< PEs that the nest uses
    /// Of one PE for the register file, totals for the others; words.
    std::array<std::array<AccessCounts, operandCount>, memoryLevelCount> accesses{};
    /// What a level must hold of an operand, in words (one PE's for the register file; all of it for DRAM).
    std::array<std::array<std::int64_t, operandCount>, memoryLevelCount> tileWords{};

    const AccessCounts& at(MemoryLevel level, Operand operand) const {
        return accesses[static_cast<std::size_t>(level)][static_cast<std::size_t>(operand)];
    }
    std::int64_t held(MemoryLevel level) const;
};

/// Energy of one access to a word, and of one MAC-equivalent, in pJ.
struct NestEnergy {
    double mac = 0;
    std::array<double, memoryLevelCount> word{};
};

/// Conventions (those of Timeloop, whose figures tests/core/accelerator/asic holds this against): a tile stays
/// while only loops that do not concern it step; where the innermost loop that does concern it steps, the overlap of
/// two consecutive input windows is not read again; the first accumulation reads no partial sum; words that several
/// PEs need alike are read once at the global buffer, and their partial sums are added on the way up.
/// Fails with InvalidInput, naming the dimension, where the factors do not multiply to the layer's extents.
Result<NestCost> evaluateNest(const NestLayer& layer, const LoopNest& nest);

/// pJ of a layer: every access at its level's energy, plus the MACs.
double nestEnergyPj(const NestCost& cost, const NestEnergy& unit);

/// "K6 Q7 P7" innermost first. Counts must be positive.
Result<std::vector<Loop>> parseLoops(std::string_view text);
std::string loopsText(const std::vector<Loop>& loops);

} // namespace pairscape::asic
