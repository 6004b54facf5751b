// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <cstdint>
#include <string>

/// A row-stationary chip pass by pass, buses and ramps included: what a compute-only model leaves out. Made
/// to be held against Eyeriss silicon (Chen, Krishna, Emer and Sze, IEEE JSSC 52(1), 2017), whose terms it
/// uses.
namespace pairscape::asic {

/// Sizes in words of 16 bits, buses in words a cycle.
struct RowStationaryChip {
    int rows = 12, columns = 14;                      ///< PEs
    int filterPad = 224, inputPad = 12, psumPad = 24; ///< scratch pads of one PE
    std::int64_t bufferWords = 51200;                 ///< for inputs and partial sums
    int filterBus = 4, inputBus = 1, psumBus = 4;     ///< the psum bus does this much each way
    double clockMhz = 200;
};

struct RowStationaryLayer {
    int input = 1, padding = 0; ///< height and width of the map, without padding
    int kernel = 1, stride = 1;
    int channels = 1; ///< that one filter sees
    int filters = 1;  ///< of all groups
    int groups = 1;
    int batch = 1;
    double inputZeros = 0, outputZeros = 0; ///< shares, for run-length coding on the way to and from DRAM

    int padded() const { return input + 2 * padding; }
    int outputs() const { return (padded() - kernel) / stride + 1; } ///< height and width
    std::int64_t macs() const;
};

/// A processing pass: p filters and q channels in a PE set of kernel x e PEs, r sets on other channels and t
/// on other filters, over n images and e rows of outputs; partial sums of m filters stay in the buffer.
struct RowStationaryMapping {
    int m = 1, n = 1, e = 1, p = 1, q = 1, r = 1, t = 1;
    bool operator==(const RowStationaryMapping&) const = default;
};

/// What most of a layer's time goes to.
enum class PassBound : std::uint8_t { Compute, Psums, Inputs };
std::string passBoundName(PassBound bound); ///< "compute", "partial sums", "inputs"

struct RowStationaryCost {
    std::int64_t passes = 0;
    std::int64_t activePes = 0;
    std::int64_t cycles = 0;        ///< of all passes, one after another
    std::int64_t computeCycles = 0; ///< of the PEs alone
    std::int64_t rampCycles = 0;    ///< filters in, first windows in, last partial sums out
    PassBound bound = PassBound::Compute;
    std::int64_t bufferInputWords = 0, bufferPsumWords = 0;  ///< buffer accesses
    double filterBytes = 0, inputBytes = 0, outputBytes = 0; ///< DRAM, maps run-length coded

    double bufferBytes() const { return 2.0 * static_cast<double>(bufferInputWords + bufferPsumWords); }
    double dramBytes() const { return filterBytes + inputBytes + outputBytes; }
    double milliseconds(const RowStationaryChip& chip) const {
        return static_cast<double>(cycles) / (1e3 * chip.clockMhz);
    }
};

/// Infeasible where array, pads or buffer are too small; the sentence names which.
Status fits(const RowStationaryChip& chip, const RowStationaryLayer& layer,
            const RowStationaryMapping& mapping);

/// A pass loads its filters, then the first windows of its inputs; then computing, inputs and partial sums in
/// and out overlap and the slowest sets the pace; then the last partial sums drain. Passes do not overlap:
/// their filters share the pads. Every pass reads its partial sums (or hands them out at the end) and writes
/// them.
Result<RowStationaryCost> rowStationaryCost(const RowStationaryChip& chip, const RowStationaryLayer& layer,
                                            const RowStationaryMapping& mapping);

/// Share of a map's size that Eyeriss's run-length code leaves: three nonzero values of 16 bits in every 64
/// bits.
double runLengthShare(double zeros);

/// The mapping of least DRAM words, then buffer words, then cycles among those that fit, divide filters and
/// images evenly, process `channelsPerPass` channels at a time (q * r) and use PE sets of `e` columns, `sets`
/// of them.
Result<RowStationaryMapping> leastTrafficMapping(const RowStationaryChip& chip,
                                                 const RowStationaryLayer& layer, int channelsPerPass, int e,
                                                 int sets);

} // namespace pairscape::asic
