// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/image_file.h"
#include "tests/core/training/drawn_images.h"

#include <gtest/gtest.h>

namespace pairscape {
namespace {

using test::drawnImage;

TEST(ImageFile, ReadsPngExactly) {
    const test::TemporaryFolder folder;
    const Image image = drawnImage(19, 2, 1);
    test::writePng(folder.path() / "a.png", image);
    const auto read = readImageFile(folder.path() / "a.png");
    ASSERT_TRUE(read.ok()) << read.error().message;
    EXPECT_EQ(read->height, 19);
    EXPECT_EQ(read->pixels, image.pixels);
}

TEST(ImageFile, ReadsJpegNearlyAndGreyAsThreeEqualPlanes) {
    const test::TemporaryFolder folder;
    Image image = drawnImage(24, 2, 1);
    test::writeJpeg(folder.path() / "grey.jpg", image, true);
    const auto grey = readImageFile(folder.path() / "grey.jpg");
    ASSERT_TRUE(grey.ok()) << grey.error().message;
    for (std::size_t i = 0; i < image.planeBytes(); ++i) {
        ASSERT_NEAR(grey->pixels[i], image.pixels[i], 4);
        ASSERT_EQ(grey->pixels[i], grey->pixels[image.planeBytes() + i]);
        ASSERT_EQ(grey->pixels[i], grey->pixels[2 * image.planeBytes() + i]);
    }
    // One colour all over, so that the halved resolution of colour in JPEG files loses nothing.
    for (std::size_t i = 0; i < image.pixels.size(); ++i)
        image.pixels[i] = static_cast<std::uint8_t>(60 + 70 * (i / image.planeBytes()));
    test::writeJpeg(folder.path() / "colour.jpg", image);
    const auto colour = readImageFile(folder.path() / "colour.jpg");
    ASSERT_TRUE(colour.ok()) << colour.error().message;
    for (std::size_t i = 0; i < image.pixels.size(); ++i)
        ASSERT_NEAR(colour->pixels[i], image.pixels[i], 3) << i;
}

TEST(ImageFile, NamesWhatIsDamaged) {
    const test::TemporaryFolder folder;
    for (const char* name : {"a.jpg", "a.png"}) {
        const auto path = folder.path() / name;
        if (path.extension() == ".jpg")
            test::writeJpeg(path, drawnImage(32, 1, 1));
        else
            test::writePng(path, drawnImage(32, 1, 1));
        auto bytes = test::readBytes(path);
        for (const std::size_t keep : {bytes.size() / 2, std::size_t{30}, std::size_t{5}}) {
            test::writeBytes(path, {bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(keep)});
            const auto read = readImageFile(path);
            ASSERT_FALSE(read.ok()) << name << " cut to " << keep;
            EXPECT_EQ(read.error().code, ErrorCode::Corrupt);
            EXPECT_NE(read.error().message.find(path.string()), std::string::npos);
        }
    }
    test::writeBytes(folder.path() / "text.jpg", {'h', 'e', 'l', 'l', 'o'});
    EXPECT_EQ(readImageFile(folder.path() / "text.jpg").error().code, ErrorCode::Corrupt);
    EXPECT_EQ(readImageFile(folder.path() / "none.jpg").error().code, ErrorCode::NotFound);
}

} // namespace
} // namespace pairscape
