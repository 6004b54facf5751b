// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/operators/kernels/normal_kernel.h"

#include "core/base/random.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

namespace pairscape {
namespace {

/// Box-Muller in double precision on philox4x32, which is tested against its published vectors: normal i of a
/// block of 64 takes the cosine (i < 32) or sine of a pair of words of counter (i mod 32) / 2.
double slowNormal(std::uint64_t key, std::size_t index) {
    const std::size_t block = index / 64, pair = index % 32;
    const std::uint64_t counter = block * 16 + pair / 2;
    const auto words =
        philox4x32({static_cast<std::uint32_t>(counter), static_cast<std::uint32_t>(counter >> 32), 0, 0},
                   {static_cast<std::uint32_t>(key), static_cast<std::uint32_t>(key >> 32)});
    const std::uint32_t u = words[pair % 2], v = words[2 + pair % 2];
    const double radius = std::sqrt(-2 * std::log((static_cast<double>(u >> 8) + 0.5) * 0x1p-24));
    const double angle =
        (static_cast<double>(static_cast<std::int32_t>(v) >> 8) + 0.5) * std::numbers::pi / 4 * 0x1p-23;
    const double cosine = (v & 1) != 0 ? -std::cos(angle) : std::cos(angle);
    const double sine = std::sin(angle);
    const bool swapped = (v & 2) != 0;
    return radius * ((index % 64 < 32) != swapped ? cosine : sine);
}

} // namespace

TEST(NormalKernel, IsBoxMullerOfPhilox) {
    for (const std::uint64_t key : {std::uint64_t{0}, std::uint64_t{0x9E3779B97F4A7C15}, ~std::uint64_t{0}}) {
        std::vector<float> values(1000);
        kernels::fillNormal(key, values);
        for (std::size_t i = 0; i < values.size(); ++i)
            ASSERT_NEAR(static_cast<double>(values[i]), slowNormal(key, i), 3e-6)
                << "key " << key << ", place " << i;
    }
}

TEST(NormalKernel, AShorterFillIsABeginning) {
    std::vector<float> whole(640);
    kernels::fillNormal(7, whole);
    for (const std::size_t size : {0U, 1U, 63U, 64U, 65U, 200U}) {
        std::vector<float> part(size);
        kernels::fillNormal(7, part);
        EXPECT_TRUE(std::equal(part.begin(), part.end(), whole.begin())) << size;
    }
}

TEST(NormalKernel, HasTheMomentsAndTailsOfANormal) {
    std::vector<float> values(1 << 20);
    kernels::fillNormal(3, values);
    const auto n = static_cast<double>(values.size());
    double mean = 0, square = 0, fourth = 0, beyondTwo = 0, neighbours = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const auto x = static_cast<double>(values[i]);
        mean += x / n;
        square += x * x / n;
        fourth += x * x * x * x / n;
        beyondTwo += std::abs(x) > 2 ? 1 / n : 0;
        neighbours +=
            x * static_cast<double>(values[(i + 32) % values.size()]) / n; // cosine and sine of a pair
    }
    const double sigma = 1 / std::sqrt(n);
    EXPECT_NEAR(mean, 0, 5 * sigma);
    EXPECT_NEAR(square, 1, 5 * std::sqrt(2.0) * sigma);
    EXPECT_NEAR(fourth, 3, 5 * std::sqrt(96.0) * sigma);
    EXPECT_NEAR(beyondTwo, std::erfc(std::numbers::sqrt2), 5 * 0.21 * sigma);
    EXPECT_NEAR(neighbours, 0, 5 * sigma);
}

} // namespace pairscape
