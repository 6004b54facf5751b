// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/accelerator/cost_model.h"

#include <bit>
#include <cassert>
#include <cmath>

namespace pairscape {

namespace {

constexpr std::int64_t ceilDiv(std::int64_t a, std::int64_t b) {
    return (a + b - 1) / b;
}

/// Adds up runs, each as long as the longer of its array time and its DRAM time.
/// Units of 1 / rate cycles, so that nothing is rounded before the end.
class RunSum {
  public:
    explicit RunSum(DramRate rate) : rate_(rate.bytesPer1024Cycles) {}

    void add(std::int64_t count, std::int64_t compute, std::int64_t bytes) {
        const std::int64_t array = compute * rate_, dram = bytes * 1024;
        (dram > array ? dram_ : array_) += count * std::max(array, dram);
    }
    std::int64_t dram() const { return dram_; }
    std::int64_t array() const { return array_; }

  private:
    std::int64_t rate_;
    std::int64_t dram_ = 0, array_ = 0;
};

/// A channel dimension cut into tiles: all but the last alike.
struct ChannelTiles {
    std::int64_t tiles = 1;
    std::int64_t full = 0, last = 0; ///< channels

    ChannelTiles(std::int64_t channels, std::int64_t tile)
        : tiles(ceilDiv(channels, tile)), full(tile), last(channels - (tiles - 1) * tile) {}
};

/// Bytes between array and buffers for one set of sums, by lanes that work: each reduction cycle reads a word
/// of inputs and one of weights, for each group of unrollIn input channels and each tap; each tile of input
/// channels writes the sums, and all but the first read them before.
std::int64_t arrayTrafficOfPass(const LayerShape& layer, const ArrayShape& array, std::int64_t groups,
                                std::int64_t inputTiles) {
    const std::int64_t lanes = layer.depthwise ? std::min(array.out, array.in) : array.out;
    const std::int64_t inputWord =
        (layer.depthwise ? lanes : array.in) * std::int64_t{array.pixels} * array.activationBytes;
    const std::int64_t weightWord =
        ceilDiv((layer.depthwise ? lanes : lanes * array.in) * array.weightBits, 8);
    return groups * layer.taps() * (inputWord + weightWord) +
           lanes * array.pixels * sumBytes * (2 * inputTiles - 1);
}

} // namespace

ArrayShape arrayShape(const Chunk& chunk, const PeCost& pe) {
    ArrayShape array;
    array.out = chunk.unrollOut;
    array.in = chunk.unrollIn;
    array.pixels = chunk.unrollPixels;
    array.weightBits = pe.weightBits;
    array.activationBytes = (pe.activationBits + 7) / 8;
    // Operand register, product, accumulator; then one stage for each level of the adder tree.
    array.ramp = 3 + std::bit_width(static_cast<unsigned>(chunk.unrollIn - 1));
    return array;
}

DramRate DramRate::of(const Platform& platform) {
    const double bytesPerCycle = platform.dramGigabytesPerSecond * 1000.0 / platform.clockMhz;
    return {std::max<std::int64_t>(1, static_cast<std::int64_t>(std::floor(bytesPerCycle * 1024.0)))};
}

bool validMapping(const LayerShape& layer, int batch, const Mapping& mapping) {
    return mapping.tileOut >= 1 && mapping.tileOut <= layer.outChannels && mapping.tileIn >= 1 &&
           mapping.tileIn <= layer.inChannels && (!layer.depthwise || mapping.tileIn == mapping.tileOut) &&
           validPixelTile(layer, batch, mapping.tileRows, mapping.tileColumns);
}

Footprint footprint(const LayerShape& layer, const ArrayShape& array, const PixelTiling& pixels, int tileOut,
                    int tileIn) {
    const std::int64_t weights = layer.taps() * tileOut * (layer.depthwise ? 1 : tileIn);
    return {tileIn * (pixels.maxInputPixels + std::int64_t{layer.scaled} * pixels.maxImages) *
                array.activationBytes,
            ceilDiv(weights * array.weightBits, 8) + tileOut * channelWordBytes,
            std::int64_t{tileOut} * pixels.maxPixels * sumBytes};
}

MappingCost mappingCost(const LayerShape& layer, const ArrayShape& array, DramRate rate,
                        const PixelTiling& px, int tileOut, int tileIn, Stationary stationary,
                        TimeShares* shares) {
    const bool depthwise = layer.depthwise;
    const std::int64_t taps = layer.taps(), act = array.activationBytes;
    const ChannelTiles o(layer.outChannels, tileOut);
    const ChannelTiles i = depthwise ? ChannelTiles(1, 1) : ChannelTiles(layer.inChannels, tileIn);

    // A pass: the array makes one sum for each of its (output channel, pixel) pairs. Depthwise, the PEs on
    // the diagonal of channels work.
    const std::int64_t lanes = depthwise ? std::min(array.out, array.in) : array.out;
    const std::int64_t passesFull = ceilDiv(o.full, lanes), passesLast = ceilDiv(o.last, lanes);
    const std::int64_t passesOut = (o.tiles - 1) * passesFull + passesLast;
    const auto reduction = [&](std::int64_t channels) {
        return depthwise ? taps : ceilDiv(channels, array.in) * taps;
    };
    const auto passCycles = [&](std::int64_t reduce) {
        return std::max<std::int64_t>(reduce + 1, array.pixels);
    };
    const std::int64_t reduceFull = reduction(i.full), reduceLast = reduction(i.last);
    const std::int64_t passFull = passCycles(reduceFull), passLast = passCycles(reduceLast);
    const std::int64_t passIn = (i.tiles - 1) * passFull + passLast;

    // Bytes of one tile: weights of (o, i); inputs, outputs and sums of a pixel class, for one channel.
    const auto weightTile = [&](std::int64_t out, std::int64_t in) {
        return ceilDiv(out * in * taps * array.weightBits, 8) + out * channelWordBytes;
    };
    const std::int64_t poolElements = std::int64_t{layer.pool} * layer.pool, gates = layer.scaled ? 1 : 0;
    const auto inputOf = [&](std::int64_t inputs, std::int64_t images) {
        return (inputs * poolElements + images * gates) * act;
    };
    const std::int64_t outFactor = act * (1 + layer.addend);
    const std::int64_t weightFF = weightTile(o.full, i.full), weightFL = weightTile(o.full, i.last),
                       weightLF = weightTile(o.last, i.full), weightLL = weightTile(o.last, i.last);
    const std::int64_t weightsOnce =
        (o.tiles - 1) * ((i.tiles - 1) * weightFF + weightFL) + (i.tiles - 1) * weightLF + weightLL;
    const std::int64_t inputOnce = inputOf(px.inputPixels, px.images), outOnce = px.pixels * outFactor,
                       sumsOnce = px.pixels * sumBytes; // of one channel
    const std::int64_t inChannels = depthwise ? layer.outChannels : layer.inChannels;

    std::array<std::int64_t, PixelTiling::maxClasses> passes;
    std::int64_t passesPixels = 0;
    for (int c = 0; c < px.classCount; ++c) {
        passes[c] = ceilDiv(px.classes[c].pixels, array.pixels);
        passesPixels += px.classes[c].count * passes[c];
    }

    // What nothing can overlap with: the first step's loads and the last step's store.
    const PixelClass& firstPixels = px.classes[px.first];
    const std::int64_t firstOut = o.tiles == 1 ? o.last : o.full, firstIn = i.tiles == 1 ? i.last : i.full;
    const std::int64_t fillBytes =
        weightTile(firstOut, firstIn) +
        (depthwise ? firstOut : firstIn) * inputOf(firstPixels.inputPixels, firstPixels.images);
    const std::int64_t drainBytes = o.last * px.classes[px.last].pixels * act;

    MappingCost cost;
    cost.computeCycles = passesOut * passesPixels * passIn + o.tiles * i.tiles * px.tiles * array.ramp;
    RunSum sum(rate);
    // The first and the last run (the same where there is one) are `exposed` bytes shorter than their kind
    // says.
    const auto run = [&](std::int64_t count, std::int64_t compute, std::int64_t bytes, bool first,
                         bool last) {
        if (!first && !last) {
            sum.add(count, compute, bytes);
            return;
        }
        const std::int64_t exposed = (first ? fillBytes : 0) + (last ? drainBytes : 0);
        sum.add(1, compute, bytes - exposed);
        if (count > 1)
            sum.add(count - 1, compute, bytes);
    };

    if (stationary == Stationary::Weights) { // for o, for i: weights stay while all pixels pass
        const bool keepInput = px.tiles == 1 && i.tiles == 1 && !depthwise;
        const bool spill = i.tiles > 1 && px.tiles > 1;
        cost.weightBytes = weightsOnce;
        cost.inputBytes = inChannels * inputOnce * (keepInput || depthwise ? 1 : o.tiles);
        cost.outputBytes = layer.outChannels * (outOnce + (spill ? 2 * (i.tiles - 1) * sumsOnce : 0));
        const auto runOf = [&](std::int64_t count, bool fullOut, bool firstO, bool lastO) {
            const std::int64_t out = fullOut ? o.full : o.last, passesO = fullOut ? passesFull : passesLast;
            const auto inner = [&](std::int64_t inCount, bool fullIn, bool firstI, bool lastI) {
                const std::int64_t in = fullIn ? i.full : i.last;
                std::int64_t bytes =
                    fullOut ? (fullIn ? weightFF : weightFL) : (fullIn ? weightLF : weightLL);
                if (!keepInput || firstO)
                    bytes += (depthwise ? out : in) * inputOnce;
                if (spill)
                    bytes += out * sumsOnce * ((firstI ? 0 : 1) + (lastI ? 0 : 1));
                if (lastI)
                    bytes += out * outOnce;
                const std::int64_t compute =
                    passesO * passesPixels * (fullIn ? passFull : passLast) + px.tiles * array.ramp;
                run(count * inCount, compute, bytes, firstO && firstI, lastO && lastI);
            };
            if (i.tiles == 1) {
                inner(1, false, true, true);
            } else {
                inner(1, true, true, false);
                if (i.tiles > 2)
                    inner(i.tiles - 2, true, false, false);
                inner(1, false, false, true);
            }
        };
        if (o.tiles == 1) {
            runOf(1, false, true, true);
        } else {
            runOf(1, true, true, false);
            if (o.tiles > 2)
                runOf(o.tiles - 2, true, false, false);
            runOf(1, false, false, true);
        }
    } else {
        // for pixels outermost: weights come again for each pixel tile, unless there is only one weight tile.
        const bool keepWeights = o.tiles == 1 && i.tiles == 1;
        cost.weightBytes = weightsOnce * (keepWeights ? 1 : px.tiles);
        const bool inputs = stationary == Stationary::Inputs || depthwise;
        // Inputs stay: for i, all output channels pass. Outputs stay: for o, all input channels pass.
        const bool spill = inputs && i.tiles > 1 && o.tiles > 1;
        const bool reload = !inputs && i.tiles > 1;
        cost.inputBytes = inChannels * inputOnce * (reload ? o.tiles : 1);
        cost.outputBytes = layer.outChannels * (outOnce + (spill ? 2 * (i.tiles - 1) * sumsOnce : 0));
        const std::int64_t weightsColumnFull = (o.tiles - 1) * weightFF + weightLF,
                           weightsColumnLast = (o.tiles - 1) * weightFL + weightLL;
        const std::int64_t weightsRowFull = (i.tiles - 1) * weightFF + weightFL,
                           weightsRowLast = (i.tiles - 1) * weightLF + weightLL;
        for (int c = 0; c < px.classCount; ++c) {
            const PixelClass& x = px.classes[c];
            const std::int64_t input = inputOf(x.inputPixels, x.images), out = x.pixels * outFactor,
                               sums = x.pixels * sumBytes;
            const bool firstX = c == px.first, lastX = c == px.last;
            // One run of this class for each of `times` indices of the middle loop.
            const auto runsOf = [&](std::int64_t times, std::int64_t compute, std::int64_t bytes,
                                    std::int64_t weights, bool firstInner, bool lastInner) {
                const bool first = firstX && firstInner, last = lastX && lastInner;
                const std::int64_t count = x.count * times;
                if (!keepWeights) {
                    if (first && last && count > 1) {
                        run(1, compute, bytes + weights, true, false);
                        run(count - 1, compute, bytes + weights, false, true);
                    } else {
                        run(count, compute, bytes + weights, first, last);
                    }
                    return;
                }
                // The only weight tile comes with the very first run.
                if (!first) {
                    run(count, compute, bytes, false, last);
                    return;
                }
                run(1, compute, bytes + weights, true, last && count == 1);
                if (count > 1)
                    run(count - 1, compute, bytes, false, last);
            };
            if (inputs) {
                const std::int64_t ramp = o.tiles * array.ramp;
                const auto inner = [&](std::int64_t times, bool fullIn, bool firstI, bool lastI) {
                    std::int64_t bytes = (depthwise ? layer.outChannels : fullIn ? i.full : i.last) * input;
                    if (spill)
                        bytes += layer.outChannels * sums * ((firstI ? 0 : 1) + (lastI ? 0 : 1));
                    if (lastI)
                        bytes += layer.outChannels * out;
                    runsOf(times, passesOut * passes[c] * (fullIn ? passFull : passLast) + ramp, bytes,
                           fullIn ? weightsColumnFull : weightsColumnLast, firstI, lastI);
                };
                if (i.tiles == 1) {
                    inner(1, false, true, true);
                } else {
                    inner(1, true, true, false);
                    if (i.tiles > 2)
                        inner(i.tiles - 2, true, false, false);
                    inner(1, false, false, true);
                }
            } else {
                const std::int64_t ramp = i.tiles * array.ramp;
                const auto inner = [&](std::int64_t times, bool fullOut, bool firstO, bool lastO) {
                    std::int64_t bytes = (fullOut ? o.full : o.last) * out;
                    if (reload || firstO)
                        bytes += layer.inChannels * input;
                    runsOf(times, (fullOut ? passesFull : passesLast) * passes[c] * passIn + ramp, bytes,
                           fullOut ? weightsRowFull : weightsRowLast, firstO, lastO);
                };
                if (o.tiles == 1) {
                    inner(1, false, true, true);
                } else {
                    inner(1, true, true, false);
                    if (o.tiles > 2)
                        inner(o.tiles - 2, true, false, false);
                    inner(1, false, false, true);
                }
            }
        }
    }

    const std::int64_t r = rate.bytesPer1024Cycles;
    cost.cycles = ceilDiv(sum.array() + sum.dram() + (fillBytes + drainBytes) * 1024, r);
    if (shares) {
        shares->fill = fillBytes * 1024 / r;
        shares->drain = drainBytes * 1024 / r;
        shares->dram = sum.dram() / r;
        shares->array = sum.array() / r;
        shares->work = cost.computeCycles;
        shares->ramp = o.tiles * i.tiles * px.tiles * array.ramp;
        shares->stall = passesOut * passesPixels *
                        ((i.tiles - 1) * (passFull - reduceFull - 1) + passLast - reduceLast - 1);
    }
    return cost;
}

MappingCost mappingCost(const LayerShape& layer, const ArrayShape& array, DramRate rate, int batch,
                        const Mapping& mapping, TimeShares* shares) {
    assert(validMapping(layer, batch, mapping));
    return mappingCost(layer, array, rate, tilePixels(layer, batch, mapping.tileRows, mapping.tileColumns),
                       mapping.tileOut, mapping.tileIn, mapping.stationary, shares);
}

std::array<std::int64_t, boundCount> waitsOf(const TimeShares& shares) {
    const auto ofArray = [&](std::int64_t part) {
        return shares.work > 0 ? part * shares.array / shares.work : 0;
    };
    std::array<std::int64_t, boundCount> waits{};
    const auto at = [&](Bound bound) -> std::int64_t& { return waits[static_cast<std::size_t>(bound)]; };
    at(Bound::Dram) = shares.fill + shares.drain + shares.dram;
    at(Bound::Buffer) = ofArray(shares.stall);
    at(Bound::Fill) = ofArray(shares.ramp);
    at(Bound::Compute) = shares.array - at(Bound::Buffer) - at(Bound::Fill);
    return waits;
}

Bound boundOf(const TimeShares& shares) {
    const auto waits = waitsOf(shares);
    return static_cast<Bound>(std::max_element(waits.begin(), waits.end()) - waits.begin());
}

std::int64_t bufferTraffic(const LayerShape& layer, const ArrayShape& array, int batch,
                           const Mapping& mapping, const MappingCost& cost) {
    const PixelTiling px = tilePixels(layer, batch, mapping.tileRows, mapping.tileColumns);
    const bool depthwise = layer.depthwise;
    const ChannelTiles o(layer.outChannels, mapping.tileOut);
    const ChannelTiles i = depthwise ? ChannelTiles(1, 1) : ChannelTiles(layer.inChannels, mapping.tileIn);
    const std::int64_t lanes = depthwise ? std::min(array.out, array.in) : array.out;
    const std::int64_t passesOut = (o.tiles - 1) * ceilDiv(o.full, lanes) + ceilDiv(o.last, lanes);
    std::int64_t passesPixels = 0;
    for (int c = 0; c < px.classCount; ++c)
        passesPixels += px.classes[c].count * ceilDiv(px.classes[c].pixels, array.pixels);
    const std::int64_t groups =
        depthwise ? 1 : (i.tiles - 1) * ceilDiv(i.full, array.in) + ceilDiv(i.last, array.in);
    return passesOut * passesPixels * arrayTrafficOfPass(layer, array, groups, i.tiles) + cost.dramBytes();
}

std::int64_t leastComputeCycles(const LayerShape& layer, const ArrayShape& array, int batch) {
    const std::int64_t lanes = layer.depthwise ? std::min(array.out, array.in) : array.out;
    const std::int64_t reduce =
        layer.depthwise ? layer.taps() : ceilDiv(layer.inChannels, array.in) * layer.taps();
    const std::int64_t pixels = std::int64_t{batch} * layer.outRows * layer.outColumns;
    return ceilDiv(layer.outChannels, lanes) * ceilDiv(pixels, array.pixels) *
               std::max<std::int64_t>(reduce + 1, array.pixels) +
           array.ramp;
}

std::int64_t leastArrayTraffic(const LayerShape& layer, const ArrayShape& array, int batch) {
    const std::int64_t lanes = layer.depthwise ? std::min(array.out, array.in) : array.out;
    const std::int64_t passes = ceilDiv(layer.outChannels, lanes) *
                                ceilDiv(std::int64_t{batch} * layer.outRows * layer.outColumns, array.pixels);
    return passes *
           arrayTrafficOfPass(layer, array, layer.depthwise ? 1 : ceilDiv(layer.inChannels, array.in), 1);
}

std::int64_t compulsoryBytes(const LayerShape& layer, const ArrayShape& array, int batch) {
    // Where windows do not touch, no tile smaller than a row needs the lines between them.
    const auto needed = [&](int outputs, int size) {
        std::int64_t lines = 0;
        for (int out = 0, done = 0; out < outputs; ++out) {
            const int begin = std::max(done, out * layer.stride - layer.padding);
            done = std::max(begin, std::min(size, out * layer.stride - layer.padding + layer.kernel));
            lines += done - begin;
        }
        return lines;
    };
    const std::int64_t inputs =
        batch * needed(layer.outRows, layer.inRows) * needed(layer.outColumns, layer.inColumns);
    const std::int64_t weights = layer.taps() * layer.outChannels * (layer.depthwise ? 1 : layer.inChannels);
    const std::int64_t outputs = std::int64_t{batch} * layer.outRows * layer.outColumns;
    return ceilDiv(weights * array.weightBits, 8) + layer.outChannels * channelWordBytes +
           layer.inChannels * (inputs * layer.pool * layer.pool + (layer.scaled ? batch : 0)) *
               array.activationBytes +
           layer.outChannels * outputs * (1 + layer.addend) * array.activationBytes;
}

} // namespace pairscape
