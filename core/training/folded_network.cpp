// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/folded_network.h"

#include "core/operators/integer_layers.h"
#include "core/operators/shift_weights.h"
#include "core/training/network_walk.h"
#include "core/training/quantisation.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace pairscape {

namespace {

/// Added to a variance before its root, as while training (norm_layer.h).
constexpr double varianceEpsilon = 1e-5;

double activationOf(Activation activation, double x) {
    switch (activation) {
    case Activation::Swish:
        return x / (1 + std::exp(-x));
    case Activation::HardSigmoid:
        return std::clamp(x + 3, 0.0, 6.0) / 6;
    case Activation::Relu:
        return std::max(x, 0.0);
    case Activation::None:
        break;
    }
    return x;
}

/// Walks a network (network_walk.h) with steps in place of maps: what one unit of the integers there is
/// worth.
class Folding {
  public:
    using Map = double;

    Folding(FoldedNetwork& folded, const std::function<LayerFloats(std::size_t)>& floats,
            std::span<const double> ranges)
        : folded_(folded), floats_(floats), ranges_(ranges), places_(folded.network) {}

    double layer(int index, double step) {
        const auto at = static_cast<std::size_t>(index);
        const Layer& l = folded_.network.layers[at];
        FoldedLayer& to = folded_.layers[at];
        const LayerFloats from = floats_(at);
        const double unit = weights(l, at, from, step, to);
        if (index == folded_.network.classifier) {
            folded_.logitStep = unit;
            for (int c = 0; c < l.outChannels; ++c)
                folded_.logitOffsets.push_back(static_cast<std::int32_t>(std::llrint(
                    from.bias.empty() ? 0.0
                                      : static_cast<double>(from.bias[static_cast<std::size_t>(c)]) / unit)));
            return unit;
        }
        const double outputStep = stepOf(ranges_[places_.output(at)], activationBits);
        const double sumStep =
            hasTable(l.activation) ? stepOf(ranges_[places_.beforeTable(at)], tableBits) : outputStep;
        for (std::size_t c = 0; c < static_cast<std::size_t>(l.outChannels); ++c) {
            double factor = unit, addend = from.bias.empty() ? 0.0 : static_cast<double>(from.bias[c]);
            if (l.batchNorm) {
                factor *= static_cast<double>(from.scale[c]) /
                          std::sqrt(static_cast<double>(from.variance[c]) + varianceEpsilon);
                addend =
                    static_cast<double>(from.shift[c]) - static_cast<double>(from.mean[c]) * (factor / unit);
            }
            to.affine.push_back(fixedAffine(factor / sumStep, addend / sumStep));
        }
        to.positiveOnly = l.activation == Activation::Relu;
        if (hasTable(l.activation))
            for (int z = -(1 << (tableBits - 1)); z < 1 << (tableBits - 1); ++z)
                to.table.push_back(static_cast<std::int8_t>(clampToBits(
                    std::llrint(activationOf(l.activation, z * sumStep) / outputStep), activationBits)));
        return outputStep;
    }

    double mean(int block, double step) {
        const double own = stepOf(ranges_[places_.mean(block)], activationBits);
        const NetworkBlock& last = folded_.network.blocks[static_cast<std::size_t>(
            block < 0 ? static_cast<int>(folded_.network.blocks.size()) - 1 : block)];
        const double pixels = static_cast<double>(last.outHeight) * last.outWidth;
        (block < 0 ? folded_.globalMean : folded_.blocks[static_cast<std::size_t>(block)].mean) =
            fixedAffine(step / (own * pixels));
        return own;
    }

    double windowMean(int block, double step, int stride) {
        const double own = stepOf(ranges_[places_.windowMean(block)], activationBits);
        auto& byPixels = folded_.blocks[static_cast<std::size_t>(block)].windowMean;
        byPixels.resize(1);
        for (int pixels = 1; pixels <= stride * stride; ++pixels)
            byPixels.push_back(fixedAffine(step / (own * pixels)));
        return own;
    }

    double gate(int block, double step, double gateStep) {
        const double own = stepOf(ranges_[places_.gate(block)], activationBits);
        folded_.blocks[static_cast<std::size_t>(block)].gate = fixedAffine(step * gateStep / own);
        return own;
    }

    double add(int block, double step, double aroundStep) {
        const double own = stepOf(ranges_[places_.sum(block)], activationBits);
        FoldedBlock& to = folded_.blocks[static_cast<std::size_t>(block)];
        to.sumMap = fixedAffine(step / own);
        to.sumAround = fixedAffine(aroundStep / own);
        // One shift for the sum of both products: the smaller of the two.
        const int shift = std::min(to.sumMap.shift, to.sumAround.shift);
        for (FixedAffine* one : {&to.sumMap, &to.sumAround}) {
            one->multiplier = shiftRounded(one->multiplier, one->shift - shift);
            one->shift = shift;
        }
        return own;
    }

  private:
    /// Integer weights of a layer; returns what one unit of its sums is worth.
    double weights(const Layer& l, std::size_t at, const LayerFloats& from, double step, FoldedLayer& to) {
        double largest = 0;
        for (const float w : from.weight)
            largest = std::max(largest, std::abs(static_cast<double>(w)));
        if (l.op == OperatorType::Shift) {
            int largestExponent = 0;
            std::frexp(static_cast<double>(quantizeShiftWeight(static_cast<float>(largest))),
                       &largestExponent);
            --largestExponent; // a power of two is 1/2 * 2^exponent
            eachWeight(l, [&](std::size_t i) {
                to.shifts.push_back(toShiftWeight(quantizeShiftWeight(from.weight[i]), largestExponent));
            });
            return step * std::ldexp(1.0, largestExponent - shiftReach);
        }
        const bool adder = l.op == OperatorType::Adder;
        const int bits = adder ? adderBits : convWeightBits;
        const double own = stepOf(adder ? std::max(largest, ranges_[places_.input(at)]) : largest, bits);
        eachWeight(l, [&](std::size_t i) {
            to.weights.push_back(toInteger(from.weight[i], static_cast<float>(own), bits));
        });
        if (!adder)
            return step * static_cast<double>(static_cast<float>(own));
        to.toInput = fixedAffine(step / static_cast<double>(static_cast<float>(own)));
        return static_cast<double>(static_cast<float>(own));
    }

    /// Indices of [out][in][kernel][kernel] in the order [out][kernel][kernel][in].
    template <class Visit>
    static void eachWeight(const Layer& l, const Visit& visit) {
        const int in = l.inChannels / l.groups, taps = l.kernel * l.kernel;
        for (int m = 0; m < l.outChannels; ++m)
            for (int t = 0; t < taps; ++t)
                for (int c = 0; c < in; ++c)
                    visit(static_cast<std::size_t>((m * in + c) * taps + t));
    }

    FoldedNetwork& folded_;
    const std::function<LayerFloats(std::size_t)>& floats_;
    std::span<const double> ranges_;
    QuantisedPlaces places_;
};

/// Integers of a batch, [batch][height][width][channels].
struct IntegerMap {
    std::int64_t batch = 0, height = 1, width = 1, channels = 0;
    std::vector<std::int8_t> values;

    std::int64_t pixels() const { return height * width; }
};

std::int8_t narrowed(std::int64_t value, int bits) {
    return static_cast<std::int8_t>(clampToBits(value, bits));
}

/// One pass in integers.
class IntegerPass {
  public:
    using Map = IntegerMap;

    explicit IntegerPass(const FoldedNetwork& folded) : folded_(folded) {}

    IntegerMap layer(int index, const IntegerMap& input) {
        const auto at = static_cast<std::size_t>(index);
        const Layer& l = folded_.network.layers[at];
        const FoldedLayer& f = folded_.layers[at];
        LayerShape shape;
        shape.batch = input.batch;
        shape.inChannels = input.channels;
        shape.outChannels = l.outChannels;
        shape.inHeight = input.height;
        shape.inWidth = input.width;
        shape.kernel = l.kernel;
        shape.stride = l.stride;
        shape.padding = l.padding;
        shape.groups = l.groups;
        sums_.resize(static_cast<std::size_t>(shape.outputElements()));
        if (l.op == OperatorType::Shift) {
            integerShiftForward(shape, input.values, f.shifts, sums_);
        } else if (l.op == OperatorType::Conv) {
            integerConvForward(shape, input.values, f.weights, sums_);
        } else {
            std::vector<std::int8_t> own(input.values.size());
            std::ranges::transform(input.values, own.begin(),
                                   [&](std::int8_t x) { return narrowed(f.toInput.of(x), adderBits); });
            integerAdderForward(shape, own, f.weights, sums_);
        }
        IntegerMap out{input.batch, shape.outHeight(), shape.outWidth(), shape.outChannels, {}};
        if (index == folded_.network.classifier) // logits stay sums
            return out;
        out.values.resize(sums_.size());
        const auto channels = static_cast<std::size_t>(shape.outChannels);
        for (std::size_t i = 0; i < sums_.size(); ++i) {
            const std::int64_t y = f.affine[i % channels].of(sums_[i]);
            if (!f.table.empty())
                out.values[i] =
                    f.table[static_cast<std::size_t>(clampToBits(y, tableBits) + (1 << (tableBits - 1)))];
            else
                out.values[i] = narrowed(f.positiveOnly ? std::max<std::int64_t>(y, 0) : y, activationBits);
        }
        return out;
    }

    IntegerMap mean(int block, const IntegerMap& map) {
        const FixedAffine& factor =
            block < 0 ? folded_.globalMean : folded_.blocks[static_cast<std::size_t>(block)].mean;
        IntegerMap out{map.batch, 1, 1, map.channels, {}};
        for (std::int64_t n = 0; n < map.batch; ++n)
            for (std::int64_t c = 0; c < map.channels; ++c) {
                std::int64_t sum = 0;
                for (std::int64_t p = 0; p < map.pixels(); ++p)
                    sum += map.values[static_cast<std::size_t>((n * map.pixels() + p) * map.channels + c)];
                out.values.push_back(narrowed(factor.of(sum), activationBits));
            }
        return out;
    }

    IntegerMap windowMean(int block, const IntegerMap& map, int stride) {
        const auto& factors = folded_.blocks[static_cast<std::size_t>(block)].windowMean;
        IntegerMap out{map.batch,
                       (map.height + stride - 1) / stride,
                       (map.width + stride - 1) / stride,
                       map.channels,
                       {}};
        for (std::int64_t n = 0; n < map.batch; ++n)
            for (std::int64_t y = 0; y < map.height; y += stride)
                for (std::int64_t x = 0; x < map.width; x += stride)
                    for (std::int64_t c = 0; c < map.channels; ++c) {
                        std::int64_t sum = 0;
                        std::size_t pixels = 0;
                        for (std::int64_t r = y; r < std::min(y + stride, map.height); ++r)
                            for (std::int64_t q = x; q < std::min(x + stride, map.width); ++q, ++pixels)
                                sum += map.values[static_cast<std::size_t>(
                                    ((n * map.height + r) * map.width + q) * map.channels + c)];
                        out.values.push_back(narrowed(factors[pixels].of(sum), activationBits));
                    }
        return out;
    }

    IntegerMap gate(int block, const IntegerMap& map, const IntegerMap& gates) {
        const FixedAffine& factor = folded_.blocks[static_cast<std::size_t>(block)].gate;
        IntegerMap out = map;
        const std::int64_t row = map.channels * map.pixels();
        for (std::size_t i = 0; i < out.values.size(); ++i) {
            const std::int64_t n = static_cast<std::int64_t>(i) / row,
                               c = static_cast<std::int64_t>(i) % map.channels;
            const std::int64_t product =
                std::int64_t{map.values[i]} * gates.values[static_cast<std::size_t>(n * map.channels + c)];
            out.values[i] = narrowed(factor.of(product), activationBits);
        }
        return out;
    }

    IntegerMap add(int block, const IntegerMap& map, const IntegerMap& around) {
        const FoldedBlock& f = folded_.blocks[static_cast<std::size_t>(block)];
        IntegerMap out = map;
        for (std::size_t i = 0; i < out.values.size(); ++i)
            out.values[i] = narrowed(
                shiftRounded(f.sumMap.multiplier * map.values[i] + f.sumAround.multiplier * around.values[i],
                             f.sumMap.shift),
                activationBits);
        return out;
    }

    /// Sums of the layer that ran last.
    const std::vector<std::int32_t>& sums() const { return sums_; }

  private:
    const FoldedNetwork& folded_;
    std::vector<std::int32_t> sums_;
};

} // namespace

FoldedNetwork foldNetwork(const Network& network, const std::function<LayerFloats(std::size_t)>& floats,
                          std::span<const double> ranges) {
    FoldedNetwork folded;
    folded.network = network;
    folded.layers.resize(network.layers.size());
    folded.blocks.resize(network.blocks.size());
    folded.imageStep = static_cast<float>(stepOf(ranges[QuantisedPlaces(network).images()], activationBits));
    Folding folding(folded, floats, ranges);
    walkNetwork(network, static_cast<double>(folded.imageStep), folding);
    return folded;
}

std::vector<std::int32_t> integerLogits(const FoldedNetwork& network, std::span<const float> images,
                                        std::int64_t batch) {
    const std::int64_t size = network.network.inputSize, channels = network.network.inputChannels;
    IntegerMap map{batch, size, size, channels, std::vector<std::int8_t>(images.size())};
    std::size_t at = 0;
    for (std::int64_t n = 0; n < batch; ++n)
        for (std::int64_t p = 0; p < size * size; ++p)
            for (std::int64_t c = 0; c < channels; ++c)
                map.values[at++] =
                    toInteger(images[static_cast<std::size_t>((n * channels + c) * size * size + p)],
                              network.imageStep, activationBits);
    IntegerPass pass(network);
    walkNetwork(network.network, map, pass);
    std::vector<std::int32_t> logits = pass.sums();
    for (std::size_t i = 0; i < logits.size(); ++i)
        logits[i] += network.logitOffsets[i % network.logitOffsets.size()];
    return logits;
}

} // namespace pairscape
