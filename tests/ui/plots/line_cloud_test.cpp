// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/line_cloud.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <limits>
#include <random>

namespace pairscape {
namespace {

constexpr QSize size(120, 80);
const std::vector<double> axes = {10, 60, 110};

QImage paint(const LineCloud& cloud) {
    QImage image(size, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    cloud.paint(image, QColor(20, 90, 160));
    return image;
}

int alpha(const QImage& image, int x, int y) {
    return qAlpha(image.pixel(x, y));
}

/// Coverage of one column by looking at many points of it: within half of the stroke's height of the line.
double slowCoverage(const std::array<float, 3>& heights, double width, int x, int y) {
    const std::size_t piece = x + 0.5 < axes[1] ? 0 : 1;
    const double slope = (heights[piece + 1] - heights[piece]) / (axes[piece + 1] - axes[piece]);
    const double centre = heights[piece] + slope * (x + 0.5 - axes[piece]);
    const double half = width / 2 * std::sqrt(1 + slope * slope);
    int hits = 0;
    constexpr int samples = 1000;
    for (int i = 0; i < samples; ++i)
        hits += std::abs(y + (i + 0.5) / samples - centre) <= half;
    return static_cast<double>(hits) / samples;
}

TEST(LineCloud, CoversWhatASlowLookCovers) {
    std::mt19937 random(7);
    std::uniform_real_distribution<float> height(-5, 85);
    for (int round = 0; round < 20; ++round) {
        const std::array<float, 3> heights = {height(random), height(random), height(random)};
        LineCloud cloud(size, axes, 2.5);
        cloud.add(heights);
        const QImage image = paint(cloud);
        for (int x = 10; x < 110; ++x)
            for (int y = 0; y < size.height(); ++y)
                ASSERT_NEAR(alpha(image, x, y) / 255.0, 0.7 * slowCoverage(heights, 2.5, x, y), 0.06)
                    << round << ": " << x << ", " << y;
        EXPECT_EQ(alpha(image, 5, 40), 0);   // left of the first axis
        EXPECT_EQ(alpha(image, 115, 40), 0); // right of the last
    }
}

TEST(LineCloud, BundlesAreDarkerThanSingleLines) {
    LineCloud cloud(size, axes, 2);
    cloud.add(std::array<float, 3>{20, 20, 20});
    for (int i = 0; i < 10; ++i)
        cloud.add(std::array<float, 3>{40, 40, 40});
    for (int i = 0; i < 100; ++i)
        cloud.add(std::array<float, 3>{60, 60, 60});
    const QImage image = paint(cloud);
    EXPECT_EQ(cloud.count(), 111U);
    EXPECT_GT(alpha(image, 30, 20), 0);
    EXPECT_GT(alpha(image, 30, 40), alpha(image, 30, 20) + 20);
    EXPECT_GT(alpha(image, 30, 60), alpha(image, 30, 40) + 20);
    EXPECT_GT(alpha(image, 30, 60), 200);
}

TEST(LineCloud, LeavesOutPiecesWithoutAFigure) {
    LineCloud cloud(size, axes, 2);
    cloud.add(std::array<float, 3>{40, 40, std::numeric_limits<float>::quiet_NaN()});
    const QImage image = paint(cloud);
    EXPECT_GT(alpha(image, 30, 40), 0);
    EXPECT_EQ(alpha(image, 90, 40), 0);
}

TEST(LineCloud, NothingAndNoRoomAreFine) {
    EXPECT_EQ(alpha(paint(LineCloud(size, axes, 2)), 30, 40), 0);
    LineCloud none(QSize(0, 0), axes, 2);
    none.add(std::array<float, 3>{1, 2, 3});
    QImage image;
    none.paint(image, Qt::black);
}

} // namespace
} // namespace pairscape
