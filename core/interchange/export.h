// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/study/records.h"

#include <nlohmann/json_fwd.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace pairscape {

/// One pairing with everything known about it as a JSON design file; docs/design-file.md gives the keys.
/// Every figure carries its kind and unit.
nlohmann::json designJson(const PairingDetail& detail, const StudySnapshot& study);
Status exportDesign(const std::filesystem::path& path, const PairingDetail& detail,
                    const StudySnapshot& study);

/// The table as CSV (RFC 4180, UTF-8, one header line with units), rows in the given order.
std::string tableCsv(const StudySnapshot& study, const std::vector<PairingId>& rows);
Status exportTable(const std::filesystem::path& path, const StudySnapshot& study,
                   const std::vector<PairingId>& rows);

} // namespace pairscape
