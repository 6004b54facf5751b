// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/data_set.h"

#include "core/base/number_text.h"
#include "core/base/resources.h"
#include "core/training/data_set_formats.h"
#include "core/training/image_file.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <sstream>

namespace pairscape {

namespace fs = std::filesystem;

std::vector<std::string> foldersIn(const fs::path& folder) {
    std::vector<std::string> names;
    std::error_code error;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder, error))
        if (std::error_code ignored;
            entry.is_directory(ignored) && !entry.path().filename().string().starts_with('.'))
            names.push_back(entry.path().filename().string());
    std::ranges::sort(names);
    return names;
}

std::vector<std::string> imageFilesIn(const fs::path& folder) {
    std::vector<std::string> names;
    std::error_code error;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder, error))
        if (isImageFile(entry.path()))
            names.push_back(entry.path().filename().string());
    std::ranges::sort(names);
    return names;
}

Result<std::vector<std::string>> linesOf(const fs::path& path) {
    const auto text = readTextFile(path);
    if (!text)
        return text.error();
    std::vector<std::string> lines;
    std::istringstream stream(*text);
    for (std::string line; std::getline(stream, line);) {
        line.erase(line.find_last_not_of(" \t\r") + 1);
        if (!line.empty())
            lines.push_back(line);
    }
    return lines;
}

Result<DataSet> openDataSet(const fs::path& folder, const DataSetOptions& options) {
    std::error_code ignored;
    if (!fs::is_directory(folder, ignored))
        return Error{ErrorCode::NotFound,
                     "There is no folder " + folder.string() +
                         "; name the one that holds the data set (CIFAR: " + cifarSource +
                         ", Tiny-ImageNet-200: " + tinyImageNetSource + ")."};
    const auto has = [&](const fs::path& where, const char* name) {
        return fs::exists(where / name, ignored);
    };
    // The archives unpack into folders of their own; either may be named.
    for (const fs::path& place : {folder, folder / "cifar-100-binary", folder / "cifar-10-batches-bin",
                                  folder / "tiny-imagenet-200"}) {
        if (has(place, "wnids.txt"))
            return openTinyImageNet(place);
        if (has(place, "train.bin") || has(place, "fine_label_names.txt"))
            return openCifar100(place, options.coarseLabels);
        if (has(place, "data_batch_1.bin") || has(place, "batches.meta.txt"))
            return openCifar10(place);
    }
    return openClassFolders(folder, options.folderImageSize);
}

Result<ChannelStatistics> channelStatistics(const DataSet& data, std::span<const std::int64_t> images) {
    constexpr std::int64_t decoded = 2000;
    const std::int64_t all = images.empty() ? data.train->size() : static_cast<std::int64_t>(images.size());
    const std::int64_t count = data.train->inMemory() ? all : std::min(all, decoded);
    const std::size_t plane = imageBytes(data.imageSize) / imageChannels;
    std::vector<std::uint8_t> pixels(imageBytes(data.imageSize));
    std::array<std::uint64_t, imageChannels> sums{}, squares{};
    for (std::int64_t k = 0; k < count; ++k) {
        const std::int64_t place = k * all / count;
        const std::int64_t image = images.empty() ? place : images[static_cast<std::size_t>(place)];
        if (const Status read = data.train->read(image, pixels); !read)
            return read.error();
        for (std::size_t c = 0; c < imageChannels; ++c) {
            std::uint64_t sum = 0, square = 0;
            for (std::size_t i = c * plane; i < (c + 1) * plane; ++i) {
                const std::uint32_t value = pixels[i];
                sum += value;
                square += value * value;
            }
            sums[c] += sum;
            squares[c] += square;
        }
    }
    ChannelStatistics statistics;
    statistics.images = count;
    const double values = static_cast<double>(count) * static_cast<double>(plane);
    for (std::size_t c = 0; c < imageChannels; ++c) {
        const double mean = static_cast<double>(sums[c]) / values;
        const double variance = static_cast<double>(squares[c]) / values - mean * mean;
        statistics.mean[c] = mean / 255;
        // A flat channel has no spread to divide by; it then stays as it is.
        statistics.deviation[c] = variance > 0 ? std::sqrt(variance) / 255 : 1;
    }
    return statistics;
}

namespace {

void lookAtCounts(const char* what, std::int64_t images, std::int64_t official,
                  const std::vector<std::int64_t>& perClass, const DataSet& data, DataSetReport& report) {
    if (official > 0 && images != official)
        report.notes.push_back(std::string("The published set has ") + groupedText(official) + " " + what +
                               " images, this one " + groupedText(images) + ".");
    for (std::size_t label = 0; label < perClass.size(); ++label)
        if (perClass[label] == 0)
            report.notes.push_back("Class " + data.labels[label] + " has no " + what + " image.");
}

} // namespace

Result<DataSetReport> checkDataSet(const DataSet& data, ProgressSink* sink, std::stop_token stop) {
    using Clock = std::chrono::steady_clock;
    DataSetReport report;
    report.trainImages = data.train->size();
    report.testImages = data.test->size();
    std::vector<std::uint8_t> pixels(imageBytes(data.imageSize));
    const std::int64_t total = report.trainImages + report.testImages;
    std::int64_t done = 0;
    Clock::time_point told{};
    for (const bool training : {true, false}) {
        const ImageSet& set = training ? *data.train : *data.test;
        auto& perClass = training ? report.trainPerClass : report.testPerClass;
        perClass.assign(data.labels.size(), 0);
        for (std::int64_t i = 0; i < set.size(); ++i, ++done) {
            if (stop.stop_requested())
                return Error{ErrorCode::Stopped, "The check was stopped after " + groupedText(done) + " of " +
                                                     groupedText(total) + " images; start it again."};
            ++perClass[static_cast<std::size_t>(set.label(i))];
            if (const Status read = set.read(i, pixels); !read) {
                ++report.problemCount;
                if (report.problems.size() < shownProblems)
                    report.problems.push_back(read.error().message);
            }
            if (sink != nullptr && Clock::now() - told > std::chrono::milliseconds(100)) {
                told = Clock::now();
                sink->progress({"check", done, total});
            }
        }
    }
    lookAtCounts("training", report.trainImages, data.officialTrain, report.trainPerClass, data, report);
    lookAtCounts("test", report.testImages, data.officialTest, report.testPerClass, data, report);
    return report;
}

} // namespace pairscape
