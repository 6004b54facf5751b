// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/base/progress.h"
#include "core/training/image.h"

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

namespace pairscape {

/// Labelled square RGB images of one size. Immutable; threads may read side by side.
class ImageSet {
  public:
    virtual ~ImageSet() = default;

    virtual std::int64_t size() const = 0;
    /// Index into DataSet::labels.
    virtual int label(std::int64_t image) const = 0;
    /// Planar bytes of an image; `pixels` has imageBytes(DataSet::imageSize). Errors name the file.
    virtual Status read(std::int64_t image, std::span<std::uint8_t> pixels) const = 0;
    /// Where the image comes from, for messages: "train.bin, record 17", or a path.
    virtual std::string origin(std::int64_t image) const = 0;
    /// Whether reading is a copy from memory; otherwise a file is decoded.
    virtual bool inMemory() const = 0;
};

/// A folder of images that a person named, opened.
struct DataSet {
    std::string format; ///< "cifar-10", "cifar-100", "tiny-imagenet" or "class-folders"
    std::string title;  ///< what a person reads: "CIFAR-100, fine labels"
    std::filesystem::path folder;
    int imageSize = 0; ///< height and width
    std::vector<std::string> labels;
    std::shared_ptr<const ImageSet> train, test;
    std::int64_t officialTrain = 0, officialTest = 0; ///< images of the published set; 0 where there is none

    int classes() const { return static_cast<int>(labels.size()); }
};

struct DataSetOptions {
    bool coarseLabels = false; ///< CIFAR-100's 20 superclasses
    int folderImageSize = 64;  ///< to which the images of class folders are scaled
};

/// Opens a folder: CIFAR-10 or CIFAR-100 in the official binary layout (memory-mapped), Tiny-ImageNet-200 in
/// its official layout, or any folder of class folders with JPEG or PNG images (train/ and test/ or val/
/// inside, or classes alone, of which every fifth image then is a test image). Checks names, sizes and every
/// label, but decodes no picture (checkDataSet() does). Errors say which file, what was expected and where to
/// get it.
Result<DataSet> openDataSet(const std::filesystem::path& folder, const DataSetOptions& options = {});

/// Mean and standard deviation of every channel over training pixels from 0 to 1.
struct ChannelStatistics {
    std::array<double, imageChannels> mean{}, deviation{};
    std::int64_t images = 0; ///< over how many images it was taken
};

/// Over the given training images (indices), or all of them where none are given; where pictures must be decoded, over
/// at most 2,000 of these spread evenly.
Result<ChannelStatistics> channelStatistics(const DataSet& data, std::span<const std::int64_t> images = {});

/// What a full look at a data set found.
struct DataSetReport {
    std::int64_t trainImages = 0, testImages = 0;
    std::vector<std::int64_t> trainPerClass, testPerClass; ///< by label
    std::vector<std::string> problems; ///< damaged images, the first `shownProblems` of them
    std::int64_t problemCount = 0;
    std::vector<std::string> notes; ///< allowed, but worth a look: counts that are not the published ones
};
inline constexpr std::size_t shownProblems = 20;

/// Reads every image. Stopped is the only error.
Result<DataSetReport> checkDataSet(const DataSet& data, ProgressSink* sink, std::stop_token stop);

} // namespace pairscape
