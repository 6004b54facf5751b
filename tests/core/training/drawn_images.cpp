// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/training/drawn_images.h"

#include "core/base/random.h"

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>

#include <jpeglib.h>
#include <png.h>
#include <unistd.h>

namespace pairscape::test {

TemporaryFolder::TemporaryFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "pairscape-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr)
        std::abort();
    path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

Image drawnImage(int size, int label, std::uint64_t seed) {
    Image image{size, size, std::vector<std::uint8_t>(imageBytes(size))};
    RandomStream random({seed, static_cast<std::uint64_t>(label)});
    const double angle = 0.7 * label, phase = random.uniform() * 6;
    std::size_t at = 0;
    for (int c = 0; c < imageChannels; ++c)
        for (int y = 0; y < size; ++y)
            for (int x = 0; x < size; ++x) {
                const double stripe = std::sin(phase + 0.6 * (x * std::cos(angle) + y * std::sin(angle)));
                const double tint = ((label >> c) & 1) != 0 ? 40 : -40;
                const double value = 128 + 45 * stripe + tint + 20 * (random.uniform() - 0.5);
                image.pixels[at++] = static_cast<std::uint8_t>(value);
            }
    return image;
}

namespace {

std::vector<std::uint8_t> interleaved(const Image& image) {
    std::vector<std::uint8_t> bytes;
    for (std::size_t i = 0; i < image.planeBytes(); ++i)
        for (std::size_t c = 0; c < imageChannels; ++c)
            bytes.push_back(image.pixels[c * image.planeBytes() + i]);
    return bytes;
}

} // namespace

void writeJpeg(const std::filesystem::path& path, const Image& image, bool grey) {
    std::vector<std::uint8_t> bytes = interleaved(image);
    if (grey)
        bytes.assign(image.pixels.begin(),
                     image.pixels.begin() + static_cast<std::ptrdiff_t>(image.planeBytes()));
    jpeg_compress_struct info{};
    jpeg_error_mgr errors{};
    info.err = jpeg_std_error(&errors);
    jpeg_create_compress(&info);
    std::FILE* file = std::fopen(path.c_str(), "wb");
    jpeg_stdio_dest(&info, file);
    info.image_width = static_cast<JDIMENSION>(image.width);
    info.image_height = static_cast<JDIMENSION>(image.height);
    info.input_components = grey ? 1 : 3;
    info.in_color_space = grey ? JCS_GRAYSCALE : JCS_RGB;
    jpeg_set_defaults(&info);
    jpeg_set_quality(&info, 100, TRUE);
    jpeg_start_compress(&info, TRUE);
    while (info.next_scanline < info.image_height) {
        JSAMPROW row = bytes.data() +
                       info.next_scanline * info.image_width * static_cast<unsigned>(info.input_components);
        jpeg_write_scanlines(&info, &row, 1);
    }
    jpeg_finish_compress(&info);
    jpeg_destroy_compress(&info);
    std::fclose(file);
}

void writePng(const std::filesystem::path& path, const Image& image) {
    const std::vector<std::uint8_t> bytes = interleaved(image);
    png_image png{};
    png.version = PNG_IMAGE_VERSION;
    png.width = static_cast<png_uint_32>(image.width);
    png.height = static_cast<png_uint_32>(image.height);
    png.format = PNG_FORMAT_RGB;
    png_image_write_to_file(&png, path.c_str(), 0, bytes.data(), 0, nullptr);
}

void writeBytes(const std::filesystem::path& path, const std::vector<std::uint8_t>& bytes) {
    std::ofstream(path, std::ios::binary)
        .write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
}

std::vector<std::uint8_t> readBytes(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

void writeCifar100(const std::filesystem::path& folder, int classes, int perClass, std::uint64_t seed) {
    std::filesystem::create_directories(folder);
    for (const auto& [name, count] :
         {std::pair("fine_label_names.txt", 100), std::pair("coarse_label_names.txt", 20)}) {
        std::ofstream names(folder / name);
        for (int i = 0; i < count; ++i)
            names << "class" << i << '\n';
    }
    for (const bool train : {true, false}) {
        std::vector<std::uint8_t> bytes;
        for (int k = 0; k < perClass; ++k)
            for (int label = 0; label < classes; ++label) {
                const Image image =
                    drawnImage(32, label, seed * 1000 + static_cast<std::uint64_t>(2 * k + train));
                bytes.push_back(static_cast<std::uint8_t>(label / 5));
                bytes.push_back(static_cast<std::uint8_t>(label));
                bytes.insert(bytes.end(), image.pixels.begin(), image.pixels.end());
            }
        writeBytes(folder / (train ? "train.bin" : "test.bin"), bytes);
    }
}

} // namespace pairscape::test
