// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/accelerator/mapping_runs.h"

#include <algorithm>
#include <cassert>

namespace pairscape {

namespace {

constexpr std::int64_t ceilDiv(std::int64_t a, std::int64_t b) {
    return (a + b - 1) / b;
}

/// A channel dimension cut into tiles, in order.
std::vector<std::int64_t> cut(std::int64_t channels, std::int64_t tile) {
    std::vector<std::int64_t> tiles;
    for (std::int64_t from = 0; from < channels; from += tile)
        tiles.push_back(std::min(tile, channels - from));
    return tiles;
}

/// What the loops of one mapping load, compute and store (docs/cost-model.md, Mapping).
class Walker {
  public:
    Walker(const LayerShape& layer, const ArrayShape& array, int batch, const Mapping& mapping)
        : layer_(layer), array_(array), outs_(cut(layer.outChannels, mapping.tileOut)),
          ins_(layer.depthwise ? std::vector<std::int64_t>{1} : cut(layer.inChannels, mapping.tileIn)),
          pixels_(pixelTilesInOrder(layer, batch, mapping.tileRows, mapping.tileColumns)) {}

    LayerRuns walk(Stationary stationary) {
        if (stationary == Stationary::Weights)
            weightsStay();
        else if (stationary == Stationary::Inputs || layer_.depthwise)
            inputsStay();
        else
            outputsStay();
        result_.fillBytes = weightBytes(outs_.front(), ins_.front()) +
                            inputBytes(pixels_.front(), layer_.depthwise ? outs_.front() : ins_.front());
        result_.drainBytes = outs_.back() * pixels_.back().pixels * array_.activationBytes;
        result_.runs.front().dramBytes -= result_.fillBytes;
        result_.runs.back().dramBytes -= result_.drainBytes;
        return std::move(result_);
    }

  private:
    std::int64_t weightBytes(std::int64_t out, std::int64_t in) const {
        return ceilDiv(out * in * layer_.taps() * array_.weightBits, 8) + out * channelWordBytes;
    }
    std::int64_t inputBytes(const PixelClass& tile, std::int64_t channels) const {
        return channels * array_.activationBytes *
               (std::int64_t{tile.inputPixels} * layer_.pool * layer_.pool +
                (layer_.scaled ? tile.images : 0));
    }
    std::int64_t outputBytes(const PixelClass& tile, std::int64_t channels) const {
        return channels * tile.pixels * array_.activationBytes * (1 + layer_.addend);
    }
    std::int64_t passes(const PixelClass& tile, std::int64_t out) const {
        const std::int64_t lanes = layer_.depthwise ? std::min(array_.out, array_.in) : array_.out;
        return ceilDiv(out, lanes) * ceilDiv(tile.pixels, array_.pixels);
    }
    std::int64_t passCycles(std::int64_t in) const {
        const std::int64_t reduction = layer_.taps() * (layer_.depthwise ? 1 : ceilDiv(in, array_.in));
        return std::max<std::int64_t>(reduction + 1, array_.pixels);
    }
    std::int64_t stepCycles(const PixelClass& tile, std::int64_t out, std::int64_t in) const {
        return passes(tile, out) * passCycles(in) + array_.ramp;
    }
    /// Sums that wait in DRAM while other tiles pass: read before all but the first tile of inputs, written
    /// after all but the last.
    std::int64_t spillBytes(const PixelClass& tile, std::int64_t out, std::size_t i) const {
        return out * tile.pixels * sumBytes * ((i > 0 ? 1 : 0) + (i + 1 < ins_.size() ? 1 : 0));
    }

    void weightsStay() {
        const bool keepInput = pixels_.size() == 1 && ins_.size() == 1 && !layer_.depthwise;
        const bool spill = ins_.size() > 1 && pixels_.size() > 1;
        for (std::size_t o = 0; o < outs_.size(); ++o)
            for (std::size_t i = 0; i < ins_.size(); ++i) {
                LayerRun run;
                run.dramBytes = weightBytes(outs_[o], ins_[i]);
                for (const PixelClass& tile : pixels_) {
                    run.arrayCycles += stepCycles(tile, outs_[o], ins_[i]);
                    if (!keepInput || o == 0)
                        run.dramBytes += inputBytes(tile, layer_.depthwise ? outs_[o] : ins_[i]);
                    if (spill)
                        run.dramBytes += spillBytes(tile, outs_[o], i);
                    if (i + 1 == ins_.size())
                        run.dramBytes += outputBytes(tile, outs_[o]);
                }
                result_.runs.push_back(run);
            }
    }

    /// Whether this run loads the weights: all do, unless one tile holds them all.
    bool loadsWeights() const { return outs_.size() * ins_.size() > 1 || result_.runs.empty(); }

    void inputsStay() {
        const bool spill = ins_.size() > 1 && outs_.size() > 1;
        for (const PixelClass& tile : pixels_)
            for (std::size_t i = 0; i < ins_.size(); ++i) {
                LayerRun run;
                run.dramBytes = layer_.depthwise ? 0 : inputBytes(tile, ins_[i]);
                for (const std::int64_t out : outs_) {
                    run.arrayCycles += stepCycles(tile, out, ins_[i]);
                    if (layer_.depthwise)
                        run.dramBytes += inputBytes(tile, out);
                    if (loadsWeights())
                        run.dramBytes += weightBytes(out, ins_[i]);
                    if (spill)
                        run.dramBytes += spillBytes(tile, out, i);
                    if (i + 1 == ins_.size())
                        run.dramBytes += outputBytes(tile, out);
                }
                result_.runs.push_back(run);
            }
    }

    void outputsStay() {
        for (const PixelClass& tile : pixels_)
            for (std::size_t o = 0; o < outs_.size(); ++o) {
                LayerRun run;
                run.dramBytes = outputBytes(tile, outs_[o]);
                for (const std::int64_t in : ins_) {
                    run.arrayCycles += stepCycles(tile, outs_[o], in);
                    if (ins_.size() > 1 || o == 0)
                        run.dramBytes += inputBytes(tile, in);
                    if (loadsWeights())
                        run.dramBytes += weightBytes(outs_[o], in);
                }
                result_.runs.push_back(run);
            }
    }

    const LayerShape& layer_;
    const ArrayShape& array_;
    std::vector<std::int64_t> outs_, ins_;
    std::vector<PixelClass> pixels_;
    LayerRuns result_;
};

} // namespace

LayerRuns runsOf(const LayerShape& layer, const ArrayShape& array, int batch, const Mapping& mapping) {
    assert(validMapping(layer, batch, mapping));
    return Walker(layer, array, batch, mapping).walk(mapping.stationary);
}

std::int64_t cyclesAlone(const LayerRuns& layer, DramRate rate) {
    std::int64_t units = (layer.fillBytes + layer.drainBytes) * 1024;
    for (const LayerRun& run : layer.runs)
        units += std::max(run.arrayCycles * rate.bytesPer1024Cycles, run.dramBytes * 1024);
    return ceilDiv(units, rate.bytesPer1024Cycles);
}

} // namespace pairscape
