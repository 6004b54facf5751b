// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/image_file.h"

#include "core/training/mapped_file.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <csetjmp>
#include <cstdio>
#include <cstring>
#include <string>

#ifdef PAIRSCAPE_JPEG
#include <jpeglib.h>
#endif
#ifdef PAIRSCAPE_PNG
#include <png.h>
#endif

namespace pairscape {

namespace {

/// More than any training picture has; a larger figure means a damaged header.
constexpr int largestSide = 1 << 14;

Error corrupt(const std::filesystem::path& path, const std::string& why) {
    return {ErrorCode::Corrupt,
            path.string() + " is not a whole picture (" + why + "); fetch it again or delete it."};
}

[[maybe_unused]] Error unsupported(const std::filesystem::path& path, const std::string& format) {
    return {ErrorCode::Unsupported, path.string() + " is a " + format +
                                        " file, which this build cannot read; use one with " + format + "."};
}

/// Interleaved rows to planes.
[[maybe_unused]] void spread(const std::uint8_t* row, int y, Image& image) {
    const std::size_t plane = image.planeBytes();
    std::uint8_t* out =
        image.pixels.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(image.width);
    for (int x = 0; x < image.width; ++x)
        for (std::size_t c = 0; c < imageChannels; ++c)
            out[c * plane + static_cast<std::size_t>(x)] = row[3 * x + static_cast<int>(c)];
}

#ifdef PAIRSCAPE_JPEG

/// libjpeg reports errors through a call that must not return; it jumps back to decodeJpeg().
struct JpegErrors {
    jpeg_error_mgr base; // first: libjpeg hands out its address
    std::jmp_buf back;
    std::array<char, JMSG_LENGTH_MAX> message{};
};

extern "C" {
void pairscapeJpegFailed(j_common_ptr info) {
    auto* errors = reinterpret_cast<JpegErrors*>(info->err);
    info->err->format_message(info, errors->message.data());
    std::longjmp(errors->back, 1);
}
/// A warning is a damaged or shortened file too: what follows would be grey.
void pairscapeJpegMessage(j_common_ptr info, int level) {
    if (level < 0)
        pairscapeJpegFailed(info);
}
}

/// Only plain data lives in this frame, so that the jump skips no destructor. Empty text on success.
const char* decodeJpeg(jpeg_decompress_struct& info, JpegErrors& errors, std::span<const std::uint8_t> bytes,
                       Image& image, std::vector<std::uint8_t>& row) {
    if (setjmp(errors.back) != 0)
        return errors.message.data();
    jpeg_mem_src(&info, bytes.data(), static_cast<unsigned long>(bytes.size()));
    jpeg_read_header(&info, TRUE);
    if (info.image_width > largestSide || info.image_height > largestSide)
        return "it claims to be too large";
    info.out_color_space = JCS_RGB; // libjpeg-turbo spreads grey by itself
    jpeg_start_decompress(&info);
    image.height = static_cast<int>(info.output_height);
    image.width = static_cast<int>(info.output_width);
    image.pixels.resize(imageChannels * image.planeBytes());
    row.resize(static_cast<std::size_t>(image.width) * imageChannels);
    while (info.output_scanline < info.output_height) {
        const int y = static_cast<int>(info.output_scanline);
        JSAMPROW rows[1] = {row.data()};
        jpeg_read_scanlines(&info, rows, 1);
        spread(row.data(), y, image);
    }
    jpeg_finish_decompress(&info);
    return nullptr;
}

Result<Image> readJpeg(const std::filesystem::path& path, std::span<const std::uint8_t> bytes) {
    jpeg_decompress_struct info{};
    JpegErrors errors{};
    info.err = jpeg_std_error(&errors.base);
    errors.base.error_exit = pairscapeJpegFailed;
    errors.base.emit_message = pairscapeJpegMessage;
    jpeg_create_decompress(&info);
    Image image;
    std::vector<std::uint8_t> row;
    const char* failure = decodeJpeg(info, errors, bytes, image, row);
    const std::string why = failure == nullptr ? "" : failure;
    jpeg_destroy_decompress(&info);
    if (failure != nullptr)
        return corrupt(path, why);
    return image;
}

#else

Result<Image> readJpeg(const std::filesystem::path& path, std::span<const std::uint8_t>) {
    return unsupported(path, "JPEG");
}

#endif

#ifdef PAIRSCAPE_PNG

Result<Image> readPng(const std::filesystem::path& path, std::span<const std::uint8_t> bytes) {
    png_image png{};
    png.version = PNG_IMAGE_VERSION;
    if (png_image_begin_read_from_memory(&png, bytes.data(), bytes.size()) == 0)
        return corrupt(path, png.message);
    if (png.width > largestSide || png.height > largestSide) {
        png_image_free(&png);
        return corrupt(path, "it claims to be too large");
    }
    png.format = PNG_FORMAT_RGB;
    Image image{static_cast<int>(png.height), static_cast<int>(png.width), {}};
    image.pixels.resize(imageChannels * image.planeBytes());
    std::vector<std::uint8_t> interleaved(PNG_IMAGE_SIZE(png));
    const png_color black = {0, 0, 0};
    if (png_image_finish_read(&png, &black, interleaved.data(), 0, nullptr) == 0) {
        const std::string why = png.message;
        png_image_free(&png);
        return corrupt(path, why);
    }
    for (int y = 0; y < image.height; ++y)
        spread(interleaved.data() + static_cast<std::ptrdiff_t>(y) * image.width * imageChannels, y, image);
    return image;
}

#else

Result<Image> readPng(const std::filesystem::path& path, std::span<const std::uint8_t>) {
    return unsupported(path, "PNG");
}

#endif

} // namespace

bool isImageFile(const std::filesystem::path& path) {
    std::string end = path.extension().string();
    std::transform(end.begin(), end.end(), end.begin(), [](unsigned char c) { return std::tolower(c); });
    return end == ".jpg" || end == ".jpeg" || end == ".png";
}

Result<Image> readImageFile(const std::filesystem::path& path) {
    const auto file = MappedFile::open(path);
    if (!file)
        return file.error();
    const std::span<const std::uint8_t> bytes = (*file)->bytes();
    constexpr std::array<std::uint8_t, 3> jpeg = {0xff, 0xd8, 0xff};
    constexpr std::array<std::uint8_t, 4> png = {0x89, 'P', 'N', 'G'};
    const auto begins = [&](const auto& mark) {
        return bytes.size() >= mark.size() && std::equal(mark.begin(), mark.end(), bytes.begin());
    };
    if (begins(jpeg))
        return readJpeg(path, bytes);
    if (begins(png))
        return readPng(path, bytes);
    return corrupt(path, "it begins neither as a JPEG nor as a PNG file");
}

} // namespace pairscape
