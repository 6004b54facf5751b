// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/training/data_set.h"

/// The layouts behind openDataSet(), one file each.
namespace pairscape {

/// Where people get the files, for messages.
inline constexpr const char* cifarSource = "https://www.cs.toronto.edu/~kriz/cifar.html";
inline constexpr const char* tinyImageNetSource = "http://cs231n.stanford.edu/tiny-imagenet-200.zip";

Result<DataSet> openCifar10(const std::filesystem::path& folder);
Result<DataSet> openCifar100(const std::filesystem::path& folder, bool coarseLabels);
Result<DataSet> openTinyImageNet(const std::filesystem::path& folder);
Result<DataSet> openClassFolders(const std::filesystem::path& folder, int imageSize);

/// One picture file with its label.
struct LabelledFile {
    std::filesystem::path path;
    int label = 0;
};

/// An ImageSet of picture files, decoded when they are read and scaled to `imageSize`.
std::shared_ptr<const ImageSet> filesAsImages(std::vector<LabelledFile> files, int imageSize);

/// Names of the entries of a folder that are folders (or picture files), sorted.
std::vector<std::string> foldersIn(const std::filesystem::path& folder);
std::vector<std::string> imageFilesIn(const std::filesystem::path& folder);

/// Lines of a text file without line ends and trailing blanks; empty lines are left out.
Result<std::vector<std::string>> linesOf(const std::filesystem::path& path);

} // namespace pairscape
