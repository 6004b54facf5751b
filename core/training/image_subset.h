// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/training/data_set.h"

#include <cstdint>
#include <vector>

namespace pairscape {

/// Which images take part, and how they are prepared: the part of a training budget that concerns data.
struct ImageSelection {
    int classes = 0;        ///< the first so many classes; 0: all
    int imagesPerClass = 0; ///< drawn from each class with the seed; 0: all
    int imageSize = 0;      ///< to which images are scaled; 0: the data set's own
    std::uint64_t seed = 1;
};

/// Indices of the chosen images of a set, ascending. InvalidInput when the selection asks for more than there
/// is.
Result<std::vector<std::int64_t>> selectImages(const DataSet& data, const ImageSet& set,
                                               const ImageSelection& selection);

/// Chosen images of a set in two parts, both ascending.
struct ImageSplit {
    std::vector<std::int64_t> kept, heldOut;
};

/// Holds out a share (0 to below 1) of the images of each class, rounded to the nearest number but at least
/// one where the share is not 0; which ones is drawn from seed and label alone. InvalidInput when a class
/// would have nothing left.
Result<ImageSplit> holdOut(const DataSet& data, const ImageSet& set, const std::vector<std::int64_t>& images,
                           double share, std::uint64_t seed);

/// The image at augmentation time: where the crop of the padded image begins, and whether it is mirrored.
struct Augmentation {
    int top = 0, left = 0; ///< 0 to 2 * padding
    bool mirrored = false;
};

/// Pixels of zero (after normalising: the mean) around an image before the crop: 4 for 32 pixels, in
/// proportion.
constexpr int cropPadding(int imageSize) {
    return (imageSize + 4) / 8;
}

/// What is drawn for an image, named by its place in the selection, in an epoch: a function of these alone.
Augmentation drawAugmentation(std::uint64_t seed, std::int64_t epoch, std::int64_t image, int imageSize);

/// Order of `count` images in an epoch: a shuffle drawn from seed and epoch alone.
std::vector<std::int64_t> epochOrder(std::uint64_t seed, std::int64_t epoch, std::int64_t count);

/// Pixels 0 to 255 as (pixel / 255 - mean) / deviation, shifted and mirrored; what the crop takes from
/// outside the image is 0. Without augmentation pass {cropPadding, cropPadding, false}. `out` has
/// imageBytes(size) floats.
void augmentAndNormalize(std::span<const std::uint8_t> pixels, int size, const Augmentation& augmentation,
                         const ChannelStatistics& statistics, std::span<float> out);

} // namespace pairscape
