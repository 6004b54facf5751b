// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/accelerator/asic/row_stationary.h"

#include <algorithm>
#include <array>
#include <optional>
#include <tuple>
#include <vector>

namespace pairscape::asic {

namespace {

using Count = std::int64_t;

Count ceilDivide(Count a, Count b) {
    return (a + b - 1) / b;
}

/// How `total` is dealt out in pieces of `piece`: the full ones, and the rest as one of its own.
struct Piece {
    Count size = 0, times = 0;
};
std::array<Piece, 2> pieces(Count total, Count piece) {
    return {Piece{piece, total / piece}, Piece{total % piece, total % piece > 0 ? 1 : 0}};
}

/// Input rows under `outputs` rows of outputs.
Count inputRows(const RowStationaryLayer& layer, Count outputs) {
    return (outputs - 1) * layer.stride + layer.kernel;
}

/// Rows of the real map (no padding) under all strips of `e` output rows.
Count realRowsOfStrips(const RowStationaryLayer& layer, int e) {
    Count rows = 0;
    for (int first = 0; first < layer.outputs(); first += e) {
        const int last = std::min(first + e, layer.outputs()) - 1;
        const int top = std::max(first * layer.stride - layer.padding, 0);
        const int bottom = std::min(last * layer.stride + layer.kernel - 1 - layer.padding, layer.input - 1);
        rows += bottom - top + 1;
    }
    return rows;
}

Count setsThatFit(const RowStationaryChip& chip, int kernel, int e) {
    const Count slots = chip.rows / kernel;
    return e <= chip.columns ? slots * (chip.columns / e) : slots / ceilDivide(e, chip.columns);
}

struct PassTime {
    Count steady = 0, compute = 0, ramp = 0;
    PassBound bound = PassBound::Compute;
};

PassTime passTime(const RowStationaryChip& chip, const RowStationaryLayer& layer,
                  const RowStationaryMapping& map, Count images, Count rows, Count filters, Count channels) {
    const Count width = layer.outputs(), window = inputRows(layer, rows);
    const Count inEachSet = ceilDivide(filters, map.t) * ceilDivide(channels, map.r);
    PassTime time;
    time.compute = images * width * layer.kernel * inEachSet;
    const Count psums = ceilDivide(images * rows * width * filters, chip.psumBus);
    const Count inputs = ceilDivide(images * window * layer.padded() * channels, chip.inputBus);
    time.steady = std::max({time.compute, psums, inputs});
    time.bound = time.steady == time.compute ? PassBound::Compute
                 : time.steady == psums      ? PassBound::Psums
                                             : PassBound::Inputs;
    time.ramp = ceilDivide(filters * channels * layer.kernel * layer.kernel, chip.filterBus) +
                ceilDivide(window * layer.kernel * channels, chip.inputBus) +
                ceilDivide(filters * rows, chip.psumBus);
    return time;
}

Error tooSmall(const std::string& what, Count needed, Count there) {
    return {ErrorCode::Infeasible, "The mapping needs " + std::to_string(needed) + " " + what +
                                       " but the chip has " + std::to_string(there) +
                                       "; choose smaller factors."};
}

} // namespace

std::int64_t RowStationaryLayer::macs() const {
    return Count{outputs()} * outputs() * filters * channels * kernel * kernel * batch;
}

std::string passBoundName(PassBound bound) {
    switch (bound) {
    case PassBound::Compute:
        return "compute";
    case PassBound::Psums:
        return "partial sums";
    case PassBound::Inputs:
        return "inputs";
    }
    return {};
}

double runLengthShare(double zeros) {
    return std::min(1.0, (1 - zeros) * 4 / 3);
}

Status fits(const RowStationaryChip& chip, const RowStationaryLayer& layer, const RowStationaryMapping& map) {
    for (const int factor : {map.m, map.n, map.e, map.p, map.q, map.r, map.t})
        if (factor < 1)
            return Error{ErrorCode::InvalidInput, "The factors of a row-stationary mapping start at 1."};
    if (const Count sets = setsThatFit(chip, layer.kernel, map.e); Count{map.r} * map.t > sets)
        return tooSmall("PE sets", Count{map.r} * map.t, sets);
    if (const Count words = Count{map.p} * map.q * layer.kernel; words > chip.filterPad)
        return tooSmall("words of filter pad", words, chip.filterPad);
    if (const Count words = Count{map.q} * layer.kernel; words > chip.inputPad)
        return tooSmall("words of input pad", words, chip.inputPad);
    if (map.p > chip.psumPad)
        return tooSmall("words of psum pad", map.p, chip.psumPad);
    const Count psums = Count{map.n} * map.m * map.e * layer.outputs();
    const Count inputs = Count{map.n} * map.q * map.r * inputRows(layer, map.e) * layer.padded();
    if (psums + inputs > chip.bufferWords)
        return tooSmall("words of buffer", psums + inputs, chip.bufferWords);
    return {};
}

Result<RowStationaryCost> rowStationaryCost(const RowStationaryChip& chip, const RowStationaryLayer& layer,
                                            const RowStationaryMapping& map) {
    if (Status status = fits(chip, layer, map); !status)
        return status.error();
    const Count width = layer.outputs(), filtersOfGroup = layer.filters / layer.groups;
    RowStationaryCost cost;
    cost.activePes = Count{map.r} * map.t * layer.kernel * map.e;
    std::array<Count, 3> cyclesBy{};
    // Filters of a group go m at a time into the buffer, and these p * t at a time through the array.
    for (const Piece& held : pieces(filtersOfGroup, map.m))
        for (const Piece& filters : pieces(held.size, Count{map.p} * map.t))
            for (const Piece& channels : pieces(layer.channels, Count{map.q} * map.r))
                for (const Piece& rows : pieces(width, map.e))
                    for (const Piece& images : pieces(layer.batch, map.n)) {
                        const Count times = layer.groups * held.times * filters.times * channels.times *
                                            rows.times * images.times;
                        if (times == 0)
                            continue;
                        const PassTime pass =
                            passTime(chip, layer, map, images.size, rows.size, filters.size, channels.size);
                        cost.passes += times;
                        cost.cycles += times * (pass.steady + pass.ramp);
                        cost.computeCycles += times * pass.compute;
                        cost.rampCycles += times * pass.ramp;
                        cyclesBy[static_cast<std::size_t>(pass.bound)] += times * pass.steady;
                        cost.bufferPsumWords += times * 2 * images.size * rows.size * width * filters.size;
                        cost.bufferInputWords += times * images.size * inputRows(layer, rows.size) *
                                                 layer.padded() * channels.size;
                    }
    cost.bound =
        static_cast<PassBound>(std::max_element(cyclesBy.begin(), cyclesBy.end()) - cyclesBy.begin());

    constexpr double wordBytes = 2;
    const Count strips = ceilDivide(width, map.e);
    const Count filterWords = Count{layer.filters} * layer.channels * layer.kernel * layer.kernel;
    cost.filterBytes = wordBytes * static_cast<double>(filterWords * strips * ceilDivide(layer.batch, map.n));
    const Count inputWords = realRowsOfStrips(layer, map.e) * layer.input * layer.channels * layer.groups *
                             layer.batch * ceilDivide(filtersOfGroup, map.m);
    cost.inputBytes = wordBytes * static_cast<double>(inputWords) * runLengthShare(layer.inputZeros);
    cost.outputBytes = wordBytes * static_cast<double>(width * width * layer.filters * layer.batch) *
                       runLengthShare(layer.outputZeros);
    return cost;
}

Result<RowStationaryMapping> leastTrafficMapping(const RowStationaryChip& chip,
                                                 const RowStationaryLayer& layer, int channelsPerPass, int e,
                                                 int sets) {
    RowStationaryLayer raw = layer;
    raw.inputZeros = raw.outputZeros = 0;
    const int filters = layer.filters / layer.groups;
    std::optional<std::tuple<double, Count, Count>> least;
    RowStationaryMapping best;
    for (int n = 1; n <= layer.batch; ++n)
        for (int r = 1; r <= sets; ++r)
            for (int p = 1; p <= chip.psumPad; ++p) {
                if (layer.batch % n != 0 || sets % r != 0 || channelsPerPass % r != 0)
                    continue;
                const int t = sets / r, q = channelsPerPass / r;
                for (int m = p * t; m <= filters; m += p * t) {
                    const RowStationaryMapping map{m, n, e, p, q, r, t};
                    if (filters % m != 0 || !fits(chip, layer, map))
                        continue;
                    const RowStationaryCost cost = rowStationaryCost(chip, raw, map).value();
                    const std::tuple key(cost.dramBytes(), cost.bufferInputWords + cost.bufferPsumWords,
                                         cost.cycles);
                    if (!least || key < *least) {
                        least = key;
                        best = map;
                    }
                }
            }
    if (!least)
        return Error{ErrorCode::Infeasible, "No mapping with PE sets of " + std::to_string(e) +
                                                " columns and " + std::to_string(channelsPerPass) +
                                                " channels a pass fits the chip; choose fewer channels."};
    return best;
}

} // namespace pairscape::asic
