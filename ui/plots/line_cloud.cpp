// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/line_cloud.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace pairscape {

namespace {

/// How opaque `lines` on top of each other are, of `all`, where the thickest bundle has `most`. A single line
/// is faint where there are many; from there the opacity grows by the logarithm, so that bundles of any size
/// differ.
double opacity(double lines, double most, std::size_t all) {
    const double single = std::clamp(3.0 / std::sqrt(static_cast<double>(all)), 0.06, 0.7);
    if (lines <= 1 || most <= 1)
        return single * std::min(lines, 1.0);
    return single + (0.95 - single) * std::log(lines) / std::log(most);
}

QRgb over(QRgb top, QRgb bottom) {
    const int rest = 255 - qAlpha(top);
    if (rest == 0 || bottom == 0)
        return top;
    const auto blend = [rest](int t, int b) { return t + (b * rest + 127) / 255; };
    return qRgba(blend(qRed(top), qRed(bottom)), blend(qGreen(top), qGreen(bottom)),
                 blend(qBlue(top), qBlue(bottom)), blend(qAlpha(top), qAlpha(bottom)));
}

} // namespace

LineCloud::LineCloud(QSize size, std::vector<double> axes, double lineWidth)
    : size_(size), axes_(std::move(axes)), halfWidth_(lineWidth / 2),
      plane_(static_cast<std::size_t>(std::max(0, size.width())) *
             static_cast<std::size_t>(std::max(0, size.height()))) {}

void LineCloud::add(std::span<const float> heights) {
    ++count_;
    for (std::size_t i = 0; i + 1 < axes_.size() && i + 1 < heights.size(); ++i)
        if (std::isfinite(heights[i]) && std::isfinite(heights[i + 1]))
            addPiece(axes_[i], heights[i], axes_[i + 1], heights[i + 1]);
}

void LineCloud::addPiece(double x0, double y0, double x1, double y1) {
    const int height = size_.height();
    const double slope = (y1 - y0) / (x1 - x0);
    // As tall in a column as the slanted stroke is, and never thinner than the stroke.
    const double half = halfWidth_ * std::sqrt(1 + slope * slope);
    const int first = std::max(0, static_cast<int>(std::ceil(x0 - 0.5)));
    const int last = std::min(size_.width() - 1, static_cast<int>(std::ceil(x1 - 0.5)) - 1);
    double y = y0 + slope * (first + 0.5 - x0);
    for (int x = first; x <= last; ++x, y += slope) {
        const double top = std::max(y - half, 0.0);
        const double bottom = std::min(y + half, static_cast<double>(height));
        if (top >= bottom)
            continue;
        std::uint16_t* column = plane_.data() + static_cast<std::ptrdiff_t>(x) * height;
        const auto put = [column](int row, double share) {
            const unsigned sum = column[row] + static_cast<unsigned>(share * 255);
            column[row] = static_cast<std::uint16_t>(std::min(sum, 65535U));
        };
        const int from = static_cast<int>(top);
        const int to = std::min(static_cast<int>(bottom), height - 1);
        if (from == to) {
            put(from, bottom - top);
            continue;
        }
        put(from, from + 1 - top);
        for (int row = from + 1; row < to; ++row)
            put(row, 1);
        put(to, bottom - to);
    }
}

void LineCloud::paint(QImage& image, const QColor& colour) const {
    if (count_ == 0 || plane_.empty() || image.size() != size_)
        return;
    constexpr int step = 16; // of coverage, for each entry of the table
    const double most = *std::max_element(plane_.begin(), plane_.end()) / 255.0;
    std::array<QRgb, 65536 / step> shades;
    for (std::size_t i = 0; i < shades.size(); ++i) {
        const double lines = static_cast<double>(i * step + (i > 0 ? step - 1 : 0)) / 255.0;
        const double alpha = std::min(opacity(lines, most, count_), 1.0);
        shades[i] = qPremultiply(
            qRgba(colour.red(), colour.green(), colour.blue(), static_cast<int>(std::lround(alpha * 255))));
    }
    const std::ptrdiff_t height = size_.height();
    for (int y = 0; y < size_.height(); ++y) {
        auto* row = reinterpret_cast<QRgb*>(image.scanLine(y));
        for (int x = 0; x < size_.width(); ++x)
            if (const std::uint16_t covered = plane_[static_cast<std::size_t>(x * height + y)]; covered != 0)
                row[x] = over(shades[covered / step], row[x]);
    }
}

} // namespace pairscape
