// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace pairscape {

/// An RGB image, planar: all red bytes row by row, then green, then blue.
struct Image {
    int height = 0, width = 0;
    std::vector<std::uint8_t> pixels;

    std::size_t planeBytes() const {
        return static_cast<std::size_t>(height) * static_cast<std::size_t>(width);
    }
};

inline constexpr int imageChannels = 3;

/// Bytes of a square RGB image.
constexpr std::size_t imageBytes(int size) {
    return static_cast<std::size_t>(imageChannels) * static_cast<std::size_t>(size) *
           static_cast<std::size_t>(size);
}

/// The largest centred square of an image, scaled to `size` pixels by a triangle filter that widens when it
/// scales down, so that no source pixel is lost. An image of that size is copied as it is. `out` has
/// imageBytes(size).
void resizeToSquare(const Image& image, int size, std::span<std::uint8_t> out);

/// The same from planar bytes of a square image of `from` pixels.
void resizeSquare(std::span<const std::uint8_t> pixels, int from, int size, std::span<std::uint8_t> out);

} // namespace pairscape
