// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Scaling against the two-dimensional definition of the filter, and augmentation against an image that is
// really padded, cut and mirrored.
#include "core/training/image.h"
#include "core/training/image_subset.h"
#include "tests/core/training/drawn_images.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>

namespace pairscape {
namespace {

/// Every output pixel as the weighted mean over all source pixels, weights from the distance in both
/// directions.
double slowPixel(const Image& image, int c, int size, int y, int x) {
    const int side = std::min(image.height, image.width);
    const int top = (image.height - side) / 2, left = (image.width - side) / 2;
    const double scale = static_cast<double>(side) / size, reach = std::max(1.0, scale);
    double sum = 0, weights = 0;
    for (int v = 0; v < side; ++v)
        for (int u = 0; u < side; ++u) {
            const double dy = std::abs(v + 0.5 - (y + 0.5) * scale) / reach;
            const double dx = std::abs(u + 0.5 - (x + 0.5) * scale) / reach;
            const double weight = std::max(0.0, 1 - dy) * std::max(0.0, 1 - dx);
            const std::size_t at = static_cast<std::size_t>(c) * image.planeBytes() +
                                   static_cast<std::size_t>((v + top) * image.width + u + left);
            sum += weight * image.pixels[at];
            weights += weight;
        }
    return sum / weights;
}

TEST(Resize, MatchesTheDefinitionUpAndDown) {
    Image image = test::drawnImage(24, 3, 1);
    image.height = 24;
    for (const int size : {7, 12, 16, 40}) {
        std::vector<std::uint8_t> out(imageBytes(size));
        resizeToSquare(image, size, out);
        for (int c = 0; c < 3; ++c)
            for (int y = 0; y < size; ++y)
                for (int x = 0; x < size; ++x)
                    ASSERT_NEAR(out[static_cast<std::size_t>((c * size + y) * size + x)],
                                slowPixel(image, c, size, y, x), 0.51)
                        << size << " " << c << " " << y << " " << x;
    }
}

TEST(Resize, TakesTheCentreOfAnOblongImage) {
    const Image square = test::drawnImage(20, 5, 2);
    Image wide{20, 30, std::vector<std::uint8_t>(3 * 600, 255)};
    for (std::size_t c = 0; c < 3; ++c)
        for (std::size_t y = 0; y < 20; ++y)
            for (std::size_t x = 0; x < 20; ++x)
                wide.pixels[c * 600 + y * 30 + x + 5] = square.pixels[c * 400 + y * 20 + x];
    std::vector<std::uint8_t> out(imageBytes(10)), expected(imageBytes(10));
    resizeToSquare(wide, 10, out);
    resizeToSquare(square, 10, expected);
    EXPECT_EQ(out, expected);
}

TEST(Augmentation, IsAPaddedImageCutAndMirrored) {
    const int size = 16, padding = cropPadding(size);
    EXPECT_EQ(padding, 2);
    EXPECT_EQ(cropPadding(32), 4);
    const Image image = test::drawnImage(size, 1, 3);
    ChannelStatistics statistics;
    statistics.mean = {0.4, 0.5, 0.6};
    statistics.deviation = {0.2, 0.25, 0.3};
    for (const Augmentation& one :
         {Augmentation{2, 2, false}, Augmentation{0, 4, true}, Augmentation{3, 1, true}}) {
        std::vector<float> out(imageBytes(size));
        augmentAndNormalize(image.pixels, size, one, statistics, out);
        for (int c = 0; c < 3; ++c) {
            const auto channel = static_cast<std::size_t>(c);
            std::vector<std::vector<double>> padded(20, std::vector<double>(20, 0.0));
            for (int y = 0; y < size; ++y)
                for (int x = 0; x < size; ++x)
                    padded[static_cast<std::size_t>(y + padding)][static_cast<std::size_t>(x + padding)] =
                        (image.pixels[static_cast<std::size_t>((c * size + y) * size + x)] / 255.0 -
                         statistics.mean[channel]) /
                        statistics.deviation[channel];
            for (int y = 0; y < size; ++y) {
                const auto& padRow = padded[static_cast<std::size_t>(y + one.top)];
                std::vector<double> row(padRow.begin() + one.left, padRow.begin() + one.left + size);
                if (one.mirrored)
                    std::ranges::reverse(row);
                for (int x = 0; x < size; ++x)
                    ASSERT_NEAR(out[static_cast<std::size_t>((c * size + y) * size + x)],
                                row[static_cast<std::size_t>(x)], 1e-5);
            }
        }
    }
}

TEST(Augmentation, DrawsEveryPlaceAndDependsOnItsKeysAlone) {
    std::set<std::tuple<int, int, bool>> seen;
    for (int i = 0; i < 4000; ++i) {
        const Augmentation one = drawAugmentation(1, 2, i, 16);
        const Augmentation again = drawAugmentation(1, 2, i, 16);
        EXPECT_EQ(one.top, again.top);
        EXPECT_EQ(one.mirrored, again.mirrored);
        ASSERT_TRUE(one.top >= 0 && one.top <= 4 && one.left >= 0 && one.left <= 4);
        seen.insert({one.top, one.left, one.mirrored});
    }
    EXPECT_EQ(seen.size(), 50U);
    const auto order = epochOrder(1, 0, 100);
    EXPECT_EQ(std::set(order.begin(), order.end()).size(), 100U);
    EXPECT_EQ(order, epochOrder(1, 0, 100));
    EXPECT_NE(order, epochOrder(1, 1, 100));
    EXPECT_NE(order, epochOrder(2, 0, 100));
}

} // namespace
} // namespace pairscape
