// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What happens between the layers, against double precision loops over (image, channel, row, column).

#include "core/operators/kernels/map_kernels.h"

#include "core/base/random.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <vector>

namespace pairscape {
namespace {

using kernels::MapShape;

MapShape arbitraryMap() {
    MapShape shape;
    shape.channels = *rc::gen::inRange<std::int64_t>(1, 6);
    shape.height = *rc::gen::inRange<std::int64_t>(1, 8);
    shape.width = *rc::gen::inRange<std::int64_t>(1, 8);
    shape.parts = *rc::gen::inRange<std::int64_t>(1, 4);
    shape.batch = shape.parts * *rc::gen::elementOf(std::vector<std::int64_t>{1, 2, 3, 16});
    return shape;
}

std::vector<float> drawnNormals(std::int64_t count, std::uint64_t seed, float offset = 0) {
    std::vector<float> values(static_cast<std::size_t>(count));
    RandomStream({seed}).fillNormal(values);
    for (float& value : values)
        value += offset;
    return values;
}

double slowActivation(Activation activation, double x) {
    switch (activation) {
    case Activation::None:
        return x;
    case Activation::Relu:
        return std::max(x, 0.0);
    case Activation::Swish:
        return x / (1 + std::exp(-x));
    case Activation::HardSigmoid:
        return std::min(std::max(x + 3, 0.0), 6.0) / 6;
    }
    return 0;
}

const std::vector<Activation> activations = {Activation::None, Activation::Relu, Activation::Swish,
                                             Activation::HardSigmoid};

} // namespace

RC_GTEST_PROP(MapKernels, BatchNormTakesEachPartsOwnStatistics, ()) {
    const MapShape shape = arbitraryMap();
    const Activation activation = *rc::gen::elementOf(activations);
    // Adder layers put the mean far from zero.
    const float offset = *rc::gen::elementOf(std::vector<float>{0.0F, -500.0F});
    const std::vector<float> before = drawnNormals(shape.elements(), *rc::gen::arbitrary<std::uint32_t>(), offset);
    std::vector<float> map = before;
    std::vector<double> variances(static_cast<std::size_t>(shape.channels * shape.parts));
    kernels::normalizeAndActivate(shape, activation, map.data(), variances.data(), 0, shape.channels);

    const std::int64_t part = shape.batch / shape.parts;
    const auto count = static_cast<double>(part * shape.pixels());
    for (std::int64_t p = 0; p < shape.parts; ++p)
        for (std::int64_t c = 0; c < shape.channels; ++c) {
            const auto at = [&](std::int64_t pixel, std::int64_t n) {
                return static_cast<std::size_t>((c * shape.pixels() + pixel) * shape.batch + p * part + n);
            };
            double mean = 0, variance = 0;
            for (std::int64_t pixel = 0; pixel < shape.pixels(); ++pixel)
                for (std::int64_t n = 0; n < part; ++n)
                    mean += static_cast<double>(before[at(pixel, n)]) / count;
            for (std::int64_t pixel = 0; pixel < shape.pixels(); ++pixel)
                for (std::int64_t n = 0; n < part; ++n)
                    variance += std::pow(static_cast<double>(before[at(pixel, n)]) - mean, 2) / count;
            RC_ASSERT(std::abs(variances[static_cast<std::size_t>(p * shape.channels + c)] - variance) <=
                      1e-6 * variance + 1e-9);
            for (std::int64_t pixel = 0; pixel < shape.pixels(); ++pixel)
                for (std::int64_t n = 0; n < part; ++n) {
                    const double x = static_cast<double>(before[at(pixel, n)]);
                    const double y = slowActivation(activation, (x - mean) / std::sqrt(variance + 1e-5));
                    // A float mean near -500 is known to 3e-5; a variance of almost nothing magnifies it by
                    // 1/sqrt(1e-5).
                    const double scale = 1 / std::sqrt(variance + 1e-5);
                    const double slack = 2e-6 * (1 + std::abs(y)) + (offset != 0 ? 4e-5 * scale : 0.0);
                    RC_ASSERT(std::abs(static_cast<double>(map[at(pixel, n)]) - y) <= slack);
                }
        }
}

RC_GTEST_PROP(MapKernels, ActivationAloneIsItsFormula, ()) {
    const MapShape shape = arbitraryMap();
    const Activation activation = *rc::gen::elementOf(activations);
    std::vector<float> before = drawnNormals(shape.elements(), *rc::gen::arbitrary<std::uint32_t>());
    for (float& x : before)
        x *= 20;
    std::vector<float> map = before;
    const std::int64_t split = shape.channels / 2; // two ranges, as two threads would take them
    kernels::activate(shape, activation, map.data(), 0, split);
    kernels::activate(shape, activation, map.data(), split, shape.channels);
    for (std::size_t i = 0; i < map.size(); ++i) {
        const double y = slowActivation(activation, static_cast<double>(before[i]));
        RC_ASSERT(std::abs(static_cast<double>(map[i]) - y) <= 1e-6 * (1 + std::abs(y)));
    }
}

RC_GTEST_PROP(MapKernels, PoolingIsTheMeanOfWhatTheWindowHolds, ()) {
    const MapShape shape = arbitraryMap();
    const auto stride = *rc::gen::inRange<std::int64_t>(1, 4);
    const std::vector<float> map = drawnNormals(shape.elements(), *rc::gen::arbitrary<std::uint32_t>());
    const std::int64_t rows = (shape.height + stride - 1) / stride,
                       columns = (shape.width + stride - 1) / stride;
    std::vector<float> windows(static_cast<std::size_t>(shape.channels * rows * columns * shape.batch));
    std::vector<float> whole(static_cast<std::size_t>(shape.channels * shape.batch));
    kernels::windowPool(shape, stride, map.data(), windows.data());
    kernels::averagePool(shape, map.data(), whole.data());

    const auto mean = [&](std::int64_t c, std::int64_t n, std::int64_t top, std::int64_t left,
                          std::int64_t size) {
        double sum = 0, count = 0;
        for (std::int64_t y = top; y < std::min(top + size, shape.height); ++y)
            for (std::int64_t x = left; x < std::min(left + size, shape.width); ++x, ++count)
                sum += static_cast<double>(map[static_cast<std::size_t>(
                    ((c * shape.height + y) * shape.width + x) * shape.batch + n)]);
        return sum / count;
    };
    for (std::int64_t c = 0; c < shape.channels; ++c)
        for (std::int64_t n = 0; n < shape.batch; ++n) {
            RC_ASSERT(std::abs(static_cast<double>(whole[static_cast<std::size_t>(c * shape.batch + n)]) -
                               mean(c, n, 0, 0, 100)) < 1e-5);
            for (std::int64_t y = 0; y < rows; ++y)
                for (std::int64_t x = 0; x < columns; ++x)
                    RC_ASSERT(std::abs(static_cast<double>(windows[static_cast<std::size_t>(
                                           ((c * rows + y) * columns + x) * shape.batch + n)]) -
                                       mean(c, n, y * stride, x * stride, stride)) < 1e-5);
        }
}

TEST(MapKernels, GatesScaleAndShortcutsAdd) {
    const MapShape shape = {2, 1, 2, 3, 1};
    std::vector<float> map = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
    const std::vector<float> gates = {1, 10, 100, -1, 0, 2};
    kernels::scaleChannels(shape, gates.data(), map.data());
    EXPECT_EQ(map, (std::vector<float>{1, 20, 300, 4, 50, 600, -7, 0, 18, -10, 0, 24}));
    const std::vector<float> other(12, 0.5F);
    kernels::addTo(shape.elements(), other.data(), map.data());
    EXPECT_EQ(map, (std::vector<float>{1.5F, 20.5F, 300.5F, 4.5F, 50.5F, 600.5F, -6.5F, 0.5F, 18.5F, -9.5F,
                                       0.5F, 24.5F}));
}

} // namespace pairscape
