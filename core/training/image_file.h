// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/training/image.h"

#include <filesystem>

namespace pairscape {

/// Whether the name ends as JPEG and PNG files do (.jpg, .jpeg, .JPEG, .png, ...).
bool isImageFile(const std::filesystem::path& path);

/// Decodes a JPEG or PNG file to RGB: grey images get three equal planes, alpha is laid over black. The
/// content decides, not the name. Errors name the file and what is wrong with it; a picture that was cut
/// short is Corrupt. Unsupported in a build without the libraries. Thread-safe.
Result<Image> readImageFile(const std::filesystem::path& path);

} // namespace pairscape
