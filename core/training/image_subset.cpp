// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/image_subset.h"

#include "core/base/hash.h"
#include "core/base/number_text.h"
#include "core/base/random.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <map>
#include <numeric>
#include <string>

namespace pairscape {

namespace {

/// Fisher and Yates; only the first `wanted` places are filled by chance.
void shuffleFront(std::vector<std::int64_t>& list, std::size_t wanted, RandomStream& random) {
    for (std::size_t i = 0; i < std::min(wanted, list.size()); ++i)
        std::swap(list[i], list[i + random.below(static_cast<std::uint32_t>(list.size() - i))]);
}

} // namespace

Result<std::vector<std::int64_t>> selectImages(const DataSet& data, const ImageSet& set,
                                               const ImageSelection& selection) {
    if (selection.classes > data.classes())
        return Error{ErrorCode::InvalidInput, data.title + " has " + std::to_string(data.classes()) +
                                                  " classes; choose at most that many, not " +
                                                  std::to_string(selection.classes) + "."};
    const auto classes = static_cast<std::size_t>(selection.classes > 0 ? selection.classes : data.classes());
    std::vector<std::vector<std::int64_t>> ofClass(classes);
    for (std::int64_t i = 0; i < set.size(); ++i)
        if (const auto label = static_cast<std::size_t>(set.label(i)); label < classes)
            ofClass[label].push_back(i);
    std::vector<std::int64_t> chosen;
    for (std::size_t label = 0; label < classes; ++label) {
        std::vector<std::int64_t>& images = ofClass[label];
        const auto wanted = static_cast<std::size_t>(selection.imagesPerClass);
        if (images.empty() || wanted > images.size())
            return Error{ErrorCode::InvalidInput,
                         "Class " + data.labels[label] + " of " + data.title + " has " +
                             groupedText(static_cast<std::int64_t>(images.size())) +
                             " images; ask for fewer images per class or leave the class out."};
        if (wanted > 0) {
            RandomStream random({selection.seed, stableHash("images of class"), label});
            shuffleFront(images, wanted, random);
            images.resize(wanted);
        }
        chosen.insert(chosen.end(), images.begin(), images.end());
    }
    std::ranges::sort(chosen);
    return chosen;
}

Result<ImageSplit> holdOut(const DataSet& data, const ImageSet& set, const std::vector<std::int64_t>& images,
                           double share, std::uint64_t seed) {
    if (share <= 0)
        return ImageSplit{images, {}};
    std::map<int, std::vector<std::int64_t>> ofClass;
    for (const std::int64_t image : images)
        ofClass[set.label(image)].push_back(image);
    ImageSplit split;
    for (auto& [label, own] : ofClass) {
        const auto wanted =
            static_cast<std::size_t>(std::max<long>(1, std::lround(share * static_cast<double>(own.size()))));
        if (wanted >= own.size())
            return Error{ErrorCode::InvalidInput,
                         "Class " + data.labels[static_cast<std::size_t>(label)] + " of " + data.title +
                             " has too few images to hold some out of training; hold out a smaller share."};
        RandomStream random({seed, stableHash("held out of class"), static_cast<std::uint64_t>(label)});
        shuffleFront(own, wanted, random);
        const auto border = own.begin() + static_cast<std::ptrdiff_t>(wanted);
        split.heldOut.insert(split.heldOut.end(), own.begin(), border);
        split.kept.insert(split.kept.end(), border, own.end());
    }
    std::ranges::sort(split.kept);
    std::ranges::sort(split.heldOut);
    return split;
}

Augmentation drawAugmentation(std::uint64_t seed, std::int64_t epoch, std::int64_t image, int imageSize) {
    RandomStream random({seed, stableHash("augmentation"), static_cast<std::uint64_t>(epoch),
                         static_cast<std::uint64_t>(image)});
    const auto places = static_cast<std::uint32_t>(2 * cropPadding(imageSize) + 1);
    Augmentation augmentation;
    augmentation.top = static_cast<int>(random.below(places));
    augmentation.left = static_cast<int>(random.below(places));
    augmentation.mirrored = random.below(2) == 1;
    return augmentation;
}

std::vector<std::int64_t> epochOrder(std::uint64_t seed, std::int64_t epoch, std::int64_t count) {
    std::vector<std::int64_t> order(static_cast<std::size_t>(count));
    std::iota(order.begin(), order.end(), std::int64_t{0});
    RandomStream random({seed, stableHash("order of an epoch"), static_cast<std::uint64_t>(epoch)});
    shuffleFront(order, order.size(), random);
    return order;
}

void augmentAndNormalize(std::span<const std::uint8_t> pixels, int size, const Augmentation& augmentation,
                         const ChannelStatistics& statistics, std::span<float> out) {
    assert(pixels.size() == imageBytes(size) && out.size() == imageBytes(size));
    const int padding = cropPadding(size);
    std::size_t at = 0;
    for (int c = 0; c < imageChannels; ++c) {
        const auto channel = static_cast<std::size_t>(c);
        const auto scale = static_cast<float>(1 / (255 * statistics.deviation[channel]));
        const auto shift = static_cast<float>(-statistics.mean[channel] / statistics.deviation[channel]);
        const std::uint8_t* plane = pixels.data() + channel * imageBytes(size) / imageChannels;
        for (int y = 0; y < size; ++y) {
            const int fromY = y + augmentation.top - padding;
            for (int x = 0; x < size; ++x, ++at) {
                const int cropped = augmentation.mirrored ? size - 1 - x : x;
                const int fromX = cropped + augmentation.left - padding;
                const bool inside = fromY >= 0 && fromY < size && fromX >= 0 && fromX < size;
                out[at] = inside ? static_cast<float>(plane[fromY * size + fromX]) * scale + shift : 0.0F;
            }
        }
    }
}

} // namespace pairscape
