// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/records.h"

#include <SQLiteCpp/Database.h>

#include <string>

namespace pairscape {

/// A new study's file as bytes: schema, application id and settings, no run yet. Throws SQLite::Exception.
std::string newStudyImage(const StudySettings& settings);

/// The schema of an open study.
int schemaOf(SQLite::Database& database);

/// Brings a study of an older schema up to this version's, in one transaction. Throws SQLite::Exception.
void migrate(SQLite::Database& database);

/// Now, in UTC: "2026-01-02T03:04:05Z".
std::string utcNow();

} // namespace pairscape
