// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/training/image.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

/// Small pictures and data sets that the tests draw themselves.
namespace pairscape::test {

/// A folder that is deleted in the end.
class TemporaryFolder {
  public:
    TemporaryFolder();
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    const std::filesystem::path& path() const { return path_; }

  private:
    std::filesystem::path path_;
};

/// A picture in which class `label` is recognisable: its colour and the direction of its stripes.
Image drawnImage(int size, int label, std::uint64_t seed);

void writeJpeg(const std::filesystem::path& path, const Image& image, bool grey = false);
void writePng(const std::filesystem::path& path, const Image& image);
void writeBytes(const std::filesystem::path& path, const std::vector<std::uint8_t>& bytes);
std::vector<std::uint8_t> readBytes(const std::filesystem::path& path);

/// CIFAR-100 in the binary layout with `perClass` drawn training images and as many test images of the first
/// `classes` classes.
void writeCifar100(const std::filesystem::path& folder, int classes, int perClass, std::uint64_t seed = 1);

} // namespace pairscape::test
