// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/accelerator/mapping_oracle.h"

#include <array>
#include <map>
#include <set>
#include <vector>

namespace pairscape {

namespace {

/// A piece of a dimension: [from, to).
struct Span {
    int from = 0, to = 0;
    int size() const { return to - from; }
};

std::vector<Span> cut(int size, int tile) {
    std::vector<Span> spans;
    for (int from = 0; from < size; from += tile)
        spans.push_back({from, std::min(size, from + tile)});
    return spans;
}

/// A tile of output pixels: images, rows, columns.
struct PixelTile {
    Span images, rows, columns;
    std::int64_t pixels() const { return std::int64_t{images.size()} * rows.size() * columns.size(); }
};

std::vector<PixelTile> pixelTiles(const LayerShape& layer, int batch, const Mapping& mapping) {
    std::vector<PixelTile> tiles;
    const int images = std::max(1, mapping.tileRows / layer.outRows);
    for (const Span& group : cut(batch, images))
        for (const Span& rows : cut(layer.outRows, mapping.tileRows))
            for (const Span& columns : cut(layer.outColumns, mapping.tileColumns))
                tiles.push_back({group, rows, columns});
    return tiles;
}

/// Input lines between the first and the last that the output lines touch, padding left out.
std::int64_t linesTouched(const Span& outputs, const LayerShape& layer, int size) {
    std::set<int> touched;
    for (int out = outputs.from; out < outputs.to; ++out)
        for (int tap = 0; tap < layer.kernel; ++tap) {
            const int line = out * layer.stride - layer.padding + tap;
            if (line >= 0 && line < size)
                touched.insert(line);
        }
    return touched.empty() ? 0 : *touched.rbegin() - *touched.begin() + 1;
}

/// Counts steps in the order in which the controller takes them.
class Walk {
  public:
    Walk(const LayerShape& layer, const ArrayShape& array, DramRate rate, int batch, const Mapping& mapping)
        : layer_(layer), array_(array), rate_(rate), mapping_(mapping),
          outs_(cut(layer.outChannels, mapping.tileOut)),
          ins_(cut(layer.depthwise ? 1 : layer.inChannels, layer.depthwise ? 1 : mapping.tileIn)),
          tiles_(pixelTiles(layer, batch, mapping)) {}

    MappingWalk walk() {
        const std::vector<Step> steps = order();
        for (std::size_t n = 0; n < steps.size(); ++n) {
            const Step* next = n + 1 < steps.size() ? &steps[n + 1] : nullptr;
            take(steps[n], next);
            if (!next || next->run != steps[n].run) {
                runs_.push_back(run_);
                run_ = {};
            }
        }
        finish();
        return result_;
    }

  private:
    struct Run {
        std::int64_t cycles = 0, bytes = 0;
    };

    struct Step {
        int out = 0, in = 0, pixels = 0; ///< tile indices
        std::array<int, 2> run{};        ///< indices of the two outer loops
    };

    std::vector<Step> order() const {
        const int o = static_cast<int>(outs_.size()), i = static_cast<int>(ins_.size()),
                  x = static_cast<int>(tiles_.size());
        std::vector<Step> steps;
        // Without a reduction over channels, inputs and outputs stay together.
        const Stationary stays = layer_.depthwise && mapping_.stationary == Stationary::Outputs
                                     ? Stationary::Inputs
                                     : mapping_.stationary;
        switch (stays) {
        case Stationary::Weights:
            for (int a = 0; a < o; ++a)
                for (int b = 0; b < i; ++b)
                    for (int c = 0; c < x; ++c)
                        steps.push_back({a, b, c, {a, b}});
            break;
        case Stationary::Inputs:
            for (int c = 0; c < x; ++c)
                for (int b = 0; b < i; ++b)
                    for (int a = 0; a < o; ++a)
                        steps.push_back({a, b, c, {c, b}});
            break;
        case Stationary::Outputs:
            for (int c = 0; c < x; ++c)
                for (int a = 0; a < o; ++a)
                    for (int b = 0; b < i; ++b)
                        steps.push_back({a, b, c, {c, a}});
            break;
        }
        return steps;
    }

    std::int64_t inputBytes(const PixelTile& tile, std::int64_t channels) const {
        const std::int64_t lines = linesTouched(tile.rows, layer_, layer_.inRows),
                           columns = linesTouched(tile.columns, layer_, layer_.inColumns);
        std::int64_t elements = 0;
        for (int image = tile.images.from; image < tile.images.to; ++image) {
            elements += lines * columns * layer_.pool * layer_.pool;
            elements += layer_.scaled ? 1 : 0;
        }
        return channels * elements * array_.activationBytes;
    }

    void take(const Step& step, const Step* next) {
        const int a = step.out, b = step.in, c = step.pixels;
        const Span &out = outs_[a], &in = ins_[b];
        const PixelTile& tile = tiles_[c];
        const std::int64_t inChannels = layer_.depthwise ? out.size() : in.size();

        // Loads: whatever the buffers do not hold already.
        const std::array<int, 2> inputId = {layer_.depthwise ? a : b, c}, weightId = {a, b},
                                 outputId = {a, c};
        if (inputId != inputHeld_) {
            const std::int64_t bytes = inputBytes(tile, inChannels);
            result_.cost.inputBytes += bytes;
            load(bytes);
            inputHeld_ = inputId;
            const std::int64_t pooled =
                inChannels * array_.activationBytes *
                (linesTouched(tile.rows, layer_, layer_.inRows) *
                     linesTouched(tile.columns, layer_, layer_.inColumns) * tile.images.size() +
                 (layer_.scaled ? tile.images.size() : 0));
            result_.largest.input = std::max(result_.largest.input, pooled);
        }
        if (weightId != weightHeld_) {
            const std::int64_t bits =
                std::int64_t{out.size()} * in.size() * layer_.kernel * layer_.kernel * array_.weightBits;
            const std::int64_t bytes = (bits + 7) / 8 + out.size() * channelWordBytes;
            result_.cost.weightBytes += bytes;
            load(bytes);
            weightHeld_ = weightId;
            result_.largest.weight = std::max(result_.largest.weight, bytes);
        }
        if (outputId != outputHeld_) {
            outputHeld_ = outputId;
            if (done_[outputId] > 0) { // partial sums come back
                result_.cost.outputBytes += sumsOf(outputId);
                run_.bytes += sumsOf(outputId);
            }
            result_.largest.output = std::max(result_.largest.output, sumsOf(outputId));
        }
        firstStep_ = false;

        compute(out, in, tile);
        if (++done_[outputId] == static_cast<int>(ins_.size())) { // complete: added to, rounded and stored
            const std::int64_t elements = out.size() * tile.pixels();
            lastStore_ = elements * array_.activationBytes;
            const std::int64_t bytes = lastStore_ * (1 + layer_.addend);
            result_.cost.outputBytes += bytes;
            run_.bytes += bytes;
            outputHeld_ = nothing;
        } else if (next &&
                   outputId != std::array<int, 2>{next->out, next->pixels}) { // spilled for another tile
            result_.cost.outputBytes += sumsOf(outputId);
            run_.bytes += sumsOf(outputId);
            outputHeld_ = nothing;
        }
    }

    void compute(const Span& out, const Span& in, const PixelTile& tile) {
        const int lanes = layer_.depthwise ? std::min(array_.out, array_.in) : array_.out;
        std::int64_t cycles = array_.ramp;
        const bool accumulates = done_[outputHeld_] > 0;
        for (const Span& channels : cut(out.size(), lanes))
            for (std::int64_t pixel = 0; pixel < tile.pixels(); pixel += array_.pixels) {
                const std::int64_t pixels = std::min<std::int64_t>(array_.pixels, tile.pixels() - pixel);
                std::int64_t reduction = 0;
                for (const Span& inputs : cut(in.size(), layer_.depthwise ? 1 : array_.in))
                    for (int tap = 0; tap < layer_.kernel * layer_.kernel; ++tap) {
                        ++reduction;
                        result_.macs += std::int64_t{channels.size()} * inputs.size() * pixels;
                        const std::int64_t word = layer_.depthwise ? lanes : array_.in;
                        result_.bufferTraffic += word * array_.pixels * array_.activationBytes;
                        result_.bufferTraffic +=
                            (word * (layer_.depthwise ? 1 : lanes) * array_.weightBits + 7) / 8;
                    }
                // One cycle clears the accumulators; the port takes a pixel's sums each cycle.
                cycles += std::max<std::int64_t>(reduction + 1, array_.pixels);
                result_.bufferTraffic +=
                    std::int64_t{lanes} * array_.pixels * sumBytes * (accumulates ? 2 : 1);
            }
        result_.cost.computeCycles += cycles;
        run_.cycles += cycles;
    }

    std::int64_t sumsOf(const std::array<int, 2>& id) const {
        return outs_[id[0]].size() * tiles_[id[1]].pixels() * sumBytes;
    }

    void load(std::int64_t bytes) {
        if (firstStep_)
            fill_ += bytes;
        else
            run_.bytes += bytes;
    }

    void finish() {
        runs_.back().bytes -= lastStore_; // nothing is left to overlap with
        std::int64_t units = 0;
        for (const Run& run : runs_)
            units += std::max(run.cycles * rate_.bytesPer1024Cycles, run.bytes * 1024);
        units += (fill_ + lastStore_) * 1024;
        result_.cost.cycles = (units + rate_.bytesPer1024Cycles - 1) / rate_.bytesPer1024Cycles;
        result_.bufferTraffic += result_.cost.dramBytes();
        result_.runs = {fill_, {}, lastStore_};
        for (const Run& run : runs_)
            result_.runs.runs.push_back({run.cycles, run.bytes});
    }

    static constexpr std::array<int, 2> nothing = {-1, -1};

    const LayerShape& layer_;
    const ArrayShape& array_;
    DramRate rate_;
    const Mapping& mapping_;
    std::vector<Span> outs_, ins_;
    std::vector<PixelTile> tiles_;

    MappingWalk result_;
    std::array<int, 2> inputHeld_ = nothing, weightHeld_ = nothing, outputHeld_ = nothing;
    std::map<std::array<int, 2>, int> done_; ///< reduction steps of each output tile
    std::vector<Run> runs_;
    Run run_;
    bool firstStep_ = true;
    std::int64_t fill_ = 0, lastStore_ = 0;
};

} // namespace

MappingWalk walkMapping(const LayerShape& layer, const ArrayShape& array, DramRate rate, int batch,
                        const Mapping& mapping) {
    return Walk(layer, array, rate, batch, mapping).walk();
}

} // namespace pairscape
