// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/number_text.h"
#include "core/training/data_set_formats.h"
#include "core/training/mapped_file.h"

#include <algorithm>
#include <utility>

namespace pairscape {

namespace {

constexpr int cifarSize = 32;

/// How the records of a CIFAR file lie: labels first, then planar pixels.
struct RecordLayout {
    std::size_t labelBytes = 1; ///< CIFAR-10: one; CIFAR-100: coarse, then fine
    std::size_t labelAt = 0;    ///< which of them counts
    std::size_t bytes() const { return labelBytes + imageBytes(cifarSize); }
};

class CifarImages final : public ImageSet {
  public:
    CifarImages(std::vector<std::shared_ptr<const MappedFile>> files, std::vector<std::string> names,
                const RecordLayout& layout)
        : files_(std::move(files)), names_(std::move(names)), layout_(layout) {
        for (const auto& file : files_) {
            starts_.push_back(size_);
            size_ += static_cast<std::int64_t>(file->bytes().size() / layout_.bytes());
        }
        labels_.reserve(static_cast<std::size_t>(size_));
        for (std::int64_t image = 0; image < size_; ++image)
            labels_.push_back(record(image)[layout_.labelAt]);
    }

    std::int64_t size() const override { return size_; }
    bool inMemory() const override { return true; }
    int label(std::int64_t image) const override { return labels_[static_cast<std::size_t>(image)]; }

    Status read(std::int64_t image, std::span<std::uint8_t> pixels) const override {
        if (!files_[fileOf(image)]->whole())
            return Error{ErrorCode::Io, names_[fileOf(image)] +
                                            " was cut short while it was in use; open the data set again."};
        std::ranges::copy(record(image).subspan(layout_.labelBytes), pixels.begin());
        return {};
    }

    std::string origin(std::int64_t image) const override {
        const std::size_t file = fileOf(image);
        return names_[file] + ", record " + std::to_string(image - starts_[file]);
    }

  private:
    std::size_t fileOf(std::int64_t image) const {
        return static_cast<std::size_t>(std::ranges::upper_bound(starts_, image) - starts_.begin()) - 1;
    }
    std::span<const std::uint8_t> record(std::int64_t image) const {
        const std::size_t file = fileOf(image);
        const auto at = static_cast<std::size_t>(image - starts_[file]) * layout_.bytes();
        return files_[file]->bytes().subspan(at, layout_.bytes());
    }

    std::vector<std::shared_ptr<const MappedFile>> files_;
    std::vector<std::string> names_;
    RecordLayout layout_;
    std::vector<std::int64_t> starts_;
    std::vector<std::uint8_t> labels_;
    std::int64_t size_ = 0;
};

std::string advice(const std::string& archive) {
    return "; unpack " + archive + " of " + cifarSource + " again.";
}

Result<std::shared_ptr<const ImageSet>> openFiles(const std::filesystem::path& folder,
                                                  const std::vector<std::string>& names,
                                                  const RecordLayout& layout, std::size_t classes,
                                                  const std::string& archive) {
    std::vector<std::shared_ptr<const MappedFile>> files;
    for (const std::string& name : names) {
        const std::filesystem::path path = folder / name;
        auto file = MappedFile::open(path);
        if (!file) {
            if (file.error().code != ErrorCode::NotFound)
                return file.error();
            return Error{ErrorCode::NotFound,
                         path.string() + " is missing, which holds images of " + archive + advice(archive)};
        }
        const std::size_t bytes = (*file)->bytes().size();
        if (bytes == 0 || bytes % layout.bytes() != 0)
            return Error{ErrorCode::Corrupt, path.string() + " has " +
                                                 groupedText(static_cast<std::int64_t>(bytes)) +
                                                 " bytes, which is no whole number of records of " +
                                                 std::to_string(layout.bytes()) + " bytes" + advice(archive)};
        files.push_back(*std::move(file));
    }
    auto images = std::make_shared<CifarImages>(std::move(files), names, layout);
    for (std::int64_t i = 0; i < images->size(); ++i)
        if (const int label = images->label(i); static_cast<std::size_t>(label) >= classes)
            return Error{ErrorCode::Corrupt, (folder / images->origin(i)).string() + " has label " +
                                                 std::to_string(label) + ", but labels are 0 to " +
                                                 std::to_string(classes - 1) + advice(archive)};
    return std::shared_ptr<const ImageSet>(std::move(images));
}

Result<std::vector<std::string>> labelNames(const std::filesystem::path& path, std::size_t classes,
                                            const std::string& archive) {
    auto names = linesOf(path);
    if (!names && names.error().code == ErrorCode::NotFound)
        return Error{ErrorCode::NotFound, path.string() + " is missing, which names the " +
                                              std::to_string(classes) + " classes" + advice(archive)};
    if (names && names->size() != classes)
        return Error{ErrorCode::Corrupt, path.string() + " names " + std::to_string(names->size()) +
                                             " classes instead of " + std::to_string(classes) +
                                             advice(archive)};
    return names;
}

struct CifarFiles {
    std::string format, title, archive, labelFile;
    std::vector<std::string> train, test;
    RecordLayout layout;
    std::size_t classes = 0;
};

Result<DataSet> openCifar(const std::filesystem::path& folder, const CifarFiles& files) {
    auto labels = labelNames(folder / files.labelFile, files.classes, files.archive);
    if (!labels)
        return labels.error();
    auto train = openFiles(folder, files.train, files.layout, files.classes, files.archive);
    if (!train)
        return train.error();
    auto test = openFiles(folder, files.test, files.layout, files.classes, files.archive);
    if (!test)
        return test.error();
    return DataSet{files.format,      files.title,      folder, cifarSize, *std::move(labels),
                   *std::move(train), *std::move(test), 50'000, 10'000};
}

} // namespace

Result<DataSet> openCifar10(const std::filesystem::path& folder) {
    return openCifar(folder, {"cifar-10",
                              "CIFAR-10",
                              "cifar-10-binary.tar.gz",
                              "batches.meta.txt",
                              {"data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin", "data_batch_4.bin",
                               "data_batch_5.bin"},
                              {"test_batch.bin"},
                              {1, 0},
                              10});
}

Result<DataSet> openCifar100(const std::filesystem::path& folder, bool coarseLabels) {
    return openCifar(folder, {"cifar-100",
                              coarseLabels ? "CIFAR-100, coarse labels" : "CIFAR-100, fine labels",
                              "cifar-100-binary.tar.gz",
                              coarseLabels ? "coarse_label_names.txt" : "fine_label_names.txt",
                              {"train.bin"},
                              {"test.bin"},
                              {2, coarseLabels ? 0U : 1U},
                              coarseLabels ? 20U : 100U});
}

} // namespace pairscape
