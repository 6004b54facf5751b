// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/resources.h"

#include <gtest/gtest.h>

#include <unistd.h>

#include <filesystem>

namespace pairscape {
namespace {

namespace fs = std::filesystem;

TEST(NearestChoice, FindsTypingErrorsAndNothingElse) {
    const std::vector<std::string> choices = {"kv260", "zcu102", "ultra96"};
    EXPECT_EQ(nearestChoice("kv620", choices), "kv260");
    EXPECT_EQ(nearestChoice("ultra69", choices), "ultra96");
    EXPECT_EQ(nearestChoice("spartan", choices), std::nullopt);
}

TEST(JoinChoices, ReadsLikeASentence) {
    const std::vector<std::string> one = {"a"}, three = {"a", "b", "c"};
    EXPECT_EQ(joinChoices(one), "a");
    EXPECT_EQ(joinChoices(three), "a, b or c");
}

class TextFile : public testing::Test {
  protected:
    void SetUp() override { fs::create_directories(folder); }
    void TearDown() override { fs::remove_all(folder); }
    fs::path folder = fs::temp_directory_path() / ("pairscape-resources-" + std::to_string(::getpid()));
};

TEST_F(TextFile, RoundTripsAnyBytes) {
    for (const std::string& content :
         {std::string(), std::string("a\0b\n\xff", 5), std::string(100000, 'x')}) {
        ASSERT_TRUE(writeTextFile(folder / "file", content).ok());
        const auto read = readTextFile(folder / "file");
        ASSERT_TRUE(read.ok()) << read.error().message;
        EXPECT_EQ(*read, content);
    }
}

TEST_F(TextFile, MissingFileSaysSo) {
    const auto read = readTextFile(folder / "absent");
    ASSERT_FALSE(read.ok());
    EXPECT_EQ(read.error().code, ErrorCode::NotFound);
}

TEST_F(TextFile, FullDiskLeavesTheOldFile) {
    const Status status = writeTextFile("/dev/full/none", "x");
    ASSERT_FALSE(status.ok());
    EXPECT_EQ(status.error().code, ErrorCode::Io);
    ASSERT_TRUE(writeTextFile(folder / "kept", "old").ok());
    // A folder in the place of the temporary makes the write fail whoever runs the test.
    fs::create_directory(folder / "kept.part");
    EXPECT_FALSE(writeTextFile(folder / "kept", "new").ok());
    EXPECT_EQ(*readTextFile(folder / "kept"), "old");
}

TEST_F(TextFile, DevicesAndFoldersStayWhatTheyAre) {
    EXPECT_EQ(writeTextFile("/dev/full", "x").error().code, ErrorCode::Io);
    EXPECT_TRUE(fs::is_character_file("/dev/full"));
    EXPECT_TRUE(writeTextFile("/dev/null", "x").ok());
    EXPECT_TRUE(fs::is_character_file("/dev/null"));
    fs::create_directory(folder / "inner");
    EXPECT_EQ(writeTextFile(folder / "inner", "x").error().message,
              (folder / "inner").string() + " is a folder; name a file.");
    EXPECT_TRUE(fs::is_directory(folder / "inner"));
}

TEST_F(TextFile, EmptyNameSaysSo) {
    EXPECT_EQ(writeTextFile("", "x").error().message, "The name of the file to write is empty; type one.");
    EXPECT_EQ(readTextFile("").error().message, "The name of the file to read is empty; type one.");
}

TEST_F(TextFile, StudiesAreNotOverwritten) {
    const std::string magic("SQLite format 3\0", 16);
    const std::string study = magic + std::string(52, 'x') + "Pair" + std::string(200, 'y');
    ASSERT_TRUE(writeTextFile(folder / "s.pairscape", study).ok());
    fs::create_symlink("s.pairscape", folder / "link");
    for (const char* name : {"s.pairscape", "link"}) {
        const Status status = writeTextFile(folder / name, "id,run");
        ASSERT_FALSE(status.ok()) << name;
        EXPECT_EQ(status.error().code, ErrorCode::InvalidInput);
        EXPECT_NE(status.error().message.find("is a Pairscape study"), std::string::npos);
    }
    EXPECT_EQ(*readTextFile(folder / "s.pairscape"), study);
    // Databases of other programs, texts and what is shorter than a header are written as they were asked to.
    for (const std::string& other : {magic + std::string(52, 'x') + "Mine" + std::string(200, 'y'),
                                     std::string(68, 'x') + "Pair", magic + "Pair", std::string()}) {
        ASSERT_TRUE(writeTextFile(folder / "other", other).ok());
        EXPECT_TRUE(checkNotAStudy(folder / "other").ok());
        EXPECT_TRUE(writeTextFile(folder / "other", "new").ok());
    }
    EXPECT_TRUE(checkNotAStudy(folder / "absent").ok());
    EXPECT_TRUE(checkNotAStudy("/dev/stdin").ok());
}

} // namespace
} // namespace pairscape
