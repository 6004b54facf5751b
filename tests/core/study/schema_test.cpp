// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Studies of older schemas: read as they are, brought up to date when they are opened for writing.
#include "tests/core/study/study_fixture.h"

#include "core/study/database.h"

namespace pairscape {
namespace {

using namespace test;

class SchemaTest : public StudyTest {};

/// A study whose chunks an older schema could hold.
void packAll(const std::string& file) {
    SQLite::Database database(file, SQLite::OPEN_READWRITE);
    database.exec("UPDATE chunks SET unpacked = 0");
}

/// What older schemas were, made by taking away what the next ones added.
void makeSchema4(const std::string& file) {
    SQLite::Database database(file, SQLite::OPEN_READWRITE);
    database.exec("ALTER TABLE study DROP COLUMN rank_metric");
    database.exec("PRAGMA user_version = 4");
}

void makeSchema3(const std::string& file) {
    makeSchema4(file);
    SQLite::Database database(file, SQLite::OPEN_READWRITE);
    database.exec("DROP TABLE accuracies");
    database.exec("ALTER TABLE runs DROP COLUMN predictor");
    database.exec("PRAGMA user_version = 3");
}

void makeSchema2(const std::string& file) {
    makeSchema3(file);
    SQLite::Database database(file, SQLite::OPEN_READWRITE);
    database.exec("ALTER TABLE chunks DROP COLUMN unpacked");
    database.exec("PRAGMA user_version = 2");
}

void makeSchema1(const std::string& file) {
    makeSchema2(file);
    SQLite::Database database(file, SQLite::OPEN_READWRITE);
    for (const char* column :
         {"objectives", "constraints", "seeds", "time_limit_seconds", "patience", "ended_by"})
        database.exec(std::string("ALTER TABLE runs DROP COLUMN ") + column);
    database.exec("DROP TABLE hypervolume_points");
    database.exec("PRAGMA user_version = 1");
}

TEST_F(SchemaTest, OlderSchemas) {
    const std::string file = filled("older");
    packAll(file);
    const std::string before = dump(*openStore(file));
    makeSchema1(file);
    {
        const auto store = openStore(file, OpenMode::ReadOnly); // stays as it is
        EXPECT_EQ(dump(*store), before);
        EXPECT_EQ(store->snapshot()->runs.at(0).settings.objectives, usualObjectives());
    }
    {
        SQLite::Database database(file, SQLite::OPEN_READONLY);
        EXPECT_EQ(database.execAndGet("PRAGMA user_version").getInt(), 1);
    }
    {
        const auto store = openStore(file);
        EXPECT_EQ(dump(*store), before);
        RunRecord run;
        run.id = 2;
        run.settings.constraints = *parseConstraints("lut<=5");
        ASSERT_TRUE(store->addRun(run));
    }
    const auto store = openStore(file);
    EXPECT_EQ(dump(*store), before);
    EXPECT_EQ(store->snapshot()->runs.at(0).settings.constraints.size(), 0U);
    EXPECT_EQ(store->snapshot()->runs.at(1).settings.constraints.size(), 1U);
    SQLite::Database database(file, SQLite::OPEN_READONLY);
    EXPECT_EQ(database.execAndGet("PRAGMA user_version").getInt(), studySchemaVersion);
    // The same table as in a new study, column for column.
    createStore(path("new"));
    SQLite::Database fresh(path("new"), SQLite::OPEN_READONLY);
    for (const std::string table : {"study", "runs", "chunks", "accuracies"}) {
        const std::string columns = "SELECT group_concat(name || ' ' || type || ' ' || \"notnull\" || ' ' || "
                                    "coalesce(dflt_value, ''), ';') FROM pragma_table_info('" +
                                    table + "')";
        EXPECT_EQ(database.execAndGet(columns).getString(), fresh.execAndGet(columns).getString());
    }
}

TEST_F(SchemaTest, SchemaWithPackedChunksOnly) {
    const std::string file = filled("packed");
    packAll(file);
    const std::string before = dump(*openStore(file));
    makeSchema2(file);
    EXPECT_EQ(dump(*openStore(file, OpenMode::ReadOnly)), before);
    EXPECT_EQ(dump(*openStore(file)), before);
    SQLite::Database database(file, SQLite::OPEN_READONLY);
    EXPECT_EQ(database.execAndGet("PRAGMA user_version").getInt(), studySchemaVersion);
    EXPECT_EQ(database.execAndGet("SELECT sum(unpacked) FROM chunks").getInt(), 0);
}

TEST_F(SchemaTest, SchemaWithoutRankMetric) {
    const std::string file = filled("unranked");
    const std::string before = dump(*openStore(file));
    makeSchema4(file);
    {
        const auto store = openStore(file, OpenMode::ReadOnly);
        EXPECT_EQ(dump(*store), before);
        EXPECT_EQ(store->snapshot()->settings.rankMetric, "nash");
    }
    const auto store = openStore(file);
    EXPECT_EQ(dump(*store), before);
    EXPECT_EQ(store->snapshot()->settings.rankMetric, "nash");
    EXPECT_TRUE(store->setAccuracy(2, {AccuracyKind::Trained, 50, 100, "test", {}}));
}

TEST_F(SchemaTest, SchemaWithoutAccuracies) {
    const std::string file = filled("untrained");
    const std::string before = dump(*openStore(file));
    makeSchema3(file);
    EXPECT_EQ(dump(*openStore(file, OpenMode::ReadOnly)), before);
    const auto store = openStore(file);
    EXPECT_EQ(dump(*store), before);
    EXPECT_TRUE(store->setAccuracy(2, {AccuracyKind::Trained, 50, 100, "test", {}}));
}

} // namespace
} // namespace pairscape
