// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/schema.h"

#include "core/study/database.h"
#include "core/study/study.h"

#include <sqlite3.h>

#include <array>
#include <ctime>
#include <memory>

namespace pairscape {

namespace {

/// docs/study-file.md explains it. Operators, bounds and stationary operands are small numbers in
/// the order of their enumerations, which therefore never changes.
constexpr const char* tables = R"sql(
CREATE TABLE study (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  space_json TEXT NOT NULL,
  platform_json TEXT NOT NULL,
  seed INTEGER NOT NULL,
  accelerator_method TEXT NOT NULL,
  hardware_objective TEXT NOT NULL,
  max_batch INTEGER NOT NULL CHECK (max_batch >= 1),
  zen_batch INTEGER NOT NULL CHECK (zen_batch >= 1),
  zen_repeats INTEGER NOT NULL CHECK (zen_repeats >= 1),
  created_at TEXT NOT NULL,
  rank_metric TEXT NOT NULL DEFAULT 'nash'
) STRICT;

CREATE TABLE terms (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE population (
  id INTEGER PRIMARY KEY,
  architecture TEXT NOT NULL
) STRICT;

CREATE TABLE population_scores (
  member INTEGER NOT NULL REFERENCES population (id),
  term INTEGER NOT NULL REFERENCES terms (id),
  value REAL NOT NULL,
  PRIMARY KEY (member, term)
) STRICT, WITHOUT ROWID;

CREATE TABLE runs (
  id INTEGER PRIMARY KEY,
  strategy TEXT NOT NULL,
  budget INTEGER NOT NULL CHECK (budget >= 1),
  seed INTEGER NOT NULL,
  population INTEGER NOT NULL CHECK (population >= 1),
  batch INTEGER NOT NULL CHECK (batch >= 1),
  state TEXT NOT NULL CHECK (state IN
    ('queued', 'running', 'paused', 'finished', 'cancelled', 'interrupted', 'failed')),
  started_at TEXT NOT NULL,
  ended_at TEXT,
  message TEXT NOT NULL DEFAULT '',
  objectives TEXT NOT NULL DEFAULT 'accuracy:max,fps:max',
  constraints TEXT NOT NULL DEFAULT '',
  seeds TEXT NOT NULL DEFAULT '',
  time_limit_seconds REAL,
  patience INTEGER,
  ended_by TEXT NOT NULL DEFAULT '',
  predictor TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE hypervolume_points (
  objectives TEXT PRIMARY KEY,
  point TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE pairings (
  id INTEGER PRIMARY KEY,
  run INTEGER NOT NULL REFERENCES runs (id),
  position INTEGER NOT NULL CHECK (position >= 0),
  architecture TEXT NOT NULL UNIQUE,
  hash INTEGER NOT NULL,
  conv_macs INTEGER NOT NULL,
  shift_macs INTEGER NOT NULL,
  adder_macs INTEGER NOT NULL,
  parameters INTEGER NOT NULL,
  infeasible_reason TEXT,
  batch INTEGER NOT NULL,
  fps REAL NOT NULL,
  throughput_gops REAL NOT NULL,
  latency_seconds REAL NOT NULL,
  energy_joule REAL NOT NULL,
  power_watts REAL NOT NULL,
  interval_cycles INTEGER NOT NULL,
  bound INTEGER NOT NULL CHECK (bound BETWEEN 0 AND 3),
  bottleneck INTEGER NOT NULL CHECK (bottleneck BETWEEN 0 AND 2),
  images_in_flight INTEGER NOT NULL,
  in_flight_bytes INTEGER NOT NULL,
  dsp INTEGER NOT NULL,
  lut INTEGER NOT NULL,
  bram36 INTEGER NOT NULL,
  uram INTEGER NOT NULL
) STRICT;

CREATE TABLE scores (
  pairing INTEGER NOT NULL REFERENCES pairings (id),
  term INTEGER NOT NULL REFERENCES terms (id),
  value REAL NOT NULL,
  PRIMARY KEY (pairing, term)
) STRICT, WITHOUT ROWID;

CREATE TABLE chunks (
  pairing INTEGER NOT NULL REFERENCES pairings (id),
  operator INTEGER NOT NULL CHECK (operator BETWEEN 0 AND 2),
  unroll_out INTEGER NOT NULL,
  unroll_in INTEGER NOT NULL,
  unroll_pixels INTEGER NOT NULL,
  input_buffer_bytes INTEGER NOT NULL,
  weight_buffer_bytes INTEGER NOT NULL,
  output_buffer_bytes INTEGER NOT NULL,
  dsp INTEGER NOT NULL,
  lut INTEGER NOT NULL,
  bram36 INTEGER NOT NULL,
  uram INTEGER NOT NULL,
  pes INTEGER NOT NULL,
  layers INTEGER NOT NULL,
  macs INTEGER NOT NULL,
  cycles INTEGER NOT NULL,
  dram_bytes INTEGER NOT NULL,
  busy REAL NOT NULL,
  unpacked INTEGER NOT NULL DEFAULT 0 CHECK (unpacked IN (0, 1)),
  PRIMARY KEY (pairing, operator)
) STRICT, WITHOUT ROWID;

CREATE TABLE layers (
  pairing INTEGER NOT NULL REFERENCES pairings (id),
  position INTEGER NOT NULL CHECK (position >= 0),
  chunk INTEGER NOT NULL CHECK (chunk BETWEEN 0 AND 2),
  tile_out INTEGER NOT NULL,
  tile_in INTEGER NOT NULL,
  tile_rows INTEGER NOT NULL,
  tile_columns INTEGER NOT NULL,
  stationary INTEGER NOT NULL CHECK (stationary BETWEEN 0 AND 2),
  cycles INTEGER NOT NULL,
  compute_cycles INTEGER NOT NULL,
  input_bytes INTEGER NOT NULL,
  weight_bytes INTEGER NOT NULL,
  output_bytes INTEGER NOT NULL,
  bound INTEGER NOT NULL CHECK (bound BETWEEN 0 AND 3),
  utilisation REAL NOT NULL,
  energy_pj REAL NOT NULL,
  PRIMARY KEY (pairing, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE evaluations (
  run INTEGER NOT NULL REFERENCES runs (id),
  position INTEGER NOT NULL CHECK (position >= 0),
  pairing INTEGER NOT NULL REFERENCES pairings (id),
  PRIMARY KEY (run, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE pins (
  pairing INTEGER PRIMARY KEY REFERENCES pairings (id),
  name TEXT NOT NULL CHECK (name <> '')
) STRICT;
)sql";

/// Came with schema 4.
constexpr const char* accuracies = R"sql(
CREATE TABLE accuracies (
  pairing INTEGER NOT NULL REFERENCES pairings (id),
  kind TEXT NOT NULL CHECK (kind IN ('supernet', 'trained')),
  top1_percent REAL NOT NULL CHECK (top1_percent BETWEEN 0 AND 100),
  images INTEGER NOT NULL CHECK (images >= 1),
  source TEXT NOT NULL CHECK (source <> ''),
  measured_at TEXT NOT NULL,
  PRIMARY KEY (pairing, kind)
) STRICT, WITHOUT ROWID;
)sql";

// What turns a schema into the next. A new study gets the same columns in the same order.
constexpr const char* fromSchema1 = R"sql(
ALTER TABLE runs ADD COLUMN objectives TEXT NOT NULL DEFAULT 'accuracy:max,fps:max';
ALTER TABLE runs ADD COLUMN constraints TEXT NOT NULL DEFAULT '';
ALTER TABLE runs ADD COLUMN seeds TEXT NOT NULL DEFAULT '';
ALTER TABLE runs ADD COLUMN time_limit_seconds REAL;
ALTER TABLE runs ADD COLUMN patience INTEGER;
ALTER TABLE runs ADD COLUMN ended_by TEXT NOT NULL DEFAULT '';
CREATE TABLE hypervolume_points (
  objectives TEXT PRIMARY KEY,
  point TEXT NOT NULL
) STRICT, WITHOUT ROWID;
)sql";
constexpr const char* fromSchema2 = R"sql(
ALTER TABLE chunks ADD COLUMN unpacked INTEGER NOT NULL DEFAULT 0 CHECK (unpacked IN (0, 1));
)sql";
constexpr const char* fromSchema3 = R"sql(
ALTER TABLE runs ADD COLUMN predictor TEXT NOT NULL DEFAULT '';
)sql";
constexpr const char* fromSchema4 = R"sql(
ALTER TABLE study ADD COLUMN rank_metric TEXT NOT NULL DEFAULT 'nash';
)sql";

} // namespace

int schemaOf(SQLite::Database& database) {
    return database.execAndGet("PRAGMA user_version").getInt();
}

void migrate(SQLite::Database& database) {
    const int schema = schemaOf(database);
    if (schema >= studySchemaVersion)
        return;
    database.exec("BEGIN IMMEDIATE");
    if (schema < 2)
        database.exec(fromSchema1);
    if (schema < 3)
        database.exec(fromSchema2);
    if (schema < 4) {
        database.exec(fromSchema3);
        database.exec(accuracies);
    }
    database.exec(fromSchema4);
    database.exec("PRAGMA user_version = " + std::to_string(studySchemaVersion));
    database.exec("COMMIT");
}

std::string newStudyImage(const StudySettings& settings) {
    SQLite::Database database(":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    database.exec(tables);
    database.exec(accuracies);
    database.exec("PRAGMA application_id = " + std::to_string(studyApplicationId));
    database.exec("PRAGMA user_version = " + std::to_string(studySchemaVersion));
    Query(database, "INSERT INTO study VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .run(settings.spaceJson, settings.platformJson, settings.seed, settings.acceleratorMethod,
             settings.hardwareObjective, settings.maxBatch, settings.zenBatch, settings.zenRepeats, utcNow(),
             settings.rankMetric);
    Query term(database, "INSERT INTO terms VALUES (?, ?)");
    std::int64_t id = 0;
    for (const std::string& name : settings.metrics)
        term.run(id++, name);

    sqlite3_int64 size = 0;
    const std::unique_ptr<unsigned char, decltype(&sqlite3_free)> bytes(
        sqlite3_serialize(database.getHandle(), "main", &size, 0), sqlite3_free);
    if (!bytes)
        throw SQLite::Exception("out of memory", SQLITE_NOMEM);
    return {reinterpret_cast<const char*>(bytes.get()), static_cast<std::size_t>(size)};
}

std::string utcNow() {
    const std::time_t now = std::time(nullptr);
    std::tm parts{};
    gmtime_r(&now, &parts);
    std::array<char, 32> text{};
    const std::size_t length = std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts);
    return {text.data(), length};
}

} // namespace pairscape
