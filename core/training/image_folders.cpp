// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Data sets whose images are files: Tiny-ImageNet-200, and any folder of class folders.
#include "core/training/data_set_formats.h"
#include "core/training/image_file.h"

#include <algorithm>
#include <map>
#include <sstream>
#include <utility>

namespace pairscape {

namespace {

namespace fs = std::filesystem;

class FileImages final : public ImageSet {
  public:
    FileImages(std::vector<LabelledFile> files, int size) : files_(std::move(files)), imageSize_(size) {}

    std::int64_t size() const override { return static_cast<std::int64_t>(files_.size()); }
    bool inMemory() const override { return false; }
    int label(std::int64_t image) const override { return at(image).label; }
    std::string origin(std::int64_t image) const override { return at(image).path.string(); }

    Status read(std::int64_t image, std::span<std::uint8_t> pixels) const override {
        const auto picture = readImageFile(at(image).path);
        if (!picture)
            return picture.error();
        resizeToSquare(*picture, imageSize_, pixels);
        return {};
    }

  private:
    const LabelledFile& at(std::int64_t image) const { return files_[static_cast<std::size_t>(image)]; }

    std::vector<LabelledFile> files_;
    int imageSize_;
};

const std::string tinyAdvice = std::string("; unpack ") + tinyImageNetSource + " again.";

/// Readable names of the WordNet ids, where words.txt has them.
std::vector<std::string> tinyLabels(const fs::path& folder, const std::vector<std::string>& ids) {
    std::map<std::string, std::string> words;
    if (const auto lines = linesOf(folder / "words.txt"); lines.ok())
        for (const std::string& line : *lines)
            if (const auto tab = line.find('\t'); tab != std::string::npos)
                words[line.substr(0, tab)] = line.substr(tab + 1, line.find(',', tab) - tab - 1);
    std::vector<std::string> labels;
    for (const std::string& id : ids)
        labels.push_back(words.contains(id) ? words[id] : id);
    return labels;
}

Result<std::vector<LabelledFile>> tinyTraining(const fs::path& folder, const std::vector<std::string>& ids) {
    std::vector<LabelledFile> files;
    for (std::size_t label = 0; label < ids.size(); ++label) {
        const fs::path images = folder / "train" / ids[label] / "images";
        const std::vector<std::string> names = imageFilesIn(images);
        if (names.empty())
            return Error{ErrorCode::NotFound, images.string() +
                                                  " holds no image, but wnids.txt names class " + ids[label] +
                                                  tinyAdvice};
        for (const std::string& name : names)
            files.push_back({images / name, static_cast<int>(label)});
    }
    return files;
}

Result<std::vector<LabelledFile>> tinyValidation(const fs::path& folder,
                                                 const std::vector<std::string>& ids) {
    std::map<std::string, int> labelOf;
    for (std::size_t label = 0; label < ids.size(); ++label)
        labelOf[ids[label]] = static_cast<int>(label);
    const fs::path annotations = folder / "val" / "val_annotations.txt";
    const auto lines = linesOf(annotations);
    if (!lines)
        return Error{lines.error().code, annotations.string() +
                                             " cannot be read, which labels the validation images" +
                                             tinyAdvice};
    std::vector<LabelledFile> files;
    for (std::size_t i = 0; i < lines->size(); ++i) {
        std::istringstream fields((*lines)[i]);
        std::string name, id;
        fields >> name >> id;
        const auto label = labelOf.find(id);
        const std::string place = annotations.string() + ", line " + std::to_string(i + 1);
        if (label == labelOf.end())
            return Error{ErrorCode::Corrupt, place + ": class '" + id + "' is not in wnids.txt" + tinyAdvice};
        const fs::path image = folder / "val" / "images" / name;
        std::error_code ignored;
        if (!fs::exists(image, ignored))
            return Error{ErrorCode::NotFound,
                         place + " names " + image.string() + ", which is missing" + tinyAdvice};
        files.push_back({image, label->second});
    }
    if (files.empty())
        return Error{ErrorCode::Corrupt, annotations.string() + " names no image" + tinyAdvice};
    return files;
}

/// Images below one folder of class folders. Every class of `labels` must be there.
Result<std::vector<LabelledFile>> classImages(const fs::path& folder,
                                              const std::vector<std::string>& labels) {
    std::vector<LabelledFile> files;
    for (std::size_t label = 0; label < labels.size(); ++label) {
        const fs::path place = folder / labels[label];
        const std::vector<std::string> names = imageFilesIn(place);
        if (names.empty())
            return Error{ErrorCode::NotFound,
                         place.string() + " holds no JPEG or PNG image, but its class has some elsewhere; "
                                          "add images or remove the class everywhere."};
        for (const std::string& name : names)
            files.push_back({place / name, static_cast<int>(label)});
    }
    return files;
}

} // namespace

std::shared_ptr<const ImageSet> filesAsImages(std::vector<LabelledFile> files, int imageSize) {
    return std::make_shared<FileImages>(std::move(files), imageSize);
}

Result<DataSet> openTinyImageNet(const fs::path& folder) {
    const auto ids = linesOf(folder / "wnids.txt");
    if (!ids)
        return ids.error();
    if (ids->empty())
        return Error{ErrorCode::Corrupt, (folder / "wnids.txt").string() + " names no class" + tinyAdvice};
    auto train = tinyTraining(folder, *ids);
    if (!train)
        return train.error();
    auto test = tinyValidation(folder, *ids);
    if (!test)
        return test.error();
    constexpr int size = 64;
    return DataSet{"tiny-imagenet",
                   "Tiny-ImageNet-200 (its validation images are the test images)",
                   folder,
                   size,
                   tinyLabels(folder, *ids),
                   filesAsImages(*std::move(train), size),
                   filesAsImages(*std::move(test), size),
                   100'000,
                   10'000};
}

Result<DataSet> openClassFolders(const fs::path& folder, int imageSize) {
    std::error_code ignored;
    const bool split = fs::is_directory(folder / "train", ignored);
    const fs::path classes = split ? folder / "train" : folder;
    const std::vector<std::string> labels = foldersIn(classes);
    if (labels.size() < 2)
        return Error{ErrorCode::NotFound,
                     classes.string() +
                         " holds no data set that Pairscape knows: expected are CIFAR-10 or CIFAR-100 "
                         "binary files (" +
                         cifarSource + "), Tiny-ImageNet-200 (" + tinyImageNetSource +
                         "), or at least two class folders with JPEG or PNG images."};
    auto all = classImages(classes, labels);
    if (!all)
        return all.error();
    std::vector<LabelledFile> train, test;
    std::string title = "Class folders";
    if (split) {
        train = *std::move(all);
        for (const char* name : {"test", "val", "valid", "validation"})
            if (test.empty() && fs::is_directory(folder / name, ignored)) {
                auto found = classImages(folder / name, labels);
                if (!found)
                    return found.error();
                test = *std::move(found);
                title += std::string(", ") + name + "/ are the test images";
            }
        if (test.empty())
            return Error{ErrorCode::NotFound,
                         folder.string() + " has a folder train but neither test nor val; add one with the "
                                           "same class folders."};
    } else {
        title += ", every fifth image is a test image";
        std::size_t ofClass = 0;
        for (std::size_t i = 0; i < all->size(); ++i) {
            ofClass = i > 0 && (*all)[i].label == (*all)[i - 1].label ? ofClass + 1 : 0;
            (ofClass % 5 == 4 ? test : train).push_back((*all)[i]);
        }
        if (test.empty())
            return Error{ErrorCode::InvalidInput,
                         folder.string() + " has fewer than five images in every class, so none is left "
                                           "for the test; add images, or make folders train and test."};
    }
    return DataSet{"class-folders",
                   title,
                   folder,
                   imageSize,
                   labels,
                   filesAsImages(std::move(train), imageSize),
                   filesAsImages(std::move(test), imageSize)};
}

} // namespace pairscape
