// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/study/run_fixture.h"

#include <filesystem>

namespace pairscape {
namespace {

using namespace test;

TEST_F(RunnerTest, VerifyFindsWhatWasChanged) {
    {
        const auto store = createStore(path());
        ASSERT_TRUE(start(store, quick(12))->wait().ok());
        ASSERT_TRUE(store->verify(12, nullptr, {}).ok());
        std::stop_source stop;
        stop.request_stop();
        EXPECT_EQ(store->verify(12, nullptr, stop.get_token()).error().code, ErrorCode::Stopped);
    }
    const std::string original = path("original");
    std::filesystem::copy_file(path(), original);
    const auto found = [&](const std::string& sql) {
        std::filesystem::copy_file(original, path(), std::filesystem::copy_options::overwrite_existing);
        {
            SQLite::Database database(path(), SQLite::OPEN_READWRITE);
            database.exec("PRAGMA foreign_keys = OFF");
            EXPECT_GT(database.exec(sql), 0) << sql;
        }
        const auto study = Study::open(path(), OpenMode::ReadOnly);
        if (!study)
            return study.error().message;
        const Status status = (*study)->verify(12, nullptr, {});
        EXPECT_FALSE(status) << sql;
        if (status)
            return std::string();
        EXPECT_EQ(status.error().code, ErrorCode::Corrupt);
        return status.error().message;
    };
    EXPECT_NE(found("UPDATE pairings SET hash = hash + 1 WHERE id = 7").find("hash of pairing 7"),
              std::string::npos);
    EXPECT_NE(found("UPDATE pairings SET parameters = 1 WHERE id = 3").find("counts of pairing 3"),
              std::string::npos);
    EXPECT_NE(
        found("UPDATE pairings SET fps = fps * (1 + 1e-15) WHERE infeasible_reason IS NULL").find("FPS"),
        std::string::npos);
    EXPECT_NE(found("UPDATE layers SET cycles = cycles + 1 WHERE position = 2").find("cycles of the layer 3"),
              std::string::npos);
    EXPECT_NE(found("UPDATE scores SET value = value * 1.001 WHERE term = 1").find("zen"), std::string::npos);
    EXPECT_NE(found("UPDATE population SET architecture = 'x' WHERE id = 100").find("member 101"),
              std::string::npos);
    EXPECT_NE(found("DELETE FROM chunks WHERE operator = 1").find("chunk"), std::string::npos);
    EXPECT_NE(found("INSERT INTO pins VALUES (99, 'ghost')"), "");
    EXPECT_NE(found("INSERT INTO scores VALUES (99, 0, 1.0)").find("belongs to none"), std::string::npos);
}

} // namespace
} // namespace pairscape
