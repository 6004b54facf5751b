// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/image.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace pairscape {

namespace {

/// One output pixel of a row or column as a weighted sum of source pixels.
struct Taps {
    int first = 0;
    std::vector<float> weights;
};

/// Triangle filter from `from` to `to` samples, its support as wide as one sample of the coarser grid.
std::vector<Taps> triangleTaps(int from, int to) {
    const double scale = static_cast<double>(from) / to;
    const double reach = std::max(1.0, scale);
    std::vector<Taps> taps(static_cast<std::size_t>(to));
    for (int i = 0; i < to; ++i) {
        const double centre = (i + 0.5) * scale - 0.5;
        const int first = std::max(0, static_cast<int>(std::ceil(centre - reach)));
        const int last = std::min(from - 1, static_cast<int>(std::floor(centre + reach)));
        Taps& tap = taps[static_cast<std::size_t>(i)];
        tap.first = first;
        double sum = 0;
        for (int j = first; j <= last; ++j)
            sum += std::max(0.0, 1 - std::abs(j - centre) / reach);
        for (int j = first; j <= last; ++j)
            tap.weights.push_back(static_cast<float>(std::max(0.0, 1 - std::abs(j - centre) / reach) / sum));
    }
    return taps;
}

/// Scales one plane's square of `side` pixels that starts at `source` in rows of `stride` bytes.
void resizePlane(const std::uint8_t* source, int stride, int side, int size, const std::vector<Taps>& taps,
                 std::vector<float>& rows, std::uint8_t* out) {
    rows.resize(static_cast<std::size_t>(side) * static_cast<std::size_t>(size));
    for (int y = 0; y < side; ++y)
        for (int x = 0; x < size; ++x) {
            const Taps& tap = taps[static_cast<std::size_t>(x)];
            const std::uint8_t* at = source + static_cast<std::ptrdiff_t>(y) * stride + tap.first;
            float sum = 0;
            for (std::size_t k = 0; k < tap.weights.size(); ++k)
                sum += tap.weights[k] * static_cast<float>(at[k]);
            rows[static_cast<std::size_t>(y * size + x)] = sum;
        }
    for (int y = 0; y < size; ++y) {
        const Taps& tap = taps[static_cast<std::size_t>(y)];
        for (int x = 0; x < size; ++x) {
            float sum = 0;
            for (std::size_t k = 0; k < tap.weights.size(); ++k)
                sum += tap.weights[k] *
                       rows[(static_cast<std::size_t>(tap.first) + k) * static_cast<std::size_t>(size) +
                            static_cast<std::size_t>(x)];
            out[y * size + x] = static_cast<std::uint8_t>(std::clamp(std::lround(sum), 0L, 255L));
        }
    }
}

void resize(const std::uint8_t* pixels, int height, int width, int size, std::uint8_t* out) {
    const int side = std::min(height, width);
    const std::size_t plane = static_cast<std::size_t>(height) * static_cast<std::size_t>(width);
    const std::size_t outPlane = static_cast<std::size_t>(size) * static_cast<std::size_t>(size);
    if (height == size && width == size) {
        std::copy_n(pixels, imageChannels * plane, out);
        return;
    }
    const std::vector<Taps> taps = triangleTaps(side, size);
    std::vector<float> rows;
    const std::ptrdiff_t corner =
        static_cast<std::ptrdiff_t>((height - side) / 2) * width + (width - side) / 2;
    for (int channel = 0; channel < imageChannels; ++channel)
        resizePlane(pixels + static_cast<std::size_t>(channel) * plane + corner, width, side, size, taps,
                    rows, out + static_cast<std::size_t>(channel) * outPlane);
}

} // namespace

void resizeToSquare(const Image& image, int size, std::span<std::uint8_t> out) {
    assert(out.size() == imageBytes(size) && image.pixels.size() == imageChannels * image.planeBytes());
    resize(image.pixels.data(), image.height, image.width, size, out.data());
}

void resizeSquare(std::span<const std::uint8_t> pixels, int from, int size, std::span<std::uint8_t> out) {
    assert(pixels.size() == imageBytes(from) && out.size() == imageBytes(size));
    resize(pixels.data(), from, from, size, out.data());
}

} // namespace pairscape
