// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/layer_cost_cache.h"

namespace pairscape {

void storeLayerCosts(SQLite::Database& database, const std::string& bytes) {
    database.exec(
        "DROP TABLE IF EXISTS layer_costs; " // whatever another version made of it
        "CREATE TABLE layer_costs (id INTEGER PRIMARY KEY CHECK (id = 1), fronts BLOB NOT NULL) STRICT");
    SQLite::Statement statement(database, "INSERT INTO layer_costs VALUES (1, ?)");
    statement.bind(1, bytes.data(), static_cast<int>(bytes.size()));
    statement.exec();
}

std::string readLayerCosts(SQLite::Database& database) {
    if (!database.tableExists("layer_costs"))
        return {};
    SQLite::Statement statement(database, "SELECT fronts FROM layer_costs WHERE length(fronts) <= ?");
    statement.bind(1, static_cast<std::int64_t>(layerCostLimit));
    if (!statement.executeStep())
        return {};
    const SQLite::Column fronts = statement.getColumn(0);
    return {static_cast<const char*>(fronts.getBlob()), static_cast<std::size_t>(fronts.getBytes())};
}

} // namespace pairscape
